//! Strings with known values: closed and open enums with one JSON form.
//!
//! The derives of serde read a unit variant also from a map (`{"user": null}`), and see neither
//! aliases nor openness in schemas. These enums are therefore written once, by macro, with reading,
//! writing and both schemas in agreement.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::Value;

/// Says which strings an enum writes when its values are authored.
pub(crate) enum Authored {
    /// Any string: no source closes the list.
    Any,
    /// One of the listed strings.
    OneOf(&'static [&'static str]),
}

/// Builds the schema of a closed enum, the same in both contracts.
pub(crate) fn closed_schema(description: &str, values: &[&str]) -> Schema {
    let mut schema = json_schema!({ "description": trimmed(description), "type": "string" });
    restrict(&mut schema, values);
    schema
}

/// Builds the schema of an open enum: any string is read, authored strings are written.
pub(crate) fn open_schema(
    description: &str,
    authored: &Authored,
    generator: &SchemaGenerator,
) -> Schema {
    let mut schema = json_schema!({ "description": trimmed(description), "type": "string" });
    if let (true, Authored::OneOf(values)) = (generator.contract().is_serialize(), authored) {
        restrict(&mut schema, values);
    }
    schema
}

/// Removes the space that follows the slashes of each line, as the derive of schemars does.
fn trimmed(description: &str) -> String {
    description
        .lines()
        .map(str::trim)
        .collect::<Vec<_>>()
        .join("\n")
        .trim()
        .to_owned()
}

fn restrict(schema: &mut Schema, values: &[&str]) {
    match values {
        [only] => schema.insert("const".to_owned(), Value::from(*only)),
        several => schema.insert("enum".to_owned(), Value::from(several.to_vec())),
    };
}

/// Defines an enum of strings that refuses every other string.
macro_rules! closed_text {
    ($(#[doc = $doc:literal])+ pub enum $name:ident {
        $($(#[doc = $note:literal])+ $variant:ident = $text:literal),+ $(,)?
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $note])+ $variant),+
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns the string on the wire.
            #[must_use]
            pub fn as_str(&self) -> &'static str {
                match self {
                    $(Self::$variant => $text),+
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                match text.as_str() {
                    $($text => Ok(Self::$variant),)+
                    other => Err(serde::de::Error::unknown_variant(other, &[$($text),+])),
                }
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::text::closed_schema(concat!($($doc, "\n"),+), &[$($text),+])
            }
        }

        $crate::text::text_traits!($name);
    };
}

/// Defines an enum of strings that keeps unknown strings as `Other`.
///
/// `writes one of` closes the writer schema over the variants before the semicolon; variants after
/// it are known from reading only. `writes any` leaves the writer schema open. A string after `|`
/// is a second spelling that is read.
macro_rules! open_text {
    ($(#[doc = $doc:literal])+ pub enum $name:ident writes one of {
        $($(#[doc = $note:literal])+ $variant:ident = $text:literal $(| $alias:literal)*),+
        $(; $($(#[doc = $old_note:literal])+ $old:ident = $old_text:literal),+)? $(,)?
    }) => {
        $crate::text::open_text!(@define [$($doc)+] $name [$crate::text::Authored::OneOf(&[$($text),+])] {
            $([$($note)+] $variant = $text $(| $alias)*,)+
            $($([$($old_note)+] $old = $old_text,)+)?
        });
    };
    ($(#[doc = $doc:literal])+ pub enum $name:ident writes any {
        $($(#[doc = $note:literal])+ $variant:ident = $text:literal),+ $(,)?
    }) => {
        $crate::text::open_text!(@define [$($doc)+] $name [$crate::text::Authored::Any] {
            $([$($note)+] $variant = $text,)+
        });
    };
    (@define [$($doc:literal)+] $name:ident [$authored:expr] {
        $([$($note:literal)+] $variant:ident = $text:literal $(| $alias:literal)*,)+
    }) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[doc = $note])+ $variant,)+
            /// Any other string, kept as read. Only relayed values hold it; `From` never makes it
            /// of a known string.
            Other(String),
        }

        impl $name {
            /// Returns the string on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(text) => text,
                }
            }

            /// Says whether a source names this value.
            #[must_use]
            pub fn is_known(&self) -> bool {
                !matches!(self, Self::Other(_))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                match text.as_str() {
                    $($text $(| $alias)* => Self::$variant,)+
                    _ => Self::Other(text),
                }
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::from(text.to_owned())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer).map(Self::from)
            }
        }

        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $crate::text::open_schema(concat!($($doc, "\n"),+), &$authored, generator)
            }
        }

        $crate::text::text_traits!($name);
    };
}

macro_rules! text_traits {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use {closed_text, open_text, text_traits};
