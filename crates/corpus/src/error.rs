use std::io;

use frontdesk_report::Exit;

/// Why validation could not begin.
///
/// What goes wrong with a single file or document is a finding instead, so that the rest is still
/// read.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct CorpusError {
    kind: CorpusErrorKind,
}

/// The kinds of [`CorpusError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CorpusErrorKind {
    /// Documents are to be judged by a side that the message does not have.
    #[error("message `{message}` has no {side} schema: judge by its reader schema")]
    MissingSide {
        /// The message that was named.
        message: String,
        /// The side that it lacks.
        side: &'static str,
    },
    /// Standard input was named more than once.
    #[error("standard input is named {times} times: name `-` once, it can be read only once")]
    StdinTwice {
        /// How often it was named.
        times: usize,
    },
    /// Documents are to be judged as a message that no schema was handed in for.
    #[error("unknown message `{message}`: {hint}")]
    UnknownMessage {
        /// The message that was named.
        message: String,
        /// The nearest name, or all of them.
        hint: String,
    },
    /// A verdict cannot be written.
    #[error("the verdicts cannot be written: {source}")]
    Verdicts {
        /// What the writer says.
        source: io::Error,
    },
}

impl CorpusError {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &CorpusErrorKind {
        &self.kind
    }

    /// Tells how a command that met this ends.
    #[must_use]
    pub fn exit(&self) -> Exit {
        match self.kind {
            CorpusErrorKind::MissingSide { .. }
            | CorpusErrorKind::StdinTwice { .. }
            | CorpusErrorKind::UnknownMessage { .. }
            | CorpusErrorKind::Verdicts { .. } => Exit::Usage,
        }
    }
}

impl From<CorpusErrorKind> for CorpusError {
    fn from(kind: CorpusErrorKind) -> Self {
        Self { kind }
    }
}
