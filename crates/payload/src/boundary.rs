//! Payloads at the accepted edge of one keyword.

use std::sync::Arc;

use frontdesk_json::Pointer;
use frontdesk_schema::outline::{Bound, Keywords, Outline, PlaceId, Type, TypeSet};
use serde_json::{Value, json};

use crate::build::{Routed, Style, number};
use crate::label::{Kind, Payload, Target};
use crate::plan::clauses;
use crate::plan::demand::Pin;
use crate::plan::route::{Goal, Map, Route, children};
use crate::text::ODD;

/// Longer strings and arrays are no edge that is worth its bytes.
const MAX_EDGE: u64 = 100_000;

/// How many members of one enumeration are edges of their own.
const MAX_MEMBERS: usize = 500;

/// How often recursion is gone through where nothing else ends it.
const MANY_ROUNDS: usize = 16;

/// A long string where nothing bounds it.
const LONG: usize = 10_000;

/// One accepted edge, with the way to where its keyword stands.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) route: Route,
    /// The subschema and keyword that the edge belongs to.
    place: PlaceId,
    keyword: String,
    style: Option<Style>,
}

/// Lists the edges of a schema, nearest to the root first.
pub(crate) fn edges(outline: &Outline, map: &Map) -> Vec<Edge> {
    let mut edges = Vec::new();
    for place in map.places() {
        if let Some(keywords) = outline.keywords(place) {
            let mut lister = Lister {
                map,
                place,
                edges: &mut edges,
            };
            lister.list(keywords);
        }
    }
    edges.extend(recursion(outline, map));
    edges
}

/// The edges of recursion: once round, and as often as anybody nests by hand.
fn recursion(outline: &Outline, map: &Map) -> Vec<Edge> {
    let anything = Goal::Pin(Arc::new(Pin::Type(TypeSet::ALL)));
    [1, MANY_ROUNDS]
        .into_iter()
        .flat_map(|rounds| map.rounds(rounds, &anything))
        .filter_map(|route| {
            let (place, clause) = *route.steps.last()?;
            let keyword = outline.keywords(place)?.spelling(clause.keyword);
            Some(Edge {
                place,
                keyword: keyword.to_owned(),
                style: Some(Style::Bare),
                route,
            })
        })
        .collect()
}

/// Where no keyword has an edge that is hit, one value of each type is as near to one as any.
pub(crate) fn of_each_type(outline: &Outline, map: &Map) -> Vec<Edge> {
    Type::ALL
        .into_iter()
        .map(|kind| Edge::at_root(outline, map, TypeSet::only(kind)))
        .collect()
}

impl Edge {
    /// Makes every accepted value of these types an edge of the first keyword of all.
    pub(crate) fn at_root(outline: &Outline, map: &Map, types: TypeSet) -> Self {
        let root = outline.root();
        let first = outline.keywords(root).and_then(|keywords| {
            let first = clauses(keywords).into_iter().next()?;
            Some(keywords.spelling(first.keyword))
        });
        Self {
            route: map.route(root, Goal::Pin(Arc::new(Pin::Type(types)))),
            place: root,
            keyword: first.unwrap_or("true").to_owned(),
            style: None,
        }
    }

    pub(crate) fn styles(&self) -> Vec<Style> {
        match self.style {
            Some(style) => vec![style],
            None => vec![Style::Bare, Style::Mixed, Style::Full],
        }
    }

    pub(crate) fn payload(&self, routed: Routed, outline: &Outline) -> Payload {
        self.labelled(routed.value, routed.arrived, outline)
    }

    /// Labels an accepted value, and the part of it that is at the edge.
    pub(crate) fn labelled(
        &self,
        value: Value,
        arrived: Option<Pointer>,
        outline: &Outline,
    ) -> Payload {
        Payload {
            kind: Kind::Boundary,
            payload: value,
            target: Some(Target {
                schema: outline.place(self.place).pointer.clone(),
                resource: outline.place(self.place).resource.clone(),
                keyword: self.keyword.clone(),
                instance: arrived.unwrap_or_else(Pointer::root),
                leaf: None,
                also: Vec::new(),
            }),
        }
    }
}

/// Lists the edges of one subschema.
struct Lister<'l> {
    map: &'l Map,
    place: PlaceId,
    edges: &'l mut Vec<Edge>,
}

