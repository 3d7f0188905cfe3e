use std::cmp::Ordering;

use frontdesk_json::Pointer;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::{Case, Repeat, Twist};
use crate::moment::{Moment, Oddity};
use crate::place;

/// One thing that must be in a request so that it fails.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Feature {
    /// Where, as a pointer with `*` for any index; empty for what is done besides.
    pub place: String,
    /// What is there.
    pub is: Trait,
}

/// What a value has that a request fails by.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trait {
    /// It is there at all.
    Present,
    /// It is not there.
    Absent,
    /// It is this value.
    Exactly(Value),
    /// It is of this JSON type, whatever value.
    OfType(String),
    /// It is of the JSON type of this value and another than it, which is one of few that will do.
    OtherThan(Value),
    /// It is of another JSON type than this.
    NotOfType(String),
    /// It is empty.
    Empty,
    /// It is a text of blanks and nothing else.
    Blank,
    /// It holds more levels of arrays and objects than this, itself included.
    DeeperThan(usize),
    /// It is a text of so many characters or more.
    LongerThan(usize),
    /// It is a text of more bytes than this in UTF-8.
    MoreBytesThan(usize),
    /// It is an array of so many items or more.
    MoreItemsThan(usize),
    /// It is a number of this size or more.
    AtLeast(f64),
    /// It is a number of this size or less.
    AtMost(f64),
    /// It is a number with a fraction.
    Fraction,
    /// It is a whole number that is written with a fraction, such as `1.0`.
    WholeFraction,
    /// It is a whole number that this one divides.
    MultipleOf(i64),
    /// It is a number that is not 0, and no further from it than this.
    NearZero(f64),
    /// It is a date or time that is odd in a way.
    Moment(Oddity),
    /// It is less than what stands at another place.
    LessThan(String),
    /// It is the same as what stands at another place.
    SameAs(String),
    /// It is a text that holds this one.
    Holds(String),
    /// It is a text that begins with this one.
    Begins(String),
    /// It is a text that holds a character of a class.
    HoldsClass(String),
    /// It names something that was made before, of which it depends what comes; this was one.
    Stored(Value),
    /// It has a member beside these, which are those of requests that are right.
    MemberBeside(Vec<String>),
    /// Two items of the array are equal.
    EqualItems,
    /// Two items of the array have the same value in this member, or at this pointer without its first
    /// `/`.
    EqualMembers(String),
    /// It is a text with a capital letter.
    Capital,
    /// It is refused by this keyword of this subschema.
    Breaks(String, String),
    /// It is done besides.
    Done(Twist),
}

impl Feature {
    /// Tells whether everything that has the other has this one as well.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        // A parameter that is there several times has each of its values.
        let several = other.place.strip_suffix("/*");
        let several = several.filter(|place| !place.starts_with("/body"));
        let is_there = self.place == other.place || several == Some(&self.place);
        self == other || is_there && (self.is == other.is || self.is.covers(&other.is))
    }

    /// Tells whether a case has it, and where.
    #[must_use]
    pub fn found_in(&self, case: &Case) -> bool {
        if let Trait::Done(twist) = &self.is {
            return case.twists.iter().any(|done| twist.stands_for(done));
        }
        let Ok(place) = self.place.parse::<Pointer>() else {
            return false;
        };
        let found = place::instances(&place, &case.value);
        match &self.is {
            Trait::Present => !found.is_empty(),
            Trait::Absent => {
                let parents = place
                    .parent()
                    .map(|parent| place::instances(&parent, &case.value));
                parents.is_some_and(|parents| parents.len() > found.len())
            }
            Trait::LessThan(other) => self.compares(other, case, Ordering::Less),
            Trait::SameAs(other) => self.compares(other, case, Ordering::Equal),
            is => found
                .iter()
                .filter_map(|at| at.resolve(&case.value))
                .any(|value| is.holds(value)),
        }
    }
}

