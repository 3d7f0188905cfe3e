//! A service, a network and readers around a conversation, which remember what has happened.

use std::sync::Arc;
use std::time::Duration;

use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::documents::{document, tag_in, tag_of};
use super::reader::{Course, Reader};
use super::steps::{DEADLINE, QUIET, SILENCE, Step, policies};
use crate::RetryPolicy;
use crate::error::{Error, ErrorKind, Stage};
use crate::redact::Redactor;
use crate::websocket::conversation::{
    Conversation, Frame, KeepAlive, Key, Outgoing, Output, Rules, Time,
};
use crate::websocket::losses::Loss;
use crate::websocket::{BareReplies, End, Event};

pub(super) struct World {
    conversation: Conversation,
    now: Time,
    line: Line,
    paused: bool,
    repeat_sent: bool,
    only_request: bool,
    readers: Vec<Reader>,
    last_document: Option<String>,
    tags: u64,
}

/// The connection as the network knows it.
#[derive(Clone, Copy, PartialEq)]
enum Line {
    Down,
    Dialing,
    Up,
}

impl World {
    pub(super) fn new(repeat_sent: bool, only_request: bool) -> Self {
        let rules = Rules {
            retry: RetryPolicy {
                repeat_sent,
                ..RetryPolicy::standard()
            },
            silence: SILENCE,
            keep_alive: KeepAlive {
                after: Duration::from_secs(4),
                timeout: Duration::from_secs(1),
            },
            bare_replies: if only_request {
                BareReplies::OnlyRequest
            } else {
                BareReplies::Uncorrelated
            },
        };
        Self {
            conversation: Conversation::new(rules),
            now: Time::ZERO,
            line: Line::Down,
            paused: false,
            repeat_sent,
            only_request,
            readers: Vec::new(),
            last_document: None,
            tags: 0,
        }
    }

    pub(super) fn take(&mut self, step: &Step) {
        match step {
            Step::Request { until, has_key } => {
                let id = format!("id-{}", self.readers.len());
                self.request(id, until % policies().len(), *has_key);
            }
            Step::SameIdAgain { of } => {
                if let Some(reader) = self.chosen(*of) {
                    let id = self.readers[reader].id.clone();
                    let in_use = self.is_running(&id) && !self.conversation.is_stopped();
                    self.request(id, 0, true);
                    let refused = Course::Ended(Err(ErrorKind::IdInUse));
                    let last = self.readers.last().expect("it was just made");
                    assert_eq!(last.course == refused, in_use);
                }
            }
            Step::Cancel { which } => {
                if let Some(reader) = self.chosen(*which) {
                    self.conversation.cancel(key_of(reader));
                    if self.readers[reader].is_running() {
                        self.readers[reader].course = Course::GivenUp;
                    }
                }
            }
            Step::Document {
                to,
                superpower,
                state,
                form,
            } => {
                self.tags += 1;
                let id = match self.chosen(*to) {
                    Some(reader) => self.readers[reader].id.clone(),
                    None => return,
                };
                let document = document(&id, *superpower, *state, *form, self.tags);
                self.document(document);
            }
            Step::Duplicate => {
                if let Some(document) = self.last_document.clone() {
                    self.document(document);
                }
            }
            Step::Wait { milliseconds } => self.wait(Duration::from_millis(*milliseconds)),
            Step::Dial { works } => self.dial(*works),
            Step::Lose { code } => {
                let frame = code.map(|code| CloseFrame {
                    code: code.into(),
                    reason: "".into(),
                });
                self.lose(&Loss::closed(frame.as_ref(), &Redactor::new([])));
            }
            Step::Break => self.lose(&Loss::lost()),
            Step::Pause => {
                self.conversation.pause(self.now);
                self.paused = true;
            }
            Step::Resume => self.resume(),
        }
        self.settle(None);
    }

    /// Lets time pass until all is over, and looks whether anything is left.
    pub(super) fn finish(mut self) {
        self.resume();
        for _ in 0..100 {
            self.wait(Duration::from_secs(1));
            self.dial(false);
            self.settle(None);
        }
        for reader in &self.readers {
            assert!(!reader.is_running(), "{} never ends", reader.id);
            let most = if self.repeat_sent && reader.has_key {
                3
            } else {
                1
            };
            assert!(
                reader.writes <= most,
                "{} is sent {} times",
                reader.id,
                reader.writes
            );
        }
        assert!(self.conversation.holds_nothing());
        assert_eq!(self.conversation.wake(), None, "the link is dead by now");
    }

    fn request(&mut self, id: String, policy: usize, has_key: bool) {
        let key = key_of(self.readers.len());
        self.readers.push(Reader {
            id: id.clone(),
            policy,
            has_key,
            opened: self.now,
            last_heard: self.now,
            sent: false,
            writes: 0,
            events: Vec::new(),
            course: Course::Running,
        });
        let outgoing = Outgoing {
            correlation_id: id,
            text: key.to_string().into(),
            has_key,
            until: policies()[policy].clone(),
        };
        self.conversation.request(self.now, key, outgoing);
        self.settle(None);
    }

    /// The service sends a document, and it must come out at its one place.
    fn document(&mut self, document: String) {
        if self.line != Line::Up || self.paused {
            return;
        }
        let expected = self.place_of(&document);
        self.conversation.received(self.now, document.as_bytes());
        self.settle(Some((expected, &document)));
        self.last_document = Some(document);
    }

