//! The client's side of a conversation.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use frontdesk_json::to_canonical_vec;
use frontdesk_model::{MessageId, ReceptionRequest, RequestEnvelope};
use tokio::sync::{Semaphore, broadcast, mpsc, oneshot};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::conversation::{Conversation, KeepAlive, Key, Outgoing, Rules};
use super::delivery::Listener;
use super::driver::{Command, Driver, Means, gone};
use super::uncorrelated::UncorrelatedReplies;
use super::{Dialer, Events, Uncorrelated, Until, WebSocket};
use crate::error::{Error, ErrorKind, Stage};
use crate::{Endpoint, RetryPolicy, Surroundings};

/// Sends messages over WebSocket.
pub(crate) struct Streaming {
    endpoint: Endpoint,
    settings: WebSocket,
    dialer: Arc<Dialer>,
    retry: RetryPolicy,
    surroundings: Surroundings,
    request_limit: usize,
    request_timeout: Duration,
    slots: Arc<Semaphore>,
    keys: AtomicU64,
    uncorrelated: broadcast::Sender<Uncorrelated>,
    /// The driver begins with the first request, since only then there must be a runtime.
    commands: OnceLock<mpsc::UnboundedSender<Command>>,
}

/// What the rest of the client hands to this transport.
pub(crate) struct Shared {
    pub(crate) endpoint: Endpoint,
    pub(crate) retry: RetryPolicy,
    pub(crate) surroundings: Surroundings,
    pub(crate) request_limit: usize,
    pub(crate) request_timeout: Duration,
}

impl Streaming {
    pub(crate) fn new(settings: WebSocket, dialer: Dialer, shared: Shared) -> Self {
        let in_flight = settings.in_flight.clamp(1, Semaphore::MAX_PERMITS);
        let (uncorrelated, _) =
            broadcast::channel(settings.uncorrelated_buffer.clamp(1, MOST_KEPT));
        Self {
            endpoint: shared.endpoint,
            settings,
            dialer: Arc::new(dialer),
            retry: shared.retry,
            surroundings: shared.surroundings,
            request_limit: shared.request_limit,
            request_timeout: shared.request_timeout,
            slots: Arc::new(Semaphore::new(in_flight)),
            keys: AtomicU64::new(0),
            uncorrelated,
            commands: OnceLock::new(),
        }
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Puts a request into an envelope with ids of its own, and sends it.
    ///
    /// The request id does not become the correlation id, as it does in the SDK (C-18): a request
    /// that is sent again would hear late replies to the one before.
    pub(crate) async fn send(
        &self,
        request: &ReceptionRequest,
        until: Option<Until>,
    ) -> Result<Events, Error> {
        let mut envelope = RequestEnvelope::reception(request.clone());
        envelope.headers.correlation_id = Some(MessageId::generate());
        envelope
            .headers
            .tenant_id
            .clone_from(&self.settings.tenant_id);
        self.send_envelope(envelope, until).await
    }

    /// Sends an envelope as it is; without a correlation id it gets one.
    pub(crate) async fn send_envelope(
        &self,
        mut envelope: RequestEnvelope,
        until: Option<Until>,
    ) -> Result<Events, Error> {
        let correlation_id = envelope
            .headers
            .correlation_id
            .get_or_insert_with(MessageId::generate)
            .to_string();
        let outgoing = Outgoing {
            correlation_id,
            text: self.text(&envelope)?,
            has_key: envelope.headers.idempotency_key.is_some(),
            until: until.unwrap_or_else(|| self.settings.until.clone()),
        };
        let waiting = Arc::clone(&self.slots).acquire_owned();
        let slot = match tokio::time::timeout(self.request_timeout, waiting).await {
            Ok(Ok(slot)) => slot,
            Ok(Err(_)) => return Err(gone(false)),
            Err(_) => {
                let kind = ErrorKind::Timeout { sent: false };
                return Err(Error::new(Stage::Reception, 0, kind));
            }
        };
        let (events, heard) = mpsc::channel(self.event_buffer());
        let (finish, finished) = oneshot::channel();
        let listener = Listener {
            events,
            finish,
            slot,
        };
        let key: Key = self.keys.fetch_add(1, Ordering::Relaxed);
        let commands = self.commands();
        commands
            .send(Command::Send(key, outgoing, listener))
            .map_err(|_| gone(false))?;
        Ok(Events::of_request(heard, finished, key, commands.clone()))
    }

    pub(crate) fn uncorrelated(&self) -> UncorrelatedReplies {
        UncorrelatedReplies::of(self.uncorrelated.subscribe())
    }

    pub(crate) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.commands().send(Command::Close(done)).is_ok() {
            // Without a driver all is closed already.
            let _ = closed.await;
        }
    }

    /// Writes an envelope, if it is not too large.
    fn text(&self, envelope: &RequestEnvelope) -> Result<Utf8Bytes, Error> {
        let failed = |kind| Error::new(Stage::Reception, 0, kind);
        let text =
            to_canonical_vec(envelope).map_err(|error| Error::new(Stage::Reception, 0, error))?;
        let (size, limit) = (text.len(), Some(self.request_limit));
        if size > self.request_limit {
            return Err(failed(ErrorKind::TooLarge { size, limit }));
        }
        Utf8Bytes::try_from(text).map_err(|_| failed(ErrorKind::Unwritable))
    }

    fn commands(&self) -> &mpsc::UnboundedSender<Command> {
        self.commands.get_or_init(|| {
            let (sender, commands) = mpsc::unbounded_channel();
            let conversation = Conversation::new(Rules {
                retry: self.retry.clone(),
                silence: self.request_timeout,
                keep_alive: KeepAlive {
                    after: self.settings.keep_alive,
                    timeout: self.settings.keep_alive_timeout,
                },
                bare_replies: self.settings.bare_replies,
            });
            let means = Means {
                dialer: Arc::clone(&self.dialer),
                surroundings: self.surroundings.clone(),
                retry: self.retry.clone(),
                uncorrelated: self.uncorrelated.clone(),
                event_buffer: self.event_buffer(),
                close_timeout: self.settings.close_timeout,
                patience: self.request_timeout,
            };
            tokio::spawn(Driver::new(conversation, means, commands).run());
            sender
        })
    }

    fn event_buffer(&self) -> usize {
        self.settings.event_buffer.clamp(1, MOST_KEPT)
    }
}

/// More than anybody keeps, and less than tokio refuses.
const MOST_KEPT: usize = 1 << 20;
