use frontdesk_json::Pointer;
use serde_json::{Map, Value};

use crate::recording::read::{MalformedRecording, UnknownMember};
use crate::suggest::nearest;

/// The members of an object that are still to be read.
///
/// Taking each known member out leaves the unknown ones, so that none is passed over silently.
pub(crate) struct Members {
    at: Pointer,
    left: Map<String, Value>,
    known: &'static [&'static str],
}

impl Members {
    /// Opens an object whose known members have these names.
    pub(crate) fn open(
        value: Value,
        at: Pointer,
        known: &'static [&'static str],
    ) -> Result<Self, MalformedRecording> {
        match value {
            Value::Object(left) => Ok(Self { at, left, known }),
            _ => Err(MalformedRecording::new(at, "must be an object")),
        }
    }

    /// Takes a member that may be absent.
    pub(crate) fn optional<T>(
        &mut self,
        name: &'static str,
        form: &str,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Result<Option<T>, MalformedRecording> {
        debug_assert!(self.known.contains(&name), "{name} is not listed as known");
        let Some(value) = self.left.remove(name) else {
            return Ok(None);
        };
        read(value)
            .map(Some)
            .ok_or_else(|| MalformedRecording::new(self.at.member(name), format!("must be {form}")))
    }

    /// Takes a member that must be there.
    pub(crate) fn required<T>(
        &mut self,
        name: &'static str,
        form: &str,
        read: impl FnOnce(Value) -> Option<T>,
    ) -> Result<T, MalformedRecording> {
        self.optional(name, form, read)?.ok_or_else(|| {
            let problem = format!("lacks the member `{name}`, which must be {form}");
            MalformedRecording::new(self.at.clone(), problem)
        })
    }

    /// Takes a member as it is.
    pub(crate) fn take(&mut self, name: &'static str) -> Option<Value> {
        debug_assert!(self.known.contains(&name), "{name} is not listed as known");
        self.left.remove(name)
    }

    /// Returns the pointer to a member.
    pub(crate) fn pointer(&self, name: &str) -> Pointer {
        self.at.member(name)
    }

    /// Names the members that nothing took, each with what it most likely means.
    pub(crate) fn unknown(self) -> impl Iterator<Item = UnknownMember> {
        let Self { at, left, known } = self;
        left.into_iter().map(move |(name, _)| UnknownMember {
            suggestion: nearest(&name, known.iter().copied()),
            pointer: at.member(&name),
        })
    }
}
