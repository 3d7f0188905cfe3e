//! The rules of a conversation: frames, losses and time in; frames, events and ends out.
//!
//! It does no I/O and has no clock, so that whole conversations can be tried: the time is handed in
//! as the span since the conversation began.

mod exchange;
#[cfg(test)]
mod laws;
mod link;
mod terms;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use self::exchange::{Due, Exchange};
pub(super) use self::link::KeepAlive;
use self::link::Link;
pub(super) use self::terms::{Frame, Key, Outgoing, Output, Rules, Time};
use super::incoming::Incoming;
use super::losses::{Loss, Reaction};
use super::{BareReplies, End, Event};
use crate::error::{Error, ErrorKind, Stage};
use crate::redact::Redactor;

/// Requests on their way, and the connection they share.
pub(super) struct Conversation {
    rules: Rules,
    link: Link,
    exchanges: BTreeMap<Key, Exchange>,
    keys: HashMap<String, Key>,
    /// Requests to be written, in this order.
    unwritten: VecDeque<Key>,
    ping: bool,
    outputs: VecDeque<Output>,
    /// Connections in a row that could not be opened or brought nothing.
    failures: u32,
    /// Steps of backoff on top, asked for by the last close.
    extra_steps: u32,
    redactor: Arc<Redactor>,
    paused: Option<Time>,
}

impl Conversation {
    pub(super) fn new(rules: Rules) -> Self {
        Self {
            rules,
            link: Link::Idle,
            exchanges: BTreeMap::new(),
            keys: HashMap::new(),
            unwritten: VecDeque::new(),
            ping: false,
            outputs: VecDeque::new(),
            failures: 0,
            extra_steps: 0,
            redactor: Arc::new(Redactor::new([])),
            paused: None,
        }
    }

    /// Takes a request; it is written as soon as there is a connection.
    pub(super) fn request(&mut self, now: Time, key: Key, outgoing: Outgoing) {
        if let Link::Stopped(kind) = &self.link {
            let error = Error::new(Stage::Connect, 0, kind.clone());
            return self.outputs.push_back(Output::End(key, Err(error)));
        }
        if self.keys.contains_key(&outgoing.correlation_id) {
            let error = Error::new(Stage::Reception, 0, ErrorKind::IdInUse);
            return self.outputs.push_back(Output::End(key, Err(error)));
        }
        self.keys.insert(outgoing.correlation_id.clone(), key);
        self.exchanges.insert(key, Exchange::new(outgoing, now));
        self.unwritten.push_back(key);
        if matches!(self.link, Link::Idle) {
            self.connect(Duration::ZERO);
        }
    }

    /// Forgets a request that nobody waits for any more.
    pub(super) fn cancel(&mut self, key: Key) {
        if let Some(exchange) = self.exchanges.remove(&key) {
            self.keys.remove(exchange.correlation_id());
            if !exchange.is_sent() {
                self.unwritten.retain(|waiting| *waiting != key);
            }
        }
    }

    /// Ends a request that the client can no longer serve.
    pub(super) fn abandon(&mut self, key: Key, kind: ErrorKind) {
        let attempts = self.exchanges.get(&key).map_or(0, Exchange::attempts);
        self.end(key, Err(Error::new(Stage::Reception, attempts, kind)));
    }

    /// Takes note of a connection; secrets that it has seen are kept out of errors.
    pub(super) fn connected(&mut self, now: Time, redactor: Arc<Redactor>) {
        self.redactor = redactor;
        self.extra_steps = 0;
        self.link = Link::open(now);
    }

    /// Takes note that a connection could not be opened. `asked` is how long to wait before trying
    /// again; without it that makes no sense.
    pub(super) fn refused(&mut self, error: &Error, asked: Option<Duration>) {
        self.failures = self.failures.saturating_add(1);
        self.link = Link::Idle;
        match asked {
            Some(asked) if self.may_connect() && !self.exchanges.is_empty() => self.connect(asked),
            _ => self.give_up(|attempts| error.after(attempts)),
        }
    }

