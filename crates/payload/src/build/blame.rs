//! What made a value too hard to draw, in words.

use std::fmt;

use frontdesk_schema::outline::Keywords;

use super::array::MAX_ITEMS;
use super::object::MAX_MEMBERS;
use super::text::MAX_LENGTH;

/// What made a value too hard to draw.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Blame {
    /// More items than are ever built.
    TooManyItems,
    /// More members than are ever built.
    TooManyMembers,
    /// More characters than are ever built.
    TooLong,
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
        formatter.write_str(match self {
            Self::TooManyItems => "more items are asked for than are ever built",
            Self::TooManyMembers => "more members are asked for than are ever built",
            Self::TooLong => "a longer text is asked for than is ever built",
            Self::Text => "no text was found that satisfies all that is said of it",
            Self::Number => "no number was found within all bounds and on all steps",
            Self::Unique => "no item was found that is unlike all others",
            Self::Names => "too few names were found for the members asked for",
        })
    }
}
