//! Hands events to whoever reads them, and keeps what finds no room.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};

use super::conversation::{Key, Time};
use super::events::Finish;
use super::{End, Event};
use crate::error::Error;
use crate::redact::Redactor;

/// Who waits for what a request brings.
pub(super) struct Listener {
    pub(super) events: mpsc::Sender<Event>,
    pub(super) finish: oneshot::Sender<Finish>,
    /// The slot of the request, free again once the listener is gone.
    pub(super) slot: OwnedSemaphorePermit,
}

/// What a request brings.
pub(super) enum Parcel {
    Event(Event),
    End(Result<End, Error>, Arc<Redactor>),
}

/// The listeners, and what they have no room for.
///
/// Little is kept: while anything is, nothing more is read from the connection.
#[derive(Default)]
pub(super) struct Delivery {
    listeners: HashMap<Key, Listener>,
    held: VecDeque<(Key, Parcel)>,
    /// Since when the first of what is held has found no room.
    since: Option<Time>,
}

impl Delivery {
    pub(super) fn listen(&mut self, key: Key, listener: Listener) {
        self.listeners.insert(key, listener);
    }

    /// Forgets a listener and what it has had no room for.
    pub(super) fn forget(&mut self, now: Time, key: Key) {
        self.listeners.remove(&key);
        self.drop_held(now, key);
    }

    /// Forgets what a listener has had no room for.
    pub(super) fn drop_held(&mut self, now: Time, key: Key) {
        let was_first = self.slowest() == Some(key);
        self.held.retain(|(held, _)| *held != key);
        if was_first {
            self.since = (!self.held.is_empty()).then_some(now);
        }
    }

    /// Hands over a parcel, in the order of its request.
    pub(super) fn put(&mut self, now: Time, key: Key, parcel: Parcel) {
        let waits = self.held.iter().any(|(held, _)| *held == key);
        let rest = if waits {
            Some(parcel)
        } else {
            self.hand_over(key, parcel)
        };
        if let Some(parcel) = rest {
            self.held.push_back((key, parcel));
            self.since.get_or_insert(now);
        }
    }

    /// Tries again to hand over what is held.
    pub(super) fn retry(&mut self, now: Time) {
        self.since = None;
        for (key, parcel) in std::mem::take(&mut self.held) {
            self.put(now, key, parcel);
        }
    }

    /// Says whether anything is held.
    pub(super) fn is_stalled(&self) -> bool {
        self.since.is_some()
    }

    /// Returns since when the slowest reader has made all others wait.
    pub(super) fn stalled_since(&self) -> Option<Time> {
        self.since
    }

    /// Returns the request whose reader makes all others wait.
    pub(super) fn slowest(&self) -> Option<Key> {
        self.held.front().map(|(key, _)| *key)
    }

    /// Returns where there has to be room.
    pub(super) fn awaited(&self) -> Option<mpsc::Sender<Event>> {
        let listener = self.listeners.get(&self.slowest()?)?;
        Some(listener.events.clone())
    }

    /// Returns what finds no room.
    fn hand_over(&mut self, key: Key, parcel: Parcel) -> Option<Parcel> {
        match parcel {
            Parcel::Event(event) => match self.listeners.get(&key)?.events.try_send(event) {
                Err(TrySendError::Full(event)) => Some(Parcel::Event(event)),
                // Whoever has gone is about to say so.
                Ok(()) | Err(TrySendError::Closed(_)) => None,
            },
            Parcel::End(end, redactor) => {
                let listener = self.listeners.remove(&key)?;
                drop(listener.slot);
                // Whoever has gone does not wait for the end.
                let _ = listener.finish.send(Finish { end, redactor });
                None
            }
        }
    }
}
