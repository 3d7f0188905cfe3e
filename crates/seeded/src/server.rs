use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use frontdesk_schema::SchemaError;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::{JoinHandle, JoinSet};

use crate::desk::Desk;
use crate::http;
use crate::log::Fired;
use crate::switches::Switches;

/// A running service; it ends when it is dropped.
pub struct Server {
    addr: SocketAddr,
    shared: Arc<Shared>,
    accepting: JoinHandle<()>,
}

/// What all connections share.
pub(crate) struct Shared {
    pub(crate) desk: Desk,
    pub(crate) switches: Switches,
}

/// Why no service was started.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// No port of loopback can be listened on.
    #[error("listen on a free port of loopback")]
    Listen(#[source] std::io::Error),
    /// A schema of the contract cannot be compiled.
    #[error("compile the contract of the service")]
    Schema(#[source] Box<SchemaError>),
}

impl Server {
    /// Starts a service on a free port of loopback.
    ///
    /// # Errors
    ///
    /// When no port can be listened on.
    pub async fn start(switches: Switches) -> Result<Self, ServeError> {
        let desk = Desk::new().map_err(|error| ServeError::Schema(Box::new(error)))?;
        let shared = Arc::new(Shared { desk, switches });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
        let listener = listener.map_err(ServeError::Listen)?;
        let addr = listener.local_addr().map_err(ServeError::Listen)?;
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Self {
            addr,
            shared,
            accepting,
        })
    }

    /// Returns the URL before the paths.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Returns the URL of the WebSocket.
    #[must_use]
    pub fn websocket_url(&self) -> String {
        format!("ws://{}/stream", self.addr)
    }

    /// Returns where tokens are granted that open reports for some seconds, to whoever asks.
    #[must_use]
    pub fn token_url(&self) -> String {
        format!("{}/token", self.url())
    }

    /// Returns what has fired so far, the first million times.
    #[must_use]
    pub fn fired(&self) -> Vec<Fired> {
        self.shared.desk.log.all()
    }

    /// Returns what has fired since this was last asked.
    #[must_use]
    pub fn take_fired(&self) -> Vec<Fired> {
        self.shared.desk.log.take()
    }

    /// Returns how many requests and frames have come.
    #[must_use]
    pub fn arrived(&self) -> u64 {
        self.shared.desk.log.count()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Connections are children of the task that accepts them, and end with it.
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else {
            return;
        };
        while connections.try_join_next().is_some() {}
        // Out of file descriptors, perhaps: others have to end first.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::task::yield_now().await;
            continue;
        };
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            serve(stream, shared).await;
            drop(permit);
        });
    }
}

/// Serves one connection, as HTTP and then perhaps as a WebSocket.
async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    // Small replies must not wait for each other.
    let _ = stream.set_nodelay(true);
    let peer = http::Peer::default();
    let io = TokioIo::new(http::Wire::new(stream, peer.clone()));
    let service = service_fn(|request| {
        let (shared, peer) = (Arc::clone(&shared), peer.clone());
        async move { Ok::<_, Infallible>(http::answer(&shared, &peer, request).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(http::HEADER_TIME)
        .serve_connection(io, service)
        .with_upgrades();
    // How a connection ends is the client's business.
    let _ = connection.await;
    if let Some(upgrade) = peer.take_upgrade() {
        crate::socket::converse(upgrade, shared).await;
    }
}

const MOST_CONNECTIONS: usize = 4096;
