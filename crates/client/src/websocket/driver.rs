//! Gives a conversation its sockets and its clock.

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use super::conversation::{Conversation, Frame, Key, Outgoing, Output, Time};
use super::delivery::{Delivery, Listener, Parcel};
use super::dialer::{Dialed, Dialer, Refused};
use super::losses::Loss;
use super::socket::{Activity, Socket};
use super::{Event, Uncorrelated};
use crate::Surroundings;
use crate::error::{Error, ErrorKind, Stage};

/// What the driver is asked to do.
pub(super) enum Command {
    /// Send a request.
    Send(Key, Outgoing, Listener),
    /// Forget a request.
    Cancel(Key),
    /// End everything, and say when that is done.
    Close(oneshot::Sender<()>),
}

/// What a driver needs besides a conversation.
pub(super) struct Means {
    pub(super) dialer: Arc<Dialer>,
    pub(super) surroundings: Surroundings,
    pub(super) retry: crate::RetryPolicy,
    pub(super) uncorrelated: broadcast::Sender<Uncorrelated>,
    pub(super) event_buffer: usize,
    pub(super) close_timeout: Duration,
    /// How long a reader may keep all others waiting.
    pub(super) patience: Duration,
}

/// Runs a conversation until nobody can ask anything of it any more.
pub(super) struct Driver {
    conversation: Conversation,
    means: Means,
    commands: mpsc::UnboundedReceiver<Command>,
    delivery: Delivery,
    socket: Option<Box<Socket>>,
    dialing: Option<Dialing>,
    farewells: JoinSet<()>,
    began: Instant,
}

type Dialing = Pin<Box<dyn Future<Output = Result<Dialed, Refused>> + Send>>;

enum Happened {
    Command(Option<Command>),
    Dialed(Result<Dialed, Refused>),
    Room,
    Socket(Activity),
    Time,
}

impl Driver {
    pub(super) fn new(
        conversation: Conversation,
        means: Means,
        commands: mpsc::UnboundedReceiver<Command>,
    ) -> Self {
        Self {
            conversation,
            means,
            commands,
            delivery: Delivery::default(),
            socket: None,
            dialing: None,
            farewells: JoinSet::new(),
            began: Instant::now(),
        }
    }

    pub(super) async fn run(mut self) {
        loop {
            self.settle();
            match self.next().await {
                Happened::Command(Some(command)) => self.command(command).await,
                Happened::Command(None) => break,
                Happened::Dialed(outcome) => self.dialed(outcome),
                Happened::Room => self.deliver_held(),
                Happened::Socket(activity) => self.active(activity),
                Happened::Time => self.tick(),
            }
        }
        self.part(Some(NORMAL));
        while self.farewells.join_next().await.is_some() {}
    }

    /// Waits for whatever is first.
    async fn next(&mut self) -> Happened {
        let write = self.conversation.has_frames();
        let read = !self.delivery.is_stalled();
        let wake = self.wake();
        // A socket that never rests must not hold up the time. A look at the clock costs less than a
        // timer, which is needed only where the socket rests.
        if self.commands.is_empty() && wake.is_some_and(|wake| wake <= Instant::now()) {
            return Happened::Time;
        }
        let room = self.delivery.awaited();
        tokio::select! {
            biased;
            command = self.commands.recv() => Happened::Command(command),
            activity = activity(&mut self.socket, write, read) => Happened::Socket(activity),
            () = sleep_until(wake) => Happened::Time,
            () = room_in(room) => Happened::Room,
            outcome = dialing(&mut self.dialing) => Happened::Dialed(outcome),
        }
    }

    /// Does what the conversation asks for.
    fn settle(&mut self) {
        while let Some(output) = self.conversation.next_output() {
            match output {
                Output::Connect { steps, asked } => self.connect(steps, asked),
                Output::Disconnect => self.part(None),
                Output::Event(key, event) => self.deliver(key, Parcel::Event(event)),
                Output::End(key, end) => {
                    let redactor = Arc::clone(self.conversation.redactor());
                    self.deliver(key, Parcel::End(end, redactor));
                }
                Output::Uncorrelated(correlation_id, event) => {
                    // Without a reader it is nobody's.
                    let _ = self.means.uncorrelated.send(Uncorrelated {
                        correlation_id,
                        event,
                    });
                }
            }
        }
    }

    fn deliver(&mut self, key: Key, parcel: Parcel) {
        self.delivery.put(self.now(), key, parcel);
        self.read_or_pause();
    }

    fn deliver_held(&mut self) {
        self.delivery.retry(self.now());
        self.read_or_pause();
    }

    fn forget(&mut self, key: Key) {
        self.delivery.forget(self.now(), key);
        self.read_or_pause();
    }

    /// The silence of a connection that is not read is nobody's fault.
    fn read_or_pause(&mut self) {
        let now = self.now();
        if self.delivery.is_stalled() {
            self.conversation.pause(now);
        } else {
            self.conversation.resume(now);
        }
    }

