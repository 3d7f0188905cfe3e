//! Messages over a WebSocket.

use std::sync::Arc;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{self, Message};

use crate::desk::MOST_BYTES;
use crate::server::Shared;
use crate::stream::{Act, Brought, Conversation, Frame, Open};

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Talks over a WebSocket until one of the two ends it.
pub(crate) async fn converse(upgrading: OnUpgrade, shared: Arc<Shared>) {
    let Ok(upgraded) = upgrading.await else {
        return;
    };
    let config = WebSocketConfig::default()
        .write_buffer_size(0)
        .max_frame_size(Some(MOST_BYTES))
        .max_message_size(Some(MOST_BYTES));
    let io = TokioIo::new(upgraded);
    let mut socket = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
    let mut conversation = Conversation::default();
    let mut running = JoinSet::new();
    let (due, mut acts) = mpsc::channel(DUE);
    loop {
        let has_room = running.len() < IN_FLIGHT;
        let goes_on = tokio::select! {
            Some(due) = acts.recv() => match due {
                Due::Act(act) => perform(&mut socket, act).await,
                Due::Finished(open) => {
                    conversation.finish(&open);
                    true
                }
            },
            frame = socket.next(), if has_room => match taken(&mut socket, frame).await {
                Some(Some(frame)) => {
                    let brought = conversation.hear(&shared.desk, &shared.switches, &frame);
                    running.spawn(bring(brought, due.clone()));
                    true
                }
                Some(None) => true,
                None => false,
            },
            Some(_) = running.join_next(), if !running.is_empty() => true,
        };
        if !goes_on {
            return;
        }
    }
}

enum Due {
    Act(Act),
    Finished(Open),
}

/// Does what a message brings when it is due.
async fn bring(brought: Brought, due: mpsc::Sender<Due>) {
    let begin = Instant::now();
    for step in brought.steps {
        sleep_until(begin + step.at).await;
        if due.send(Due::Act(step.act)).await.is_err() {
            return;
        }
    }
    if let Some(open) = brought.open {
        // A connection that is gone has nothing to forget.
        let _ = due.send(Due::Finished(open)).await;
    }
}

/// Returns the message of a frame that is one; `None` ends the connection.
async fn taken(
    socket: &mut Socket,
    frame: Option<tungstenite::Result<Message>>,
) -> Option<Option<Frame>> {
    match frame? {
        Ok(Message::Text(text)) => Some(Some(Frame::text(text.as_bytes()))),
        Ok(Message::Binary(bytes)) => Some(Some(Frame::binary(bytes))),
        // The library answers pings by itself.
        Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => Some(None),
        Ok(Message::Close(_)) => {
            // Sending the answer to the close is what is left to do.
            let _ = timeout(LAST_WORD, socket.flush()).await;
            None
        }
        Err(error) => {
            let code = match error {
                tungstenite::Error::Capacity(_) => 1009,
                tungstenite::Error::Utf8(_) => 1007,
                tungstenite::Error::Protocol(_) => 1002,
                _ => return None,
            };
            close(socket, code).await;
            None
        }
    }
}

async fn perform(socket: &mut Socket, act: Act) -> bool {
    match act {
        Act::Send(document) => {
            let sent = socket.send(Message::text(document.to_string()));
            timeout(WRITE_TIME, sent)
                .await
                .is_ok_and(|sent| sent.is_ok())
        }
        Act::Close(code) => {
            close(socket, code).await;
            false
        }
        Act::Vanish => false,
    }
}

/// Closes, and waits a moment for the client to do the same.
async fn close(socket: &mut Socket, code: u16) {
    let frame = CloseFrame {
        code: CloseCode::from(code),
        reason: "".into(),
    };
    let _ = timeout(LAST_WORD, async {
        if socket.close(Some(frame)).await.is_ok() {
            while let Some(Ok(_)) = socket.next().await {}
        }
    })
    .await;
}

const DUE: usize = 64;
/// How many messages may be open; further ones wait.
const IN_FLIGHT: usize = 256;
const LAST_WORD: Duration = Duration::from_secs(1);
const WRITE_TIME: Duration = Duration::from_secs(20);
