//! Endpoints that are no use: an end that is said, and never a hang.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::time::{Duration, Instant};

use frontdesk_fuzz::{RunOutcome, Stop};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::support::fuzz;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_listens() {
    let outcome = timed("http://127.0.0.1:9").await;
    assert_eq!(outcome.stop, Stop::Down);
    assert!(outcome.statuses.keys().all(|status| *status == 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_protocol() {
    let outcome = timed(&raw(b"SSH-2.0-OpenSSH_9.6\r\n", End::Close).await).await;
    checks(&outcome, &["not-http"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credentials_are_wanted_by_every_request() {
    let answer = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n";
    let outcome = timed(&raw(answer, End::Keep).await).await;
    assert_eq!(outcome.stop, Stop::Unauthorised);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_of_a_gigabyte() {
    let head =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1073741824\r\n\r\n";
    let outcome = timed(&raw(head, End::Endless).await).await;
    checks(&outcome, &["oversized-answer"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_without_an_end() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n";
    let outcome = timed(&raw(head, End::Endless).await).await;
    checks(&outcome, &["oversized-answer"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_an_answer() {
    let half = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{";
    let outcome = timed(&raw(half, End::Close).await).await;
    checks(&outcome, &["crash"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_answer_at_all() {
    let outcome = timed(&raw(b"", End::Keep).await).await;
    checks(&outcome, &["hang"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirection_is_not_followed() {
    let answer =
        b"HTTP/1.1 302 Found\r\nlocation: http://elsewhere.invalid/\r\ncontent-length: 0\r\n\r\n";
    let outcome = timed(&raw(answer, End::Keep).await).await;
    checks(&outcome, &["undocumented-status"]);
}

async fn timed(url: &str) -> RunOutcome {
    let started = Instant::now();
    let outcome = fuzz(url, 4, 1).await;
    assert!(
        started.elapsed() < Duration::from_secs(16),
        "{:?}",
        started.elapsed()
    );
    outcome
}

#[track_caller]
fn checks(outcome: &RunOutcome, expected: &[&str]) {
    let mut found: Vec<&str> = outcome
        .findings
        .iter()
        .map(|finding| finding.check.as_str())
        .collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, expected, "{:?}", outcome.statuses);
}

/// What comes after the answer.
#[derive(Clone, Copy)]
enum End {
    Close,
    Endless,
    Keep,
}

/// Starts a server that answers whatever comes with these bytes.
async fn raw(answer: &'static [u8], end: End) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, answer, end));
        }
    });
    url
}

async fn serve(mut stream: TcpStream, answer: &'static [u8], end: End) {
    let mut buffer = vec![0; 1 << 20];
    loop {
        match stream.read(&mut buffer).await {
            Ok(read) if read > 0 => {}
            _ => return,
        }
        if stream.write_all(answer).await.is_err() {
            return;
        }
        match end {
            End::Close => return,
            End::Keep => {}
            End::Endless => {
                let zeros = vec![b' '; 1 << 16];
                while stream.write_all(&zeros).await.is_ok() {}
                return;
            }
        }
    }
}
