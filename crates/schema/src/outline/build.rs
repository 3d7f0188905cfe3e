use std::collections::{BTreeMap, HashMap};

use frontdesk_json::Pointer;
use serde_json::{Map, Number, Value};

use super::keywords::{Body, Bound, Keywords, TypeSet};
use super::meta;
use super::uri::Index;
use super::{Outline, Place, PlaceId};
use crate::options::{Draft, Options};

impl Outline {
    /// Outlines a document and all that its references reach.
    pub(crate) fn new(document: &Value, draft: Draft, options: &Options) -> Self {
        let mut index = Index::default();
        let mut documents = vec![(None, document, draft)];
        for (uri, resource) in &options.resources {
            let draft = Draft::named_by(resource).unwrap_or(options.draft);
            documents.push((Some(uri.as_str()), resource, draft));
        }
        for (number, (uri, value, draft)) in documents.iter().enumerate() {
            index.add(number, *uri, value, *draft);
        }
        let mut builder = Builder {
            index,
            documents,
            places: Vec::new(),
            known: HashMap::new(),
            todo: Vec::new(),
            knows_meta: false,
        };
        builder.place(0, &Pointer::root());
        // A queue, not recursion: documents nest as deep as their authors like.
        while let Some(id) = builder.todo.pop() {
            builder.fill(id);
        }
        Self {
            places: builder.places,
        }
    }
}

struct Builder<'d> {
    index: Index,
    documents: Vec<(Option<&'d str>, &'d Value, Draft)>,
    places: Vec<Place>,
    known: HashMap<(usize, Pointer), PlaceId>,
    todo: Vec<PlaceId>,
    /// Whether the meta-schemas have been added, which seldom anybody refers to.
    knows_meta: bool,
}

impl Builder<'_> {
    fn target(
        &mut self,
        document: usize,
        at: &Pointer,
        reference: &str,
    ) -> Option<(usize, Pointer)> {
        let found = self.index.resolve(document, at, reference);
        let named = self.index.named(document, at, reference);
        if found.is_some() || self.knows_meta || !meta::is_home_of(&named) {
            return found;
        }
        self.knows_meta = true;
        for (uri, value, draft) in meta::documents() {
            let number = self.documents.len();
            self.index.add(number, Some(uri), value, draft);
            self.documents.push((Some(uri), value, draft));
        }
        self.index.resolve(document, at, reference)
    }

    fn place(&mut self, document: usize, pointer: &Pointer) -> PlaceId {
        if let Some(id) = self.known.get(&(document, pointer.clone())) {
            return *id;
        }
        let id = PlaceId(u32::try_from(self.places.len()).unwrap_or(u32::MAX));
        self.places.push(Place {
            pointer: pointer.clone(),
            resource: self.documents[document].0.map(str::to_owned),
            body: Body::Always,
        });
        self.known.insert((document, pointer.clone()), id);
        self.todo.push(id);
        id
    }

    fn fill(&mut self, id: PlaceId) {
        let at = self.places[id.0 as usize].clone();
        let document = self
            .documents
            .iter()
            .position(|(uri, _, _)| *uri == at.resource.as_deref())
            .unwrap_or_default();
        let (_, value, draft) = self.documents[document];
        let body = match at.pointer.resolve(value) {
            Some(Value::Bool(false)) => Body::Never,
            Some(Value::Object(members)) if !members.is_empty() => {
                let mut reader = Reader {
                    builder: self,
                    document,
                    at: &at.pointer,
                    draft,
                    members,
                };
                Body::Keywords(Box::new(reader.read()))
            }
            _ => Body::Always,
        };
        self.places[id.0 as usize].body = body;
    }
}

