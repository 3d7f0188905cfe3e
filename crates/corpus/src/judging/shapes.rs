use std::collections::{BTreeMap, BTreeSet};

use frontdesk_json::Pointer;
use frontdesk_schema::Schema;
use serde_json::{Map, Value};

use crate::config::{Judges, MessageJudges};

/// What the objects of each message look like, as far as their schemas say it.
#[derive(Debug, Default)]
pub(crate) struct Shapes {
    by_message: BTreeMap<String, Shape>,
}

/// The members that a schema speaks of at the root of its values.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    members: BTreeSet<String>,
    /// Members that take some texts alone, which tell values of one kind from others.
    tags: BTreeMap<String, BTreeSet<String>>,
}

/// How much a value looks like a message; the greatest looks most like it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Likeness {
    /// How many members hold a text that tells this message, less those that tell another.
    pub(crate) tags: i64,
    /// How many members the schema speaks of.
    pub(crate) known: usize,
}

impl Shapes {
    /// Looks at the schemas of every message.
    pub(crate) fn of(judges: &Judges) -> Self {
        let messages = judges
            .names()
            .filter_map(|name| Some((name, judges.get(name)?)));
        Self {
            by_message: messages
                .map(|(name, judges)| (name.to_owned(), Shape::of(judges)))
                .collect(),
        }
    }

    /// Tells how much a value looks like a message, and which member tells it apart.
    pub(crate) fn likeness(&self, message: &str, value: &Value) -> (Likeness, Option<&str>) {
        let mut likeness = Likeness { tags: 0, known: 0 };
        let mut tag = None;
        let (Some(shape), Value::Object(members)) = (self.by_message.get(message), value) else {
            return (likeness, tag);
        };
        likeness.known = members
            .keys()
            .filter(|name| shape.members.contains(*name))
            .count();
        for (name, texts) in &shape.tags {
            match members.get(name).and_then(Value::as_str) {
                Some(text) if texts.contains(text) => {
                    likeness.tags += 1;
                    tag = tag.or(Some(name.as_str()));
                }
                Some(_) => likeness.tags -= 1,
                None => {}
            }
        }
        (likeness, tag)
    }
}

impl Shape {
    fn of(judges: &MessageJudges) -> Self {
        let of = |schema: &Schema| {
            let mut shape = Self::default();
            let document = schema.document();
            shape.look(document, document, &mut BTreeSet::new());
            shape
        };
        let reader = of(&judges.reader);
        match judges.writer.as_ref().map(of) {
            // Readers take tags that nobody knows yet, which tell nothing.
            Some(mut writer) => {
                writer.members.extend(reader.members);
                writer
            }
            None => reader,
        }
    }

    /// Looks at a subschema of the root and at those that it refers to.
    fn look(&mut self, schema: &Value, document: &Value, looked_at: &mut BTreeSet<String>) {
        let Value::Object(schema) = schema else {
            return;
        };
        let properties = schema.get("properties").and_then(Value::as_object);
        for (name, property) in properties.into_iter().flatten() {
            self.members.insert(name.clone());
            let texts = texts(property, document);
            if !texts.is_empty() {
                self.tags.entry(name.clone()).or_default().extend(texts);
            }
        }
        if let Some((reference, target)) = target(schema, document)
            && looked_at.insert(reference.to_owned())
        {
            self.look(target, document, looked_at);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let parts = schema.get(keyword).and_then(Value::as_array);
            for part in parts.into_iter().flatten() {
                self.look(part, document, looked_at);
            }
        }
    }
}

/// Lists the texts that a property takes, where it takes some texts alone.
fn texts(property: &Value, document: &Value) -> Vec<String> {
    let Value::Object(schema) = property else {
        return Vec::new();
    };
    let schema = match target(schema, document) {
        Some((_, Value::Object(target))) => target,
        _ => schema,
    };
    let one = schema.get("const").into_iter();
    let several = schema.get("enum").and_then(Value::as_array);
    let several = several.into_iter().flatten();
    one.chain(several)
        .filter_map(|text| Some(text.as_str()?.to_owned()))
        .collect()
}

/// Follows a reference within the document.
fn target<'d>(schema: &'d Map<String, Value>, document: &'d Value) -> Option<(&'d str, &'d Value)> {
    let reference = schema.get("$ref")?.as_str()?;
    let pointer: Pointer = reference.strip_prefix('#')?.parse().ok()?;
    Some((reference, document.pointer(&pointer.to_string())?))
}

#[cfg(test)]
mod tests {
    use super::{Likeness, Shapes};
    use crate::config::{Judges, MessageJudges};
    use frontdesk_schema::{Options, Schema};
    use serde_json::{Value, json};

    fn shapes(schema: Value) -> Shapes {
        let reader = Schema::compile(schema, &Options::default()).unwrap();
        Shapes::of(&Judges::from_iter([(
            "m",
            MessageJudges::of_reader(reader),
        )]))
    }

    #[test]
    fn members_and_tags_are_found_through_references_and_unions() {
        let shapes = shapes(json!({
            "$ref": "#/$defs/a",
            "$defs": {
                "a": {
                    "properties": {"kind": {"$ref": "#/$defs/kind"}, "x": true},
                    "anyOf": [{"properties": {"y": {}}}, {"$ref": "#/$defs/a"}],
                },
                "kind": {"enum": ["one", "two"]},
            },
        }));
        let likeness = |value: &Value| shapes.likeness("m", value);
        let expected = |tags, known| Likeness { tags, known };
        let told = likeness(&json!({"kind": "two", "x": 1, "z": 1}));
        assert_eq!(told, (expected(1, 2), Some("kind")));
        assert_eq!(
            likeness(&json!({"kind": "three", "y": 1})),
            (expected(-1, 2), None)
        );
        assert_eq!(likeness(&json!([1])), (expected(0, 0), None));
        assert_eq!(shapes.likeness("other", &json!({})), (expected(0, 0), None));
    }
}
