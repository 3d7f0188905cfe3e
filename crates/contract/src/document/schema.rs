//! One schema of a document, rewritten to what the engines read, every part in its place.

use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use serde_json::{Map, Value, json};

use super::dialect::Dialect;
use super::error::{DocumentError, DocumentErrorKind};
use super::hidden;
use super::message::{Role, Shared};
use super::place::MAX_HOPS;
use super::references::{fragment, target};

/// What rewrites the schemas of a document.
#[derive(Debug)]
pub(super) struct Rewriting<'d> {
    pub(super) shared: &'d Shared,
    pub(super) dialect: Dialect,
    /// The keyword that says of a member that it is not written in this direction.
    pub(super) flag: Option<&'static str>,
    pub(super) role: Role,
    /// Where the references lead that were met.
    pub(super) targets: Vec<Pointer>,
}

impl Rewriting<'_> {
    /// Rewrites the schema at a place.
    pub(super) fn schema(&mut self, at: &Pointer) -> Result<Value, DocumentError> {
        // A place is one that a reference was checked to lead to.
        let value = at.resolve(&self.shared.document).unwrap_or(&Value::Null);
        self.rewritten(value, &mut at.clone(), &BTreeSet::new())
    }

    fn rewritten(
        &mut self,
        value: &Value,
        at: &mut Pointer,
        hidden: &BTreeSet<String>,
    ) -> Result<Value, DocumentError> {
        let schema = match value {
            Value::Bool(_) => return Ok(value.clone()),
            Value::Object(schema) => schema,
            _ => return Err(DocumentError::malformed(at, "a schema")),
        };
        let mut rewritten = Map::new();
        if let Some(reference) = self.reference(schema, at)? {
            rewritten.insert("$ref".to_owned(), reference.into());
            if self.dialect.references_stand_alone() {
                return Ok(Value::Object(rewritten));
            }
        }
        let hidden = self.hidden(schema, at, hidden);
        for (keyword, value) in schema {
            if let Some(value) = self.keyword(keyword, value, at, &hidden)? {
                rewritten.insert(keyword.clone(), value);
            }
        }
        translate(self.dialect, &mut rewritten);
        Ok(Value::Object(rewritten))
    }

    /// Rewrites the value of a keyword; `None` where the engines have no use for it.
    fn keyword(
        &mut self,
        keyword: &str,
        value: &Value,
        at: &mut Pointer,
        hidden: &BTreeSet<String>,
    ) -> Result<Option<Value>, DocumentError> {
        at.push(keyword);
        let rewritten = match (keyword, value) {
            // References name places, so that no other name is needed.
            ("$ref" | "$id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor", Value::String(_)) => {
                None
            }
            ("$schema", Value::String(dialect)) => {
                let same = Dialect::named(dialect).map(Dialect::uri) == Some(self.dialect.uri());
                if !same {
                    let (pointer, dialect) = (at.clone(), dialect.clone());
                    return Err(DocumentErrorKind::Dialect { pointer, dialect }.into());
                }
                None
            }
            ("xml" | "externalDocs" | "discriminator", _) => None,
            ("required", Value::Array(names)) => {
                let written =
                    |name: &&Value| name.as_str().is_none_or(|name| !hidden.contains(name));
                Some(names.iter().filter(written).cloned().collect())
            }
            ("allOf", Value::Array(branches)) => Some(self.list(branches, at, hidden)?),
            _ => Some(self.below(keyword, value, at)?),
        };
        at.pop();
        Ok(rewritten)
    }

    fn below(
        &mut self,
        keyword: &str,
        value: &Value,
        at: &mut Pointer,
    ) -> Result<Value, DocumentError> {
        let nothing = BTreeSet::new();
        match (holds(keyword), value) {
            (Holds::Schema, Value::Array(schemas)) if keyword == "items" => {
                self.list(schemas, at, &nothing)
            }
            (Holds::Schema, schema) => self.rewritten(schema, at, &nothing),
            (Holds::List, Value::Array(schemas)) => self.list(schemas, at, &nothing),
            (Holds::Members, Value::Object(members)) => {
                let mut rewritten = Map::new();
                for (name, schema) in members {
                    at.push(name);
                    let unsent = keyword == "properties" && self.is_unsent(at);
                    let schema = match schema {
                        _ if unsent && self.role == Role::Writer => json!({"not": {}}),
                        _ if unsent && self.role == Role::Reader => json!({}),
                        // `dependencies` may name members as well.
                        Value::Array(_) if keyword == "dependencies" => schema.clone(),
                        schema => self.rewritten(schema, at, &nothing)?,
                    };
                    at.pop();
                    rewritten.insert(name.clone(), schema);
                }
                Ok(Value::Object(rewritten))
            }
            (Holds::List, _) => Err(DocumentError::malformed(at, "a list of schemas")),
            (Holds::Members, _) => Err(DocumentError::malformed(at, "schemas by name")),
            (Holds::Data, data) => Ok(data.clone()),
        }
    }

    fn list(
        &mut self,
        schemas: &[Value],
        at: &mut Pointer,
        hidden: &BTreeSet<String>,
    ) -> Result<Value, DocumentError> {
        let mut rewritten = Vec::with_capacity(schemas.len());
        for (index, schema) in schemas.iter().enumerate() {
            at.push(index.to_string());
            rewritten.push(self.rewritten(schema, at, hidden)?);
            at.pop();
        }
        Ok(Value::Array(rewritten))
    }

    /// Rewrites the reference of a schema, where it has one.
    fn reference(
        &mut self,
        schema: &Map<String, Value>,
        at: &Pointer,
    ) -> Result<Option<String>, DocumentError> {
        let text = |keyword: &str| schema.get(keyword).and_then(Value::as_str);
        let target = match (text("$ref"), text("$dynamicRef")) {
            (None, None) => return Ok(None),
            // The engines bring the schemas of the drafts along.
            (Some(reference), None) if Dialect::named(reference).is_some() => {
                return Ok(Some(reference.to_owned()));
            }
            (Some(reference), None) => self.target(at, reference)?,
            (None, Some(reference)) => {
                let name = reference.trim_start_matches('#');
                let only = self.shared.names.dynamic(name).cloned();
                only.ok_or_else(|| DocumentErrorKind::Dynamic {
                    pointer: at.clone(),
                })?
            }
            (Some(_), Some(_)) => {
                let pointer = at.clone();
                return Err(DocumentErrorKind::Dynamic { pointer }.into());
            }
        };
        let reference = fragment(&target);
        self.targets.push(target);
        Ok(Some(reference))
    }

    /// Finds what a reference names, which must in the end be something else than a reference.
    fn target(&self, at: &Pointer, reference: &str) -> Result<Pointer, DocumentError> {
        let document = &self.shared.document;
        let first = inner(
            document,
            target(document, &self.shared.names, at, reference)?,
        );
        let mut here = first.clone();
        for _ in 0..MAX_HOPS {
            let next = here.resolve(document).and_then(|value| value.get("$ref"));
            let Some(Value::String(next)) = next else {
                return Ok(first);
            };
            if Dialect::named(next).is_some() {
                return Ok(first);
            }
            here = inner(document, target(document, &self.shared.names, &here, next)?);
        }
        let pointer = at.clone();
        Err(DocumentErrorKind::Cycle { pointer }.into())
    }

    /// Tells whether a member is never sent in this direction.
    fn is_unsent(&self, at: &Pointer) -> bool {
        self.role != Role::Either
            && self
                .flag
                .is_some_and(|flag| hidden::is_flagged(self.shared, at.clone(), flag))
    }

    fn hidden(
        &self,
        schema: &Map<String, Value>,
        at: &Pointer,
        above: &BTreeSet<String>,
    ) -> BTreeSet<String> {
        let Some(flag) = self.flag else {
            return BTreeSet::new();
        };
        if !schema.contains_key("required") && !schema.contains_key("allOf") {
            return BTreeSet::new();
        }
        let mut hidden = hidden::members(self.shared, at, flag);
        hidden.extend(above.iter().cloned());
        hidden
    }
}

