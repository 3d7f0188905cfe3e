use std::convert::Infallible;
use std::error::Error as _;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::EntryKind;
use crate::http::{self, Peer};
use crate::shared::Shared;
use crate::websocket;
use crate::wire::{Fuse, Wire};

/// Tells connections that the service stops.
pub(crate) type Stop = watch::Receiver<bool>;

/// Waits until the service stops.
pub(crate) async fn stopping(stop: &mut Stop) {
    // Without a service there is nobody to serve for, which is the same.
    let _ = stop.wait_for(|stopping| *stopping).await;
}

/// Accepts connections until the service stops, and waits for those that are open.
pub(crate) async fn accept(listener: TcpListener, shared: Arc<Shared>, mut stop: Stop) {
    let room = Arc::new(Semaphore::new(shared.limits.connections));
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

/// Serves one connection, as HTTP and then perhaps as a WebSocket.
async fn serve(stream: TcpStream, shared: Arc<Shared>, mut stop: Stop) {
    // Small replies must not wait for each other.
    let _ = stream.set_nodelay(true);
    let peer = Peer::new(Fuse::default());
    let wire = Wire::new(stream, peer.fuse.clone(), shared.limits.write_time);
    let io = TokioIo::new(wire);
    let service = service_fn(|request| {
        let (shared, peer) = (Arc::clone(&shared), peer.clone());
        async move { Ok::<_, Infallible>(http::answer(&shared, &peer, request).await) }
    });
    let limits = &shared.limits;
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_buf_size(limits.head_bytes.max(LEAST_BUFFER));
    // For a number that it is given, the HTTP crate makes room anew with each request.
    if limits.headers != ITS_OWN_HEADERS {
        builder.max_headers(limits.headers);
    }
    let connection = builder.serve_connection(io, service).with_upgrades();
    let mut connection = pin!(connection);
    let served = tokio::select! {
        served = &mut connection => served,
        () = stopping(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = served {
        let cause = error
            .source()
            .map_or_else(String::new, |cause| format!(": {cause}"));
        let text = format!("HTTP ended: {error}{cause}");
        shared.log.say(None, EntryKind::Connection, &text);
    }
    if let Some(upgrade) = peer.take_upgrade() {
        websocket::converse(upgrade, shared, peer.fuse, stop).await;
    }
}

/// The least that the HTTP crate takes.
const LEAST_BUFFER: usize = 8192;
/// How many headers it takes unless it is told otherwise.
const ITS_OWN_HEADERS: usize = 100;
