//! Ways from the root of a schema to one of its subschemas.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use frontdesk_schema::outline::{Keywords, Outline, PlaceId};

use super::demand::{Clause, Pin};

/// A way from the root to a subschema, and what is to happen there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Route {
    /// The places passed, each with the clause that leads on.
    pub(crate) steps: Vec<(PlaceId, Clause)>,
    /// The subschema at the end.
    pub(crate) place: PlaceId,
    /// What is to happen there.
    pub(crate) goal: Goal,
}

/// What is to happen at the end of a route.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Goal {
    /// One clause is broken, all others hold.
    Break(Clause),
    /// One clause is broken, whatever the other clauses of the same subschema say.
    BreakLoosely(Clause),
    /// One clause is broken, whatever other subschemas say of the same value.
    BreakFreely(Clause),
    /// The subschema holds, and the value has the pinned property.
    Pin(Arc<Pin>),
}

/// The keywords whose failure a validator reports instead of what failed inside them.
pub(crate) const UNIONS: [&str; 7] = [
    "anyOf",
    "oneOf",
    "contains",
    "then",
    "else",
    "unevaluatedItems",
    "unevaluatedProperties",
];

/// The shortest way to each place that a value can be led to.
#[derive(Clone, Debug)]
pub(crate) struct Map {
    ways: BTreeMap<PlaceId, Vec<(PlaceId, Clause)>>,
    order: Vec<PlaceId>,
}

impl Map {
    pub(crate) fn of(outline: &Outline) -> Self {
        let mut map = Self {
            ways: BTreeMap::from([(outline.root(), Vec::new())]),
            order: Vec::new(),
        };
        let mut queue = VecDeque::from([outline.root()]);
        while let Some(place) = queue.pop_front() {
            map.order.push(place);
            let Some(keywords) = outline.keywords(place) else {
                continue;
            };
            for (clause, next) in children(keywords) {
                if !map.ways.contains_key(&next) {
                    let mut way = map.ways[&place].clone();
                    way.push((place, clause));
                    map.ways.insert(next, way);
                    queue.push_back(next);
                }
            }
        }
        map
    }

    /// Iterates over the places, nearest first.
    pub(crate) fn places(&self) -> impl Iterator<Item = PlaceId> {
        self.order.iter().copied()
    }

    pub(crate) fn route(&self, place: PlaceId, goal: Goal) -> Route {
        Route {
            steps: self.ways.get(&place).cloned().unwrap_or_default(),
            place,
            goal,
        }
    }
}

/// Lists the subschemas that a value or a part of it can be led to; `not` and `if` lead nowhere,
/// since what they hold is not asserted.
pub(crate) fn children(keywords: &Keywords) -> Vec<(Clause, PlaceId)> {
    let mut children = Vec::new();
    let mut whole = |keyword, place: Option<PlaceId>| {
        children.extend(place.map(|place| (Clause::whole(keyword), place)));
    };
    whole("$ref", keywords.reference);
    whole("$dynamicRef", keywords.dynamic_reference);
    whole("then", keywords.then);
    whole("else", keywords.otherwise);
    whole("items", keywords.items);
    whole("contains", keywords.contains);
    whole("unevaluatedItems", keywords.unevaluated_items);
    whole("additionalProperties", keywords.additional_properties);
    whole("propertyNames", keywords.property_names);
    whole("unevaluatedProperties", keywords.unevaluated_properties);
    for (keyword, list) in [
        ("allOf", &keywords.all_of),
        ("anyOf", &keywords.any_of),
        ("oneOf", &keywords.one_of),
        ("prefixItems", &keywords.prefix_items),
    ] {
        let parts = list.iter().enumerate();
        children.extend(parts.map(|(part, place)| (Clause::part(keyword, part), *place)));
    }
    for (keyword, members) in [
        ("properties", &keywords.properties),
        ("patternProperties", &keywords.pattern_properties),
        ("dependentSchemas", &keywords.dependent_schemas),
    ] {
        let parts = members.values().enumerate();
        children.extend(parts.map(|(part, place)| (Clause::part(keyword, part), *place)));
    }
    children
}

/// Lists the subschemas that are applied to the value itself and whose annotations it keeps.
pub(crate) fn in_place(keywords: &Keywords) -> impl Iterator<Item = PlaceId> {
    [
        keywords.reference,
        keywords.dynamic_reference,
        keywords.condition,
        keywords.then,
        keywords.otherwise,
    ]
    .into_iter()
    .flatten()
    .chain(keywords.all_of.iter().copied())
    .chain(keywords.any_of.iter().copied())
    .chain(keywords.one_of.iter().copied())
    .chain(keywords.dependent_schemas.values().copied())
}
