/// Why documents cannot be looked at.
///
/// What goes wrong with a single document is a finding instead, so that the rest is still read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// A file is not what it was when it was read first.
    #[error("{0}: changed while it was read: run the command again when nobody writes to it")]
    Changed(String),
    /// What was to be read again came from standard input.
    #[error("the documents are read twice, and standard input can be read only once: name files")]
    StdinAgain,
    /// Standard input was named more than once.
    #[error("standard input is named more than once: name `-` once, it can be read only once")]
    StdinTwice,
    /// Documents are said to be a message that no schema was handed in for.
    #[error("no schema is known for the message `{0}`")]
    UnknownMessage(String),
    /// A file of partial profiles is none.
    #[error("no partial profile: {0}; write one with `corpus profile --partial`")]
    NoPart(serde_json::Error),
    /// What is kept cannot be written.
    #[error("the kept documents cannot be written: {0}")]
    Unwritten(std::io::Error),
    /// A partial profile was written by a version that counts otherwise.
    #[error("the partial profile is of format {0}, and this version reads format 1")]
    OtherFormat(u64),
}
