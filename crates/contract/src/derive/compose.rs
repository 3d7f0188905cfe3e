use serde_json::{Value, json};

use super::closed::{is_in_place, says_more};
use super::references::definition_name;
use crate::keywords::{Keywords, held, held_mut};

/// The definitions as they are before any of them is closed, to compose objects of.
pub(super) struct Parts<'d> {
    definitions: &'d Keywords,
}

impl<'d> Parts<'d> {
    pub(super) fn of(definitions: &'d Keywords) -> Self {
        Self { definitions }
    }

    /// Tells whether an object's members are declared in more than one place.
    pub(super) fn is_composed(&self, keywords: &Keywords) -> bool {
        let own = usize::from(declares_itself(keywords));
        own + self.beside(keywords) > 1
    }

    /// Counts the places beside the object's own keywords that declare members of it.
    pub(super) fn beside(&self, keywords: &Keywords) -> usize {
        self.count(keywords, &mut Vec::new())
    }

    fn count(&self, keywords: &Keywords, seen: &mut Vec<String>) -> usize {
        let mut count = 0;
        for (keyword, value) in keywords {
            match keyword.as_str() {
                "$ref" => count += usize::from(self.reference_declares(value, seen)),
                "allOf" => {
                    count += held(keyword, value)
                        .filter(|part| self.declares(part, seen))
                        .count();
                }
                "anyOf" | "oneOf" => {
                    count +=
                        usize::from(held(keyword, value).any(|part| self.declares(part, seen)));
                }
                // What holds under a condition only must never be closed by itself.
                _ if is_in_place(keyword) => {
                    let any = held(keyword, value).any(|part| self.declares(part, seen));
                    count += usize::from(any) * 2;
                }
                _ => {}
            }
        }
        count
    }

    fn declares(&self, schema: &Value, seen: &mut Vec<String>) -> bool {
        schema
            .as_object()
            .is_some_and(|keywords| declares_itself(keywords) || self.count(keywords, seen) > 0)
    }

    fn reference_declares(&self, reference: &Value, seen: &mut Vec<String>) -> bool {
        let Some((name, definition)) = self.definition(reference) else {
            return false;
        };
        if seen.contains(&name) {
            return false;
        }
        seen.push(name);
        let declares = self.declares(definition, seen);
        seen.pop();
        declares
    }

    fn definition(&self, reference: &Value) -> Option<(String, &'d Value)> {
        let name = definition_name(reference.as_str()?)?;
        let definition = self.definitions.get(&name)?;
        Some((name, definition))
    }
}

/// Brings the declared members of an object together, as far as they can be.
///
/// References to objects are replaced by what they refer to, open; the caller closes the whole.
pub(super) fn compose(keywords: &mut Keywords, parts: &Parts<'_>) {
    open(keywords, parts, &mut Vec::new());
}

fn open(keywords: &mut Keywords, parts: &Parts<'_>, seen: &mut Vec<String>) {
    let depth = seen.len();
    while let Some((name, definition)) = keywords.get("$ref").and_then(|at| parts.definition(at))
        && !seen.contains(&name)
        && parts.declares(definition, &mut Vec::new())
    {
        keywords.remove("$ref");
        absorb(keywords, definition);
        seen.push(name);
    }
    for (keyword, value) in keywords.iter_mut() {
        if is_in_place(keyword) {
            held_mut(keyword, value)
                .filter_map(Value::as_object_mut)
                .for_each(|part| open(part, parts, seen));
        }
    }
    seen.truncate(depth);
}

/// Takes a definition into the schema that referred to it.
fn absorb(keywords: &mut Keywords, definition: &Value) {
    match definition.as_object() {
        Some(taken) if keywords.keys().all(|keyword| is_annotation(keyword)) => {
            for (keyword, value) in taken {
                keywords.entry(keyword).or_insert_with(|| value.clone());
            }
        }
        Some(taken) if is_plain(taken) && are_disjoint(keywords, taken) => merge(keywords, taken),
        _ => {
            let all = keywords.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all) = all {
                all.push(definition.clone());
            }
        }
    }
}

