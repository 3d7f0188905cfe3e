//! The names of changes, and what is to be said of each.

mod advice;
mod catalogue;
mod explanation;
mod naming;

use std::sync::LazyLock;

use frontdesk_contract::Direction;

pub use advice::advice;
pub use catalogue::{Effect, Rule};
pub use explanation::{Explanation, UnknownRule, explain};
pub(crate) use naming::{Circumstances, Refused, stem};

/// What kind of change a keyword shows, by whether the new schema accepts less or more.
///
/// A rule is a direction and a stem, as in `request-property-became-required`. Less accepted breaks
/// requests, more accepted breaks responses; the other way round it is safe to go ahead and breaks
/// only who goes back. What is known of each stem stands in a folder of its name under `rules/`.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Stem {
    name: &'static str,
}

impl Stem {
    /// Other media types of the messages of AsyncAPI.
    pub const CONTENT_TYPE_CHANGED: Self = Self::named("content-type-changed");
    /// Other credentials that are asked for.
    pub const CREDENTIALS_CHANGED: Self = Self::named("credentials-changed");
    /// Other values by which variants are told apart.
    pub const DISCRIMINATOR_CHANGED: Self = Self::named("discriminator-changed");
    /// Another way to write a parameter or a form.
    pub const ENCODING_CHANGED: Self = Self::named("encoding-changed");
    /// A message that only the new version has: for who compares contracts, not schemas.
    pub const MESSAGE_ADDED: Self = Self::named("message-added");
    /// A message that only the old version has.
    pub const MESSAGE_REMOVED: Self = Self::named("message-removed");
    /// An operation that only the new version has.
    pub const OPERATION_ADDED: Self = Self::named("operation-added");
    /// An operation that only the old version has.
    pub const OPERATION_REMOVED: Self = Self::named("operation-removed");
    /// Another place where the API is reached.
    pub const SERVER_CHANGED: Self = Self::named("server-changed");

    const fn named(name: &'static str) -> Self {
        Self { name }
    }

    /// Lists all stems, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        catalogue::names().map(Self::named)
    }

    /// Returns the stem, as in `property-became-required`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.name
    }

    /// Returns the rule of a direction, as in `request-property-became-required`.
    #[must_use]
    pub fn rule(self, direction: Direction) -> String {
        format!("{}-{}", direction.as_str(), self.name)
    }

    /// Returns the rule of a direction as a text that lives as long as the program.
    #[must_use]
    pub fn rule_name(self, direction: Direction) -> &'static str {
        static RULES: LazyLock<Vec<String>> = LazyLock::new(|| {
            let both = [Direction::Request, Direction::Response];
            let rules = both.map(|direction| Stem::all().map(move |stem| stem.rule(direction)));
            rules.into_iter().flatten().collect()
        });
        let name = self.rule(direction);
        let known = RULES.iter().find(|rule| **rule == name);
        // Every stem is in the list of all stems.
        known.map_or("", String::as_str)
    }

    /// Returns what the catalogue says of it.
    #[must_use]
    pub fn rule_text(self) -> Rule {
        catalogue::rule(self)
    }

    /// Tells whether such a change is named by who compares contracts, and in no schema.
    #[must_use]
    pub fn is_of_contracts(self) -> bool {
        [
            Self::CONTENT_TYPE_CHANGED,
            Self::CREDENTIALS_CHANGED,
            Self::DISCRIMINATOR_CHANGED,
            Self::ENCODING_CHANGED,
            Self::SERVER_CHANGED,
            Self::MESSAGE_ADDED,
            Self::MESSAGE_REMOVED,
            Self::OPERATION_ADDED,
            Self::OPERATION_REMOVED,
        ]
        .contains(&self)
    }
}
