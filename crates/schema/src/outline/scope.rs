//! The dynamic scope of a place: which resource answers for each dynamic anchor.

use std::collections::{BTreeMap, HashMap};

use super::uri::{Index, ResourceId};

/// Names an environment of [`Environments`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) struct EnvironmentId(usize);

/// All environments that places stand in.
///
/// An environment tells for each dynamic anchor the outermost resource on the way that declares
/// it, which is all that a dynamic reference can ask of the way. Entering a resource without such
/// anchors changes nothing, so that most documents have the empty environment only.
#[derive(Debug)]
pub(super) struct Environments<'d> {
    known: Vec<BTreeMap<&'d str, ResourceId>>,
    numbers: HashMap<BTreeMap<&'d str, ResourceId>, EnvironmentId>,
    /// Whether there were too many to tell apart, so that dynamic references lead nobody knows where.
    exhausted: bool,
}

impl<'d> Environments<'d> {
    pub(super) fn new() -> Self {
        Self {
            known: vec![BTreeMap::new()],
            numbers: HashMap::from([(BTreeMap::new(), Self::EMPTY)]),
            exhausted: false,
        }
    }

    /// The environment outside of every resource.
    pub(super) const EMPTY: EnvironmentId = EnvironmentId(0);

    /// Returns the environment inside a resource that is entered from `outer`.
    pub(super) fn enter(
        &mut self,
        outer: EnvironmentId,
        resource: ResourceId,
        index: &Index<'d>,
    ) -> EnvironmentId {
        let new = |name: &&'d str| !self.known[outer.0].contains_key(name);
        let mut declared = index.dynamic_anchors(resource).filter(new).peekable();
        if declared.peek().is_none() {
            return outer;
        }
        let mut inner = self.known[outer.0].clone();
        inner.extend(declared.map(|name| (name, resource)));
        if let Some(id) = self.numbers.get(&inner) {
            return *id;
        }
        if self.known.len() == LIMIT {
            self.exhausted = true;
            return outer;
        }
        let id = EnvironmentId(self.known.len());
        self.known.push(inner.clone());
        self.numbers.insert(inner, id);
        id
    }

    /// Finds the outermost resource that declares an anchor.
    pub(super) fn outermost(&self, id: EnvironmentId, anchor: &str) -> Option<ResourceId> {
        self.known[id.0].get(anchor).copied()
    }

    /// Tells whether an environment could not be told from others, and answers are no longer sure.
    pub(super) fn exhausted(&self) -> bool {
        self.exhausted
    }
}

/// From how many environments on a document is taken to be made to exhaust its readers: each may
/// hold every place once more.
const LIMIT: usize = 512;

#[cfg(test)]
mod tests {
    use crate::outline::{Keywords, Outline, PlaceId};
    use crate::{Draft, Options, Schema};
    use serde_json::{Value, json};
    use std::sync::Arc;

    fn outline(document: Value, resources: Vec<Value>) -> Arc<Outline> {
        let resources = resources
            .into_iter()
            .map(|resource| (resource["$id"].as_str().unwrap().to_owned(), resource))
            .collect();
        let options = Options {
            resources,
            ..Options::default()
        };
        let schema = Schema::compile(document, &options).unwrap();
        Arc::clone(schema.outline())
    }

    /// Follows references and members, and tells where the dynamic reference at the end leads.
    fn end(outline: &Outline, way: &[&str]) -> String {
        let id = way.iter().fold(outline.root(), |id, name| {
            let keywords = outline.keywords(id).unwrap();
            next(keywords, name)
        });
        let target = outline.keywords(id).unwrap().dynamic_reference.unwrap();
        let place = outline.place(target);
        format!(
            "{}#{}",
            place.resource.as_deref().unwrap_or(""),
            place.pointer
        )
    }

    fn next(keywords: &Keywords, name: &str) -> PlaceId {
        match name {
            "$ref" => keywords.reference,
            "$dynamicRef" => keywords.dynamic_reference,
            "then" => keywords.then,
            "else" => keywords.otherwise,
            "items" => keywords.items,
            "additionalProperties" => keywords.additional_properties,
            name => keywords.properties.get(name).copied(),
        }
        .unwrap()
    }

    fn tree() -> Value {
        json!({
            "$id": "https://frontdesk.invalid/tree",
            "$dynamicAnchor": "node",
            "properties": {"children": {"items": {"$dynamicRef": "#node"}}}
        })
    }

    #[test]
    fn a_tree_is_extended_by_the_outermost_anchor() {
        let strict = json!({
            "$id": "https://frontdesk.invalid/strict-tree",
            "$dynamicAnchor": "node",
            "$ref": "tree",
            "unevaluatedProperties": false
        });
        let extended = outline(strict, vec![tree()]);
        assert_eq!(end(&extended, &["$ref", "children", "items"]), "#");
        let alone = outline(tree(), Vec::new());
        assert_eq!(end(&alone, &["children", "items"]), "#");
        assert_eq!(alone.places().count(), 3);
    }

