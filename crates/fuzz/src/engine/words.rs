//! Causes in words.

use std::fmt;

use super::feature::{Feature, Trait};
use crate::case::{ANY, Credentials, Spelling, TWICE, Twist};

impl fmt::Display for Feature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A conversation is the only thing that is an array as a whole.
        let place = match (&*self.place, &self.is) {
            ("", Trait::MoreItemsThan(_) | Trait::EqualItems | Trait::EqualMembers(_)) => {
                "the conversation"
            }
            ("", _) => "the request",
            (place, _) => place,
        };
        let short = |value: &serde_json::Value| frontdesk_json::excerpt(&value.to_string(), 60);
        match &self.is {
            Trait::Present => write!(formatter, "{place} is there"),
            Trait::Absent => write!(formatter, "{place} is not there"),
            Trait::Exactly(value) => write!(formatter, "{place} is {}", short(value)),
            Trait::Stored(value) => {
                write!(
                    formatter,
                    "{place} names something as it was stored, such as {}",
                    short(value)
                )
            }
            Trait::MemberBeside(_) => {
                write!(formatter, "{place} has a member that is not described")
            }
            Trait::OfType(name) => write!(formatter, "{place} is of type {name}"),
            Trait::OtherThan(right) => {
                write!(
                    formatter,
                    "{place} is another than such as {}",
                    short(right)
                )
            }
            Trait::NotOfType(name) => write!(formatter, "{place} is not of type {name}"),
            Trait::Empty => write!(formatter, "{place} is empty"),
            Trait::Blank => write!(formatter, "{place} is nothing but blanks"),
            Trait::DeeperThan(levels) => {
                write!(
                    formatter,
                    "{place} has more than {levels} levels of nesting"
                )
            }
            Trait::LongerThan(length) => {
                write!(formatter, "{place} has more than {length} characters")
            }
            Trait::MoreBytesThan(bytes) => write!(formatter, "{place} has more than {bytes} bytes"),
            Trait::MoreItemsThan(count) if self.place.is_empty() => {
                write!(formatter, "{place} has more than {count} steps")
            }
            Trait::MoreItemsThan(count) => write!(formatter, "{place} has more than {count} items"),
            Trait::AtLeast(bound) => write!(formatter, "{place} is {bound} or more"),
            Trait::AtMost(bound) => write!(formatter, "{place} is {bound} or less"),
            Trait::MultipleOf(divisor) => write!(formatter, "{place} is a multiple of {divisor}"),
            Trait::NearZero(bound) => {
                write!(
                    formatter,
                    "{place} is not 0 and no further from it than {bound:e}"
                )
            }
            Trait::Moment(oddity) => write!(formatter, "{place} {oddity}"),
            Trait::LessThan(other) => write!(formatter, "{place} is less than {other}"),
            Trait::SameAs(other) => write!(formatter, "{place} is the same as {other}"),
            Trait::WholeFraction => {
                write!(
                    formatter,
                    "{place} is a whole number written with a fraction"
                )
            }
            Trait::Fraction => write!(formatter, "{place} has a fraction"),
            Trait::Holds(part) => {
                let part = serde_json::Value::from(part.as_str());
                write!(formatter, "{place} holds {}", short(&part))
            }
            Trait::Begins(part) => {
                let part = serde_json::Value::from(part.as_str());
                write!(formatter, "{place} begins with {}", short(&part))
            }
            Trait::HoldsClass(class) => write!(formatter, "{place} holds {class}"),
            Trait::EqualItems => write!(formatter, "{place} has equal items"),
            Trait::EqualMembers(name) if self.place.is_empty() => {
                let name = name.strip_prefix("text/").unwrap_or(name);
                write!(formatter, "{place} has messages with the same {name}")
            }
            Trait::EqualMembers(name) => {
                write!(formatter, "{place} has items with the same {name}")
            }
            Trait::Capital => write!(formatter, "{place} holds a capital letter"),
            Trait::Breaks(schema, keyword) if schema.is_empty() || schema.ends_with('#') => {
                write!(formatter, "{place} breaks `{keyword}`")
            }
            Trait::Breaks(schema, keyword) => {
                write!(
                    formatter,
                    "{place} breaks `{keyword}` of {}",
                    schema_name(schema)
                )
            }
            Trait::Done(twist) => fmt::Display::fmt(twist, formatter),
        }
    }
}

impl fmt::Display for Twist {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Method(any) if any == ANY => formatter.write_str("the method is any other"),
            Self::Method(method) => write!(formatter, "the method is {method}"),
            Self::ContentType(None) => formatter.write_str("there is no content type"),
            Self::ContentType(Some(any)) if any == ANY => {
                formatter.write_str("the content type is any other")
            }
            Self::ContentType(Some(media)) => write!(formatter, "the content type is {media}"),
            Self::Header(name, value) => {
                write!(
                    formatter,
                    "the header {name} is {:?}",
                    frontdesk_json::excerpt(value, 40)
                )
            }
            Self::Credentials(Credentials::Token) => {
                formatter.write_str("the credentials are any token but the right one")
            }
            Self::Credentials(Credentials::Wrong) => {
                formatter.write_str("the credentials are wrong")
            }
            Self::Credentials(Credentials::Any) => {
                formatter.write_str("there are no credentials, or wrong ones")
            }
            Self::Credentials(credentials) => {
                write!(formatter, "the credentials are {}", kebab(credentials))
            }
            Self::Spelling(spelling) if spelling.name == ANY => {
                formatter.write_str("the body is no JSON")
            }
            Self::Spelling(spelling) if spelling.name == TWICE => {
                formatter.write_str("the body has a member twice")
            }
            Self::Spelling(spelling) if spelling.name.starts_with("padded") => {
                write!(formatter, "the body is {}", spelling.name.replace('-', " "))
            }
            Self::Spelling(spelling) => {
                write!(
                    formatter,
                    "the body is written with {}",
                    spelling.name.replace('-', " ")
                )?;
                if !spelling.pointer.is_empty() && spelling.pointer != Spelling::ANYWHERE {
                    write!(formatter, " at {}", spelling.pointer)?;
                }
                Ok(())
            }
            Self::Framing(framing) => write!(formatter, "the body is sent {}", kebab(framing)),
            Self::Repeat(repeat) => write!(formatter, "the same request is sent {}", kebab(repeat)),
        }
    }
}

/// Says what must be in a request, in one sentence.
pub(super) fn sentence(cause: &[Feature]) -> String {
    if cause.is_empty() {
        return "whatever is sent".to_owned();
    }
    let parts: Vec<String> = cause.iter().map(ToString::to_string).collect();
    format!("when {}", parts.join(", and "))
}

fn schema_name(schema: &str) -> &str {
    schema
        .rsplit('/')
        .next()
        .filter(|name| !name.is_empty())
        .unwrap_or(schema)
}

fn kebab(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text.replace('-', " "),
        _ => String::new(),
    }
}
