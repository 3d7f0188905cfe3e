//! Edits of a schema that take a constraint away, so that it accepts more.

use serde_json::{Map, Value, json};

/// A schema that says less in one keyword.
#[derive(Debug)]
pub(crate) struct Edit {
    /// The edited document.
    pub(crate) document: Value,
    /// Where the subschema is that says less.
    pub(crate) pointer: String,
    pub(crate) keyword: String,
}

/// Lists every edit of a document.
pub(crate) fn edits(document: &Value) -> Vec<Edit> {
    let mut sites = Vec::new();
    collect(document, &mut String::new(), &mut sites);
    let of_site = |(pointer, keyword): (String, String)| {
        let documents = loosened(document, &pointer, &keyword);
        documents.into_iter().map(move |document| Edit {
            document,
            pointer: pointer.clone(),
            keyword: keyword.clone(),
        })
    };
    sites.into_iter().flat_map(of_site).collect()
}

/// Lists the keywords that only ever refuse, by subschema; nothing below a negation or an
/// exclusive choice.
fn collect(schema: &Value, at: &mut String, sites: &mut Vec<(String, String)>) {
    let Value::Object(members) = schema else {
        return;
    };
    for (keyword, value) in members {
        if ASSERTIONS.contains(&keyword.as_str()) {
            sites.push((at.clone(), keyword.clone()));
        }
        let length = at.len();
        match keyword.as_str() {
            "items" | "additionalProperties" | "contains" => {
                *at += "/";
                *at += keyword;
                collect(value, at, sites);
            }
            "allOf" | "anyOf" | "prefixItems" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    *at = format!("{at}/{keyword}/{index}");
                    collect(item, at, sites);
                    at.truncate(length);
                }
            }
            "properties" | "patternProperties" | "$defs" => {
                for (name, member) in value.as_object().into_iter().flatten() {
                    let token = name.replace('~', "~0").replace('/', "~1");
                    *at = format!("{at}/{keyword}/{token}");
                    collect(member, at, sites);
                    at.truncate(length);
                }
            }
            _ => {}
        }
        at.truncate(length);
    }
}

const ASSERTIONS: [&str; 20] = [
    "required",
    "enum",
    "const",
    "type",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "additionalProperties",
    "minProperties",
    "maxProperties",
    "propertyNames",
];

/// Lists documents that say less in one keyword.
fn loosened(document: &Value, pointer: &str, keyword: &str) -> Vec<Value> {
    // What exactly one of several accepts grows and shrinks with none of them alone.
    if document.to_string().contains("\"oneOf\"") || document.to_string().contains("\"not\"") {
        return Vec::new();
    }
    let Some(Value::Object(schema)) = document.pointer(pointer) else {
        return Vec::new();
    };
    let with = |schema: Map<String, Value>| {
        let mut changed = document.clone();
        if let Some(place) = changed.pointer_mut(pointer) {
            *place = Value::Object(schema);
        }
        changed
    };
    let saying = |value: Value| {
        let mut schema = schema.clone();
        schema.insert(keyword.to_owned(), value);
        with(schema)
    };
    let without = || {
        let mut schema = schema.clone();
        schema.remove(keyword);
        with(schema)
    };
    match (keyword, schema.get(keyword)) {
        ("required", Some(Value::Array(names))) => (0..names.len())
            .map(|index| {
                let mut fewer = names.clone();
                fewer.remove(index);
                saying(Value::Array(fewer))
            })
            .collect(),
        ("enum", Some(Value::Array(values))) => {
            let mut more = values.clone();
            more.push(json!("one more"));
            vec![saying(Value::Array(more))]
        }
        ("type", Some(Value::String(name))) if name != "null" => {
            vec![saying(json!([name, "null"]))]
        }
        ("type", _) | ("additionalProperties", Some(Value::Object(_))) => Vec::new(),
        ("maxLength" | "maxItems" | "maximum", Some(Value::Number(number))) => {
            let more = number.as_u64().map(|number| saying(json!(number + 1)));
            more.into_iter().chain([without()]).collect()
        }
        _ => vec![without()],
    }
}
