//! Bad input: bounded, answered, logged, and the service lives on.

use std::time::{Duration, Instant};

use frontdesk_server::{Limits, ReceivedKind, Service, ServiceBuilder};
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;

use crate::testkit::{
    ID, connect, envelope, exchange, http, logged, parsed, payload, post, raw, token, try_connect,
};

fn strict() -> ServiceBuilder {
    Service::builder().limits(Limits {
        header_time: Duration::from_millis(300),
        body_time: Duration::from_millis(300),
        idle_time: Duration::from_millis(400),
        body_bytes: 10_000,
        ..Limits::standard()
    })
}

async fn lives(service: &Service) {
    let answer = post(service, "reception", &[], &payload("Hello")).await;
    assert_eq!(answer.status, 200);
}

#[tokio::test]
async fn slow_headers_and_slow_bodies_are_cut() {
    let service = strict().start().await.unwrap();
    let begin = Instant::now();
    let mut stream = TcpStream::connect(service.addr()).await.unwrap();
    stream
        .write_all(b"POST /message/reception HTTP/1.1\r\nHost: a\r\nX-A: ")
        .await
        .unwrap();
    let mut read = Vec::new();
    timeout(Duration::from_secs(3), stream.read_to_end(&mut read))
        .await
        .unwrap()
        .unwrap();
    let token = token(&service).await;
    let head = format!(
        "POST /message/reception HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nContent-Length: 100\r\n\r\n{{"
    );
    let answer = parsed(&raw(&service, head.as_bytes()).await);
    assert_eq!(answer.status, 408);
    assert!(begin.elapsed() < Duration::from_secs(3));
    lives(&service).await;
}

#[tokio::test]
async fn bodies_are_taken_up_to_the_limit_whatever_they_announce() {
    let service = strict().start().await.unwrap();
    let token = token(&service).await;
    let head =
        format!("POST /message/reception HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n");
    let announced = format!("{head}Content-Length: 2147483648\r\n\r\n");
    assert_eq!(
        parsed(&raw(&service, announced.as_bytes()).await).status,
        413
    );
    let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n");
    assert_eq!(parsed(&raw(&service, chunked.as_bytes()).await).status, 413);
    lives(&service).await;
}

#[tokio::test]
async fn deep_documents_and_repeated_members_are_explained() {
    let service = Service::start().await.unwrap();
    let bearer = format!("Bearer {}", token(&service).await);
    let headers = [("Authorization", bearer.as_str())];
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    for body in [
        deep.as_str(),
        r#"{"request":{"a":1,"a":2}}"#,
        "{\"a\":\"\\ud800\"}",
        "1e400",
    ] {
        let answer = http(
            &service,
            "POST /message/reception",
            &headers,
            body.as_bytes(),
        )
        .await;
        assert_eq!(answer.status, 400);
        assert!(answer.error().contains("keyword"), "{}", answer.error());
    }
    let mut socket = connect(&service).await;
    socket.send(Message::text(deep)).await.unwrap();
    assert_eq!(
        exchange(&mut socket, &envelope(ID, "Hello")).await.len(),
        11
    );
}

#[tokio::test]
async fn header_bombs_are_refused() {
    let service = Service::start().await.unwrap();
    let many: String = (0..500).map(|n| format!("X-{n}: 1\r\n")).collect();
    let large = format!("X-Large: {}\r\n", "x".repeat(200_000));
    for headers in [many, large] {
        let request = format!("GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        let bytes = raw(&service, request.as_bytes()).await;
        assert!(bytes.is_empty() || parsed(&bytes).status == 431);
    }
    for request in [
        "\r\n\r\n",
        "GARBAGE\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{16}\u{3}\u{1}",
    ] {
        let mut stream = TcpStream::connect(service.addr()).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        drop(stream);
    }
    lives(&service).await;
}

#[tokio::test]
async fn tricks_with_paths_lead_nowhere() {
    let service = Service::start().await.unwrap();
    let bearer = format!("Bearer {}", token(&service).await);
    let headers = [("Authorization", bearer.as_str())];
    for path in [
        "//message/reception",
        "/message/../message/reception",
        "/message/%72eception",
        "/message/reception/",
        "/message/",
        "/message/reception%00",
        "/../../etc/passwd",
        "/MESSAGE/RECEPTION",
    ] {
        let answer = http(&service, &format!("POST {path}"), &headers, b"{}").await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(!answer.error().is_empty());
    }
    // The absolute form is that of proxies, and means the same.
    let line = "POST http://localhost/message/reception";
    let body = payload("Hello").to_string();
    assert_eq!(
        http(&service, line, &headers, body.as_bytes()).await.status,
        200
    );
}

#[tokio::test]
async fn malformed_frames_close_the_connection_and_nothing_else() {
    let (service, log) = logged(Service::builder()).await;
    for frame in [
        // Not masked; a reserved bit; a control frame in parts; no UTF-8; an unknown opcode.
        &b"\x81\x02hi"[..],
        b"\xf1\x80\0\0\0\0",
        b"\x09\x80\0\0\0\0",
        b"\x81\x82\0\0\0\0\xff\xff",
        b"\x83\x80\0\0\0\0",
    ] {
        let mut socket = connect(&service).await;
        socket.get_mut().write_all(frame).await.unwrap();
        let end = timeout(Duration::from_secs(3), async {
            while let Some(Ok(frame)) = socket.next().await {
                assert!(frame.is_close(), "{frame:?}");
            }
        });
        assert!(end.await.is_ok(), "{frame:?}");
    }
    let mut socket = connect(&service).await;
    let _ = socket
        .send(Message::text("x".repeat(2 * 1024 * 1024)))
        .await;
    while let Some(Ok(frame)) = socket.next().await {
        assert!(frame.is_close());
    }
    lives(&service).await;
    assert!(
        log.lock()
            .unwrap()
            .iter()
            .any(|line| line.contains("closed"))
    );
}

#[tokio::test]
async fn bad_openings_are_refused_with_a_reason() {
    let service = Service::start().await.unwrap();
    let used = token(&service).await;
    let _open = try_connect(&service, &format!("optave-v1, {used}"))
        .await
        .unwrap();
    for protocols in ["optave-v1", "optave-v1, x", &format!("optave-v1, {used}")] {
        let refused = try_connect(&service, protocols).await.unwrap_err();
        assert!(
            refused.to_string().contains("401"),
            "{protocols}: {refused}"
        );
    }
    let fresh = token(&service).await;
    for protocols in ["optave-v2", &format!("optave-v2, {fresh}"), &fresh] {
        let refused = try_connect(&service, protocols).await.unwrap_err();
        assert!(
            refused.to_string().contains("400"),
            "{protocols}: {refused}"
        );
    }
    let upgrade = [("Connection", "upgrade"), ("Upgrade", "websocket")];
    for (name, value) in [
        ("Sec-WebSocket-Version", "8"),
        ("Sec-WebSocket-Key", "short"),
    ] {
        let mut request = String::from("GET / HTTP/1.1\r\nHost: a\r\n");
        for (name, value) in upgrade.into_iter().chain([(name, value)]) {
            request += &format!("{name}: {value}\r\n");
        }
        let mut stream = TcpStream::connect(service.addr()).await.unwrap();
        stream
            .write_all((request + "\r\n").as_bytes())
            .await
            .unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).await.unwrap();
        assert_eq!(&head, b"HTTP/1.1 400");
    }
}

