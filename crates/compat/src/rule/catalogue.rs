//! What is to be said of each stem, read from its `rule.md`.

use frontdesk_contract::Direction;

use super::Stem;

/// What the catalogue says of one stem.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rule {
    /// Which kind of change.
    pub stem: Stem,
    /// What changed, in a few words.
    pub title: String,
    /// What it means for requests.
    pub requests: Effect,
    /// What it means for responses.
    pub responses: Effect,
    /// How to evolve the contract instead.
    pub instead: String,
    /// What to do in Rust models, with placeholders for the type and the member.
    pub(super) rust: String,
}

/// What a change means in one direction.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Effect {
    /// Whether it breaks who stays behind; otherwise it breaks only who goes back.
    pub breaks: bool,
    /// Whom it breaks, and why.
    pub why: String,
}

impl Rule {
    /// Returns what the change means in a direction.
    #[must_use]
    pub fn effect(&self, direction: Direction) -> &Effect {
        match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.responses,
        }
    }

    /// Returns what to do in Rust models, of a type and field that are not known.
    #[must_use]
    pub fn rust(&self) -> String {
        self.rust_for("the type", "the field")
    }

    /// Returns what to do in Rust models, with the words for the type and the field.
    pub(super) fn rust_for(&self, of_type: &str, member: &str) -> String {
        self.rust.replace(TYPE, of_type).replace(MEMBER, member)
    }
}

/// Lists the names of all stems, in order.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    CATALOGUE.iter().map(|(name, _)| *name)
}

/// Reads what is said of a stem.
pub(super) fn rule(stem: Stem) -> Rule {
    let text = CATALOGUE
        .iter()
        .find(|(name, _)| *name == stem.name)
        .map_or("", |(_, text)| text);
    read(stem, text)
}

fn read(stem: Stem, text: &str) -> Rule {
    let mut parts = text.split("\n## ");
    let title = parts.next().unwrap_or_default();
    let mut rule = Rule {
        stem,
        title: title.trim_start_matches("# ").trim().to_owned(),
        requests: Effect::default(),
        responses: Effect::default(),
        instead: String::new(),
        rust: String::new(),
    };
    for part in parts {
        let (heading, text) = part.split_once('\n').unwrap_or((part, ""));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let effect = |breaks| Effect {
            breaks,
            why: text.clone(),
        };
        match heading {
            "Breaks requests" => rule.requests = effect(true),
            "Safe for requests" => rule.requests = effect(false),
            "Breaks responses" => rule.responses = effect(true),
            "Safe for responses" => rule.responses = effect(false),
            "Instead" => rule.instead = text,
            "In Rust" => rule.rust = text,
            _ => {}
        }
    }
    rule
}

const TYPE: &str = "{type}";
const MEMBER: &str = "{member}";

macro_rules! catalogue {
    ($($name:literal),* $(,)?) => {
        &[$((
            $name,
            include_str!(concat!("../../rules/", $name, "/rule.md")),
        )),*]
    };
}

/// Every stem with its text, in order.
const CATALOGUE: &[(&str, &str)] = catalogue![
    "array-closed",
    "array-length-loosened",
    "array-length-tightened",
    "array-opened",
    "contains-loosened",
    "contains-tightened",
    "content-type-changed",
    "credentials-changed",
    "dependency-added",
    "dependency-removed",
    "discriminator-changed",
    "encoding-changed",
    "enum-value-added",
    "enum-value-removed",
    "exclusion-added",
    "exclusion-removed",
    "format-loosened",
    "format-tightened",
    "message-added",
    "message-removed",
    "multiple-loosened",
    "multiple-tightened",
    "null-added",
    "null-removed",
    "number-range-loosened",
    "number-range-tightened",
    "object-closed",
    "object-opened",
    "object-size-loosened",
    "object-size-tightened",
    "operation-added",
    "operation-removed",
    "pattern-loosened",
    "pattern-tightened",
    "property-added",
    "property-became-optional",
    "property-became-required",
    "property-names-loosened",
    "property-names-tightened",
    "property-removed",
    "required-property-added",
    "server-changed",
    "string-length-loosened",
    "string-length-tightened",
    "type-narrowed",
    "type-widened",
    "union-variant-added",
    "union-variant-removed",
    "unique-items-added",
    "unique-items-removed",
    "values-added",
    "values-removed",
];

#[cfg(test)]
mod tests {
    use frontdesk_contract::Direction;

    use super::super::naming;
    use super::{MEMBER, Stem, TYPE, names, rule};

    #[test]
    fn the_catalogue_is_in_order() {
        assert!(names().is_sorted());
    }

    #[test]
    fn every_text_has_all_its_parts() {
        for stem in Stem::all() {
            let rule = rule(stem);
            let why = [&rule.requests.why, &rule.responses.why];
            for text in why.into_iter().chain([&rule.instead, &rule.rust]) {
                assert!(text.ends_with('.'), "{}: {text:?}", stem.as_str());
            }
            assert!(!rule.title.is_empty() && !rule.title.ends_with('.'));
            let left = rule.rust.replace(TYPE, "").replace(MEMBER, "");
            assert!(!left.contains(['{', '}']), "{left}");
        }
    }

    #[test]
    fn a_text_breaks_the_direction_in_which_its_stem_is_named() {
        let contracts = Stem::all().filter(|stem| stem.is_of_contracts());
        assert_eq!(contracts.count(), 9);
        for stem in Stem::all().filter(|stem| !stem.is_of_contracts()) {
            let rule = rule(stem);
            for direction in [Direction::Request, Direction::Response] {
                assert_eq!(
                    rule.effect(direction).breaks,
                    naming::breaks(stem, direction),
                    "{}",
                    stem.rule(direction)
                );
            }
        }
    }
}
