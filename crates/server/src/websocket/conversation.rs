use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk_corpus::{Direction, Transport};
use futures_util::{SinkExt as _, StreamExt as _};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{self, Message};

use super::frame::text_frame;
use super::request::{Brought, Line, bring};
use crate::connection::{Stop, stopping};
use crate::faults::{Act, Written};
use crate::held::held;
use crate::http::Upgrade;
use crate::http::{DRIP, OVERSIZE, garble, piece_of};
use crate::log::EntryKind;
use crate::record::Observed;
use crate::shared::Shared;
use crate::wire::Fuse;

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// Talks over a WebSocket until one of the two ends it.
pub(crate) async fn converse(upgrade: Upgrade, shared: Arc<Shared>, fuse: Fuse, stop: Stop) {
    let Ok(upgraded) = upgrade.upgrading.await else {
        return;
    };
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_frame_size(Some(MOST_BYTES))
        .max_message_size(Some(MOST_BYTES));
    let io = TokioIo::new(upgraded);
    let socket = WebSocketStream::from_raw_socket(io, Role::Server, Some(config)).await;
    let number = upgrade.number;
    let (acts, due) = mpsc::channel(DUE);
    let mut conversation = Conversation {
        socket,
        shared,
        fuse,
        token: upgrade.token,
        tenant: upgrade.tenant,
        faults: upgrade.faults,
        acts,
        open: Arc::default(),
        running: JoinSet::new(),
    };
    let end = conversation.run(due, stop).await;
    let shared = &conversation.shared;
    shared.log.say(number, EntryKind::Connection, &end);
}

struct Conversation {
    socket: Socket,
    shared: Arc<Shared>,
    fuse: Fuse,
    token: String,
    tenant: Option<String>,
    faults: Vec<crate::Fault>,
    acts: mpsc::Sender<Act<Written>>,
    /// The ids of the requests to which something is still due.
    open: Arc<Mutex<Vec<String>>>,
    running: JoinSet<()>,
}

/// Whether a conversation goes on.
type Onward = Result<(), String>;

impl Conversation {
    async fn run(&mut self, mut due: mpsc::Receiver<Act<Written>>, mut stop: Stop) -> String {
        let limits = self.shared.limits.clone();
        loop {
            let has_room = self.running.len() < limits.in_flight;
            let onward = tokio::select! {
                Some(act) = due.recv() => self.within(limits.write_time, act).await,
                frame = self.socket.next(), if has_room => self.take(frame).await,
                Some(_) = self.running.join_next(), if !self.running.is_empty() => Ok(()),
                () = stopping(&mut stop) => self.close(1001, "going away").await,
                () = sleep(limits.idle_time) => self.close(1001, "nothing was said for long").await,
            };
            if let Err(end) = onward {
                return end;
            }
        }
    }

    async fn take(&mut self, frame: Option<tungstenite::Result<Message>>) -> Onward {
        match frame {
            Some(Ok(Message::Text(text))) => self.request(text.as_str()).await,
            Some(Ok(Message::Binary(bytes))) => match std::str::from_utf8(&bytes) {
                // Sources say text frames; what is JSON all the same is read.
                Ok(text) => self.request(text).await,
                Err(_) => self.close(1003, "text frames are spoken here").await,
            },
            // The library answers pings and closes by itself.
            Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => Ok(()),
            Some(Ok(Message::Close(frame))) => {
                // Sending the answer to the close is what is left to do.
                let _ = timeout(LAST_WORD, self.socket.flush()).await;
                let code =
                    frame.map_or_else(|| "no code".to_owned(), |frame| frame.code.to_string());
                Err(format!("the client has closed the WebSocket with {code}"))
            }
            Some(Err(tungstenite::Error::Capacity(error))) => {
                let _ = self.close(1009, "the message is too long").await;
                Err(format!("the WebSocket was closed: {error}"))
            }
            Some(Err(tungstenite::Error::Protocol(error))) if error != RESET => {
                let _ = self.close(1002, "malformed frame").await;
                Err(format!("the WebSocket was closed: {error}"))
            }
            Some(Err(tungstenite::Error::Utf8(_))) => {
                let _ = self.close(1007, "no UTF-8").await;
                Err("the WebSocket was closed: a text frame is no UTF-8".to_owned())
            }
            Some(Err(error)) => Err(format!("the WebSocket was lost: {error}")),
            None => Err("the WebSocket has ended".to_owned()),
        }
    }

