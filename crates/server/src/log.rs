//! What the service says about what it does.

use std::fmt;
use std::sync::Arc;

use frontdesk_corpus::Redactor;

/// Something that the service did, for a person to read.
///
/// No entry holds a token or a client secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The request that it is about, by the number of its arrival.
    pub request: Option<u64>,
    /// What kind of entry it is.
    pub kind: EntryKind,
    /// What happened.
    pub text: String,
}

/// Tells entries apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EntryKind {
    /// A request was answered.
    Answered,
    /// What a request asks for was refused, and why.
    Refused,
    /// A fault went to a request.
    Fault,
    /// A rule of the scenario was chosen, or none matched.
    Scenario,
    /// A reply was not what the contract says, and was withheld.
    Withheld,
    /// A connection was opened, closed or lost.
    Connection,
    /// The service itself has trouble, such as a file that cannot be written.
    Trouble,
}

impl EntryKind {
    /// Returns the name that a line of the log begins with.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Refused => "refused",
            Self::Fault => "fault",
            Self::Scenario => "scenario",
            Self::Withheld => "withheld",
            Self::Connection => "connection",
            Self::Trouble => "trouble",
        }
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.request {
            Some(number) => write!(f, "#{number} {}: {}", self.kind.as_str(), self.text),
            None => write!(f, "{}: {}", self.kind.as_str(), self.text),
        }
    }
}

/// Takes the entries of a service as they are made.
pub type Listener = Arc<dyn Fn(&Entry) + Send + Sync>;

/// Hands entries to the listener, without secrets and without control characters.
#[derive(Clone)]
pub(crate) struct Log {
    listener: Option<Listener>,
    redactor: Redactor,
}

impl Log {
    pub(crate) fn new(listener: Option<Listener>, redactor: Redactor) -> Self {
        Self { listener, redactor }
    }

    /// Says something; it is put into words only where somebody listens.
    pub(crate) fn say(
        &self,
        request: impl Into<Option<u64>>,
        kind: EntryKind,
        text: impl fmt::Display,
    ) {
        let Some(listener) = &self.listener else {
            return;
        };
        let text = frontdesk_json::excerpt(&self.redactor.text(&text.to_string()), LONGEST);
        listener(&Entry {
            request: request.into(),
            kind,
            text,
        });
    }
}

/// How many characters of an entry are kept: what a client sends must not fill a disk.
const LONGEST: usize = 2_000;
