//! Which stem names what a refusal shows.

use super::Stem;
use crate::blame::Failure;

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
    /// A value that several branches of a `oneOf` accept.
    Several,
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
        "oneOf" if known.refused == Refused::Several => "not",
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

/// A change that no single keyword shows.
const UNNAMED: Pair = pair("", "values-removed", "values-added");

const PAIRS: [Pair; 36] = [
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
];

/// Tells whether a failure in a direction can bear the name.
#[cfg(test)]
pub(super) fn breaks(stem: Stem, direction: frontdesk_contract::Direction) -> bool {
    PAIRS.iter().any(|pair| match direction {
        frontdesk_contract::Direction::Request => pair.tightened == stem.name,
        frontdesk_contract::Direction::Response => pair.loosened == stem.name,
    })
}

#[cfg(test)]
mod tests {
    use super::{PAIRS, Stem};

    #[test]
    fn every_name_is_in_the_catalogue() {
        for pair in &PAIRS {
            for name in [pair.tightened, pair.loosened] {
                assert!(Stem::all().any(|stem| stem.as_str() == name), "{name}");
            }
        }
    }
}