/// Tells whether the way from a schema to a value below it leads through schemas alone.
pub(super) fn leads_to_schema<'t>(tokens: impl Iterator<Item = &'t str>) -> bool {
    let mut tokens = tokens.peekable();
    let mut position = Holds::Schema;
    while let Some(token) = tokens.next() {
        position = match position {
            Holds::Schema => holds(token),
            Holds::List | Holds::Members => Holds::Schema,
            Holds::Data => return false,
        };
        let is_index = |token: &&str| token.bytes().all(|byte| byte.is_ascii_digit());
        if token == "items" && position == Holds::Schema {
            // It holds one schema or a list of them.
            tokens.next_if(is_index);
        }
    }
    position == Holds::Schema
}

/// Looks into a schema that is wrapped with the name of its format.
fn inner(document: &Value, pointer: Pointer) -> Pointer {
    match pointer.resolve(document) {
        Some(Value::Object(members))
            if members.get("schemaFormat").is_some_and(Value::is_string)
                && members.contains_key("schema") =>
        {
            pointer.member("schema")
        }
        _ => pointer,
    }
}

/// Says in the words of a draft what OpenAPI says in its own.
fn translate(dialect: Dialect, schema: &mut Map<String, Value>) {
    if let Some(example) = schema.remove("example") {
        let examples = || Value::Array(vec![example]);
        schema.entry("examples").or_insert_with(examples);
    }
    if dialect != Dialect::OpenApi30 {
        return;
    }
    let nullable = schema.remove("nullable") == Some(Value::Bool(true));
    if let (true, Some(Value::String(name))) = (nullable, schema.get("type")) {
        let types = vec![Value::from(name.as_str()), Value::from("null")];
        schema.insert("type".to_owned(), types.into());
    }
    for (exclusive, inclusive) in [
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ] {
        if let Some(Value::Bool(is)) = schema.get(exclusive) {
            let bound = if *is { schema.remove(inclusive) } else { None };
            match bound {
                Some(bound) => schema.insert(exclusive.to_owned(), bound),
                None => schema.remove(exclusive),
            };
        }
    }
}

/// What the value of a keyword holds, in any of the drafts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Holds {
    Data,
    Schema,
    List,
    Members,
}

fn holds(keyword: &str) -> Holds {
    use crate::keywords;
    match keyword {
        "additionalItems" => Holds::Schema,
        "definitions" | "dependencies" => Holds::Members,
        _ => match keywords::holds(keyword) {
            keywords::Holds::Data => Holds::Data,
            keywords::Holds::Schema => Holds::Schema,
            keywords::Holds::List => Holds::List,
            keywords::Holds::Members => Holds::Members,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::leads_to_schema;

    #[test]
    fn ways_through_schemas_are_told_from_others() {
        for (way, leads) in [
            ("", true),
            ("properties/a", true),
            ("properties/properties/items/0/not", true),
            ("items/properties/a", true),
            ("items", true),
            ("properties", false),
            ("allOf", false),
            ("x-shapes/a", false),
            ("examples/0", false),
        ] {
            let tokens = way.split('/').filter(|token| !token.is_empty());
            assert_eq!(leads_to_schema(tokens), leads, "{way}");
        }
    }
}