#[tokio::test]
async fn silent_connections_end() {
    let service = strict().start().await.unwrap();
    let mut idle = Vec::new();
    for _ in 0..500 {
        idle.push(TcpStream::connect(service.addr()).await.unwrap());
    }
    let mut socket = connect(&service).await;
    lives(&service).await;
    for mut stream in idle {
        let mut read = Vec::new();
        let end = timeout(Duration::from_secs(3), stream.read_to_end(&mut read)).await;
        assert!(end.is_ok());
    }
    let close = timeout(Duration::from_secs(3), socket.next())
        .await
        .unwrap();
    assert!(
        matches!(close, Some(Ok(Message::Close(Some(frame)))) if u16::from(frame.code) == 1001)
    );
}

#[tokio::test]
async fn stopping_closes_in_order() {
    let service = Service::start().await.unwrap();
    let mut socket = connect(&service).await;
    let addr = service.addr();
    let (close, ()) = tokio::join!(
        async {
            let close = socket.next().await;
            while let Some(Ok(_)) = socket.next().await {}
            close
        },
        service.stop()
    );
    assert!(
        matches!(close, Some(Ok(Message::Close(Some(frame)))) if u16::from(frame.code) == 1001)
    );
    assert!(TcpStream::connect(addr).await.is_err());
}

#[tokio::test]
async fn a_refusal_leaves_the_connection_open() {
    let service = Service::start().await.unwrap();
    let mut stream = TcpStream::connect(service.addr()).await.unwrap();
    let body = payload("Hello").to_string();
    for (path, status) in [
        ("/message/nothing", 404),
        ("/nothing", 404),
        ("/message/reception", 401),
        ("/auth/oauth2/token", 400),
    ] {
        // Head and body come apart, as many clients send them.
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
        stream.write_all(body.as_bytes()).await.unwrap();
        let mut read = [0; 4096];
        let count = stream.read(&mut read).await.unwrap();
        assert_eq!(parsed(&read[..count]).status, status, "{path}");
    }
}

#[tokio::test]
async fn a_large_body_on_its_way_is_answered() {
    let service = Service::start().await.unwrap();
    let token = token(&service).await;
    let head = format!(
        "POST /message/reception HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\nContent-Length: 20000000\r\n\r\n"
    );
    let bytes = [head.as_bytes(), &vec![b' '; 20_000_000]].concat();
    assert_eq!(parsed(&raw(&service, &bytes).await).status, 413);
    let last = service.received().pop().unwrap();
    assert_eq!((last.kind, last.status), (ReceivedKind::Other, Some(413)));
}

#[tokio::test]
async fn clients_that_do_not_read_are_left() {
    let limits = Limits {
        write_time: Duration::from_millis(300),
        ..Limits::standard()
    };
    let (service, log) = logged(Service::builder().limits(limits)).await;
    let token = token(&service).await;
    let body = payload("Hello").to_string();
    // More than fits into what the system keeps for both ends.
    let request = format!(
        "POST /message/reception HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\
         X-Frontdesk-Fault: oversize\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut over_http = TcpStream::connect(service.addr()).await.unwrap();
    for _ in 0..3 {
        over_http.write_all(request.as_bytes()).await.unwrap();
    }
    let mut over_websocket = connect(&service).await;
    let mut large = envelope(ID, "Hello");
    large["headers"]["x-frontdesk-fault"] = "oversize".into();
    for _ in 0..3 {
        let frame = Message::text(large.to_string());
        over_websocket.send(frame).await.unwrap();
    }
    let left = async {
        while log
            .lock()
            .unwrap()
            .iter()
            .filter(|line| line.contains(NOT_READ))
            .count()
            < 2
        {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    let left = timeout(Duration::from_secs(10), left).await;
    assert!(left.is_ok(), "{:?}", log.lock().unwrap());
    lives(&service).await;
}

const NOT_READ: &str = "the client does not read";
