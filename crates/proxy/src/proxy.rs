use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use frontdesk_corpus::RecordingWriter;
use frontdesk_tls::Fault;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::config::{Config, Listener};
use crate::connector::Connector;
use crate::error::{ProxyError, ProxyErrorKind};
use crate::exchange::{self, Passed};
use crate::observed::{Note, Sink};
use crate::outcome::{Outcome, Tally};
use crate::recorder::Recorder;
use crate::upstream::Upstream;

/// A running proxy.
///
/// It ends with [`stop`](Self::stop); when it is dropped, what has been passed is still written.
pub struct Proxy {
    addr: SocketAddr,
    stopping: watch::Sender<bool>,
    accepting: JoinHandle<()>,
    recording: Option<std::thread::JoinHandle<()>>,
    sink: Sink,
}

/// What all connections of a proxy have in common.
pub(crate) struct Shared {
    pub(crate) client: Client<Connector, Passed>,
    pub(crate) upstream: Upstream,
    pub(crate) listener: Listener,
    pub(crate) max_body_bytes: usize,
    pub(crate) sink: Sink,
}

/// Tells connections that the proxy stops.
pub(crate) type Stop = watch::Receiver<bool>;

impl Proxy {
    /// Listens, and prepares the recorder.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on, the folder cannot be written, or the service is there
    /// and no TLS with it comes about.
    pub async fn start(config: Config) -> Result<Self, ProxyError> {
        let client = client(&config).await?;
        let tally = Arc::new(Tally::default());
        let under_way = Arc::new(AtomicUsize::new(0));
        let (notes, incoming) = std::sync::mpsc::channel();
        let sink = Sink {
            notes,
            under_way: Arc::clone(&under_way),
            tally: Arc::clone(&tally),
        };
        let shared = Arc::new(Shared {
            client,
            upstream: config.upstream,
            listener: Arc::clone(&config.recording.listener),
            max_body_bytes: config.max_body_bytes,
            sink: sink.clone(),
        });
        let addr = config.addr;
        let listen = |source| ProxyErrorKind::Listen { addr, source };
        let listener = TcpListener::bind(addr).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;
        let open = |folder: &_, most| RecordingWriter::create(folder, "recorded", most);
        let recorder = Recorder::create(config.recording, open, tally)?;
        let recording = std::thread::spawn(move || recorder.run(&incoming, &under_way));
        let (stopping, stop) = watch::channel(false);
        Ok(Self {
            addr,
            stopping,
            accepting: tokio::spawn(accept(listener, shared, stop)),
            recording: Some(recording),
            sink,
        })
    }

    /// Returns the address that the proxy listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Returns the URL that clients use in place of the upstream's.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Takes no more connections, waits for what is being passed, five seconds at most, and writes
    /// what is left to be written.
    pub async fn stop(mut self) -> Outcome {
        self.stopping.send_replace(true);
        if tokio::time::timeout(PATIENCE, &mut self.accepting)
            .await
            .is_err()
        {
            self.accepting.abort();
            let _ = (&mut self.accepting).await;
        }
        // The recorder is waited for where nothing else has to go on.
        let _ = self.sink.notes.send(Note::Stop);
        if let Some(recording) = self.recording.take() {
            let _ = tokio::task::spawn_blocking(move || recording.join()).await;
        }
        self.sink.tally.outcome()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.accepting.abort();
        let _ = self.sink.notes.send(Note::Stop);
    }
}

/// Prepares connections to the service, and holds that TLS comes about where it is there at all.
async fn client(config: &Config) -> Result<Client<Connector, Passed>, ProxyError> {
    let upstream = &config.upstream;
    let tls = if upstream.needs_tls() {
        let tls = frontdesk_tls::client_config(&config.authorities);
        Some(tls.map_err(ProxyErrorKind::Tls)?)
    } else {
        None
    };
    let connector = Connector::new(upstream.clone(), tls);
    if upstream.needs_tls()
        && let Err(error) = connector.open().await
        && let Some(fault) = Fault::find_in(&*error)
    {
        let upstream = upstream.name();
        return Err(ProxyErrorKind::Untrusted { upstream, fault }.into());
    }
    Ok(Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .pool_idle_timeout(IDLE)
        .http1_preserve_header_case(true)
        .build(connector))
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stop: Stop) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let permit = tokio::select! {
            permit = Arc::clone(&room).acquire_owned() => permit,
            () = stopping(&mut stop) => break,
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = connections.join_next(), if !connections.is_empty() => continue,
            () = stopping(&mut stop) => break,
        };
        let (Ok(permit), Ok((stream, _))) = (permit, accepted) else {
            // Out of file descriptors, perhaps: others have to end first.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let (shared, stop) = (Arc::clone(&shared), stop.clone());
        connections.spawn(async move {
            serve(stream, shared, stop).await;
            drop(permit);
        });
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Serves one connection, and what it may become.
async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stop: Stop) {
    // Small pieces must not wait for each other.
    let _ = stream.set_nodelay(true);
    let (tunnels, mut tunnel) = tokio::sync::mpsc::channel(1);
    let service = service_fn(|request| {
        let (shared, tunnels) = (Arc::clone(&shared), tunnels.clone());
        async move { Ok::<_, Infallible>(exchange::pass(&shared, request, tunnels).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .preserve_header_case(true)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    // A connection that breaks off has told whoever waits for its bodies.
    let _ = tokio::select! {
        served = &mut connection => served,
        () = stopping(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Ok(tunnel) = tunnel.try_recv() {
        let tunnel: crate::tunnel::Tunnel = tunnel;
        tunnel.run(&shared, stop).await;
    }
}

/// Waits until the proxy stops.
pub(crate) async fn stopping(stop: &mut Stop) {
    // Without a proxy there is nobody to pass on for, which is the same.
    let _ = stop.wait_for(|stopping| *stopping).await;
}

const PATIENCE: Duration = Duration::from_secs(5);
/// How long a client may take for the head of a request, and between two requests.
const HEADER_TIME: Duration = Duration::from_secs(120);
/// How long a connection to the service is kept that nobody uses.
const IDLE: Duration = Duration::from_secs(60);
/// How many connections may be open; further ones wait.
const CONNECTIONS: usize = 4_096;
