//! What made a value too hard to draw, in words.

use std::fmt;

use frontdesk_schema::outline::Keywords;

use super::array::MAX_ITEMS;
use super::object::MAX_MEMBERS;
use super::text::MAX_LENGTH;
use super::{MAX_STEPS, MAX_VALUES};

/// What made a value too hard to draw.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Blame {
    /// More items than are ever built.
    TooManyItems,
    /// More members than are ever built.
    TooManyMembers,
    /// More characters than are ever built.
    TooLong,
    /// Large arrays and objects within each other.
    TooManyTogether,
    /// More values than are ever tried.
    TooManyValues,
    /// No positions were found for what must be contained.
    Contained,
    /// Only values came out that are excluded.
    Excluded,
    /// Nothing satisfies all parts of a subschema.
    Contradiction,
    /// No text was found that satisfies what texts must.
    Text,
    /// No number was found within all bounds and on all steps.
    Number,
    /// No item was found that is unlike all others.
    Unique,
    /// Too few names were found that members may have.
    Names,
}

impl Blame {
    /// Tells what a subschema asks that can be to blame, and how much of it.
    pub(crate) fn asked(self, keywords: &Keywords) -> Option<(u64, String)> {
        let bound = |keyword: &str, count: Option<u64>, most: u64, of: &str| {
            let count = count.filter(|count| *count > most)?;
            let reason =
                format!("{keyword} asks for {count} {of}, and at most {most} are ever built");
            Some((count, reason))
        };
        let says = |there: bool| there.then(|| (1, self.to_string()));
        match self {
            Self::TooManyItems => bound("minItems", keywords.min_items, MAX_ITEMS, "items")
                .or_else(|| bound("minContains", keywords.min_contains, MAX_ITEMS, "items")),
            Self::TooManyMembers => bound(
                "minProperties",
                keywords.min_properties,
                MAX_MEMBERS,
                "members",
            ),
            Self::TooLong => bound("minLength", keywords.min_length, MAX_LENGTH, "characters"),
            Self::TooManyTogether => {
                let counts = [
                    ("minItems", keywords.min_items),
                    ("minContains", keywords.min_contains),
                    ("minProperties", keywords.min_properties),
                ];
                let counts = counts.into_iter();
                counts
                    .filter_map(|(keyword, count)| Some((keyword, count?)))
                    .max_by_key(|(_, count)| *count)
                    .map(|(keyword, count)| (count, format!("{keyword} asks for {count}: {self}")))
            }
            Self::Contained => says(keywords.contains.is_some()),
            Self::Excluded => says(keywords.not.is_some()),
            Self::TooManyValues | Self::Contradiction => None,
            Self::Text => match (&keywords.pattern, &keywords.format) {
                (Some(pattern), _) => {
                    Some((2, format!("no text was found that matches `{pattern}`")))
                }
                (None, Some(format)) => {
                    Some((1, format!("no text of the format {format} was found")))
                }
                (None, None) => None,
            },
            Self::Number => says(!keywords.lower.is_empty() || keywords.multiple_of.is_some()),
            Self::Unique => says(keywords.unique_items),
            Self::Names => says(
                keywords.property_names.is_some()
                    || keywords.min_properties.is_some()
                    || keywords.additional_properties.is_some(),
            ),
        }
    }
}

impl fmt::Display for Blame {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::TooManyTogether => {
                return write!(
                    formatter,
                    "large arrays and objects within each other ask for more than {MAX_VALUES} \
                     items and members, and no more are ever built"
                );
            }
            Self::TooManyValues => {
                return write!(
                    formatter,
                    "nothing was complete after {MAX_STEPS} values, and larger payloads are built \
                     only where a keyword counts their items or members"
                );
            }
            Self::Contained => "no positions were found for the items that must be contained",
            Self::Excluded => "every value drawn was one of those that must not be",
            Self::Contradiction => "nothing was found that satisfies all its parts together",
            Self::TooManyItems => "more items are asked for than are ever built",
            Self::TooManyMembers => "more members are asked for than are ever built",
            Self::TooLong => "a longer text is asked for than is ever built",
            Self::Text => "no text was found that satisfies all that is said of it",
            Self::Number => "no number was found within all bounds and on all steps",
            Self::Unique => "no item was found that is unlike all others",
            Self::Names => "too few names were found for the members asked for",
        };
        formatter.write_str(text)
    }
}
