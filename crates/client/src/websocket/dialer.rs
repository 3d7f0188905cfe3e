//! Opening connections, each with a token of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::StatusCode;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use url::Url;

use super::handshake::Handshake;
use super::socket::Socket;
use super::{TokenPlace, WebSocket};
use crate::answers;
use crate::error::{Cause, Error, ErrorKind, Stage};
use crate::http::{Answer, Http};
use crate::redact::Redactor;
use crate::tokens::{Ticket, Tokens};

/// Opens connections.
pub(crate) struct Dialer {
    http: Http,
    tokens: Tokens,
    url: Url,
    place: TokenPlace,
    frames: WebSocketConfig,
    timeout: Duration,
    /// Whether the only token there is has been used.
    spent: AtomicBool,
}

/// A connection, and what keeps its secrets out of errors.
pub(super) struct Dialed {
    pub(super) socket: Box<Socket>,
    pub(super) redactor: Arc<Redactor>,
}

/// Why a connection was not opened, and how long to wait before trying again, if that makes sense.
pub(super) struct Refused {
    pub(super) error: Error,
    pub(super) asked: Option<Duration>,
}

impl Dialer {
    pub(crate) fn new(
        http: Http,
        tokens: Tokens,
        mut url: Url,
        settings: &WebSocket,
        timeout: Duration,
    ) -> Self {
        if let Some(id) = &settings.chat_session_id {
            url.query_pairs_mut()
                .append_pair("OptaveTraceChatSessionId", id);
        }
        Self {
            http,
            tokens,
            url,
            place: settings.token_place,
            frames: WebSocketConfig::default()
                .max_frame_size(Some(settings.frame_limit))
                .max_message_size(Some(settings.message_limit))
                .read_buffer_size(READ_BUFFER),
            timeout,
            spent: AtomicBool::new(false),
        }
    }

    /// Fetches a token and opens a connection with it.
    pub(super) async fn dial(&self) -> Result<Dialed, Refused> {
        if self.spent.load(Ordering::Acquire) {
            return Err(self.refused(ErrorKind::TokenSpent, None));
        }
        // A failed fetch has been repeated as often as the policy allows.
        let ticket = self
            .tokens
            .fresh()
            .await
            .map_err(|error| Refused { error, asked: None })?;
        let redactor = Arc::new(self.tokens.redactor(Some(&ticket)));
        let opening = self.open(&ticket, &redactor);
        let socket = match tokio::time::timeout(self.timeout, opening).await {
            Ok(outcome) => outcome?,
            Err(_) => {
                return Err(self.refused(ErrorKind::Timeout { sent: false }, Some(Duration::ZERO)));
            }
        };
        Ok(Dialed { socket, redactor })
    }

    async fn open(&self, ticket: &Ticket, redactor: &Redactor) -> Result<Box<Socket>, Refused> {
        let handshake = Handshake::new(self.place);
        let request = handshake
            .request(self.url.clone(), &ticket.token)
            .map_err(|kind| self.refused(kind, None))?;
        let response = self.http.client.execute(request).await.map_err(|error| {
            // A token that has not left is good for another try.
            if !error.is_connect() {
                self.spend();
            }
            // Whatever has been sent, it was not the message.
            let kind = if error.is_timeout() {
                ErrorKind::Timeout { sent: false }
            } else {
                ErrorKind::ConnectionLost { sent: false }
            };
            self.refused(Cause::of(kind, error), Some(Duration::ZERO))
        })?;
        self.spend();
        if response.status() != StatusCode::SWITCHING_PROTOCOLS {
            let answer = self.http.answer(response).await;
            let answer = answer.map_err(|cause| self.refused(cause, None))?;
            return Err(self.not_upgraded(&answer, redactor));
        }
        if let Some(fault) = handshake.fault(response.headers()) {
            let detail = fault.to_owned();
            return Err(self.refused(ErrorKind::NotWebSocket { detail }, None));
        }
        let upgraded = response.upgrade().await.map_err(|error| {
            let cause = Cause::of(ErrorKind::ConnectionLost { sent: false }, error);
            self.refused(cause, Some(Duration::ZERO))
        })?;
        let stream =
            WebSocketStream::from_raw_socket(upgraded, Role::Client, Some(self.frames)).await;
        Ok(Box::new(Socket::new(stream)))
    }

    /// Says why the service does not upgrade; which statuses it has for that is in no source.
    fn not_upgraded(&self, answer: &Answer, redactor: &Redactor) -> Refused {
        let asked = matches!(answer.status, 429 | 500 | 502 | 503 | 504)
            .then(|| answer.retry_after.unwrap_or_default())
            .filter(|asked| *asked <= self.http.policy.longest_retry_after);
        self.refused(answers::upgrade(answer, redactor), asked)
    }

    fn refused(&self, cause: impl Into<Cause>, asked: Option<Duration>) -> Refused {
        Refused {
            error: Error::new(Stage::Connect, 1, cause),
            asked: asked.filter(|_| !self.spent.load(Ordering::Acquire)),
        }
    }

    /// Takes note that a token has been used; a ready-made one has no successor.
    fn spend(&self) {
        if self.tokens.are_ready_made() {
            self.spent.store(true, Ordering::Release);
        }
    }
}

/// Replies are small; the default of 128 KiB is taken for each connection.
const READ_BUFFER: usize = 16 * 1024;
