use std::collections::BTreeSet;

use crate::bug::Bug;
use crate::bugs;

/// Which bugs are switched on.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Switches(BTreeSet<&'static str>);

/// An id that no bug has.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("no planted bug has the id `{0}`")]
pub struct UnknownBug(String);

impl Switches {
    /// Switches nothing on.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Switches everything on.
    #[must_use]
    pub fn all() -> Self {
        Self(bugs::all().map(|bug| bug.id).collect())
    }

    /// Switches one bug on.
    ///
    /// # Errors
    ///
    /// When no bug has the id.
    pub fn only(id: &str) -> Result<Self, UnknownBug> {
        Self::of([id])
    }

    /// Switches some bugs on.
    ///
    /// # Errors
    ///
    /// When no bug has one of the ids.
    pub fn of<'i>(ids: impl IntoIterator<Item = &'i str>) -> Result<Self, UnknownBug> {
        let found = ids.into_iter().map(|id| {
            let known = bugs::all().find(|bug| bug.id == id);
            let known = known.ok_or_else(|| UnknownBug(frontdesk_json::excerpt(id, 60)))?;
            Ok(known.id)
        });
        found.collect::<Result<_, _>>().map(Self)
    }

    /// Tells whether a bug is on.
    #[must_use]
    pub fn has(&self, bug: &Bug) -> bool {
        self.0.contains(bug.id)
    }
}
