//! An outline written down as a schema document.

use serde_json::{Map, Value, json};

use super::{Body, Bound, Keywords, Outline, PlaceId, Type, TypeSet};

impl Outline {
    /// Writes a document of draft 2020-12 that accepts what the outline accepts.
    ///
    /// A place that is applied once stands where it is applied, the others under `$defs` by their
    /// numbers; every reference is local. Nothing where a reference leads to nothing that the
    /// outline holds.
    #[must_use]
    pub fn document(&self) -> Option<Value> {
        let reachable = self.reachable();
        let mut uses = vec![0_u32; self.len()];
        // The root is applied by whoever asks.
        uses[self.root().index()] = 2;
        for id in &reachable {
            for child in self
                .keywords(*id)
                .into_iter()
                .flat_map(Keywords::subschemas)
            {
                uses[child.index()] += 1;
            }
        }
        let mut writer = Writer {
            outline: self,
            uses,
            depth: 0,
            separate: Vec::new(),
        };
        let mut definitions = Map::new();
        writer.separate.push(self.root());
        while let Some(id) = writer.separate.pop() {
            let name = id.index().to_string();
            if !definitions.contains_key(&name) {
                definitions.insert(name, writer.written(id)?);
            }
        }
        Some(json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": address(self.root()),
            "$defs": definitions,
        }))
    }

    /// Lists the places that the root leads to, itself first.
    #[must_use]
    pub fn reachable(&self) -> Vec<PlaceId> {
        let mut seen = vec![false; self.len()];
        let mut found = vec![self.root()];
        seen[self.root().index()] = true;
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            next += 1;
            for child in self.keywords(id).into_iter().flat_map(Keywords::subschemas) {
                if !std::mem::replace(&mut seen[child.index()], true) {
                    found.push(child);
                }
            }
        }
        found
    }
}

/// Writes places down, and remembers those that stand elsewhere.
struct Writer<'o> {
    outline: &'o Outline,
    uses: Vec<u32>,
    depth: u32,
    separate: Vec<PlaceId>,
}

/// From this depth on a place stands under `$defs` in any case.
const MAX_DEPTH: u32 = 24;

impl Writer<'_> {
    fn written(&mut self, id: PlaceId) -> Option<Value> {
        match &self.outline.place(id).body {
            Body::Always => Some(Value::Bool(true)),
            Body::Never => Some(Value::Bool(false)),
            Body::Keywords(keywords) if keywords.opaque => None,
            Body::Keywords(keywords) => Some(Value::Object(self.of_keywords(keywords)?)),
        }
    }

    /// Writes a place that is applied: where it is, or as a reference.
    fn applied(&mut self, id: PlaceId) -> Option<Value> {
        let simple = self.outline.keywords(id).is_none();
        if !simple && (self.uses[id.index()] > 1 || self.depth >= MAX_DEPTH) {
            self.separate.push(id);
            return Some(json!({ "$ref": address(id) }));
        }
        let depth = self.depth;
        self.depth += 1;
        let written = self.written(id);
        self.depth = depth;
        written
    }

    fn of_keywords(&mut self, keywords: &Keywords) -> Option<Map<String, Value>> {
        let mut members = Map::new();
        values(keywords, &mut members);
        counts(keywords, &mut members);
        self.subschemas(keywords, &mut members)?;
        // References stand beside each other by a conjunction.
        let together = keywords.reference.iter().chain(&keywords.dynamic_reference);
        let together: Vec<PlaceId> = together.chain(&keywords.all_of).copied().collect();
        if !together.is_empty() {
            let parts = together.into_iter().map(|id| self.applied(id));
            let parts = parts.collect::<Option<_>>()?;
            members.insert("allOf".to_owned(), Value::Array(parts));
        }
        Some(members)
    }

    fn subschemas(&mut self, keywords: &Keywords, members: &mut Map<String, Value>) -> Option<()> {
        let single = [
            ("not", keywords.not),
            ("if", keywords.condition),
            ("then", keywords.then),
            ("else", keywords.otherwise),
            ("items", keywords.items),
            ("contains", keywords.contains),
            ("unevaluatedItems", keywords.unevaluated_items),
            ("additionalProperties", keywords.additional_properties),
            ("propertyNames", keywords.property_names),
            ("unevaluatedProperties", keywords.unevaluated_properties),
        ];
        for (keyword, place) in single {
            if let Some(place) = place {
                members.insert(keyword.to_owned(), self.applied(place)?);
            }
        }
        let lists = [
            ("anyOf", &keywords.any_of),
            ("oneOf", &keywords.one_of),
            ("prefixItems", &keywords.prefix_items),
        ];
        for (keyword, places) in lists {
            if !places.is_empty() {
                let places = places.iter().map(|place| self.applied(*place));
                let places = places.collect::<Option<_>>()?;
                members.insert(keyword.to_owned(), Value::Array(places));
            }
        }
        let named = [
            ("properties", &keywords.properties),
            ("patternProperties", &keywords.pattern_properties),
            ("dependentSchemas", &keywords.dependent_schemas),
        ];
        for (keyword, places) in named {
            if !places.is_empty() {
                let places = places
                    .iter()
                    .map(|(name, place)| Some((name.clone(), self.applied(*place)?)));
                let places = places.collect::<Option<_>>()?;
                members.insert(keyword.to_owned(), Value::Object(places));
            }
        }
        Some(())
    }
}

