//! Telling documents apart by a member, and holding no more of them than that takes.

use serde::Deserializer;
use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, MapAccess};
use serde_json::{Map, Value};

/// What was read of an object until it was known what it is.
pub(super) enum Opening<A> {
    /// The member that decides stands before everything that has to be held.
    Known { text: String, document: Begun<A> },
    /// The whole object.
    Held(Map<String, Value>),
}

/// Reads members up to the one that decides.
///
/// Members before it are passed on later, and an error in one of them would not name its place. So
/// only those are taken that `cannot_fail`; with any other one the whole object is held.
pub(super) fn open<'de, A: MapAccess<'de>>(
    mut members: A,
    decides: &str,
    cannot_fail: impl Fn(&str, &str) -> bool,
) -> Result<Opening<A>, A::Error> {
    let mut before = Vec::new();
    while let Some(name) = members.next_key::<String>()? {
        match members.next_value()? {
            Value::String(text) if cannot_fail(&name, &text) => {
                let known = (name == decides).then(|| text.clone());
                before.push((name, text));
                if let Some(text) = known {
                    let document = Begun {
                        before: before.into_iter(),
                        next: None,
                        rest: members,
                    };
                    return Ok(Opening::Known { text, document });
                }
            }
            value => {
                let mut document = held(before);
                document.insert(name, value);
                while let Some((name, value)) = members.next_entry()? {
                    document.insert(name, value);
                }
                return Ok(Opening::Held(document));
            }
        }
    }
    Ok(Opening::Held(held(before)))
}

fn held(members: Vec<(String, String)>) -> Map<String, Value> {
    let members = members.into_iter();
    members
        .map(|(name, text)| (name, Value::String(text)))
        .collect()
}

/// An object of which some members were read before; they come first once more.
pub(super) struct Begun<A> {
    before: std::vec::IntoIter<(String, String)>,
    next: Option<String>,
    rest: A,
}

impl<'de, A: MapAccess<'de>> Begun<A> {
    /// Returns the object as something to read from.
    pub(super) fn deserializer(self) -> impl Deserializer<'de, Error = A::Error> {
        MapAccessDeserializer::new(self)
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Begun<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.before.next() {
            Some((name, text)) => {
                self.next = Some(text);
                seed.deserialize(StringDeserializer::new(name)).map(Some)
            }
            None => self.rest.next_key_seed(seed),
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        match self.next.take() {
            Some(text) => seed.deserialize(StringDeserializer::new(text)),
            None => self.rest.next_value_seed(seed),
        }
    }
}
