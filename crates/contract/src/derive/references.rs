//! References lead to a definition of the same document, and nowhere else.

use frontdesk_json::Pointer;
use serde_json::Value;

use super::DEFINITIONS;
use crate::error::{DeriveError, DeriveErrorKind};
use crate::keywords::{Holds, held, holds};
use crate::message::Message;
use crate::side::Side;

/// A reference or an identifier that an exported document must not have.
pub(super) enum Fault {
    Reference { pointer: Pointer, reference: String },
    NestedId { pointer: Pointer },
}

impl Fault {
    pub(super) fn into_error(self, message: &Message, side: Side) -> DeriveError {
        let message = message.name().to_owned();
        match self {
            Self::Reference { pointer, reference } => DeriveErrorKind::Reference {
                message,
                side,
                pointer,
                reference,
            },
            Self::NestedId { pointer } => DeriveErrorKind::NestedId {
                message,
                side,
                pointer,
            },
        }
        .into()
    }
}

/// Checks a document that has no `$id` of its own yet.
pub(super) fn check(document: &Value) -> Result<(), Fault> {
    let mut result = Ok(());
    walk(document, &Pointer::root(), &mut |schema, pointer| {
        if result.is_ok() {
            result = check_one(schema, pointer, document);
        }
    });
    result
}

/// Returns the definition that the schema's `$ref` names.
pub(super) fn target<'d>(schema: &Value, document: &'d Value) -> Option<&'d Value> {
    document
        .get(DEFINITIONS)?
        .get(definition_name(schema.get("$ref")?.as_str()?)?)
}

/// Finds the first place, in the order of names, that refers to the definition `name`.
pub(super) fn first_use(document: &Value, name: &str) -> Pointer {
    let mut found = None;
    walk(document, &Pointer::root(), &mut |schema, pointer| {
        let reference = schema.get("$ref").and_then(Value::as_str);
        if found.is_none() && reference.and_then(definition_name).as_deref() == Some(name) {
            found = Some(pointer.clone());
        }
    });
    found.unwrap_or_default()
}

/// Returns the name of the definition that a reference leads to.
pub(crate) fn definition_name(reference: &str) -> Option<String> {
    let token = reference.strip_prefix("#/$defs/")?;
    if token.contains('/') {
        return None;
    }
    let pointer: Pointer = format!("/{}", percent_decoded(token)?).parse().ok()?;
    pointer.last().map(str::to_owned)
}

/// Calls `see` on every schema in `schema`.
pub(super) fn walk(schema: &Value, here: &Pointer, see: &mut impl FnMut(&Value, &Pointer)) {
    see(schema, here);
    let Value::Object(keywords) = schema else {
        return;
    };
    for (keyword, value) in keywords {
        let at = here.member(keyword);
        match (holds(keyword), value) {
            (Holds::Schema, _) => walk(value, &at, see),
            (Holds::Members, Value::Object(members)) => {
                for (name, inner) in members {
                    walk(inner, &at.member(name), see);
                }
            }
            _ => {
                for (index, inner) in held(keyword, value).enumerate() {
                    walk(inner, &at.index(index), see);
                }
            }
        }
    }
}

fn check_one(schema: &Value, pointer: &Pointer, document: &Value) -> Result<(), Fault> {
    if schema.get("$id").is_some() {
        return Err(Fault::NestedId {
            pointer: pointer.clone(),
        });
    }
    for keyword in ["$ref", "$dynamicRef"] {
        let Some(reference) = schema.get(keyword) else {
            continue;
        };
        if keyword != "$ref" || target(schema, document).is_none() {
            let reference = reference.as_str().unwrap_or_default().to_owned();
            return Err(Fault::Reference {
                pointer: pointer.clone(),
                reference,
            });
        }
    }
    Ok(())
}

/// Undoes the encoding of a URI fragment.
fn percent_decoded(text: &str) -> Option<String> {
    let mut pieces = text.split('%');
    let mut bytes = pieces.next()?.as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(piece.get(..2)?, 16).ok()?);
        bytes.extend(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::{Fault, check, definition_name, first_use};
    use serde_json::json;

    #[test]
    fn names_are_decoded() {
        assert_eq!(definition_name("#/$defs/A").as_deref(), Some("A"));
        assert_eq!(
            definition_name("#/$defs/a~1b%20%C3%A9").as_deref(),
            Some("a/b é")
        );
        assert_eq!(definition_name("#/$defs/A/properties/x"), None);
        assert_eq!(definition_name("#"), None);
        assert_eq!(definition_name("#/$defs/%zz"), None);
    }

    #[test]
    fn what_leads_elsewhere_is_found() {
        for reference in ["#", "#/$defs/B", "other.json", "#/properties/a"] {
            let document = json!({
                "properties": {"$ref": {"items": {"$ref": reference}}},
                "$defs": {"A": {"$ref": "#/$defs/A"}}
            });
            let Err(Fault::Reference { pointer, .. }) = check(&document) else {
                panic!("{reference} was accepted");
            };
            assert_eq!(pointer.to_string(), "/properties/$ref/items");
        }
    }

    #[test]
    fn a_nested_id_is_found_but_a_member_called_so_is_not() {
        let good = json!({"properties": {"$id": {}}, "examples": [{"$id": 1}]});
        assert!(check(&good).is_ok());
        let Err(Fault::NestedId { pointer }) = check(&json!({"$defs": {"A": {"$id": "x"}}})) else {
            panic!("it was accepted");
        };
        assert_eq!(pointer.to_string(), "/$defs/A");
    }

    #[test]
    fn the_first_use_is_found() {
        let document = json!({
            "$ref": "#/$defs/A",
            "$defs": {"A": {"properties": {"x": {"$ref": "#/$defs/B"}}}, "B": {}}
        });
        assert_eq!(first_use(&document, "A").to_string(), "");
        assert_eq!(
            first_use(&document, "B").to_string(),
            "/$defs/A/properties/x"
        );
    }
}
