//! The names of changes.

use frontdesk_contract::Direction;

use crate::blame::Failure;

/// What kind of change a keyword shows, by whether the new schema accepts less or more.
///
/// A rule is a direction and a stem, as in `request-property-became-required`. Less accepted breaks
/// requests, more accepted breaks responses; the other way round it is safe to go ahead and breaks
/// only who goes back.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Stem {
    name: &'static str,
}

impl Stem {
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

    /// Lists all stems, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        let mut names: Vec<&'static str> = PAIRS
            .iter()
            .flat_map(|pair| [pair.tightened, pair.loosened])
            .collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().map(|name| Self { name })
    }
}

/// The two names of what a keyword shows.
struct Pair {
    keyword: &'static str,
    /// The new schema accepts less.
    tightened: &'static str,
    /// The new schema accepts more.
    loosened: &'static str,
}

const fn pair(keyword: &'static str, tightened: &'static str, loosened: &'static str) -> Pair {
    Pair {
        keyword,
        tightened,
        loosened,
    }
}

/// What is known of the change besides the keyword.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Circumstances {
    /// Whether the reader is the new schema.
    pub(crate) reader_is_new: bool,
    /// Whether the writer declares the member that is spoken of.
    pub(crate) writer_declares: bool,
    /// What is refused.
    pub(crate) refused: Refused,
}

/// What is refused, where that has a name of its own.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Refused {
    Null,
    /// A value by a union of values, as of an enum whose variants are described.
    Unlisted,
    Other,
}

/// Names the change that a failure shows.
pub(crate) fn stem(failure: Option<&Failure>, known: Circumstances) -> Stem {
    let keyword = failure.map_or("", |failure| failure.keyword);
    let case = match keyword {
        "required" if known.writer_declares => "required declared",
        "additionalProperties" | "unevaluatedProperties" | "properties"
            if !known.writer_declares =>
        {
            "closed"
        }
        "type" | "enum" | "const" | "anyOf" | "oneOf" if known.refused == Refused::Null => "null",
        "anyOf" | "oneOf" if known.refused == Refused::Unlisted => "enum",
        other => other,
    };
    let pair = PAIRS
        .iter()
        .find(|pair| pair.keyword == case)
        .unwrap_or(&UNNAMED);
    Stem {
        name: if known.reader_is_new {
            pair.tightened
        } else {
            pair.loosened
        },
    }
}

/// A change that shows in a whole message or operation.
const UNNAMED: Pair = pair("", "values-removed", "values-added");

const PAIRS: [Pair; 38] = [
    UNNAMED,
    pair("required", "required-property-added", "property-removed"),
    pair(
        "required declared",
        "property-became-required",
        "property-became-optional",
    ),
    pair("properties", "property-removed", "property-added"),
    pair("additionalProperties", "property-removed", "property-added"),
    pair(
        "unevaluatedProperties",
        "property-removed",
        "property-added",
    ),
    pair("closed", "object-closed", "object-opened"),
    pair("false", "values-removed", "values-added"),
    pair("patternProperties", "property-removed", "property-added"),
    pair("null", "null-removed", "null-added"),
    pair("type", "type-narrowed", "type-widened"),
    pair("enum", "enum-value-removed", "enum-value-added"),
    pair("const", "enum-value-removed", "enum-value-added"),
    pair("anyOf", "union-variant-removed", "union-variant-added"),
    pair("oneOf", "union-variant-removed", "union-variant-added"),
    pair(
        "minLength",
        "string-length-tightened",
        "string-length-loosened",
    ),
    pair(
        "maxLength",
        "string-length-tightened",
        "string-length-loosened",
    ),
    pair("pattern", "pattern-tightened", "pattern-loosened"),
    pair("format", "format-tightened", "format-loosened"),
    pair("minimum", "number-range-tightened", "number-range-loosened"),
    pair(
        "exclusiveMinimum",
        "number-range-tightened",
        "number-range-loosened",
    ),
    pair("maximum", "number-range-tightened", "number-range-loosened"),
    pair(
        "exclusiveMaximum",
        "number-range-tightened",
        "number-range-loosened",
    ),
    pair("multipleOf", "multiple-tightened", "multiple-loosened"),
    pair(
        "minItems",
        "array-length-tightened",
        "array-length-loosened",
    ),
    pair(
        "maxItems",
        "array-length-tightened",
        "array-length-loosened",
    ),
    pair("uniqueItems", "unique-items-added", "unique-items-removed"),
    pair("contains", "contains-tightened", "contains-loosened"),
    pair("items", "array-closed", "array-opened"),
    pair("prefixItems", "array-closed", "array-opened"),
    pair("unevaluatedItems", "array-closed", "array-opened"),
    pair(
        "minProperties",
        "object-size-tightened",
        "object-size-loosened",
    ),
    pair(
        "maxProperties",
        "object-size-tightened",
        "object-size-loosened",
    ),
    pair(
        "propertyNames",
        "property-names-tightened",
        "property-names-loosened",
    ),
    pair(
        "dependentRequired",
        "dependency-added",
        "dependency-removed",
    ),
    pair("not", "exclusion-added", "exclusion-removed"),
    pair("message", "message-removed", "message-added"),
    pair("operation", "operation-removed", "operation-added"),
];
