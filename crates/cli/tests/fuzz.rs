//! `frontdesk fuzz`, `fuzz accept` and `replay`.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::thread;

use serde_json::Value;
use support::Folder;

/// A service in a process of its own, which ends with the test.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn start(folder: &Folder, addr: &str, words: &[&str]) -> Self {
        let words = [
            &["serve", "--addr", addr, "--thinking", "1", "--seed", "1"],
            words,
        ];
        let mut command = folder.command(&words.concat());
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap())
            .read_line(&mut line)
            .unwrap();
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap()
            .to_owned();
        Self { child, url }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_local_service_is_clean() {
    let folder = Folder::new();
    let served = Served::start(&folder, "127.0.0.1:0", &[]);
    let words = [
        "fuzz",
        "--url",
        &served.url,
        "--message",
        "reception.request",
        "--time",
        "6s",
    ];
    let ran = folder.run(&[&words[..], &["--seed", "1", "--format", "json"]].concat());
    assert_eq!(ran.code, 0, "{}\n{}", ran.stdout, ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(
        report["summary"]["requests"].as_u64().unwrap() > 200,
        "{}",
        ran.stdout
    );
}

#[test]
fn a_fault_is_found_accepted_and_seen_to_be_mended() {
    let folder = Folder::new();
    let served = Served::start(&folder, "127.0.0.1:0", &["--fault", "status-500"]);
    let words = ["fuzz", "--url", &served.url, "--time", "3s", "--seed", "1"];
    let ran = folder.run(&[&words[..], &["--format", "json"]].concat());
    assert_eq!(ran.code, 1, "{}\n{}", ran.stdout, ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(finding["check"], "server-error");
    assert!(
        !ran.stdout.contains("Bearer ey"),
        "a token is in the report"
    );
    let id = finding["id"].as_str().unwrap();
    let kept = format!(".frontdesk/fuzz/{id}.json");

    assert_eq!(folder.run(&["replay", &kept]).code, 1);
    folder
        .run(&["fuzz", "accept", id, "--reason", "known"])
        .exits(0);
    let baseline = ["--baseline", "fuzz-baseline.json"];
    let ran = folder.run(&[&words[..], &baseline].concat());
    assert_eq!(ran.code, 0, "{}\n{}", ran.stdout, ran.stderr);

    folder.run(&["fuzz", "keep", id]).exits(0);
    let ran = folder.run(&["validate", "corpus", "--format", "json"]);
    assert_eq!(ran.code, 0, "{}\n{}", ran.stdout, ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["summary"]["documents"], 1, "{}", ran.stdout);

    let addr = served.url.strip_prefix("http://").unwrap().to_owned();
    drop(served);
    let ran = folder.run(&["replay", &kept]);
    assert_eq!(ran.code, 2, "{}", ran.stdout);
    let _mended = Served::start(&folder, &addr, &[]);
    let ran = folder.run(&["replay", id]);
    assert_eq!(ran.code, 0, "{}\n{}", ran.stdout, ran.stderr);
    assert!(
        ran.stdout.contains(&format!("{id} fixed")),
        "{}",
        ran.stdout
    );
    let report = folder.run(&["replay", &kept, "--format", "json"]).report();
    assert_eq!(report["replayed"][0]["outcome"], "fixed");
    assert_eq!(report["replayed"][0]["id"], id);
}

#[test]
fn what_was_recorded_is_tried() {
    let folder = Folder::new();
    folder.write(
        "touchy.toml",
        "otherwise = \"superpowers\"\n\n[[rules]]\nname = \"touchy\"\n\
         when = { organization = \"brimstone-and-sons\" }\nthen = [{ status = 500 }]\n",
    );
    let served = Served::start(&folder, "127.0.0.1:0", &["--scenario", "touchy.toml"]);
    let words = ["fuzz", "--url", &served.url, "--time", "2s", "--seed", "1"];
    folder.run(&words).exits(0);
    folder.write(
        "corpus/seen.ndjson",
        concat!(
            r#"{"at":"2026-01-01T00:00:00Z","transport":"rest","direction":"request","#,
            r#""message":"reception.request","body":{"request":{"connections":{"threadId":"t"},"#,
            r#""context":{"organizationId":"brimstone-and-sons"},"scope":{"conversations":[{"#,
            r#""participants":[],"messages":[{"content":"Hello"}]}]}}},"#,
            r#""contract":{"name":"reception","version":"3.2.3"},"origin":{"kind":"recorded"}}"#,
            "\n"
        ),
    );
    let ran = folder.run(&words);
    assert_eq!(ran.code, 1, "{}\n{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("brimstone"), "{}", ran.stdout);
}

#[test]
fn nobody_there_is_said_and_not_clean() {
    let folder = Folder::new();
    let ran = folder.run(&[
        "fuzz",
        "--url",
        "http://127.0.0.1:9",
        "--time",
        "2s",
        "--seed",
        "1",
    ]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    let ran = folder.run(&[
        "fuzz",
        "--url",
        "http://orders.invalid",
        "--time",
        "2s",
        "--seed",
        "1",
    ]);
    assert!(
        ran.stderr.contains("--allow-host orders.invalid"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_service_that_grants_no_token_is_never_clean() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 4096]);
            let answer =
                b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            let _ = stream.write_all(answer);
        }
    });
    let folder = Folder::new();
    for (option, scheme) in [("--url", "http"), ("--ws-url", "ws")] {
        let url = format!("{scheme}://{addr}");
        folder
            .run(&["fuzz", option, &url, "--time", "2s", "--seed", "1"])
            .fails(&["no token", "status 404"]);
    }
}

#[test]
fn the_local_service_is_clean_over_websocket() {
    let folder = Folder::new();
    let served = Served::start(&folder, "127.0.0.1:0", &[]);
    let url = served.url.replace("http://", "ws://");
    let words = ["fuzz", "--ws-url", &url, "--time", "6s", "--seed", "1"];
    let ran = folder.run(&[&words[..], &["--format", "json"]].concat());
    assert_eq!(ran.code, 0, "{}\n{}", ran.stdout, ran.stderr);
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    let requests = report["summary"]["requests"].as_u64().unwrap();
    assert!(requests > 100, "{}", ran.stdout);
}

#[test]
fn faults_of_conversations_are_named_and_seen_to_be_mended() {
    for (fault, check, time) in [
        ("cross-talk", "uncorrelated-reply", "8s"),
        // Silence takes patience to be told from slowness.
        ("silence-after-started", "missing-terminal", "25s"),
        ("close-1006", "closed-early", "8s"),
        ("unknown-state", "undocumented-state", "8s"),
    ] {
        let folder = Folder::new();
        let served = Served::start(&folder, "127.0.0.1:0", &["--fault", fault]);
        let url = served.url.replace("http://", "ws://");
        let words = ["fuzz", "--ws-url", &url, "--time", time, "--seed", "1"];
        let ran = folder.run(&[&words[..], &["--format", "json"]].concat());
        assert_eq!(ran.code, 1, "{fault}: {}\n{}", ran.stdout, ran.stderr);
        let report: Value = serde_json::from_str(&ran.stdout).unwrap();
        let findings = report["findings"].as_array().unwrap();
        let named = findings.iter().find(|finding| finding["check"] == check);
        let named = named.unwrap_or_else(|| panic!("{fault}: {}", ran.stdout));
        assert!(
            !ran.stdout.contains("Bearer ey"),
            "a token is in the report"
        );

        let kept = format!(".frontdesk/fuzz/{}.json", named["id"].as_str().unwrap());
        assert_eq!(folder.run(&["replay", &kept]).code, 1, "{fault}");
        let addr = served.url.strip_prefix("http://").unwrap().to_owned();
        drop(served);
        let _mended = Served::start(&folder, &addr, &[]);
        let ran = folder.run(&["replay", &kept]);
        assert_eq!(ran.code, 0, "{fault}: {}\n{}", ran.stdout, ran.stderr);
    }
}