impl Lister<'_> {
    fn list(&mut self, keywords: &Keywords) {
        self.values(keywords);
        self.numbers(keywords);
        self.strings(keywords);
        self.arrays(keywords);
        self.objects(keywords);
        self.unions(keywords);
    }

    fn edge(&mut self, keyword: &str, pin: Pin) {
        self.styled(keyword, pin, None);
    }

    fn styled(&mut self, keyword: &str, pin: Pin, style: Option<Style>) {
        self.edges.push(Edge {
            route: self.map.route(self.place, Goal::Pin(Arc::new(pin))),
            place: self.place,
            keyword: keyword.to_owned(),
            style,
        });
    }

    /// An edge that is reached by going on to a subschema of this one.
    fn through(&mut self, keyword: &str, child: PlaceId) {
        self.edges.push(Edge {
            route: self
                .map
                .route(child, Goal::Pin(Arc::new(Pin::Type(TypeSet::ALL)))),
            place: self.place,
            keyword: keyword.to_owned(),
            style: None,
        });
    }

    fn values(&mut self, keywords: &Keywords) {
        if let Some(constant) = &keywords.constant {
            self.edge("const", Pin::Equals(constant.clone()));
        }
        for member in keywords.enumeration.iter().flatten().take(MAX_MEMBERS) {
            self.edge("enum", Pin::Equals(member.clone()));
        }
        if let Some(types) = keywords.types {
            for kind in types.iter() {
                self.edge("type", Pin::Type(TypeSet::only(kind)));
            }
        }
    }

    fn numbers(&mut self, keywords: &Keywords) {
        for (bounds, greatest) in [(&keywords.lower, false), (&keywords.upper, true)] {
            for bound in bounds {
                self.edge(bound.keyword, Pin::Extreme { greatest });
                for value in near(bound, greatest) {
                    self.edge(bound.keyword, Pin::Equals(value));
                }
            }
        }
        if let Some(step) = &keywords.multiple_of {
            self.edge("multipleOf", Pin::Equals(json!(0)));
            self.edge("multipleOf", Pin::Equals(Value::Number(step.clone())));
        }
    }

    fn strings(&mut self, keywords: &Keywords) {
        for (keyword, length) in [
            ("minLength", keywords.min_length),
            ("maxLength", keywords.max_length),
        ] {
            if let Some(length) = length.filter(|length| *length <= MAX_EDGE) {
                self.edge(keyword, Pin::Length(length));
            }
        }
        for (keyword, there) in [
            ("pattern", keywords.pattern.is_some()),
            ("format", keywords.format.is_some()),
        ] {
            if there {
                self.edge(keyword, Pin::Type(TypeSet::only(Type::String)));
            }
        }
        let takes_strings = keywords.types.is_some_and(|types| types.has(Type::String));
        let free = keywords.pattern.is_none()
            && keywords.format.is_none()
            && keywords.enumeration.is_none()
            && keywords.constant.is_none();
        if takes_strings && free {
            for odd in ODD {
                if within(keywords, odd) {
                    self.edge("type", Pin::Equals(json!(odd)));
                }
            }
            let long = "x".repeat(LONG);
            if within(keywords, &long) {
                self.edge("type", Pin::Equals(json!(long)));
            }
        }
    }

    fn arrays(&mut self, keywords: &Keywords) {
        let mut counts = Vec::new();
        counts.extend(keywords.min_items.map(|count| ("minItems", count)));
        counts.extend(keywords.max_items.map(|count| ("maxItems", count)));
        let speaks = keywords.items.is_some() || !keywords.prefix_items.is_empty();
        if speaks {
            let spoken = if keywords.items.is_some() {
                "items"
            } else {
                "prefixItems"
            };
            let keyword = keywords.spelling(spoken);
            counts.extend([(keyword, 0), (keyword, 1), (keyword, 17)]);
        }
        for (keyword, count) in counts {
            if count <= MAX_EDGE {
                self.edge(keyword, Pin::Items(count));
            }
        }
    }

    fn objects(&mut self, keywords: &Keywords) {
        for (keyword, count) in [
            ("minProperties", keywords.min_properties),
            ("maxProperties", keywords.max_properties),
        ] {
            if let Some(count) = count.filter(|count| *count <= MAX_EDGE) {
                self.edge(keyword, Pin::Members(count));
            }
        }
        if !keywords.required.is_empty() {
            self.edge("required", Pin::Bare);
        }
        if !keywords.properties.is_empty() {
            self.styled("properties", Pin::Full, Some(Style::Full));
            self.styled("properties", Pin::Bare, Some(Style::Bare));
        }
        for (name, child) in &keywords.properties {
            if !keywords.required.contains(name) {
                self.through("properties", *child);
            }
        }
    }

    fn unions(&mut self, keywords: &Keywords) {
        for (clause, child) in children(keywords) {
            if matches!(clause.keyword, "anyOf" | "oneOf" | "then" | "else") {
                self.through(clause.keyword, child);
            }
        }
    }
}

fn within(keywords: &Keywords, text: &str) -> bool {
    let length = text.chars().count() as u64;
    keywords.min_length.is_none_or(|min| length >= min)
        && keywords.max_length.is_none_or(|max| length <= max)
}

/// The values on a bound and next to it; those outside are refused like any other draw.
fn near(bound: &Bound, upper: bool) -> Vec<Value> {
    let mut values = vec![Value::Number(bound.value.clone())];
    if let Some(integer) = bound.value.as_i64() {
        let inward = if upper {
            integer.checked_sub(1)
        } else {
            integer.checked_add(1)
        };
        values.extend(inward.map(Value::from));
    }
    if let Some(float) = bound.value.as_f64() {
        let inward = if upper {
            float.next_down()
        } else {
            float.next_up()
        };
        values.extend(number::spelled(inward).map(Value::Number));
    }
    values
}
