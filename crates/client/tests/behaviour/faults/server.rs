//! A TCP server that breaks HTTP in one chosen way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use frontdesk_client::Endpoint;
use tokio::io::{self, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is done once a request was read.
#[derive(Clone, Copy)]
pub(crate) enum Act {
    /// Sends the bytes.
    Send(&'static str),
    /// Sends the bytes and one more byte ten times a second, for ever.
    Drip(&'static str),
    /// Waits for ever.
    Hang,
    /// Ends the connection in order.
    Close,
    /// Ends the connection by a reset.
    Reset,
}

/// Does the acts in turn for every request on every connection, then waits for the next request.
pub(crate) struct FaultServer {
    endpoint: Endpoint,
    requests: Arc<AtomicUsize>,
    serving: JoinHandle<()>,
}

impl FaultServer {
    pub(crate) async fn start(acts: &'static [Act]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let requests = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&requests);
        let serving = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, acts, Arc::clone(&counted)));
            }
        });
        Self {
            endpoint: Endpoint::base(&format!("http://{address}")).expect("a usable URL"),
            requests,
            serving,
        }
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        self.endpoint.clone()
    }

    /// Returns how many requests came.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

/// Returns an endpoint at which nothing listens.
pub(crate) async fn nobody() -> Endpoint {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener
        .local_addr()
        .expect("a bound socket has an address");
    drop(listener);
    Endpoint::base(&format!("http://{address}")).expect("a usable URL")
}

/// Serves a connection until either side ends it.
async fn serve(mut stream: TcpStream, acts: &[Act], requests: Arc<AtomicUsize>) {
    while let Ok(true) = read_request(&mut stream).await {
        requests.fetch_add(1, Ordering::SeqCst);
        for act in acts {
            match act {
                Act::Send(bytes) => send(&mut stream, bytes).await,
                Act::Drip(bytes) => {
                    send(&mut stream, bytes).await;
                    while stream.write_all(b" ").await.is_ok() {
                        tokio::time::sleep(Duration::from_millis(100)).await;
                    }
                    return;
                }
                Act::Hang => std::future::pending().await,
                Act::Close => return,
                Act::Reset => {
                    // What was sent before has to arrive before the reset overtakes it.
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    stream.set_zero_linger().expect("a connected socket");
                    return;
                }
            }
        }
    }
}

async fn send(stream: &mut TcpStream, bytes: &str) {
    // The client may have given up, which is its right.
    let _ = stream.write_all(bytes.as_bytes()).await;
}

/// Reads head and body of a request; says whether there was one.
async fn read_request(stream: &mut TcpStream) -> io::Result<bool> {
    let mut read = Vec::new();
    loop {
        if let Some(end) = find(&read, b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&read[..end]).to_lowercase();
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .map_or(0, |text| text.trim().parse().expect("a length"));
            if read.len() >= end + 4 + length {
                return Ok(true);
            }
        }
        if stream.read_buf(&mut read).await? == 0 {
            return Ok(false);
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}
