use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::Fault;
use crate::builder::ServiceBuilder;
use crate::connection::accept;
use crate::error::{ServiceError, ServiceErrorKind};
use crate::journal::Received;
use crate::shared::Shared;

/// A running Reception service.
///
/// It ends with [`stop`](Self::stop), or by force when it is dropped.
pub struct Service {
    addr: SocketAddr,
    shared: Arc<Shared>,
    stopping: watch::Sender<bool>,
    accepting: JoinHandle<()>,
}

impl Service {
    /// Starts a service on a free port of loopback, with the client `demo` and its secret `demo`.
    ///
    /// # Errors
    ///
    /// When no port can be listened on.
    pub async fn start() -> Result<Self, ServiceError> {
        Self::builder().start().await
    }

    /// Starts the settings of a service.
    pub fn builder() -> ServiceBuilder {
        ServiceBuilder::new()
    }

    /// Returns the address that the service listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Returns the URL before `/auth/oauth2/token` and `/message/reception`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Returns the URL of the WebSocket.
    #[must_use]
    pub fn websocket_url(&self) -> String {
        format!("ws://{}/", self.addr)
    }

    /// Returns the last requests, in the order of their arrival.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.shared.journal.all()
    }

    /// Sends a fault to every request from now on that it can go to, or to the next `times`.
    pub fn fault(&self, fault: Fault, times: Option<u32>) {
        self.shared.faults.add(fault, times);
    }

    /// Sends no more faults, beside those that requests ask for themselves.
    pub fn behave(&self) {
        self.shared.faults.clear();
    }

    /// Takes no more requests, closes each WebSocket in order, and waits for what is being answered,
    /// five seconds at most.
    pub async fn stop(mut self) {
        self.stopping.send_replace(true);
        let waited = tokio::time::timeout(PATIENCE, &mut self.accepting).await;
        if waited.is_err() {
            self.accepting.abort();
        }
    }

    pub(crate) async fn begin(builder: ServiceBuilder) -> Result<Self, ServiceError> {
        let addr = builder.addr;
        let shared = Arc::new(Shared::new(builder)?);
        let listen = |source| ServiceErrorKind::Listen { addr, source };
        let listener = TcpListener::bind(addr).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;
        let (stopping, stop) = watch::channel(false);
        let accepting = tokio::spawn(accept(listener, Arc::clone(&shared), stop));
        Ok(Self {
            addr,
            shared,
            stopping,
            accepting,
        })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Connections are children of the task that accepts them, and end with it.
        self.accepting.abort();
    }
}

const PATIENCE: Duration = Duration::from_secs(5);
