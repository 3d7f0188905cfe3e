//! Members of replies that no source names.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, DeserializeSeed, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::strict::Strict;

/// Keeps the members of a reply that no source names.
///
/// Replies are relayed: a newer service may send members this crate does not know, and dropping
/// them would change the document for whoever reads it next. An authored reply has none, therefore
/// values come from reading only and there is no way to insert one. A repeated member is an error
/// that names it, because keeping either of the two would be a guess.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Extra(BTreeMap<String, Value>);

impl Extra {
    /// Returns the value of the unknown member `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// Says whether every member was known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the number of unknown members.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Walks the unknown members in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Walks the names of the unknown members.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

impl<'de> Deserialize<'de> for Extra {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ExtraVisitor)
    }
}

// Nothing beyond "an object" is said: the reader is open by default, and the writer is closed by
// the exporter, because authored values have no unknown members.
impl JsonSchema for Extra {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Extra".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "object" })
    }
}

struct ExtraVisitor;

impl<'de> Visitor<'de> for ExtraVisitor {
    type Value = Extra;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Extra, A::Error> {
        let mut members = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            let value = map.next_value_seed(StrictValue)?;
            if members.contains_key(&name) {
                return Err(de::Error::custom(format_args!("repeated member `{name}`")));
            }
            members.insert(name, value);
        }
        Ok(Extra(members))
    }
}

/// Reads a value that repeats no member at any depth.
struct StrictValue;

impl<'de> DeserializeSeed<'de> for StrictValue {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(Strict(deserializer))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::Extra;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Sample {
        known: bool,
        #[serde(flatten)]
        extra: Extra,
    }

    #[test]
    fn keeps_what_it_does_not_know() {
        let text = r#"{"known":true,"later":{"b":[1,null]},"new":"x"}"#;
        let sample: Sample = serde_json::from_str(text).unwrap();
        assert_eq!(sample.extra.names().collect::<Vec<_>>(), ["later", "new"]);
        assert_eq!(serde_json::to_string(&sample).unwrap(), text);
    }

    #[test]
    fn names_a_repeated_member() {
        for text in [
            r#"{"new":1,"known":true,"new":2}"#,
            r#"{"known":true,"later":{"new":1,"new":1}}"#,
            r#"{"known":true,"later":[[{"new":1,"new":1}]]}"#,
        ] {
            let error = serde_json::from_str::<Sample>(text).unwrap_err();
            assert!(
                error.to_string().contains("repeated member `new`"),
                "{error}"
            );
        }
    }
}
