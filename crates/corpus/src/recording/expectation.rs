use std::collections::BTreeMap;

use frontdesk_json::Pointer;

/// What the judges are expected to say of a recording's body.
///
/// Each verdict that is stated is compared, and nothing else: the recording is clean when all of
/// them come true.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Expectation {
    /// What the message's reader schema says.
    pub reader: Option<Expected>,
    /// What the message's writer schema says.
    pub writer: Option<Expected>,
    /// What each source says, by the source's name.
    pub sources: BTreeMap<String, Expected>,
    /// The keyword by which the reader refuses, at the top or inside a union's branches; for a body
    /// that is no strict JSON, the rule that it breaks.
    pub keyword: Option<String>,
    /// Where in the body the reader refuses.
    pub instance: Option<Pointer>,
}

impl Expectation {
    /// Tells whether nothing is expected at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self {
            reader,
            writer,
            sources,
            keyword,
            instance,
        } = self;
        reader.is_none()
            && writer.is_none()
            && sources.is_empty()
            && keyword.is_none()
            && instance.is_none()
    }
}

/// What one judge is expected to say.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Expected {
    /// It accepts.
    Valid,
    /// It refuses.
    Invalid,
}

impl Expected {
    /// Returns the name that recordings use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
        }
    }

    /// Finds the verdict that has this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Valid, Self::Invalid]
            .into_iter()
            .find(|expected| expected.as_str() == name)
    }

    /// Names what an accepting or refusing judge says.
    pub(crate) fn of_accepted(accepted: bool) -> Self {
        if accepted { Self::Valid } else { Self::Invalid }
    }
}
