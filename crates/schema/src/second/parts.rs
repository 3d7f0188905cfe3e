//! Large documents, compiled as far as the values at hand ask for.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::Value;

use super::compiled::Compiled;
use super::slice::Slicing;
use crate::options::Options;

/// A document in slices, each compiled when the first value asks for it.
///
/// Values that ask for new slices all the time are better served by the whole document: it is
/// compiled once the slices have cost as much.
#[derive(Debug)]
pub(crate) struct Parts {
    slicing: Slicing,
    whole_cost: usize,
    slice_cost: usize,
    /// What is compiled for a value without any names.
    bare: OnceLock<Compiled>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// The latest first.
    slices: VecDeque<Slice>,
    spent: usize,
    whole: Option<Arc<Compiled>>,
}

#[derive(Debug)]
struct Slice {
    names: BTreeSet<String>,
    compiled: Arc<Compiled>,
}

impl Parts {
    /// Prepares slices, `None` where the document can only be read as a whole.
    pub(super) fn new(document: &Value, options: &Options, subschemas: usize) -> Option<Self> {
        Some(Self {
            slicing: Slicing::new(document, options)?,
            whole_cost: subschemas * subschemas / 2,
            slice_cost: subschemas * COPY,
            bare: OnceLock::new(),
            known: Mutex::default(),
        })
    }

    pub(super) fn accepts(
        &self,
        document: &Value,
        options: &Options,
        instance: &Value,
    ) -> Option<bool> {
        self.part_for(document, options, instance).accepts(instance)
    }

    pub(super) fn complaint(
        &self,
        document: &Value,
        options: &Options,
        instance: &Value,
    ) -> Option<String> {
        let part = self.part_for(document, options, instance);
        part.complaint(instance)
    }

    pub(super) fn error(&self, document: &Value, options: &Options) -> Option<&str> {
        self.bare
            .get_or_init(|| self.compile(document, options, &BTreeSet::new()))
            .error()
    }

    fn part_for(&self, document: &Value, options: &Options, instance: &Value) -> Arc<Compiled> {
        let names = self.slicing.names(instance);
        // What a panic leaves behind is whole: nothing is changed in steps.
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(whole) = known.whole.as_ref().filter(|whole| whole.error().is_none()) {
            return Arc::clone(whole);
        }
        if let Some(at) = known.slices.iter().position(|slice| slice.serves(&names))
            && let Some(slice) = known.slices.remove(at)
        {
            let compiled = Arc::clone(&slice.compiled);
            known.slices.push_front(slice);
            return compiled;
        }
        known.spent += self.slice_cost;
        if known.spent >= self.whole_cost && known.whole.is_none() {
            let whole = Arc::new(Compiled::new(document, &options.resources, options));
            known.whole = Some(Arc::clone(&whole));
            if whole.error().is_none() {
                known.slices.clear();
                return whole;
            }
        }
        let compiled = Arc::new(self.compile(document, options, &names));
        known.slices.truncate(MOST - 1);
        known.slices.push_front(Slice {
            names,
            compiled: Arc::clone(&compiled),
        });
        compiled
    }

    fn compile(&self, document: &Value, options: &Options, names: &BTreeSet<String>) -> Compiled {
        let slice = |document| self.slicing.slice(document, names);
        let resources: Vec<(String, Value)> = options
            .resources
            .iter()
            .map(|(uri, resource)| (uri.clone(), slice(resource)))
            .collect();
        Compiled::new(&slice(document), &resources, options)
    }
}

impl Slice {
    /// Tells whether a value with these names is judged by this slice as by the whole.
    fn serves(&self, names: &BTreeSet<String>) -> bool {
        // A larger one may hold what the engine cannot read, though this value has no use for it.
        self.names == *names || (self.compiled.error().is_none() && self.names.is_superset(names))
    }
}

/// How many slices are kept.
const MOST: usize = 16;

/// What copying and checking a subschema costs, in comparisons of two.
const COPY: usize = 40;

#[cfg(test)]
mod tests {
    use super::{Compiled, MOST, Parts};
    use crate::Options;
    use serde_json::{Value, json};

    /// What a document is taken for, so that it is not compiled as a whole.
    const HUGE: usize = 1_000_000;

    #[track_caller]
    fn agree(document: &Value, instances: &[Value]) {
        let options = Options::default();
        let whole = Compiled::new(document, &[], &options);
        assert_eq!(whole.error(), None);
        let parts = Parts::new(document, &options, HUGE).unwrap();
        for instance in instances {
            let verdict = parts.accepts(document, &options, instance);
            assert_eq!(verdict, whole.accepts(instance), "{instance}");
            assert!(verdict.is_some());
        }
    }

    #[test]
    fn slices_say_what_the_whole_says() {
        let document = json!({
            "properties": {
                "a": {"properties": {"b": {"type": "null"}, "c": {"$ref": "#/properties/d/items"}}},
                "d": {"items": {"properties": {"a": {"$ref": "#named"}}, "minProperties": 1}},
                "e": {"not": {"$anchor": "named", "type": "null"}}
            },
            "dependentSchemas": {"e": {"required": ["a"]}},
            "dependencies": {"d": ["a"], "a": {"maxProperties": 2}},
            "unevaluatedProperties": false
        });
        agree(
            &document,
            &[
                json!({}),
                json!(1),
                json!({"f": 1}),
                json!({"a": {"b": null}}),
                json!({"a": {"b": 1}}),
                json!({"a": {"c": {"a": 1}}}),
                json!({"a": {"c": {"a": null}}}),
                json!({"a": {"c": {}}}),
                json!({"e": 1}),
                json!({"e": 1, "a": {}}),
                json!({"e": null, "a": {}}),
                json!({"a": 1, "d": [{"x": 1}], "e": 1}),
                json!({"a": 1, "d": [{}]}),
            ],
        );
    }

    #[test]
    fn a_reference_between_subschemas_leaves_the_document_whole() {
        let options = Options::default();
        let odd = json!({"properties": {"a": {}}, "items": {"$ref": "#/properties"}});
        assert!(Parts::new(&odd, &options, HUGE).is_none());
        let named = json!({"$defs": {"properties": {}}, "$ref": "#/$defs/properties"});
        assert!(Parts::new(&named, &options, HUGE).is_some());
    }

    #[test]
    fn slices_are_few_and_give_way_to_the_whole() {
        let names: Vec<String> = (0..100).map(|number| format!("n{number}")).collect();
        let properties: Value = names
            .iter()
            .map(|name| (name.clone(), json!({"type": "null"})))
            .collect();
        let document = json!({ "properties": properties });
        let options = Options::default();
        let ask = |parts: &Parts| {
            for name in &names {
                let verdict = parts.accepts(&document, &options, &json!({ (name): 1 }));
                assert_eq!(verdict, Some(false), "{name}");
            }
            parts.known.lock().unwrap().slices.len()
        };
        assert_eq!(ask(&Parts::new(&document, &options, HUGE).unwrap()), MOST);
        assert_eq!(ask(&Parts::new(&document, &options, 1_000).unwrap()), 0);
    }
}