impl Feature {
    /// Tells how the first value of the place compares with the first of another.
    fn compares(&self, other: &str, case: &Case, wanted: Ordering) -> bool {
        let first = |place: &str| {
            let place = place.parse::<Pointer>().ok()?;
            let at = place::instances(&place, &case.value).into_iter().next()?;
            at.resolve(&case.value)
        };
        let (Some(one), Some(two)) = (first(&self.place), first(other)) else {
            return false;
        };
        compare(one, two) == Some(wanted)
    }
}

impl Trait {
    fn covers(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::LongerThan(one), Self::LongerThan(two))
            | (Self::MoreBytesThan(one), Self::MoreBytesThan(two))
            | (Self::MoreItemsThan(one), Self::MoreItemsThan(two))
            | (Self::DeeperThan(one), Self::DeeperThan(two)) => one <= two,
            (Self::AtLeast(one), Self::AtLeast(two)) => one <= two,
            (Self::AtMost(one), Self::AtMost(two)) | (Self::NearZero(one), Self::NearZero(two)) => {
                one >= two
            }
            (Self::Holds(one), Self::Holds(two)) => two.contains(one.as_str()),
            (Self::Present, other) => {
                !matches!(other, Self::Absent | Self::Done(_) | Self::Breaks(..))
            }
            (Self::HoldsClass(_), Self::Holds(text)) => self.holds(&Value::from(text.as_str())),
            (Self::Stored(_), Self::Stored(_)) | (Self::OtherThan(_), Self::OtherThan(_)) => true,
            (Self::NotOfType(right), Self::OfType(wrong)) => right != wrong,
            (_, Self::Exactly(value)) => self.holds(value),
            (Self::Done(one), Self::Done(two)) if one.stands_for(two) => true,
            // What comes twice at once comes again.
            (Self::Done(Twist::Repeat(one)), Self::Done(Twist::Repeat(two))) => {
                (*one, *two) == (Repeat::Again, Repeat::AtOnce)
            }
            _ => false,
        }
    }

    /// Tells whether it says of a text no more than which letters and digits it has.
    pub(super) fn is_of_letters(&self) -> bool {
        let plain = |text: &str| {
            text.chars()
                .all(|of| of.is_ascii_alphanumeric() || of == '-')
        };
        match self {
            Self::Exactly(Value::String(text)) | Self::Holds(text) | Self::Begins(text) => {
                plain(text)
            }
            Self::Exactly(Value::Number(_)) | Self::Capital => true,
            _ => false,
        }
    }

    /// Tells whether a value has it.
    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        match self {
            Self::Present => true,
            Self::Absent
            | Self::Done(_)
            | Self::Breaks(..)
            | Self::LessThan(_)
            | Self::SameAs(_) => false,
            Self::Exactly(exact) => value == exact,
            // Nobody can see of an id what is behind it.
            Self::Stored(_) => value.is_string() || value.is_number(),
            Self::MemberBeside(known) => value
                .as_object()
                .is_some_and(|members| members.keys().any(|name| !known.contains(name))),
            Self::OfType(name) => type_name(value) == name,
            Self::OtherThan(right) => type_name(value) == type_name(right) && value != right,
            Self::NotOfType(name) => type_name(value) != name,
            Self::Empty => match value {
                Value::String(text) => text.is_empty(),
                Value::Array(items) => items.is_empty(),
                Value::Object(members) => members.is_empty(),
                _ => false,
            },
            Self::Blank => value
                .as_str()
                .is_some_and(|text| !text.is_empty() && text.trim().is_empty()),
            Self::DeeperThan(levels) => depth(value) > *levels,
            Self::LongerThan(length) => value
                .as_str()
                .is_some_and(|text| text.chars().count() > *length),
            Self::MoreBytesThan(bytes) => value.as_str().is_some_and(|text| text.len() > *bytes),
            Self::MoreItemsThan(count) => {
                value.as_array().is_some_and(|items| items.len() > *count)
            }
            Self::AtLeast(bound) => value.as_f64().is_some_and(|number| number >= *bound),
            Self::AtMost(bound) => value.as_f64().is_some_and(|number| number <= *bound),
            Self::Fraction => value.as_f64().is_some_and(|number| number.fract() != 0.0),
            Self::WholeFraction => {
                value.is_f64() && value.as_f64().is_some_and(|number| number.fract() == 0.0)
            }
            Self::MultipleOf(divisor) => value
                .as_i64()
                .is_some_and(|number| number.checked_rem(*divisor) == Some(0)),
            Self::NearZero(bound) => value
                .as_f64()
                .is_some_and(|number| number != 0.0 && number.abs() <= *bound),
            Self::Moment(oddity) => value
                .as_str()
                .and_then(Moment::of)
                .is_some_and(|moment| oddity.is_of(&moment)),
            Self::Holds(part) => value
                .as_str()
                .is_some_and(|text| text.contains(part.as_str())),
            Self::Begins(part) => value
                .as_str()
                .is_some_and(|text| text.starts_with(part.as_str())),
            Self::HoldsClass(class) => value
                .as_str()
                .is_some_and(|text| text.chars().any(|character| is_of_class(character, class))),
            Self::EqualItems => value.as_array().is_some_and(|items| twice(items.iter())),
            Self::EqualMembers(name) => value.as_array().is_some_and(|items| {
                let member = format!("/{name}");
                twice(items.iter().filter_map(|item| item.pointer(&member)))
            }),
            Self::Capital => value
                .as_str()
                .is_some_and(|text| text.chars().any(char::is_uppercase)),
        }
    }
}

