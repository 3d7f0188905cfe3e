use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Sender;

use frontdesk_corpus::{Direction, Timestamp, Transport};

use crate::outcome::Tally;

/// What went through the proxy, on its way to the recorder.
pub(crate) struct Observed {
    pub(crate) at: Timestamp,
    pub(crate) transport: Transport,
    pub(crate) direction: Direction,
    pub(crate) route: Arc<Route>,
    pub(crate) status: Option<u16>,
    pub(crate) headers: Headed,
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: End,
}

/// The headers of an observation.
pub(crate) type Headed = Vec<(String, String)>;

/// Where something was sent, and the secrets that it was sent with.
pub(crate) struct Route {
    /// The host that it was sent to.
    pub(crate) service: String,
    pub(crate) method: String,
    /// The path without the query.
    pub(crate) path: String,
    pub(crate) secrets: Vec<String>,
}

/// How a body or frame ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum End {
    Whole,
    /// Whoever sent it was gone before the end.
    Cut,
    /// It has more bytes than are recorded.
    TooLarge,
    /// It is packed in a way that the recorder does not read.
    Encoded,
}

/// What the recorder is sent.
pub(crate) enum Note {
    Observed(Box<Observed>),
    /// Nothing more comes.
    Stop,
}

/// The way to the recorder; it never waits.
#[derive(Clone)]
pub(crate) struct Sink {
    pub(crate) notes: Sender<Note>,
    /// The bytes that are on their way.
    pub(crate) under_way: Arc<AtomicUsize>,
    pub(crate) tally: Arc<Tally>,
}

impl Sink {
    /// Hands over what went through; when the recorder is too far behind, it is counted as lost.
    pub(crate) fn send(&self, observed: Observed) {
        let size = observed.size();
        let before = self.under_way.fetch_add(size, Ordering::AcqRel);
        let note = Note::Observed(Box::new(observed));
        if before > MOST_UNDER_WAY || self.notes.send(note).is_err() {
            self.under_way.fetch_sub(size, Ordering::AcqRel);
            self.tally.behind();
        }
    }
}

impl Observed {
    /// Returns about how many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| name.len() + value.len());
        self.bytes.len() + headers.sum::<usize>() + LEAST
    }
}

/// How many bytes may wait for the recorder.
const MOST_UNDER_WAY: usize = 64 * 1024 * 1024;
/// What an observation takes at least.
const LEAST: usize = 256;