fn address(id: PlaceId) -> String {
    format!("#/$defs/{}", id.index())
}

fn values(keywords: &Keywords, members: &mut Map<String, Value>) {
    let mut say = |keyword: &str, value: Option<Value>| {
        if let Some(value) = value {
            members.insert(keyword.to_owned(), value);
        }
    };
    say("type", keywords.types.map(names));
    say("const", keywords.constant.clone());
    say("enum", keywords.enumeration.clone().map(Value::Array));
    say("examples", some_list(&keywords.examples));
    say("default", keywords.default.clone());
    say(
        "multipleOf",
        keywords.multiple_of.clone().map(Value::Number),
    );
    say("pattern", keywords.pattern.clone().map(Value::String));
    if !keywords.annotates_format {
        say("format", keywords.format.clone().map(Value::String));
    }
    let bound = |bounds: &[Bound], exclusive: bool| {
        let found = bounds.iter().find(|bound| bound.exclusive == exclusive);
        found.map(|bound| Value::Number(bound.value.clone()))
    };
    say("minimum", bound(&keywords.lower, false));
    say("exclusiveMinimum", bound(&keywords.lower, true));
    say("maximum", bound(&keywords.upper, false));
    say("exclusiveMaximum", bound(&keywords.upper, true));
    say("uniqueItems", keywords.unique_items.then_some(json!(true)));
    if !keywords.required.is_empty() {
        say("required", Some(json!(keywords.required)));
    }
    if !keywords.dependent_required.is_empty() {
        say(
            "dependentRequired",
            Some(json!(keywords.dependent_required)),
        );
    }
}

fn some_list(values: &[Value]) -> Option<Value> {
    (!values.is_empty()).then(|| Value::Array(values.to_vec()))
}

fn counts(keywords: &Keywords, members: &mut Map<String, Value>) {
    let counts = [
        ("minLength", keywords.min_length),
        ("maxLength", keywords.max_length),
        ("minItems", keywords.min_items),
        ("maxItems", keywords.max_items),
        ("minContains", keywords.min_contains),
        ("maxContains", keywords.max_contains),
        ("minProperties", keywords.min_properties),
        ("maxProperties", keywords.max_properties),
    ];
    for (keyword, count) in counts {
        if let Some(count) = count {
            members.insert(keyword.to_owned(), json!(count));
        }
    }
}

fn names(types: TypeSet) -> Value {
    let numbers = TypeSet::only(Type::Integer).union(TypeSet::only(Type::Fraction));
    let mut names = Vec::new();
    for kind in types.iter() {
        match kind {
            Type::Integer if types.intersect(numbers) != numbers => names.push("integer"),
            // A fraction alone has no name; the two together are a number.
            Type::Integer => {}
            Type::Fraction => names.push("number"),
            Type::Null => names.push("null"),
            Type::Boolean => names.push("boolean"),
            Type::String => names.push("string"),
            Type::Array => names.push("array"),
            Type::Object => names.push("object"),
        }
    }
    json!(names)
}

#[cfg(test)]
mod tests {
    use crate::{Draft, Options, Schema};
    use serde_json::{Value, json};

    #[test]
    fn what_is_written_down_accepts_the_same() {
        let probes = [
            json!(null),
            json!(3),
            json!(2.5),
            json!("ab"),
            json!([1, "x"]),
            json!([[1], 2]),
            json!({"a": 1}),
            json!({"a": {"a": "x"}, "b": 2}),
        ];
        for document in [
            json!({"type": ["number", "array"], "items": {"$ref": "#"}}),
            json!({"type": "integer", "exclusiveMinimum": 2}),
            json!({"properties": {"a": {"$ref": "#"}}, "unevaluatedProperties": {"type": "integer"}}),
            json!({"$dynamicRef": "#t", "$ref": "#/$defs/x", "$defs": {"x": {"$dynamicAnchor": "t", "minLength": 1}}}),
            json!({"prefixItems": [{"type": "integer"}], "items": {"type": "string"}}),
        ] {
            same(&document, Draft::Draft202012, &probes);
        }
        let document = json!({
            "type": "object", "dependencies": {"a": ["b"]}, "prefixItems": [false],
            "properties": {"a": {"minimum": 1, "exclusiveMinimum": true, "const": 7}}
        });
        same(&document, Draft::Draft4, &probes);
    }

    fn same(document: &Value, draft: Draft, probes: &[Value]) {
        let options = Options {
            draft,
            ..Options::default()
        };
        let schema = Schema::compile(document.clone(), &options).unwrap();
        let written = schema.outline().document().unwrap();
        let again = Schema::compile(written, &Options::default()).unwrap();
        for probe in probes {
            assert_eq!(
                schema.accepts(probe),
                again.accepts(probe),
                "{document} {probe}"
            );
        }
    }
}