/// Counts the levels of arrays and objects, the value's own included.
pub(super) fn depth(value: &Value) -> usize {
    let deepest = |depths: &mut dyn Iterator<Item = usize>| 1 + depths.max().unwrap_or(0);
    match value {
        Value::Array(items) => deepest(&mut items.iter().map(depth)),
        Value::Object(members) => deepest(&mut members.values().map(depth)),
        _ => 0,
    }
}

/// Tells whether a value is there twice.
fn twice<'v>(values: impl Iterator<Item = &'v Value>) -> bool {
    let mut seen: Vec<&Value> = Vec::new();
    for value in values {
        if seen.contains(&value) {
            return true;
        }
        seen.push(value);
    }
    false
}

/// Compares numbers with numbers, moments with moments, and other texts for being the same.
pub(super) fn compare(one: &Value, two: &Value) -> Option<Ordering> {
    match (one, two) {
        (Value::Number(one), Value::Number(two)) => one.as_f64()?.partial_cmp(&two.as_f64()?),
        (Value::String(one), Value::String(two)) => match (Moment::of(one), Moment::of(two)) {
            (Some(one), Some(two)) => Some(one.seconds().cmp(&two.seconds())),
            _ => (one == two).then_some(Ordering::Equal),
        },
        _ => None,
    }
}

/// Names the JSON type of a value.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Tells whether a character is of a class, which may be the one of all that are not ASCII.
pub(crate) fn is_of_class(character: char, class: &str) -> bool {
    class_of(character) == Some(class) || class == BEYOND_ASCII && !character.is_ascii()
}

/// The class of every character that is not ASCII.
pub(crate) const BEYOND_ASCII: &str = "a character beyond ASCII";

/// Names the class of a character that bugs come by; none for plain letters, digits and marks.
pub(crate) fn class_of(character: char) -> Option<&'static str> {
    Some(match character {
        '\0' => "the null character",
        character if character.is_control() => "a control character",
        ' '..='~' => return None,
        '\u{300}'..='\u{36f}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' => {
            "a combining mark"
        }
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{feff}' => "an invisible character",
        character if character as u32 > 0xFFFF => "a character beyond the basic plane",
        character if character.is_whitespace() => "a space that is not ASCII",
        _ => BEYOND_ASCII,
    })
}
