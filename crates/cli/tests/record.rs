//! `frontdesk record` where things go wrong: no room, a service that is gone, bodies without measure.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]
#![cfg(target_os = "linux")]

#[path = "support/served.rs"]
mod served;
mod support;

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::thread;

use served::Served;
use support::Folder;

#[test]
fn a_full_disk_stops_no_traffic_and_is_never_clean() {
    let folder = Folder::exported();
    folder.write("request.json", REQUEST);
    let service = serve(&folder);
    // No file of this process grows beyond the limit, as on a disk that is full.
    let mut command = Command::new("sh");
    let script = r#"trap "" XFSZ; ulimit -f 16; exec "$0" "$@""#;
    let words = ["record", "--upstream", &service.url, "--out", "recorded"];
    command
        .args(["-c", script, env!("CARGO_BIN_EXE_frontdesk")])
        .args(words)
        .args(["--format", "json"])
        .current_dir(folder.path(""));
    let proxy = Served::spawn(command);
    for _ in 0..12 {
        folder
            .run(&["send", "request.json", "--url", &proxy.url])
            .exits(0);
    }
    let ended = proxy.end();
    assert_eq!(ended.code, 1, "{ended:?}");
    assert_eq!(ended.rules(), ["recording-incomplete"]);
    let summary = &ended.report()["summary"];
    assert!(summary["recorded"].as_u64().unwrap() > 2, "{summary}");
    assert!(summary["lost"].as_u64().unwrap() > 2, "{summary}");
    let told = "what passes is not recorded any more";
    assert_eq!(ended.stderr.matches(told).count(), 1, "{}", ended.stderr);
    // What is there is whole.
    let ran = folder.run(&["validate", "recorded", "--format", "json"]);
    let report = ran.exits(0).report();
    assert_eq!(report["summary"]["documents"], summary["recorded"]);
}

#[test]
fn bodies_without_measure_pass_in_little_memory() {
    let folder = Folder::exported();
    let upstream = endless();
    let upstream = format!("http://{upstream}");
    let words = ["record", "--upstream", &upstream, "--out", "recorded"];
    let proxy = Served::run(&folder, &[&words[..], &["--format", "json"]].concat());
    let mut stream = TcpStream::connect(proxy.addr()).unwrap();
    let head = format!(
        "POST /message/reception HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\
         content-length: {LENGTH}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut writer = stream.try_clone().unwrap();
    let asking = thread::spawn(move || pour(&mut writer, LENGTH));
    let mut status = [0; 17];
    stream.read_exact(&mut status).unwrap();
    assert_eq!(&status, b"HTTP/1.1 200 OK\r\n");
    let rest = std::io::copy(&mut stream, &mut std::io::sink()).unwrap();
    asking.join().unwrap();
    assert!(rest > LENGTH);
    let most = proxy.most_memory();
    assert!(most < 128 * 1024, "{most} KiB");
    let ended = proxy.end();
    assert_eq!(ended.code, 0, "{ended:?}");
    assert_eq!(ended.report()["summary"]["too_large"], 2);
}

#[test]
fn a_service_that_goes_within_a_frame_is_told_to_the_client() {
    let folder = Folder::exported();
    let upstream = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", upstream.local_addr().unwrap());
    let going = thread::spawn(move || {
        let (mut stream, _) = upstream.accept().unwrap();
        read_head(&mut stream);
        let opened =
            b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\
            sec-websocket-accept: x\r\n\r\n";
        stream.write_all(opened).unwrap();
        // A text of a hundred bytes, of which seven come.
        stream.write_all(b"\x81\x64{\"a\":\"b").unwrap();
    });
    let words = ["record", "--upstream", &url, "--out", "recorded"];
    let proxy = Served::run(&folder, &[&words[..], &["--format", "json"]].concat());
    let mut stream = TcpStream::connect(proxy.addr()).unwrap();
    stream
        .write_all(
            b"GET / HTTP/1.1\r\nhost: h\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
              sec-websocket-version: 13\r\nsec-websocket-key: ZnJvbnRkZXNrLWZ1enotMQ==\r\n\r\n",
        )
        .unwrap();
    let mut came = Vec::new();
    stream.read_to_end(&mut came).unwrap();
    going.join().unwrap();
    let came = String::from_utf8_lossy(&came).into_owned();
    assert!(
        came.starts_with("HTTP/1.1 101 ") && came.ends_with("{\"a\":\"b"),
        "{came}"
    );
    drop(stream);
    let ended = proxy.end();
    assert_eq!(ended.code, 0, "{ended:?}");
    let summary = &ended.report()["summary"];
    assert!(summary["cut_off"].as_u64().unwrap() > 0, "{summary}");
    assert_eq!(summary["lost"], 0);
}

#[test]
fn a_service_that_is_not_there_is_said_at_once_and_in_the_end() {
    let folder = Folder::exported();
    let gone = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", gone.local_addr().unwrap());
    drop(gone);
    let words = ["record", "--upstream", &url, "--out", "recorded"];
    let proxy = Served::run(&folder, &words);
    for _ in 0..2 {
        let mut stream = TcpStream::connect(proxy.addr()).unwrap();
        let asked = b"GET /a HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n";
        stream.write_all(asked).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 502 "), "{answer}");
        assert!(answer.contains("is it running?"), "{answer}");
    }
    let ended = proxy.end();
    let said = "the upstream cannot be connected to: is it running?";
    assert_eq!(ended.stderr.matches(said).count(), 1, "{ended:?}");
    assert!(
        ended.stdout.contains("not passed on: 2 requests"),
        "{ended:?}"
    );
}

fn serve(folder: &Folder) -> Served {
    let serve = ["serve", "--addr", "127.0.0.1:0", "--thinking", "1"];
    Served::run(folder, &[&serve[..], &["--seed", "1"]].concat())
}

/// Answers each request with a body as long as its own, while that still comes.
fn endless() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        read_head(&mut stream);
        let reader = stream.try_clone().unwrap();
        let reading = thread::spawn(move || {
            let mut body = reader.take(LENGTH);
            std::io::copy(&mut body, &mut std::io::sink()).unwrap()
        });
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {LENGTH}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        pour(&mut stream, LENGTH);
        assert_eq!(reading.join().unwrap(), LENGTH);
    });
    addr
}

fn read_head(stream: &mut TcpStream) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
}

fn pour(to: &mut TcpStream, length: u64) {
    let spaces = vec![b' '; 1 << 20];
    for _ in 0..length >> 20 {
        to.write_all(&spaces).unwrap();
    }
}

/// A gigabyte.
const LENGTH: u64 = 1 << 30;

const REQUEST: &str = r#"{"request": {
    "connections": {"threadId": "t-1"}, "context": {"organizationId": "o-1"},
    "scope": {"conversations": [{"messages": [{"content": "Thank you, where is my invoice?"}]}]}
}}"#;
