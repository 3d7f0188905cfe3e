use std::io;
use std::sync::Arc;
use std::time::SystemTime;

use frontdesk_corpus::{Direction, Timestamp, Transport};
use hyper::body::Incoming;
use hyper::header::{
    CONNECTION, HeaderMap, HeaderName, HeaderValue, SEC_WEBSOCKET_EXTENSIONS, UPGRADE,
};
use hyper::upgrade::OnUpgrade;
use hyper::{Request, Response, StatusCode, Uri, Version};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::sync::mpsc::Sender;

use crate::exchange::{Passed, answered, nothing, passed_headers, unreachable, without_hops};
use crate::frames::{Frames, Message};
use crate::observed::{End, Observed, Route};
use crate::proxy::{Shared, Stop, stopping};

/// A WebSocket between a client and the service.
pub(crate) struct Tunnel {
    client: OnUpgrade,
    service: OnUpgrade,
    route: Arc<Route>,
}

/// Tells whether a request wants to become a WebSocket.
pub(crate) fn is_asked_for(headers: &HeaderMap) -> bool {
    let has = |name: HeaderName, word: &str| {
        let values = headers.get_all(name).into_iter();
        let mut words = values
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','));
        words.any(|found| found.trim().eq_ignore_ascii_case(word))
    };
    has(UPGRADE, "websocket") && has(CONNECTION, "upgrade")
}

/// Opens a WebSocket to the service, as the client asks for it but for extensions.
pub(crate) async fn open(
    shared: &Shared,
    mut request: Request<Incoming>,
    uri: Uri,
    route: Arc<Route>,
    tunnels: Sender<Tunnel>,
) -> Response<Passed> {
    let client = hyper::upgrade::on(&mut request);
    let (mut head, _) = request.into_parts();
    head.uri = uri;
    head.version = Version::HTTP_11;
    head.headers = passed_headers(&head.headers);
    // Packed frames could not be read on their way.
    head.headers.remove(SEC_WEBSOCKET_EXTENSIONS);
    upgrading(&mut head.headers);
    let onward = Request::from_parts(head, nothing());
    let mut response = match shared.client.request(onward).await {
        Ok(response) => response,
        Err(error) => return unreachable(shared, &error).await,
    };
    if response.status() != StatusCode::SWITCHING_PROTOCOLS {
        return answered(shared, response, &route);
    }
    let service = hyper::upgrade::on(&mut response);
    let (mut head, _) = response.into_parts();
    head.headers = without_hops(&head.headers);
    upgrading(&mut head.headers);
    // The connection waits for no more than the one tunnel that it becomes.
    let _ = tunnels.try_send(Tunnel {
        client,
        service,
        route,
    });
    Response::from_parts(head, nothing())
}

fn upgrading(headers: &mut HeaderMap) {
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
}

impl Tunnel {
    /// Passes bytes on in both directions until both have ended, or the proxy stops.
    pub(crate) async fn run(self, shared: &Shared, mut stop: Stop) {
        let (Ok(client), Ok(service)) = (self.client.await, self.service.await) else {
            shared.sink.tally.count(|outcome| outcome.cut_off += 1);
            return;
        };
        let (from_client, to_client) = tokio::io::split(TokioIo::new(client));
        let (from_service, to_service) = tokio::io::split(TokioIo::new(service));
        let mut asked = Following::new(shared, &self.route, Direction::Request);
        let mut answered = Following::new(shared, &self.route, Direction::Response);
        let both = async {
            tokio::try_join!(
                copy(from_client, to_service, &mut asked),
                copy(from_service, to_client, &mut answered),
            )
        };
        // How the bytes ended says less than whether somebody said goodbye.
        tokio::select! {
            _ = both => {}
            () = stopping(&mut stop) => {}
        }
        let closed = asked.frames.is_closed() || answered.frames.is_closed();
        asked.finish();
        answered.finish();
        if !closed {
            shared.sink.tally.count(|outcome| outcome.cut_off += 1);
        }
    }
}

async fn copy(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    following: &mut Following<'_>,
) -> io::Result<()> {
    let mut buffer = vec![0; BUFFER];
    loop {
        let length = from.read(&mut buffer).await?;
        if length == 0 {
            return to.shutdown().await;
        }
        to.write_all(&buffer[..length]).await?;
        to.flush().await?;
        following.read(&buffer[..length]);
    }
}

/// Follows one direction, and hands its messages to the recorder.
struct Following<'s> {
    shared: &'s Shared,
    route: &'s Arc<Route>,
    direction: Direction,
    frames: Frames,
}

impl<'s> Following<'s> {
    fn new(shared: &'s Shared, route: &'s Arc<Route>, direction: Direction) -> Self {
        Self {
            shared,
            route,
            direction,
            frames: Frames::new(shared.max_body_bytes),
        }
    }

    fn read(&mut self, bytes: &[u8]) {
        let was_broken = self.frames.is_broken();
        for message in self.frames.read(bytes) {
            self.hand_over(message);
        }
        if self.frames.is_broken() && !was_broken {
            self.shared.sink.tally.count(|outcome| outcome.encoded += 1);
        }
    }

    fn finish(mut self) {
        if let Some(message) = self.frames.rest() {
            self.hand_over(message);
        }
    }

    fn hand_over(&self, Message { bytes, end }: Message) {
        if bytes.is_empty() && end == End::Whole {
            return;
        }
        self.shared.sink.send(Observed {
            at: Timestamp::of(SystemTime::now()),
            transport: Transport::WebSocket,
            direction: self.direction,
            route: Arc::clone(self.route),
            status: None,
            headers: Vec::new(),
            bytes,
            end,
        });
    }
}

/// How much is passed on at a time.
const BUFFER: usize = 16 * 1024;
