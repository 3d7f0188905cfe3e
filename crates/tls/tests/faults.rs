//! What a handshake ends in, against servers on this machine.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use frontdesk_tls::{Fault, client_config, connect, speaks_tls};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::support::{Authority, Flaw, in_front_of, silent};

#[tokio::test]
async fn a_server_is_trusted_by_the_file_of_its_authority() {
    let authority = Authority::new();
    let addr = in_front_of(echo().await, authority.server(Flaw::None)).await;
    for host in ["127.0.0.1", "localhost"] {
        let stream = TcpStream::connect(addr).await.unwrap();
        let config = trusting(&authority);
        let mut stream = connect(&config, host, stream, PATIENCE).await.unwrap();
        stream.write_all(b"hello").await.unwrap();
        stream.flush().await.unwrap();
        let mut answer = [0; 5];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"hello");
    }
    assert!(speaks_tls("127.0.0.1", addr.port(), PATIENCE).await);
}

#[tokio::test]
async fn every_flaw_of_a_certificate_is_told_from_the_others() {
    let authority = Authority::new();
    for (flaw, expected) in [
        (
            Flaw::OtherName,
            Fault::OtherName {
                names: vec!["orders.invalid".to_owned()],
            },
        ),
        (Flaw::Expired, Fault::Expired),
        (Flaw::NotYetValid, Fault::NotYetValid),
        (Flaw::AuthorityItself, Fault::AuthorityItself),
    ] {
        let addr = in_front_of(echo().await, authority.server(flaw)).await;
        assert_eq!(fault(addr, &authority).await, expected);
        assert!(speaks_tls("127.0.0.1", addr.port(), PATIENCE).await);
    }
    for other in [Authority::new(), Authority::named("Somebody else")] {
        let addr = in_front_of(echo().await, other.server(Flaw::None)).await;
        let unknown = fault(addr, &authority).await;
        assert_eq!(unknown, Fault::UnknownAuthority);
        assert!(unknown.to_string().contains("--ca FILE"));
    }
}

#[tokio::test]
async fn what_speaks_no_tls_is_said() {
    let authority = Authority::new();
    // What it says is sent back, as a service does that reports a request which it cannot read.
    let http = echo_of(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    assert_eq!(fault(http, &authority).await, Fault::NoTls);
    assert!(!speaks_tls("127.0.0.1", http.port(), PATIENCE).await);

    let gone = echo_of(b"").await;
    assert!(matches!(fault(gone, &authority).await, Fault::Broken(_)));
    assert!(!speaks_tls("127.0.0.1", gone.port(), PATIENCE).await);
}

#[tokio::test]
async fn a_handshake_without_an_end_has_one() {
    let authority = Authority::new();
    let addr = silent().await;
    let begun = Instant::now();
    assert_eq!(fault(addr, &authority).await, Fault::Endless(PATIENCE));
    assert!(begun.elapsed() < PATIENCE * 3);
}

async fn fault(addr: SocketAddr, authority: &Authority) -> Fault {
    let stream = TcpStream::connect(addr).await.unwrap();
    let connected = connect(&trusting(authority), "127.0.0.1", stream, PATIENCE).await;
    connected.unwrap_err()
}

fn trusting(authority: &Authority) -> Arc<frontdesk_tls::ClientConfig> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("authority.pem");
    authority.write(&file);
    Arc::new(client_config(&[file]).unwrap())
}

/// Sends back what comes.
async fn echo() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let (mut from, mut to) = stream.split();
                let _ = tokio::io::copy(&mut from, &mut to).await;
            });
        }
    });
    addr
}

/// Answers whatever comes first with these bytes, and closes.
async fn echo_of(answer: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut asked = [0; 4_096];
            let _ = stream.read(&mut asked).await;
            let _ = stream.write_all(answer).await;
        }
    });
    addr
}

const PATIENCE: Duration = Duration::from_millis(800);
