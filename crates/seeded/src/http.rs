//! Requests and replies over a socket.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::upgrade::OnUpgrade;
use hyper::{Request, Response, StatusCode, header};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::desk::MOST_BYTES;
use crate::request::{Answer, Reply};
use crate::server::Shared;
use crate::token;

/// The other end of a connection.
#[derive(Clone, Default)]
pub(crate) struct Peer {
    is_reset: Arc<AtomicBool>,
    upgrade: Arc<Mutex<Option<OnUpgrade>>>,
}

impl Peer {
    /// Takes the WebSocket that the connection has become, if it has.
    pub(crate) fn take_upgrade(&self) -> Option<OnUpgrade> {
        let mut upgrade = self.upgrade.lock().unwrap_or_else(PoisonError::into_inner);
        upgrade.take()
    }

    fn upgrades(&self, upgrading: OnUpgrade) {
        let mut upgrade = self.upgrade.lock().unwrap_or_else(PoisonError::into_inner);
        *upgrade = Some(upgrading);
    }
}

/// Answers one request.
pub(crate) async fn answer(
    shared: &Shared,
    peer: &Peer,
    mut request: Request<Incoming>,
) -> Response<Full<Bytes>> {
    if request.uri().path() == "/stream" {
        return upgrade(peer, &mut request);
    }
    if request.uri().path() == "/token" {
        return response(Reply::json(200, &token::granted()));
    }
    let (head, body) = request.into_parts();
    let headers = head.headers.iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        (name.as_str().to_owned(), value.into_owned())
    });
    let target = head.uri.path_and_query();
    let read = crate::Request {
        method: head.method.to_string(),
        target: target.map_or_else(|| head.uri.path().to_owned(), ToString::to_string),
        headers: headers.collect(),
        body: match timeout(BODY_TIME, collected(body)).await {
            Ok(Some(body)) => body,
            // Nobody is there to be answered, or nobody who sends.
            Ok(None) | Err(_) => {
                return response(Reply::problem(
                    400,
                    "malformed",
                    "the body ends early",
                    None,
                ));
            }
        },
    };
    match shared.desk.answer(&read, &shared.switches) {
        Answer::Reply(reply) => response(reply),
        Answer::Late(time, reply) => {
            sleep(time).await;
            response(reply)
        }
        Answer::Hang => {
            sleep(HANG).await;
            response(Reply::crash())
        }
        Answer::Reset => {
            peer.is_reset.store(true, Ordering::Release);
            response(Reply::crash())
        }
    }
}

/// Reads a body, somewhat farther than is allowed.
async fn collected(mut body: Incoming) -> Option<Vec<u8>> {
    let mut read = Vec::new();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.ok()?.into_data() {
            read.extend_from_slice(&data);
        }
        if read.len() > 8 * MOST_BYTES {
            break;
        }
    }
    Some(read)
}

fn response(reply: Reply) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(reply.body)));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        header::HeaderValue::from_static(reply.content_type),
    );
    if let Some(allow) = reply.allow {
        headers.insert(header::ALLOW, header::HeaderValue::from_static(allow));
    }
    if reply.status == 401 {
        let scheme = header::HeaderValue::from_static("Bearer");
        headers.insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

/// Opens a WebSocket.
fn upgrade(peer: &Peer, request: &mut Request<Incoming>) -> Response<Full<Bytes>> {
    let said = |name: header::HeaderName| request.headers().get(name)?.to_str().ok();
    let has = |name, word: &str| {
        let mut parts = said(name).unwrap_or_default().split(',');
        parts.any(|part| part.trim().eq_ignore_ascii_case(word))
    };
    let key = said(header::SEC_WEBSOCKET_KEY).filter(|key| key.len() == 24);
    let is_opening = request.method() == hyper::Method::GET
        && has(header::CONNECTION, "upgrade")
        && has(header::UPGRADE, "websocket")
        && said(header::SEC_WEBSOCKET_VERSION) == Some("13");
    let Some(accept) = key
        .filter(|_| is_opening)
        .map(|key| derive_accept_key(key.as_bytes()))
    else {
        return response(Reply::problem(
            400,
            "invalid",
            "only WebSockets are opened here",
            None,
        ));
    };
    peer.upgrades(hyper::upgrade::on(request));
    let mut response = Response::new(Full::default());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(
        header::CONNECTION,
        header::HeaderValue::from_static("Upgrade"),
    );
    headers.insert(
        header::UPGRADE,
        header::HeaderValue::from_static("websocket"),
    );
    if let Ok(accept) = header::HeaderValue::from_str(&accept) {
        headers.insert(header::SEC_WEBSOCKET_ACCEPT, accept);
    }
    response
}

/// A connection that can be ended by force.
pub(crate) struct Wire {
    stream: TcpStream,
    peer: Peer,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream, peer: Peer) -> Self {
        Self { stream, peer }
    }

    fn check(&self) -> io::Result<()> {
        if self.peer.is_reset.load(Ordering::Acquire) {
            // Data that was not sent is thrown away when the stream is dropped, and that is a reset.
            let _ = self.stream.set_zero_linger();
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// How long a client may take to send the headers of a request.
pub(crate) const HEADER_TIME: Duration = Duration::from_secs(30);
const BODY_TIME: Duration = Duration::from_secs(20);
/// Longer than anybody waits.
const HANG: Duration = Duration::from_secs(120);
