//! Which names a type knows, asked of its own `Deserialize`.
//!
//! serde's derive hands the names of fields and variants to the deserializer, aliases included,
//! which no schema tells. A deserializer that stands between the type and a document hears them.
//! What serde buffers first (tagged enums, flattened members) it does not hear.

use std::cell::RefCell;
use std::fmt;

use frontdesk_json::Pointer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::Value;

/// The names that a type knows at one place of a document.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KnownNames {
    /// The object whose members, or the value whose spelling, the names are for.
    pub pointer: Pointer,
    /// Whether they are members of an object; otherwise they are variants.
    pub members: bool,
    /// The names, aliases included.
    pub names: &'static [&'static str],
}

/// Reads a document as `T` and lists the names that `T` asked for, whatever comes of the reading.
pub(crate) fn known_names<T: DeserializeOwned>(document: &Value) -> Vec<KnownNames> {
    let heard = RefCell::new(Vec::new());
    let probe = Probe {
        inner: document,
        ears: Ears {
            heard: &heard,
            at: Pointer::root(),
        },
    };
    // What the reading comes to is not asked here.
    let _ = T::deserialize(probe);
    heard.into_inner()
}

/// Where the probe is, and where it notes what it hears.
#[derive(Clone)]
struct Ears<'h> {
    heard: &'h RefCell<Vec<KnownNames>>,
    at: Pointer,
}

impl Ears<'_> {
    fn hear(&self, members: bool, names: &'static [&'static str]) {
        self.heard.borrow_mut().push(KnownNames {
            pointer: self.at.clone(),
            members,
            names,
        });
    }

    fn below(&self, token: &str) -> Self {
        Self {
            heard: self.heard,
            at: self.at.member(token),
        }
    }
}

/// A deserializer, a visitor, an access or a seed, with ears.
struct Probe<'h, I> {
    inner: I,
    ears: Ears<'h>,
}

impl<'h, I> Probe<'h, I> {
    fn new(inner: I, ears: &Ears<'h>) -> Self {
        Self {
            inner,
            ears: ears.clone(),
        }
    }
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($($argument,)* Probe { inner: visitor, ears: self.ears })
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Probe<'_, D> {
    type Error = D::Error;

    forward! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_identifier();
        deserialize_ignored_any();
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.ears.hear(true, fields);
        let visitor = Probe::new(visitor, &self.ears);
        self.inner.deserialize_struct(name, fields, visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.ears.hear(false, variants);
        let visitor = Probe::new(visitor, &self.ears);
        self.inner.deserialize_enum(name, variants, visitor)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

macro_rules! visit {
    ($($method:ident($type:ty);)*) => {$(
        fn $method<E: serde::de::Error>(self, value: $type) -> Result<V::Value, E> {
            self.inner.$method(value)
        }
    )*};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Probe<'_, V> {
    type Value = V::Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(formatter)
    }

    visit! {
        visit_bool(bool);
        visit_i64(i64);
        visit_u64(u64);
        visit_f64(f64);
        visit_str(&str);
        visit_borrowed_str(&'de str);
        visit_string(String);
    }

    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Probe::new(deserializer, &self.ears))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        deserializer: D,
    ) -> Result<V::Value, D::Error> {
        let probe = Probe::new(deserializer, &self.ears);
        self.inner.visit_newtype_struct(probe)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(Items {
            inner: seq,
            ears: self.ears,
            next: 0,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Members {
            inner: map,
            ears: self.ears,
            name: String::new(),
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(Probe::new(data, &self.ears))
    }
}

struct Items<'h, A> {
    inner: A,
    ears: Ears<'h>,
    next: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        let ears = self.ears.below(&self.next.to_string());
        self.next += 1;
        self.inner.next_element_seed(Probe { inner: seed, ears })
    }
}

struct Members<'h, A> {
    inner: A,
    ears: Ears<'h>,
    /// The member whose value comes next.
    name: String,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.inner.next_key_seed(Noted {
            seed,
            name: &mut self.name,
        })
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        let ears = self.ears.below(&self.name);
        self.inner.next_value_seed(Probe { inner: seed, ears })
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Probe<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Probe::new(deserializer, &self.ears))
    }
}

/// Takes a note of the name that a member's key is read from.
struct Noted<'n, S> {
    seed: S,
    name: &'n mut String,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Noted<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        let name = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(deserializer)?;
        self.name.clear();
        self.name.push_str(&name);
        let key = serde::de::value::CowStrDeserializer::new(name);
        self.seed.deserialize(key)
    }
}

impl<'de, 'h, A: EnumAccess<'de>> EnumAccess<'de> for Probe<'h, A> {
    type Error = A::Error;
    type Variant = Probe<'h, A::Variant>;

    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Self::Variant), A::Error> {
        let (value, variant) = self.inner.variant_seed(seed)?;
        Ok((
            value,
            Probe {
                inner: variant,
                ears: self.ears,
            },
        ))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Probe<'_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        // The variant's name stands between, but which it is the type alone knows.
        self.inner.newtype_variant_seed(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.inner.tuple_variant(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.inner.struct_variant(fields, visitor)
    }
}

#[cfg(test)]
mod tests {
    use super::known_names;
    use serde_json::json;

    #[derive(serde::Deserialize)]
    struct Outer {
        #[serde(rename = "list", alias = "items")]
        _list: Vec<Inner>,
    }

    #[derive(serde::Deserialize)]
    struct Inner {
        #[serde(rename = "speed")]
        _speed: Option<Speed>,
    }

    #[derive(serde::Deserialize)]
    enum Speed {
        Slow,
        #[serde(alias = "Quick")]
        Fast,
    }

    #[test]
    fn aliases_are_heard_where_they_hold() {
        let heard = known_names::<Outer>(&json!({"list": [{}, {"speed": "Slow"}]}));
        let said: Vec<(String, &[&str])> = heard
            .iter()
            .map(|known| (known.pointer.to_string(), known.names))
            .collect();
        assert_eq!(
            said,
            [
                (String::new(), &["items", "list"][..]),
                ("/list/0".to_owned(), &["speed"][..]),
                ("/list/1".to_owned(), &["speed"][..]),
                ("/list/1/speed".to_owned(), &["Slow", "Fast", "Quick"][..]),
            ]
        );
        assert_ne!(Speed::Fast as u8, Speed::Slow as u8);
    }
}
