//! Ways from the root of a schema to one of its subschemas.

use std::collections::btree_map::Entry;
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

impl Route {
    /// Counts how many values deeper than the root the route ends.
    pub(crate) fn descents(&self) -> u32 {
        let down = self.steps.iter().filter(|(_, clause)| descends(*clause));
        u32::try_from(down.count()).unwrap_or(u32::MAX)
    }

    /// Tells whether the value that lies at a step is the one at the end, too.
    pub(crate) fn ends_on_the_value(&self, step: usize) -> bool {
        let rest = self.steps.get(step..).unwrap_or_default();
        rest.iter().all(|(_, clause)| stays_on_the_value(*clause))
    }
}

/// The shortest way to each place that a value can be led to.
#[derive(Clone, Debug)]
pub(crate) struct Map {
    /// From where, and by which clause, each place is reached; `None` for the root.
    ways: BTreeMap<PlaceId, Option<(PlaceId, Clause)>>,
    order: Vec<PlaceId>,
    /// Other clauses that lead to a place, where they do not lead back to it.
    others: BTreeMap<PlaceId, Vec<(PlaceId, Clause)>>,
    /// Places that a way on from themselves leads back to, the nearest of each circle.
    circles: Vec<(PlaceId, Vec<(PlaceId, Clause)>)>,
    deepest: u32,
}

impl Map {
    pub(crate) fn of(outline: &Outline) -> Self {
        let root = outline.root();
        let mut map = Self {
            ways: BTreeMap::from([(root, None)]),
            order: Vec::new(),
            others: BTreeMap::new(),
            circles: Vec::new(),
            deepest: 0,
        };
        let mut depths = BTreeMap::from([(root, 0_u32)]);
        let mut back: Vec<(PlaceId, Clause, PlaceId)> = Vec::new();
        let mut queue = VecDeque::from([root]);
        while let Some(place) = queue.pop_front() {
            map.order.push(place);
            let depth = depths[&place];
            map.deepest = map.deepest.max(depth);
            for (clause, next) in outline.keywords(place).into_iter().flat_map(children) {
                match map.ways.entry(next) {
                    Entry::Vacant(way) => {
                        way.insert(Some((place, clause)));
                        depths.insert(next, depth + u32::from(descends(clause)));
                        queue.push_back(next);
                    }
                    Entry::Occupied(_) => back.push((place, clause, next)),
                }
            }
        }
        for (place, clause, to) in &back {
            let others = map.others.entry(*to).or_default();
            if others.len() < MAX_DETOURS {
                others.push((*place, *clause));
            }
        }
        map.find_circles(&back);
        map
    }

    /// Lists other routes to a place: by another clause that leads to it, or to a place before it.
    pub(crate) fn detours(&self, place: PlaceId, goal: &Goal) -> Vec<Route> {
        let way = self.way(place);
        let mut routes: Vec<Route> = Vec::new();
        for passed in (0..=way.len()).rev() {
            let at = way.get(passed).map_or(place, |(at, _)| *at);
            for (from, clause) in self.others.get(&at).into_iter().flatten() {
                let mut steps = self.way(*from);
                // A way through the place itself is no other one.
                if *from == at || steps.iter().any(|(before, _)| *before == at) {
                    continue;
                }
                steps.push((*from, *clause));
                steps.extend_from_slice(&way[passed..]);
                routes.push(Route {
                    steps,
                    place,
                    goal: goal.clone(),
                });
                if routes.len() >= MAX_DETOURS {
                    return routes;
                }
            }
        }
        routes
    }

    /// Closes a circle where a clause leads back to a place on the way to it.
    fn find_circles(&mut self, back: &[(PlaceId, Clause, PlaceId)]) {
        for (place, clause, to) in back {
            if self.circles.len() >= MAX_CIRCLES {
                return;
            }
            if self.circles.iter().any(|(known, _)| known == to) {
                continue;
            }
            let way = self.way(*place);
            let start = if place == to {
                Some(way.len())
            } else {
                way.iter().position(|(passed, _)| passed == to)
            };
            if let Some(start) = start {
                let mut circle = way[start..].to_vec();
                circle.push((*place, *clause));
                if circle.iter().any(|(_, clause)| descends(*clause)) {
                    self.circles.push((*to, circle));
                }
            }
        }
    }

    /// Iterates over the places, nearest first.
    pub(crate) fn places(&self) -> impl Iterator<Item = PlaceId> {
        self.order.iter().copied()
    }

    /// Returns how many values deeper than the root the farthest place is first reached.
    pub(crate) fn deepest(&self) -> u32 {
        self.deepest
    }

    pub(crate) fn route(&self, place: PlaceId, goal: Goal) -> Route {
        Route {
            steps: self.way(place),
            place,
            goal,
        }
    }

    /// Lists routes that go round each circle as often as `rounds` says.
    pub(crate) fn rounds(&self, rounds: usize, goal: &Goal) -> Vec<Route> {
        let circles = self.circles.iter();
        circles
            .map(|(place, circle)| Route {
                steps: self
                    .way(*place)
                    .into_iter()
                    .chain(circle.iter().copied().cycle().take(rounds * circle.len()))
                    .collect(),
                place: *place,
                goal: goal.clone(),
            })
            .collect()
    }

    fn way(&self, place: PlaceId) -> Vec<(PlaceId, Clause)> {
        let mut way = Vec::new();
        let mut at = place;
        while let Some(Some((before, clause))) = self.ways.get(&at) {
            way.push((*before, *clause));
            at = *before;
        }
        way.reverse();
        way
    }
}

/// How many other ways to a place are remembered.
const MAX_DETOURS: usize = 3;

/// How many circles of a schema are gone round.
const MAX_CIRCLES: usize = 200;

/// Tells whether a clause applies its subschema to a part of the value.
fn descends(clause: Clause) -> bool {
    !stays_on_the_value(clause)
}

/// Tells whether a clause applies its subschema to the value itself, not to a part of it.
pub(crate) fn stays_on_the_value(clause: Clause) -> bool {
    matches!(
        clause.keyword,
        "$ref" | "$dynamicRef" | "allOf" | "anyOf" | "oneOf" | "then" | "else" | "dependentSchemas"
    )
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
