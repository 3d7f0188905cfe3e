use std::collections::BTreeMap;

use serde_json::{Map, Number, Value};

use super::PlaceId;
use super::build::{Builder, Site, defines_format};
use super::keywords::{Bound, Keywords, TypeSet};
use crate::options::Draft;
use crate::positions::Step;

/// Reads the members of one subschema.
pub(super) struct Reader<'b, 'd> {
    pub(super) builder: &'b mut Builder<'d>,
    pub(super) site: &'b Site<'d>,
    pub(super) draft: Draft,
    pub(super) members: &'d Map<String, Value>,
}

/// The draft that brought a keyword, where it was not the first.
const BROUGHT_BY: [(&str, Draft); 16] = [
    ("const", Draft::Draft6),
    ("contains", Draft::Draft6),
    ("propertyNames", Draft::Draft6),
    ("if", Draft::Draft7),
    ("then", Draft::Draft7),
    ("else", Draft::Draft7),
    ("$recursiveRef", Draft::Draft201909),
    ("dependentRequired", Draft::Draft201909),
    ("dependentSchemas", Draft::Draft201909),
    ("minContains", Draft::Draft201909),
    ("maxContains", Draft::Draft201909),
    ("unevaluatedItems", Draft::Draft201909),
    ("unevaluatedProperties", Draft::Draft201909),
    ("$dynamicAnchor", Draft::Draft202012),
    ("$dynamicRef", Draft::Draft202012),
    ("prefixItems", Draft::Draft202012),
];

impl<'d> Reader<'_, 'd> {
    /// Returns what the subschema says of a keyword that its draft knows.
    fn get(&self, keyword: &str) -> Option<&'d Value> {
        let brought = BROUGHT_BY.iter().find(|(known, _)| *known == keyword);
        if brought.is_some_and(|(_, draft)| self.draft < *draft) {
            return None;
        }
        self.members.get(keyword)
    }

    pub(super) fn read(&mut self) -> Keywords {
        let mut keywords = Keywords::default();
        self.references(&mut keywords);
        // Up to draft 7 a reference stands alone: its siblings say nothing.
        let stands_alone = self.draft <= Draft::Draft7 && self.members.contains_key("$ref");
        if !stands_alone {
            self.any_value(&mut keywords);
            self.numbers(&mut keywords);
            self.strings(&mut keywords);
            self.arrays(&mut keywords);
            self.objects(&mut keywords);
            self.applicators(&mut keywords);
            self.annotations(&mut keywords);
        }
        keywords
    }

    fn references(&mut self, keywords: &mut Keywords) {
        if let Some(reference) = self.get("$ref") {
            keywords.reference = reference
                .as_str()
                .and_then(|reference| self.builder.referenced(self.site, reference));
            keywords.opaque |= keywords.reference.is_none();
        }
        let keyword = match self.draft {
            Draft::Draft202012 => "$dynamicRef",
            Draft::Draft201909 => "$recursiveRef",
            Draft::Draft4 | Draft::Draft6 | Draft::Draft7 => return,
        };
        if let Some(reference) = self.get(keyword) {
            keywords.dynamic_reference = reference
                .as_str()
                .and_then(|reference| self.builder.dynamically_referenced(self.site, reference));
            keywords.spellings.insert("$dynamicRef", keyword);
            keywords.opaque |= keywords.dynamic_reference.is_none();
        }
    }

    fn any_value(&mut self, keywords: &mut Keywords) {
        keywords.types = match self.get("type") {
            Some(Value::String(name)) => TypeSet::named(name),
            Some(Value::Array(names)) => Some(
                names
                    .iter()
                    .filter_map(|name| TypeSet::named(name.as_str()?))
                    .fold(TypeSet::NONE, TypeSet::union),
            ),
            _ => None,
        };
        keywords.constant = self.get("const").cloned();
        keywords.enumeration = self.get("enum").and_then(Value::as_array).cloned();
    }

    fn numbers(&mut self, keywords: &mut Keywords) {
        keywords.lower = self.bounds("minimum", "exclusiveMinimum");
        keywords.upper = self.bounds("maximum", "exclusiveMaximum");
        keywords.multiple_of = self.number("multipleOf");
    }

    fn bounds(&self, inclusive: &'static str, exclusive: &'static str) -> Vec<Bound> {
        let strict = self.get(exclusive) == Some(&Value::Bool(true));
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
        match self.get(keyword)? {
            Value::Number(number) => Some(number.clone()),
            _ => None,
        }
    }

    fn strings(&mut self, keywords: &mut Keywords) {
        keywords.min_length = self.count("minLength");
        keywords.max_length = self.count("maxLength");
        keywords.pattern = self.text("pattern");
        keywords.format = self.text("format");
        keywords.annotates_format = keywords
            .format
            .as_deref()
            .is_some_and(|format| !self.builder.asserts(format, self.draft));
        keywords.undefined_format = keywords
            .format
            .as_deref()
            .is_some_and(|format| !defines_format(self.draft, format));
    }

    fn text(&self, keyword: &str) -> Option<String> {
        Some(self.get(keyword)?.as_str()?.to_owned())
    }

    fn count(&self, keyword: &str) -> Option<u64> {
        let value = self.get(keyword)?;
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
        keywords.unique_items = self.get("uniqueItems") == Some(&Value::Bool(true));
        keywords.prefix_items = self.list("prefixItems");
        match self.get("items") {
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
        keywords.required = names(self.get("required"));
        keywords.properties = self.map("properties");
        keywords.pattern_properties = self.map("patternProperties");
        keywords.additional_properties = self.child("additionalProperties");
        keywords.property_names = self.child("propertyNames");
        keywords.unevaluated_properties = self.child("unevaluatedProperties");
        keywords.dependent_schemas = self.map("dependentSchemas");
        if let Some(Value::Object(members)) = self.get("dependentRequired") {
            keywords.dependent_required = members
                .iter()
                .map(|(name, needed)| (name.clone(), names(Some(needed))))
                .collect();
        }
        if let Some(Value::Object(members)) = self.get("dependencies") {
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
                    let step = Step::Member("dependencies", name);
                    let place = self.builder.below(self.site, step, dependency);
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

    fn annotations(&self, keywords: &mut Keywords) {
        let several = self.get("examples").and_then(Value::as_array);
        let single = self.get("example");
        keywords.examples = several
            .into_iter()
            .flatten()
            .chain(single)
            .cloned()
            .collect();
        keywords.default = self.get("default").cloned();
    }

    fn child(&mut self, keyword: &str) -> Option<PlaceId> {
        let value = self.get(keyword)?;
        (value.is_object() || value.is_boolean())
            .then(|| self.builder.below(self.site, Step::One(keyword), value))
    }

    fn list(&mut self, keyword: &str) -> Vec<PlaceId> {
        let items = self.get(keyword).and_then(Value::as_array);
        items
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(index, item)| {
                let step = Step::Item(keyword, index);
                self.builder.below(self.site, step, item)
            })
            .collect()
    }

    fn map(&mut self, keyword: &str) -> BTreeMap<String, PlaceId> {
        let members = self.get(keyword).and_then(Value::as_object);
        members
            .into_iter()
            .flatten()
            .map(|(name, member)| {
                let step = Step::Member(keyword, name);
                let place = self.builder.below(self.site, step, member);
                (name.clone(), place)
            })
            .collect()
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
