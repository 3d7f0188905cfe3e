//! What a request brings, as a stream.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use frontdesk_model::Reply;
use futures_core::Stream;
use tokio::sync::{mpsc, oneshot};

use super::conversation::Key;
use super::driver::{Command, gone};
use super::{End, Event};
use crate::Reception;
use crate::error::Error;
use crate::redact::Redactor;

/// What a request brings, until its end; also a [`Stream`].
///
/// The stream ends after the last event, or after the error that has ended the request; why it
/// ended without one, [`end`](Self::end) says. Dropping it gives the request up: its slot is free
/// again, and what still comes of it is [uncorrelated](crate::Client::uncorrelated).
#[must_use = "a request is given up when its events are dropped"]
pub struct Events {
    incoming: mpsc::Receiver<Event>,
    finish: Option<oneshot::Receiver<Finish>>,
    end: Option<End>,
    redactor: Option<Arc<Redactor>>,
    request: Option<(Key, mpsc::UnboundedSender<Command>)>,
}

/// The end of a request, and what keeps secrets out of whatever is said about it.
pub(super) struct Finish {
    pub(super) end: Result<End, Error>,
    pub(super) redactor: Arc<Redactor>,
}

impl Events {
    /// Returns the next event; none at the end.
    ///
    /// Nothing is lost when the waiting is given up.
    ///
    /// # Errors
    ///
    /// When the request has failed: nothing came in time, or the connection could not be opened or
    /// was lost. An error is the last that comes. A superpower that has failed is no error but an
    /// event.
    pub async fn next(&mut self) -> Option<Result<Event, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// Returns why the reception has ended; nothing before its end and after an error.
    #[must_use]
    pub fn end(&self) -> Option<End> {
        self.end
    }

    /// Returns the events of a response that was read as a whole.
    pub(crate) fn of_response(reception: Reception) -> Self {
        let replies: Vec<Reply> = reception.into_replies();
        let (sender, incoming) = mpsc::channel(replies.len().max(1));
        for reply in replies {
            // There is room for as many.
            let _ = sender.try_send(Event::of(reply));
        }
        Self {
            incoming,
            finish: None,
            end: Some(End::Response),
            redactor: None,
            request: None,
        }
    }

    pub(super) fn of_request(
        incoming: mpsc::Receiver<Event>,
        finish: oneshot::Receiver<Finish>,
        key: Key,
        commands: mpsc::UnboundedSender<Command>,
    ) -> Self {
        Self {
            incoming,
            finish: Some(finish),
            end: None,
            redactor: None,
            request: Some((key, commands)),
        }
    }

    /// Returns what keeps secrets out of an error about this request, once it has ended.
    pub(super) fn redactor(&self) -> Option<&Redactor> {
        self.redactor.as_deref()
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        if let Some(event) = ready!(self.incoming.poll_recv(context)) {
            return Poll::Ready(Some(Ok(event)));
        }
        let Some(finish) = &mut self.finish else {
            return Poll::Ready(None);
        };
        let finish = ready!(Pin::new(finish).poll(context));
        self.finish = None;
        self.request = None;
        Poll::Ready(match finish {
            Ok(Finish { end, redactor }) => {
                self.redactor = Some(redactor);
                match end {
                    Ok(end) => {
                        self.end = Some(end);
                        None
                    }
                    Err(error) => Some(Err(error)),
                }
            }
            Err(_) => Some(Err(gone(true))),
        })
    }
}

impl Stream for Events {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

impl Drop for Events {
    fn drop(&mut self) {
        if let Some((key, commands)) = self.request.take() {
            // Without a driver there is nothing to give up.
            let _ = commands.send(Command::Cancel(key));
        }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events")
            .field("end", &self.end)
            .finish_non_exhaustive()
    }
}