/// Adds the members of a plain object to those of another.
fn merge(keywords: &mut Keywords, taken: &Keywords) {
    for (keyword, value) in taken {
        match (keywords.get_mut(keyword), value) {
            (None, _) => {
                keywords.insert(keyword.clone(), value.clone());
            }
            (Some(Value::Object(properties)), Value::Object(more)) => {
                properties.extend(
                    more.iter()
                        .map(|(name, member)| (name.clone(), member.clone())),
                );
            }
            (Some(Value::Array(required)), Value::Array(more)) if keyword == "required" => {
                required.extend(more.iter().cloned());
            }
            (Some(_), _) => {}
        }
    }
}

/// Tells whether an object says nothing but which members it has.
fn is_plain(keywords: &Keywords) -> bool {
    keywords.get("type").is_none_or(|is| is == "object")
        && !says_more(keywords)
        && keywords.keys().all(|keyword| {
            is_annotation(keyword) || matches!(keyword.as_str(), "properties" | "required" | "type")
        })
}

fn are_disjoint(keywords: &Keywords, taken: &Keywords) -> bool {
    let names = |keywords: &Keywords| -> Vec<String> {
        let properties = keywords.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flat_map(|members| members.keys().cloned())
            .collect()
    };
    let own = names(keywords);
    !says_more(keywords)
        && keywords.get("type").is_none_or(|is| is == "object")
        && names(taken).iter().all(|name| !own.contains(name))
}

fn declares_itself(keywords: &Keywords) -> bool {
    says_more(keywords)
        || keywords.contains_key("properties")
        || keywords.contains_key("patternProperties")
}

fn is_annotation(keyword: &str) -> bool {
    matches!(
        keyword,
        "$comment"
            | "default"
            | "deprecated"
            | "description"
            | "examples"
            | "readOnly"
            | "title"
            | "writeOnly"
    )
}

#[cfg(test)]
mod tests {
    use super::{Parts, compose};
    use serde_json::{Value, json};

    fn composed(mut schema: Value, definitions: &Value) -> Value {
        let definitions = definitions.as_object().unwrap();
        compose(schema.as_object_mut().unwrap(), &Parts::of(definitions));
        schema
    }

    #[test]
    fn what_cannot_be_merged_becomes_a_part() {
        let own = json!({"properties": {"a": {"const": 1}}, "$ref": "#/$defs/A"});
        for definition in [
            json!({"properties": {"a": {"type": "integer"}}}),
            json!({"properties": {"b": {}}, "minProperties": 1}),
            json!({"properties": {"b": {}}, "additionalProperties": {}}),
        ] {
            assert_eq!(
                composed(own.clone(), &json!({"A": definition})),
                json!({"properties": {"a": {"const": 1}}, "allOf": [definition]})
            );
        }
    }

    #[test]
    fn a_definition_that_is_a_reference_is_followed_too() {
        let definitions = json!({
            "A": {"description": "A.", "$ref": "#/$defs/B"},
            "B": {"description": "B.", "properties": {"b": {}}}
        });
        let schema = json!({"properties": {"a": {}}, "anyOf": [{"$ref": "#/$defs/A"}]});
        assert_eq!(
            composed(schema, &definitions)["anyOf"],
            json!([{"description": "A.", "properties": {"b": {}}}])
        );
    }

    #[test]
    fn references_are_followed_through_and_end_at_a_circle() {
        let definitions = json!({
            "A": {"oneOf": [{"$ref": "#/$defs/B"}, {"$ref": "#/$defs/A"}]},
            "B": {"properties": {"b": {}}}
        });
        let schema = composed(
            json!({"properties": {"a": {}}, "$ref": "#/$defs/A", "description": "x"}),
            &definitions,
        );
        assert_eq!(
            schema,
            json!({
                "description": "x",
                "properties": {"a": {}},
                "allOf": [{"oneOf": [{"properties": {"b": {}}}, {"$ref": "#/$defs/A"}]}]
            })
        );
    }
}