    /// Returns the request that a document belongs to, looked for in another way than the client's.
    fn place_of(&self, document: &str) -> Option<usize> {
        let running: Vec<usize> = (0..self.readers.len())
            .filter(|at| self.readers[*at].is_running())
            .collect();
        let named = running
            .iter()
            .find(|at| document.contains(&format!("\"{}\"", self.readers[**at].id)));
        let bare = !document.contains("correlationId") && document.contains("superpower");
        let place = match (named, running.as_slice()) {
            (Some(named), _) => Some(*named),
            (None, [only]) if bare && self.only_request => Some(*only),
            _ => None,
        };
        place.filter(|at| self.readers[*at].sent)
    }

    fn settle(&mut self, expected: Option<(Option<usize>, &str)>) {
        let mut arrived = Vec::new();
        loop {
            while let Some(output) = self.conversation.next_output() {
                match output {
                    Output::Connect { .. } => {
                        assert!(self.line == Line::Down, "one connection at a time");
                        self.line = Line::Dialing;
                    }
                    Output::Disconnect => self.disconnected(),
                    Output::Event(key, event @ Event::Repeated { .. }) => {
                        let reader = &mut self.readers[at(key)];
                        assert!(reader.writes > 1 && reader.is_running());
                        reader.events.push(event);
                    }
                    Output::Event(key, event) => {
                        arrived.push((Some(at(key)), tag_of(&event)));
                        let reader = &mut self.readers[at(key)];
                        assert!(reader.is_running(), "an event after the end");
                        reader.last_heard = self.now;
                        reader.events.push(event);
                    }
                    Output::Uncorrelated(_, event) => arrived.push((None, tag_of(&event))),
                    Output::End(key, end) => self.ended(at(key), end),
                }
            }
            match self.conversation.next_frame(self.now) {
                Some(Frame::Request(text)) => {
                    let at: usize = text.parse().unwrap();
                    let reader = &mut self.readers[at];
                    assert!(self.line == Line::Up && reader.is_running() && !reader.sent);
                    reader.writes += 1;
                    reader.sent = true;
                    reader.last_heard = self.now;
                }
                Some(Frame::Ping) => assert!(self.line == Line::Up),
                None => break,
            }
        }
        let expected: Vec<_> = expected
            .map(|(place, document)| (place, tag_in(document)))
            .into_iter()
            .collect();
        assert_eq!(arrived, expected);
    }

    /// An end comes once and tells the truth.
    fn ended(&mut self, at: usize, end: Result<End, Error>) {
        let now = self.now;
        let reader = &mut self.readers[at];
        assert!(reader.is_running(), "an end after the end");
        let silence = now.saturating_sub(reader.last_heard);
        let (done, working) = reader.progress();
        match &end {
            Ok(End::AllDone) => assert!(done.len() >= 2 && !matches!(reader.policy, 1..=4)),
            Ok(End::First) => assert!(matches!(reader.policy, 1 | 2 | 5)),
            Ok(End::Quiet) => {
                assert!(silence >= QUIET && working.is_empty() && !done.is_empty());
            }
            Ok(End::Deadline) => assert!(now.saturating_sub(reader.opened) >= DEADLINE),
            Ok(End::Response) => panic!("nothing but REST ends so"),
            Err(error) => {
                let arrived = reader.writes > 0;
                match error.kind() {
                    ErrorKind::Timeout { sent } => {
                        assert!(silence >= SILENCE);
                        assert_eq!(*sent, arrived);
                    }
                    ErrorKind::ConnectionLost { sent }
                    | ErrorKind::ConnectionClosed { sent, .. } => {
                        assert_eq!(*sent, arrived);
                    }
                    kind => assert_eq!(*kind, ErrorKind::IdInUse),
                }
            }
        }
        reader.course = Course::Ended(end.map_err(|error| error.kind().clone()));
    }

    /// Time passes as a driver lets it pass: from one moment that counts to the next.
    fn wait(&mut self, span: Duration) {
        let until = self.now + span;
        while let Some(wake) = self.conversation.wake().filter(|wake| *wake <= until) {
            self.now = self.now.max(wake);
            self.conversation.tick(self.now);
            self.settle(None);
            let next = self.conversation.wake();
            assert!(next.is_none_or(|next| next > self.now), "time stands still");
        }
        self.now = until;
    }

    fn dial(&mut self, works: bool) {
        if self.line != Line::Dialing {
            return;
        }
        if works {
            self.line = Line::Up;
            self.conversation
                .connected(self.now, Arc::new(Redactor::new([])));
        } else {
            self.line = Line::Down;
            let kind = ErrorKind::ConnectionLost { sent: false };
            let error = Error::new(Stage::Connect, 1, kind);
            self.conversation.refused(&error, Some(Duration::ZERO));
        }
    }

    fn lose(&mut self, loss: &Loss) {
        if self.line == Line::Up {
            self.disconnected();
            self.conversation.lost(loss);
        }
    }

    fn disconnected(&mut self) {
        self.line = Line::Down;
        if self.repeat_sent {
            for reader in self
                .readers
                .iter_mut()
                .filter(|reader| reader.has_key && reader.writes < 3)
            {
                reader.sent = false;
            }
        }
    }

    fn resume(&mut self) {
        self.paused = false;
        self.conversation.resume(self.now);
    }

    fn is_running(&self, id: &str) -> bool {
        self.readers
            .iter()
            .any(|reader| reader.id == id && reader.is_running())
    }

    fn chosen(&self, number: usize) -> Option<usize> {
        number.checked_rem(self.readers.len())
    }
}

fn key_of(at: usize) -> Key {
    Key::try_from(at).expect("few requests")
}

fn at(key: Key) -> usize {
    usize::try_from(key).expect("few requests")
}