    /// Takes a document of the service.
    pub(super) fn received(&mut self, now: Time, document: &[u8]) {
        self.heard(now);
        self.failures = 0;
        let incoming = Incoming::read(document, &self.redactor);
        let key = match &incoming.correlation_id {
            Some(id) => self.keys.get(id).copied().filter(|key| self.has_sent(*key)),
            None => self.only_request(&incoming.event),
        };
        match key {
            Some(key) => self.event(now, key, incoming.event),
            None => self.outputs.push_back(Output::Uncorrelated(
                incoming.correlation_id,
                incoming.event,
            )),
        }
    }

    /// Takes note of any sign of life.
    pub(super) fn heard(&mut self, now: Time) {
        self.link.heard(now);
    }

    /// Takes note that the connection is gone.
    pub(super) fn lost(&mut self, loss: &Loss) {
        let unheard = self.link.is_open() && !self.link.has_brought_anything();
        self.link = Link::Idle;
        self.ping = false;
        if unheard || loss.reaction == Reaction::Retry || loss.reaction == Reaction::BackOff {
            self.failures = self.failures.saturating_add(1);
        }
        self.extra_steps = u32::from(loss.reaction == Reaction::BackOff);
        let stop = loss.reaction == Reaction::Stop;
        let keys: Vec<Key> = self.exchanges.keys().copied().collect();
        for key in keys {
            let Some(exchange) = self.exchanges.get_mut(&key) else {
                continue;
            };
            if !stop && exchange.is_sent() && exchange.may_be_repeated(&self.rules.retry) {
                exchange.take_back();
                self.unwritten.push_back(key);
            } else if stop || exchange.is_sent() {
                let kind = loss.kind(exchange.may_have_arrived());
                let error = Error::new(Stage::Reception, exchange.attempts(), kind);
                self.end(key, Err(error));
            }
        }
        if stop {
            self.link = Link::Stopped(loss.kind(false));
        } else if self.exchanges.is_empty() {
            // The next request connects.
        } else if self.may_connect() {
            self.connect(Duration::ZERO);
        } else {
            let kind = loss.kind(false);
            self.give_up(|attempts| Error::new(Stage::Connect, attempts, kind.clone()));
        }
    }

    /// Ends everything, for good.
    pub(super) fn close(&mut self) {
        for key in self.exchanges.keys().copied().collect::<Vec<_>>() {
            self.abandon(key, ErrorKind::Closed);
        }
        self.link = Link::Stopped(ErrorKind::Closed);
    }

    /// Says that nothing is read for now: silence is the client's own.
    pub(super) fn pause(&mut self, now: Time) {
        self.paused.get_or_insert(now);
    }

    /// Says that reading goes on.
    pub(super) fn resume(&mut self, now: Time) {
        if let Some(since) = self.paused.take() {
            let span = now.saturating_sub(since);
            self.link.postpone(span);
            for exchange in self.exchanges.values_mut() {
                exchange.postpone(span);
            }
        }
    }

    /// Ends what is due, and asks for a ping where it is.
    pub(super) fn tick(&mut self, now: Time) {
        for key in self.exchanges.keys().copied().collect::<Vec<_>>() {
            let Some(exchange) = self.exchanges.get(&key) else {
                continue;
            };
            match exchange.due(&self.rules, self.paused.is_some()) {
                Some((at, due)) if at <= now => {
                    let end = match due {
                        Due::End(end) => Ok(end),
                        Due::Timeout => Err(Error::new(
                            Stage::Reception,
                            exchange.attempts(),
                            ErrorKind::Timeout {
                                sent: exchange.may_have_arrived(),
                            },
                        )),
                    };
                    self.end(key, end);
                }
                _ => {}
            }
        }
        if self.paused.is_some() {
            return;
        }
        if self.link.is_dead(now, &self.rules.keep_alive) {
            self.outputs.push_back(Output::Disconnect);
            self.lost(&Loss::lost());
        } else if self.link.asks_for_ping(now, &self.rules.keep_alive) {
            self.ping = true;
        }
    }