/// Reads the members of one subschema.
struct Reader<'b, 'd, 'm> {
    builder: &'b mut Builder<'d>,
    document: usize,
    at: &'m Pointer,
    draft: Draft,
    members: &'m Map<String, Value>,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self) -> Keywords {
        let mut keywords = Keywords::default();
        self.references(&mut keywords);
        // Up to draft 7 a reference stands alone: its siblings say nothing.
        let stands_alone = matches!(self.draft, Draft::Draft4 | Draft::Draft6 | Draft::Draft7)
            && self.members.contains_key("$ref");
        if !stands_alone {
            self.any_value(&mut keywords);
            self.numbers(&mut keywords);
            self.strings(&mut keywords);
            self.arrays(&mut keywords);
            self.objects(&mut keywords);
            self.applicators(&mut keywords);
        }
        keywords
    }

    fn references(&mut self, keywords: &mut Keywords) {
        let target = self.reference("$ref");
        keywords.reference = target;
        let dynamic = ["$dynamicRef", "$recursiveRef"]
            .into_iter()
            .find(|keyword| self.members.contains_key(*keyword));
        if let Some(keyword) = dynamic {
            keywords.dynamic_reference = self.reference(keyword);
            keywords.spellings.insert("$dynamicRef", keyword);
        }
        keywords.opaque = (self.members.contains_key("$ref") && keywords.reference.is_none())
            || (dynamic.is_some() && keywords.dynamic_reference.is_none());
    }

    fn reference(&mut self, keyword: &str) -> Option<PlaceId> {
        let reference = self.members.get(keyword)?.as_str()?;
        let (document, pointer) = self.builder.target(self.document, self.at, reference)?;
        Some(self.builder.place(document, &pointer))
    }

    fn any_value(&mut self, keywords: &mut Keywords) {
        keywords.types = match self.members.get("type") {
            Some(Value::String(name)) => TypeSet::named(name),
            Some(Value::Array(names)) => Some(
                names
                    .iter()
                    .filter_map(|name| TypeSet::named(name.as_str()?))
                    .fold(TypeSet::NONE, TypeSet::union),
            ),
            _ => None,
        };
        if self.draft != Draft::Draft4 {
            keywords.constant = self.members.get("const").cloned();
        }
        keywords.enumeration = self.members.get("enum").and_then(Value::as_array).cloned();
    }

    fn numbers(&mut self, keywords: &mut Keywords) {
        keywords.lower = self.bounds("minimum", "exclusiveMinimum");
        keywords.upper = self.bounds("maximum", "exclusiveMaximum");
        keywords.multiple_of = self.number("multipleOf");
    }

    fn bounds(&self, inclusive: &'static str, exclusive: &'static str) -> Vec<Bound> {
        let strict = self.members.get(exclusive) == Some(&Value::Bool(true));
        let bound = |keyword, exclusive| {
            self.number(keyword).map(|value| Bound {
                value,
                exclusive,
                keyword,
            })
        };
        [bound(inclusive, strict), bound(exclusive, true)]
            .into_iter()
            .flatten()
            .collect()
    }

    fn number(&self, keyword: &str) -> Option<Number> {
        match self.members.get(keyword)? {
            Value::Number(number) => Some(number.clone()),
            _ => None,
        }
    }

    fn strings(&mut self, keywords: &mut Keywords) {
        keywords.min_length = self.count("minLength");
        keywords.max_length = self.count("maxLength");
        keywords.pattern = self.text("pattern");
        keywords.format = self.text("format");
    }

    fn text(&self, keyword: &str) -> Option<String> {
        Some(self.members.get(keyword)?.as_str()?.to_owned())
    }

    fn count(&self, keyword: &str) -> Option<u64> {
        let value = self.members.get(keyword)?;
        // `2.0` is a count as well; a count beyond u64 is as good as the largest.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the cast saturates, which is what a count beyond u64 means here"
        )]
        value
            .as_u64()
            .or_else(|| value.as_f64().map(|float| float as u64))
    }

    fn arrays(&mut self, keywords: &mut Keywords) {
        keywords.min_items = self.count("minItems");
        keywords.max_items = self.count("maxItems");
        keywords.unique_items = self.members.get("uniqueItems") == Some(&Value::Bool(true));
        keywords.prefix_items = self.list("prefixItems");
        match self.members.get("items") {
            Some(Value::Array(_)) => {
                keywords.prefix_items = self.list("items");
                keywords.spellings.insert("prefixItems", "items");
                keywords.items = self.child("additionalItems");
                keywords.spellings.insert("items", "additionalItems");
            }
            _ => keywords.items = self.child("items"),
        }
        keywords.contains = self.child("contains");
        keywords.min_contains = self.count("minContains");
        keywords.max_contains = self.count("maxContains");
        keywords.unevaluated_items = self.child("unevaluatedItems");
    }

    fn objects(&mut self, keywords: &mut Keywords) {
        keywords.min_properties = self.count("minProperties");
        keywords.max_properties = self.count("maxProperties");
        keywords.required = names(self.members.get("required"));
        keywords.properties = self.map("properties");
        keywords.pattern_properties = self.map("patternProperties");
        keywords.additional_properties = self.child("additionalProperties");
        keywords.property_names = self.child("propertyNames");
        keywords.unevaluated_properties = self.child("unevaluatedProperties");
        keywords.dependent_schemas = self.map("dependentSchemas");
        if let Some(Value::Object(members)) = self.members.get("dependentRequired") {
            keywords.dependent_required = members
                .iter()
                .map(|(name, needed)| (name.clone(), names(Some(needed))))
                .collect();
        }
        if let Some(Value::Object(members)) = self.members.get("dependencies") {
            keywords
                .spellings
                .insert("dependentRequired", "dependencies");
            keywords
                .spellings
                .insert("dependentSchemas", "dependencies");
            for (name, dependency) in members {
                if dependency.is_array() {
                    let needed = names(Some(dependency));
                    keywords.dependent_required.insert(name.clone(), needed);
                } else {
                    let at = self.at.member("dependencies").member(name);
                    let place = self.builder.place(self.document, &at);
                    keywords.dependent_schemas.insert(name.clone(), place);
                }
            }
        }
    }

    fn applicators(&mut self, keywords: &mut Keywords) {
        keywords.all_of = self.list("allOf");
        keywords.any_of = self.list("anyOf");
        keywords.one_of = self.list("oneOf");
        keywords.not = self.child("not");
        keywords.condition = self.child("if");
        if keywords.condition.is_some() {
            keywords.then = self.child("then");
            keywords.otherwise = self.child("else");
        }
    }

    fn child(&mut self, keyword: &str) -> Option<PlaceId> {
        let value = self.members.get(keyword)?;
        (value.is_object() || value.is_boolean())
            .then(|| self.builder.place(self.document, &self.at.member(keyword)))
    }

    fn list(&mut self, keyword: &str) -> Vec<PlaceId> {
        let count = self
            .members
            .get(keyword)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        let at = self.at.member(keyword);
        (0..count)
            .map(|index| self.builder.place(self.document, &at.index(index)))
            .collect()
    }

    fn map(&mut self, keyword: &str) -> BTreeMap<String, PlaceId> {
        let at = self.at.member(keyword);
        match self.members.get(keyword) {
            Some(Value::Object(members)) => members
                .keys()
                .map(|name| {
                    let place = self.builder.place(self.document, &at.member(name));
                    (name.clone(), place)
                })
                .collect(),
            _ => BTreeMap::new(),
        }
    }
}

fn names<S: FromIterator<String> + Default>(value: Option<&Value>) -> S {
    match value {
        Some(Value::Array(names)) => names
            .iter()
            .filter_map(|name| name.as_str().map(str::to_owned))
            .collect(),
        _ => S::default(),
    }
}
