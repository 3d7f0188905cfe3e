//! Two types of one name are refused, because schemars numbers them by the order of fields.
//!
//! `User` and `User2` swap when the fields that use them swap, and a comparison of two releases
//! would report breaks that nobody made.

use frontdesk_json::Pointer;
use serde_json::Value;

use super::DEFINITIONS;
use super::references::first_use;
use crate::error::{DeriveError, DeriveErrorKind};
use crate::keywords::Keywords;
use crate::message::Message;
use crate::side::Side;

/// Two definitions whose types want the same name.
#[derive(Debug)]
pub(super) struct Collision {
    first: String,
    first_at: Pointer,
    second: String,
    second_at: Pointer,
}

impl Collision {
    pub(super) fn into_error(self, message: &Message, side: Side) -> DeriveError {
        let Self {
            first,
            first_at,
            second,
            second_at,
        } = self;
        let message = message.name().to_owned();
        DeriveErrorKind::Collision {
            message,
            side,
            first,
            first_at,
            second,
            second_at,
        }
        .into()
    }
}

/// Looks for a definition that is called like another one and a number.
///
/// A type that is really called so is declared by a title that repeats its name.
pub(super) fn check(document: &Value) -> Result<(), Collision> {
    let Some(definitions) = document.get(DEFINITIONS).and_then(Value::as_object) else {
        return Ok(());
    };
    let numbered = definitions.iter().filter(|(name, schema)| {
        schema.get("title").and_then(Value::as_str) != Some(name.as_str())
    });
    for (name, _) in numbered {
        if let Some(first) = numbered_from(name, definitions) {
            return Err(Collision {
                first: first.to_owned(),
                first_at: first_use(document, first),
                second: name.clone(),
                second_at: first_use(document, name),
            });
        }
    }
    Ok(())
}

/// Finds the definition that `name` is a numbered form of.
fn numbered_from<'n>(name: &'n str, definitions: &Keywords) -> Option<&'n str> {
    let digits = name.len()
        - name
            .trim_end_matches(|last: char| last.is_ascii_digit())
            .len();
    (name.len() - digits..name.len()).find_map(|split| {
        let (base, number) = name.split_at(split);
        let counts = !number.starts_with('0') && number != "1";
        (counts && definitions.contains_key(base)).then_some(base)
    })
}

#[cfg(test)]
mod tests {
    use super::check;
    use serde_json::{Value, json};

    fn document(definitions: &Value) -> Value {
        json!({"$ref": "#/$defs/Root", "$defs": definitions})
    }

    #[test]
    fn numbered_names_are_refused_and_both_are_named() {
        let collision = check(&document(&json!({
            "Root": {"properties": {
                "a": {"$ref": "#/$defs/User"}, "b": {"$ref": "#/$defs/User2"}
            }},
            "User": {},
            "User2": {}
        })))
        .unwrap_err();
        assert_eq!(
            (collision.first.as_str(), collision.second.as_str()),
            ("User", "User2")
        );
        assert_eq!(collision.first_at.to_string(), "/$defs/Root/properties/a");
        assert_eq!(collision.second_at.to_string(), "/$defs/Root/properties/b");

        for (base, numbered) in [("User2", "User22"), ("User", "User22"), ("User", "User10")] {
            assert!(
                check(&document(&json!({base: {}, numbered: {}}))).is_err(),
                "{numbered}"
            );
        }
    }

    #[test]
    fn names_that_only_look_numbered_pass() {
        for definitions in [
            json!({"Sha256": {}, "Base64": {}}),
            json!({"User": {}, "User1": {}}),
            json!({"User": {}, "User02": {}}),
            json!({"User": {}, "User2": {"title": "User2"}}),
        ] {
            assert!(check(&document(&definitions)).is_ok(), "{definitions}");
        }
    }
}