    /// Returns when to [`tick`](Self::tick) next, if nothing else happens.
    pub(super) fn wake(&self) -> Option<Time> {
        let paused = self.paused.is_some();
        let exchanges = self
            .exchanges
            .values()
            .filter_map(|exchange| exchange.due(&self.rules, paused).map(|(at, _)| at));
        let link = self.link.wake(&self.rules.keep_alive).filter(|_| !paused);
        exchanges.chain(link).min()
    }

    /// Says whether there is something to write.
    pub(super) fn has_frames(&self) -> bool {
        self.link.is_open() && (self.ping || !self.unwritten.is_empty())
    }

    /// Returns the next frame; from now on its request counts as sent.
    pub(super) fn next_frame(&mut self, now: Time) -> Option<Frame> {
        if !self.link.is_open() {
            return None;
        }
        if std::mem::take(&mut self.ping) {
            return Some(Frame::Ping);
        }
        let key = self.unwritten.pop_front()?;
        let exchange = self.exchanges.get_mut(&key)?;
        let text = exchange.written(now);
        let attempts = exchange.attempts();
        if attempts > 1 {
            let event = Event::Repeated { attempts };
            self.outputs.push_back(Output::Event(key, event));
        }
        Some(Frame::Request(text))
    }

    /// Returns what is asked for next.
    pub(super) fn next_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Returns what keeps the secrets of the connection out of errors.
    pub(super) fn redactor(&self) -> &Arc<Redactor> {
        &self.redactor
    }

    fn connect(&mut self, asked: Duration) {
        self.link = Link::Connecting;
        let steps = self.failures.saturating_add(self.extra_steps);
        self.outputs.push_back(Output::Connect { steps, asked });
    }

    fn may_connect(&self) -> bool {
        self.failures < self.rules.retry.max_attempts
    }

    /// Ends all requests that wait for a connection; the next one tries anew.
    fn give_up(&mut self, error: impl Fn(u32) -> Error) {
        let failures = std::mem::take(&mut self.failures);
        for key in self.exchanges.keys().copied().collect::<Vec<_>>() {
            let arrived = self
                .exchanges
                .get(&key)
                .is_some_and(Exchange::may_have_arrived);
            if arrived {
                // That it may have, the caller has to know above all.
                self.abandon(key, ErrorKind::ConnectionLost { sent: true });
            } else {
                self.end(key, Err(error(failures)));
            }
        }
    }

    fn event(&mut self, now: Time, key: Key, event: Event) {
        let Some(exchange) = self.exchanges.get_mut(&key) else {
            return;
        };
        let end = exchange.note(now, &event);
        self.outputs.push_back(Output::Event(key, event));
        if let Some(end) = end {
            self.end(key, Ok(end));
        }
    }

    fn end(&mut self, key: Key, end: Result<End, Error>) {
        self.cancel(key);
        self.outputs.push_back(Output::End(key, end));
    }

    fn has_sent(&self, key: Key) -> bool {
        self.exchanges.get(&key).is_some_and(Exchange::is_sent)
    }

    fn only_request(&self, event: &Event) -> Option<Key> {
        let (key, exchange) = self.exchanges.first_key_value()?;
        let belongs = self.rules.bare_replies == BareReplies::OnlyRequest
            && self.exchanges.len() == 1
            && exchange.is_sent()
            && event.reply().is_some();
        belongs.then_some(*key)
    }

    #[cfg(test)]
    fn is_stopped(&self) -> bool {
        matches!(self.link, Link::Stopped(_))
    }

    /// Says whether no trace of any request is left.
    #[cfg(test)]
    fn holds_nothing(&self) -> bool {
        self.exchanges.is_empty()
            && self.keys.is_empty()
            && self.unwritten.is_empty()
            && self.outputs.is_empty()
    }
}