    async fn request(&mut self, text: &str) -> Onward {
        let open = held(&self.open).clone();
        let line = Line {
            tenant: self.tenant.as_deref(),
            faults: &self.faults,
            open,
        };
        let Brought { steps, id } = bring(&self.shared, line, text);
        if steps.iter().all(|step| step.at.is_zero()) {
            let time = self.shared.limits.write_time;
            for step in steps {
                self.within(time, step.act).await?;
            }
            return Ok(());
        }
        held(&self.open).extend(id.clone());
        let (acts, open) = (self.acts.clone(), Arc::clone(&self.open));
        let begin = Instant::now();
        self.running.spawn(async move {
            for step in steps {
                sleep_until(begin + step.at).await;
                if acts.send(step.act).await.is_err() {
                    break;
                }
            }
            if let Some(id) = id {
                let mut open = held(&open);
                if let Some(at) = open.iter().position(|known| *known == id) {
                    open.swap_remove(at);
                }
            }
        });
        Ok(())
    }

    /// Does what is due, but never waits for ever for a client that does not read.
    async fn within(&mut self, time: Duration, act: Act<Written>) -> Onward {
        timeout(time, self.act(act))
            .await
            .unwrap_or_else(|_| Err("the client does not read, and is left".to_owned()))
    }

    async fn act(&mut self, act: Act<Written>) -> Onward {
        match act {
            Act::Send(written) => {
                self.observe(&written, written.text.as_bytes());
                let text = String::from(written.text);
                let sent = self.socket.send(Message::text(text)).await;
                sent.map_err(|error| format!("the WebSocket was lost: {error}"))
            }
            Act::Dribble(written) => {
                self.observe(&written, written.text.as_bytes());
                let frame = text_frame(written.text.as_bytes());
                let mut left = &frame[..];
                while !left.is_empty() {
                    let (piece, rest) = left.split_at(piece_of(left.len()).min(left.len()));
                    self.raw(piece).await?;
                    left = rest;
                    sleep(DRIP).await;
                }
                Ok(())
            }
            Act::Garble(written) => {
                let mut bytes = written.text.as_bytes().to_vec();
                garble(&mut bytes);
                self.observe(&written, &bytes);
                self.raw(&text_frame(&bytes)).await
            }
            Act::Swell(written) => {
                let mut bytes = written.text.as_bytes().to_vec();
                bytes.resize(OVERSIZE, b' ');
                self.raw(&text_frame(&bytes)).await
            }
            Act::Half(written) => {
                let frame = text_frame(written.text.as_bytes());
                self.raw(&frame[..frame.len() / 2]).await?;
                Err("the WebSocket was left in the middle of a frame".to_owned())
            }
            Act::Close(code, reason) => self.close(code, reason).await,
            Act::Expire => {
                self.shared.tokens.expire(&self.token);
                self.close(1008, "the token has expired").await
            }
            Act::Vanish => Err("the WebSocket was left without a close".to_owned()),
            Act::Reset => {
                self.fuse.blow();
                let _ = self.raw(b"\0").await;
                Err("the WebSocket was reset".to_owned())
            }
        }
    }

    /// Closes, and waits a moment for the client to do the same; then it is over.
    async fn close(&mut self, code: u16, reason: &str) -> Onward {
        let frame = CloseFrame {
            code: CloseCode::from(code),
            reason: reason.into(),
        };
        let _ = timeout(LAST_WORD, async {
            if self.socket.close(Some(frame)).await.is_ok() {
                while let Some(Ok(_)) = self.socket.next().await {}
            }
        })
        .await;
        Err(format!("the WebSocket was closed with {code}"))
    }

    async fn raw(&mut self, bytes: &[u8]) -> Onward {
        let io = self.socket.get_mut();
        let written = match io.write_all(bytes).await {
            Ok(()) => io.flush().await,
            Err(error) => Err(error),
        };
        written.map_err(|error| format!("the WebSocket was lost: {error}"))
    }

    fn observe(&self, written: &Written, bytes: &[u8]) {
        if self.shared.recorder.is_none() {
            return;
        }
        self.shared.record(Observed {
            transport: Transport::WebSocket,
            direction: Direction::Response,
            message: written.message,
            status: None,
            headers: &[],
            bytes,
            note: None,
        });
    }
}

/// How many frames of all requests of a connection wait to be sent.
const DUE: usize = 16;
/// A small buffer for each of many connections.
const READ_BUFFER: usize = 4 * 1024;
/// The largest message that is read at all; what is above the documented limit is refused by a
/// reply, what is above this by a close.
const MOST_BYTES: usize = 1024 * 1024;
/// How long an end in order may take.
const LAST_WORD: Duration = Duration::from_secs(1);
const RESET: tungstenite::error::ProtocolError =
    tungstenite::error::ProtocolError::ResetWithoutClosingHandshake;
