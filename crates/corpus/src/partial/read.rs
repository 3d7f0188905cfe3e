use frontdesk_report::Exit;
use serde_json::{Map, Value};

/// Why partial reports cannot be read or merged.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PartialError {
    /// The document is no partial report, or none of this version.
    #[error(
        "it is no partial report, as `validate --partial ID` writes it: its `{member}` is missing or not as it should be"
    )]
    Malformed {
        /// The member at fault.
        member: &'static str,
    },
    /// Two reports have one id and say different things.
    #[error(
        "there are two different reports of the partition `{id}`: give each part of a corpus an id of its own, and the same part the same id"
    )]
    Conflict {
        /// The id of both.
        id: String,
    },
}

/// The member of a partial report that is missing or not of its form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Malformed(pub(super) &'static str);

impl From<Malformed> for PartialError {
    fn from(Malformed(member): Malformed) -> Self {
        Self::Malformed { member }
    }
}

pub(super) fn count(value: &Value, name: &'static str) -> Result<u64, Malformed> {
    value
        .get(name)
        .and_then(Value::as_u64)
        .ok_or(Malformed(name))
}

pub(super) fn object<'v>(
    value: &'v Value,
    name: &'static str,
) -> Result<&'v Map<String, Value>, Malformed> {
    value
        .get(name)
        .and_then(Value::as_object)
        .ok_or(Malformed(name))
}

/// Reads the exit code that a finding asks for.
pub(super) fn exit(value: &Value) -> Result<Exit, Malformed> {
    let code = count(value, "exit")?;
    let exits = [
        Exit::Clean,
        Exit::Undecided,
        Exit::Stale,
        Exit::Findings,
        Exit::Usage,
        Exit::Bug,
    ];
    let mut exits = exits.into_iter();
    exits
        .find(|exit| u64::from(exit.code()) == code)
        .ok_or(Malformed("exit"))
}
