//! Objects of requests, of which an array is never one.
//!
//! The derives of serde read a struct from an array too. These objects read by the derive as well,
//! but through [`AsMap`], which asks for a map.

use serde::de::{Deserializer, Visitor};
use serde::forward_to_deserialize_any;

/// Wraps the deserializer of a struct, so that only an object is read.
pub(crate) struct AsMap<D>(pub(crate) D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for AsMap<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

/// Defines an object of a request.
///
/// A member is optional unless it stands under `required`; members that are not declared are
/// dropped on reading.
macro_rules! object {
    ($(#[$about:meta])+ pub struct $name:ident {
        $(required { $($(#[$note:meta])+ $needed:ident: $kind:ty,)+ })?
        $($(#[$optional_note:meta])+ $member:ident: $optional_kind:ty,)*
    }) => {
        $(#[$about])+
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(remote = "Self")]
        pub struct $name {
            $($($(#[$note])+ pub $needed: $kind,)+)?
            $(
                $(#[$optional_note])+
                #[serde(default, skip_serializing_if = "crate::Optional::is_absent")]
                pub $member: crate::Optional<$optional_kind>,
            )*
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(crate::object::AsMap(deserializer))
            }
        }
    };
}

pub(crate) use object;

#[cfg(test)]
mod tests {
    use crate::{Payload, from_slice};

    #[test]
    fn an_array_is_no_object() {
        for text in [
            "[]",
            r#"{"request":[]}"#,
            r#"{"request":{"cursor":[]}}"#,
            r#"{"request":{"a2a":[[]]}}"#,
        ] {
            assert!(from_slice::<Payload>(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_declared_member_comes_once() {
        let twice = br#"{"request":{"request_id":"a","request_id":"b"}}"#;
        assert!(from_slice::<Payload>(twice).is_err());
    }
}
