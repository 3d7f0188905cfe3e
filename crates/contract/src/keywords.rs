use serde_json::{Map, Value};

/// The members of an object schema, keyword by keyword.
pub(crate) type Keywords = Map<String, Value>;

/// What the value of a keyword holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Holds {
    /// Anything that is no schema: numbers, names, examples.
    Data,
    /// One schema.
    Schema,
    /// An array of schemas.
    List,
    /// An object of schemas, by names that are no keywords.
    Members,
}

/// Says what the value of `keyword` holds.
pub(crate) fn holds(keyword: &str) -> Holds {
    match keyword {
        "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "items"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Holds::Schema,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::List,
        "$defs" | "dependentSchemas" | "patternProperties" | "properties" => Holds::Members,
        _ => Holds::Data,
    }
}

/// Iterates over the schemas that the value of `keyword` holds.
pub(crate) fn held<'v>(
    keyword: &str,
    value: &'v Value,
) -> Box<dyn Iterator<Item = &'v Value> + 'v> {
    match (holds(keyword), value) {
        (Holds::Schema, schema) => Box::new(std::iter::once(schema)),
        (Holds::List, Value::Array(schemas)) => Box::new(schemas.iter()),
        (Holds::Members, Value::Object(members)) => Box::new(members.values()),
        _ => Box::new(std::iter::empty()),
    }
}

/// Iterates over the schemas that the value of `keyword` holds, to change them.
pub(crate) fn held_mut<'v>(
    keyword: &str,
    value: &'v mut Value,
) -> Box<dyn Iterator<Item = &'v mut Value> + 'v> {
    match (holds(keyword), value) {
        (Holds::Schema, schema) => Box::new(std::iter::once(schema)),
        (Holds::List, Value::Array(schemas)) => Box::new(schemas.iter_mut()),
        (Holds::Members, Value::Object(members)) => Box::new(members.values_mut()),
        _ => Box::new(std::iter::empty()),
    }
}

/// Calls `change` on every object schema in `schema`, the innermost first.
pub(crate) fn for_each(schema: &mut Value, change: &mut impl FnMut(&mut Keywords)) {
    let Value::Object(keywords) = schema else {
        return;
    };
    for (keyword, value) in keywords.iter_mut() {
        for inner in held_mut(keyword, value) {
            for_each(inner, change);
        }
    }
    change(keywords);
}

#[cfg(test)]
mod tests {
    use super::for_each;
    use serde_json::json;

    #[test]
    fn names_and_data_are_not_mistaken_for_keywords() {
        let mut schema = json!({
            "properties": {"title": {"title": "x"}, "items": {"title": "x"}},
            "const": {"title": "x"},
            "examples": [{"title": "x"}],
            "anyOf": [{"not": {"title": "x"}}, true]
        });
        for_each(&mut schema, &mut |keywords| {
            keywords.remove("title");
        });
        assert_eq!(
            schema,
            json!({
                "properties": {"title": {}, "items": {}},
                "const": {"title": "x"},
                "examples": [{"title": "x"}],
                "anyOf": [{"not": {}}, true]
            })
        );
    }
}
