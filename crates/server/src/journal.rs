use std::collections::VecDeque;
use std::sync::Mutex;

use serde_json::Value;

use crate::contract::Problem;
use crate::held::held;
use crate::scenario::NoMatch;

/// A request that a service has received, for tests to look at.
///
/// Headers that carry secrets read `[redacted]`; the body is as it came.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Received {
    /// Its number, by which the log names it; the first is 1.
    pub number: u64,
    /// What it is.
    pub kind: ReceivedKind,
    /// The name of the message, or the path where it asks for none.
    pub name: String,
    /// The tenant that the header `Host` names, as in `acme.oco.optave.test`.
    pub tenant: Option<String>,
    /// The headers: those of HTTP, or of the envelope; names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body or the frame, as it came; empty for what has none, and for a token request, which
    /// holds nothing but secrets.
    pub body: Vec<u8>,
    /// The document in it, where it is strict JSON.
    pub document: Option<Value>,
    /// What was wrong with it.
    pub problems: Vec<Problem>,
    /// The faults that went to it, by name, with what they did where that is not plain.
    pub faults: Vec<String>,
    /// The rule of the scenario that answered.
    pub rule: Option<String>,
    /// Why no rule did.
    pub no_match: Option<NoMatch>,
    /// The HTTP status of the answer; none over WebSocket.
    pub status: Option<u16>,
}

/// Tells requests apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReceivedKind {
    /// A request for a token.
    Token,
    /// A message over REST.
    Rest,
    /// The opening of a WebSocket.
    Upgrade,
    /// A message over WebSocket.
    Frame,
    /// Anything else.
    Other,
}

impl Received {
    pub(crate) fn new(number: u64, kind: ReceivedKind, name: impl Into<String>) -> Self {
        Self {
            number,
            kind,
            name: name.into(),
            tenant: None,
            headers: Vec::new(),
            body: Vec::new(),
            document: None,
            problems: Vec::new(),
            faults: Vec::new(),
            rule: None,
            no_match: None,
            status: None,
        }
    }
}

/// The last requests that were received.
pub(crate) struct Journal {
    most: usize,
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    requests: VecDeque<Received>,
    bytes: usize,
}

impl Journal {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            kept: Mutex::default(),
        }
    }

    /// Tells whether anything is kept.
    pub(crate) fn keeps(&self) -> bool {
        self.most > 0
    }

    pub(crate) fn note(&self, received: Received) {
        if !self.keeps() {
            return;
        }
        let mut kept = held(&self.kept);
        kept.bytes += received.body.len();
        kept.requests.push_back(received);
        while kept.requests.len() > self.most || kept.bytes > MOST_BYTES {
            let gone = kept.requests.pop_front();
            kept.bytes -= gone.map_or(kept.bytes, |gone| gone.body.len());
        }
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        held(&self.kept).requests.iter().cloned().collect()
    }
}

/// How many bytes of bodies are kept.
const MOST_BYTES: usize = 16 * 1024 * 1024;
