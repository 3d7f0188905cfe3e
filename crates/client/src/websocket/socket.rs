//! One connection: writing while reading.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::Upgraded;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, frame::coding::CloseCode};
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};

/// A connection that has been opened.
pub(super) struct Socket {
    stream: WebSocketStream<Upgraded>,
    unflushed: bool,
}

/// What a connection is ready for.
pub(super) enum Activity {
    /// A frame can be written.
    Writable,
    /// A message was read; none at the end of the connection.
    Read(Option<Result<Message, Error>>),
    /// Writing has failed.
    Failed(Error),
}

impl Socket {
    pub(super) fn new(stream: WebSocketStream<Upgraded>) -> Self {
        Self {
            stream,
            unflushed: false,
        }
    }

    /// Waits until something can be done; nothing is lost when the waiting is given up.
    ///
    /// Reading goes on while writing waits for the service to read: it may be waiting for the same.
    pub(super) async fn activity(&mut self, write: bool, read: bool) -> Activity {
        poll_fn(|context| {
            if write {
                match self.stream.poll_ready_unpin(context) {
                    Poll::Ready(Ok(())) => return Poll::Ready(Activity::Writable),
                    Poll::Ready(Err(error)) => return Poll::Ready(Activity::Failed(error)),
                    Poll::Pending => {}
                }
            } else if self.unflushed {
                match self.stream.poll_flush_unpin(context) {
                    Poll::Ready(Ok(())) => self.unflushed = false,
                    Poll::Ready(Err(error)) => return Poll::Ready(Activity::Failed(error)),
                    Poll::Pending => {}
                }
            }
            if read {
                return self.stream.poll_next_unpin(context).map(Activity::Read);
            }
            Poll::Pending
        })
        .await
    }

    /// Writes a frame after [`Activity::Writable`].
    pub(super) fn write(&mut self, message: Message) -> Result<(), Error> {
        self.unflushed = true;
        self.stream.start_send_unpin(message)
    }

    /// Says that the protocol may have something to write by itself, such as a pong.
    pub(super) fn has_answered(&mut self) {
        self.unflushed = true;
    }

    /// Closes with a code, or completes the close that the service began, and waits for its end.
    pub(super) async fn farewell(mut self, code: Option<u16>, longest: Duration) {
        let rest = async {
            match code {
                Some(code) => {
                    let frame = CloseFrame {
                        code: CloseCode::from(code),
                        reason: Utf8Bytes::default(),
                    };
                    // Whoever is gone needs no farewell.
                    let _ = self.stream.send(Message::Close(Some(frame))).await;
                }
                None => {
                    let _ = self.stream.flush().await;
                }
            }
            while let Some(Ok(_)) = self.stream.next().await {}
        };
        // The socket is dropped in either case.
        let _ = tokio::time::timeout(longest, rest).await;
    }
}