    #[test]
    fn a_scope_that_was_left_is_not_used() {
        let left = outline(
            json!({
                "$id": "https://frontdesk.invalid/main",
                "if": {
                    "$id": "first_scope",
                    "$defs": {"thingy": {"$dynamicAnchor": "thingy", "type": "number"}}
                },
                "then": {
                    "$id": "second_scope",
                    "$ref": "start",
                    "$defs": {"thingy": {"$dynamicAnchor": "thingy", "type": "null"}}
                },
                "$defs": {
                    "start": {"$id": "start", "$dynamicRef": "inner_scope#thingy"},
                    "thingy": {
                        "$id": "inner_scope",
                        "$dynamicAnchor": "thingy",
                        "type": "string"
                    }
                }
            }),
            Vec::new(),
        );
        assert_eq!(end(&left, &["then", "$ref"]), "#/then/$defs/thingy");
    }

    #[test]
    fn each_way_to_a_dynamic_reference_has_its_own_end() {
        let list = |kind: &str| {
            json!({
                "$id": format!("{kind}List"),
                "$ref": "genericList",
                "$defs": {"itemType": {"$dynamicAnchor": "itemType", "type": kind}}
            })
        };
        let lists = outline(
            json!({
                "$id": "https://frontdesk.invalid/main",
                "if": {"required": ["n"]},
                "then": {"$ref": "numberList"},
                "else": {"$ref": "stringList"},
                "properties": {"generic": {"$ref": "genericList"}},
                "$defs": {
                    "genericList": {
                        "$id": "genericList",
                        "properties": {"list": {"items": {"$dynamicRef": "#itemType"}}},
                        "$defs": {"default": {"$dynamicAnchor": "itemType"}}
                    },
                    "numberList": list("number"),
                    "stringList": list("string")
                }
            }),
            Vec::new(),
        );
        for (way, pointer) in [
            (
                ["then", "$ref", "$ref", "list", "items"].as_slice(),
                "#/$defs/numberList/$defs/itemType",
            ),
            (
                &["else", "$ref", "$ref", "list", "items"],
                "#/$defs/stringList/$defs/itemType",
            ),
            (
                &["generic", "$ref", "list", "items"],
                "#/$defs/genericList/$defs/default",
            ),
        ] {
            assert_eq!(end(&lists, way), pointer);
        }
    }

    #[test]
    fn without_the_anchor_where_it_leads_first_a_dynamic_reference_is_a_static_one() {
        let inner = |anchor: &str| {
            json!({
                "$id": "https://frontdesk.invalid/outer",
                "$dynamicAnchor": "items",
                "$ref": "inner",
                "$defs": {"inner": {
                    "$id": "inner",
                    "properties": {
                        "name": {"$dynamicRef": "#items"},
                        "pointer": {"$dynamicRef": "#/$defs/content"}
                    },
                    "$defs": {"content": {anchor: "items"}}
                }}
            })
        };
        let bookended = outline(inner("$dynamicAnchor"), Vec::new());
        assert_eq!(end(&bookended, &["$ref", "name"]), "#");
        let content = "#/$defs/inner/$defs/content";
        assert_eq!(end(&bookended, &["$ref", "pointer"]), content);
        let static_one = outline(inner("$anchor"), Vec::new());
        assert_eq!(end(&static_one, &["$ref", "name"]), content);
    }

    #[test]
    fn recursive_references_lead_to_the_outermost_recursive_resource() {
        let node = |name: &str| json!({"$id": name, "$recursiveAnchor": true, "$ref": "inner"});
        let nodes = |anchored: bool| {
            outline(
                json!({
                    "$schema": "https://json-schema.org/draft/2019-09/schema",
                    "$id": "https://frontdesk.invalid/main",
                    "if": {"required": ["a"]},
                    "then": node("any"),
                    "else": node("integer"),
                    "properties": {"plain": {"$ref": "inner"}},
                    "$defs": {"inner": {
                        "$id": "inner",
                        "$recursiveAnchor": anchored,
                        "additionalProperties": {"$recursiveRef": "#"}
                    }}
                }),
                Vec::new(),
            )
        };
        let anchored = nodes(true);
        let below = "additionalProperties";
        assert_eq!(end(&anchored, &["then", "$ref", below]), "#/then");
        assert_eq!(end(&anchored, &["else", "$ref", below]), "#/else");
        assert_eq!(end(&anchored, &["plain", "$ref", below]), "#/$defs/inner");
        let again = ["then", "$ref", below, "$dynamicRef", "$ref", below];
        assert_eq!(end(&anchored, &again), "#/then");
        let plain = nodes(false);
        assert_eq!(end(&plain, &["then", "$ref", below]), "#/$defs/inner");
    }

    #[test]
    fn documents_made_to_exhaust_their_readers_end() {
        // Each resource leads to all others, so that every order of entering them is its own.
        let name = |number: usize| format!("https://frontdesk.invalid/{number}");
        let resources: Vec<Value> = (0..12)
            .map(|number| {
                let others: Vec<Value> =
                    (0..12).map(|other| json!({"$ref": name(other)})).collect();
                json!({
                    "$id": name(number),
                    "$dynamicAnchor": format!("anchor{number}"),
                    "properties": {"x": {"$dynamicRef": format!("#anchor{number}")}},
                    "anyOf": others
                })
            })
            .collect();
        let resources = (0..).map(name).zip(resources).collect();
        let options = Options {
            resources,
            ..Options::default()
        };
        // Not by way of a schema: the judges are not asked to bear this.
        let outline = Outline::new(&json!({"$ref": name(0)}), Draft::default(), &options);
        assert!(outline.places().count() < 200_000);
    }
}