    fn tick(&mut self) {
        let now = self.now();
        if let Some(since) = self.delivery.stalled_since()
            && since.saturating_add(self.means.patience) <= now
            && let Some(key) = self.delivery.slowest()
        {
            let limit = self.means.event_buffer;
            self.delivery.drop_held(now, key);
            self.conversation
                .abandon(key, ErrorKind::ReaderTooSlow { limit });
            self.read_or_pause();
        }
        self.conversation.tick(now);
    }

    async fn command(&mut self, command: Command) {
        match command {
            Command::Send(key, outgoing, listener) => {
                self.delivery.listen(key, listener);
                self.conversation.request(self.now(), key, outgoing);
            }
            Command::Cancel(key) => {
                self.conversation.cancel(key);
                self.forget(key);
            }
            Command::Close(done) => {
                self.conversation.close();
                self.settle();
                self.dialing = None;
                self.part(Some(NORMAL));
                while self.farewells.join_next().await.is_some() {}
                // Whoever asked may have gone.
                let _ = done.send(());
            }
        }
    }

    fn connect(&mut self, steps: u32, asked: Duration) {
        let policy = &self.means.retry;
        let backoff = match steps {
            0 => Duration::ZERO,
            _ => policy.backoff(steps, (self.means.surroundings.random)()),
        };
        let wait = asked.saturating_add(backoff);
        let dialer = Arc::clone(&self.means.dialer);
        let sleep = Arc::clone(&self.means.surroundings.sleep);
        self.dialing = Some(Box::pin(async move {
            if !wait.is_zero() {
                sleep(wait).await;
            }
            dialer.dial().await
        }));
    }

    fn dialed(&mut self, outcome: Result<Dialed, Refused>) {
        self.dialing = None;
        match outcome {
            Ok(Dialed { socket, redactor }) => {
                self.socket = Some(socket);
                self.conversation.connected(self.now(), redactor);
            }
            Err(Refused { error, asked }) => self.conversation.refused(&error, asked),
        }
    }

    fn active(&mut self, activity: Activity) {
        let now = self.now();
        match activity {
            Activity::Writable => self.write(now),
            Activity::Read(Some(Ok(message))) => match message {
                Message::Text(text) => self.conversation.received(now, text.as_bytes()),
                // JSON in a binary frame is no less readable.
                Message::Binary(bytes) => self.conversation.received(now, &bytes),
                Message::Ping(_) => {
                    if let Some(socket) = &mut self.socket {
                        socket.has_answered();
                    }
                    self.conversation.heard(now);
                }
                Message::Pong(_) | Message::Frame(_) => self.conversation.heard(now),
                Message::Close(frame) => {
                    let loss = Loss::closed(frame.as_ref(), self.conversation.redactor());
                    self.lost(&loss);
                }
            },
            Activity::Read(Some(Err(error))) | Activity::Failed(error) => self.failed(&error),
            Activity::Read(None) => self.lost(&Loss::lost()),
        }
    }

    fn write(&mut self, now: Time) {
        let message = match self.conversation.next_frame(now) {
            Some(Frame::Request(text)) => Message::Text(text),
            Some(Frame::Ping) => Message::Ping(Bytes::new()),
            None => return,
        };
        let written = match &mut self.socket {
            Some(socket) => socket.write(message),
            None => return,
        };
        if let Err(error) = written {
            self.failed(&error);
        }
    }

    fn failed(&mut self, error: &tokio_tungstenite::tungstenite::Error) {
        let loss = Loss::failed(error, self.conversation.redactor());
        self.lost(&loss);
    }

    fn lost(&mut self, loss: &Loss) {
        self.part(loss.farewell());
        self.conversation.lost(loss);
    }

    /// Lets the connection end by itself, in a time that is bounded.
    fn part(&mut self, code: Option<u16>) {
        while self.farewells.try_join_next().is_some() {}
        if let Some(socket) = self.socket.take() {
            self.farewells
                .spawn(socket.farewell(code, self.means.close_timeout));
        }
    }

    fn wake(&self) -> Option<Instant> {
        let patience = self
            .delivery
            .stalled_since()
            .map(|since| since.saturating_add(self.means.patience));
        let due = self.conversation.wake().into_iter().chain(patience).min()?;
        self.began.checked_add(due)
    }

    fn now(&self) -> Time {
        self.began.elapsed()
    }
}

async fn sleep_until(wake: Option<Instant>) {
    match wake {
        Some(wake) => tokio::time::sleep_until(wake).await,
        None => pending().await,
    }
}

/// Waits for room, or for the reader to go, which is room enough.
async fn room_in(events: Option<mpsc::Sender<Event>>) {
    match events {
        Some(events) => drop(events.reserve().await),
        None => pending().await,
    }
}

async fn dialing(dialing: &mut Option<Dialing>) -> Result<Dialed, Refused> {
    match dialing {
        Some(dialing) => dialing.await,
        None => pending().await,
    }
}

async fn activity(socket: &mut Option<Box<Socket>>, write: bool, read: bool) -> Activity {
    match socket {
        Some(socket) => socket.activity(write, read).await,
        None => pending().await,
    }
}

/// Says that whatever was asked for could not be, since nobody drives any more.
pub(super) fn gone(sent: bool) -> Error {
    Error::new(Stage::Reception, 0, ErrorKind::ConnectionLost { sent })
}

const NORMAL: u16 = 1000;
