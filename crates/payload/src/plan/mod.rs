//! A schema as a plan of values: what each value of a payload must look like, worked out once.
//!
//! A value is planned from its *demand*, the obligations that it must satisfy together: subschemas
//! that hold, subschemas that fail, clauses that are broken, routes that lead on. Obligations are
//! gathered to one *shape*, or to the first choice among several ways of satisfying them, each of
//! which is a demand of its own. Plans are made when they are first needed, so that a schema costs
//! what is used of it; equal demands share one plan, which is what makes recursion finite.

pub(crate) mod demand;
mod flaw;
mod gather;
mod hold;
pub(crate) mod route;
pub(crate) mod shape;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use frontdesk_schema::outline::{Body, Outline, PlaceId, Type, TypeSet};
use frontdesk_schema::{Format, Pattern};

use crate::text::pattern::Drawable;
use demand::{Clause, Demand, Obligation, Pin, PinId, RouteId, join};
use gather::{Gathered, Lookup};
use route::{Map, Route};
use shape::{ItemRule, MemberRule, Shape};

pub(crate) use flaw::{leaves, near_misses, unions};

/// How many values are planned before all plans are dropped, so that memory stays bounded.
const MAX_NODES: usize = 30_000;

/// Names one planned value.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct NodeId(u32);

/// One planned value.
#[derive(Debug)]
pub(crate) enum Node {
    /// No value satisfies the demand.
    Dead,
    /// One of several ways.
    Open(Vec<NodeId>),
    /// One shape.
    Shape(Box<Shape>),
}

/// What is known of the least nesting that a planned value needs.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Height {
    /// The least that a value has been built with.
    pub(crate) reached: Option<u32>,
    /// The most that was not enough.
    pub(crate) missed: Option<u32>,
}

/// A schema's plans, growing as they are needed.
#[derive(Debug)]
pub(crate) struct Plan {
    outline: Arc<Outline>,
    map: Map,
    strict: bool,
    known: HashMap<Demand, NodeId>,
    demands: Vec<Demand>,
    nodes: Vec<Option<Arc<Node>>>,
    heights: Vec<Height>,
    /// Whether a route ends at the value.
    arrivals: Vec<bool>,
    routes: Vec<Route>,
    pins: Vec<Pin>,
    patterns: HashMap<String, Arc<Expression>>,
    formats: HashMap<String, Arc<Option<Format>>>,
}

/// A pattern, to test and to draw from.
#[derive(Debug)]
pub(crate) struct Expression {
    pattern: Option<Pattern>,
    pub(crate) drawable: Option<Drawable>,
}

impl Expression {
    fn new(source: &str) -> Self {
        let pattern = Pattern::new(source);
        let drawable = pattern
            .as_ref()
            .and_then(|pattern| Drawable::new(pattern.translated()?));
        Self { pattern, drawable }
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        self.pattern
            .as_ref()
            .is_some_and(|pattern| pattern.matches(text))
    }
}

impl Plan {
    /// Plans nothing yet. A strict plan has the other branches of `oneOf` refused by construction,
    /// which costs more and is seldom needed.
    pub(crate) fn new(outline: &Arc<Outline>, strict: bool) -> Self {
        Self {
            outline: Arc::clone(outline),
            map: Map::of(outline),
            strict,
            known: HashMap::new(),
            demands: Vec::new(),
            nodes: Vec::new(),
            heights: Vec::new(),
            arrivals: Vec::new(),
            routes: Vec::new(),
            pins: Vec::new(),
            patterns: HashMap::new(),
            formats: HashMap::new(),
        }
    }

    pub(crate) fn outline(&self) -> &Outline {
        &self.outline
    }

    pub(crate) fn map(&self) -> &Map {
        &self.map
    }

    /// Plans values that the whole schema accepts.
    pub(crate) fn root(&mut self) -> NodeId {
        let root = self.outline.root();
        self.plan(vec![Obligation::Holds(root)])
    }

    /// Plans values along a route.
    pub(crate) fn along(&mut self, route: &Route) -> NodeId {
        let known = self.routes.iter().position(|other| other == route);
        let index = known.unwrap_or_else(|| {
            self.routes.push(route.clone());
            self.routes.len() - 1
        });
        let id = RouteId(u32::try_from(index).unwrap_or(u32::MAX));
        self.plan(vec![Obligation::Along(id, 0)])
    }

    pub(crate) fn pin(&mut self, pin: Pin) -> PinId {
        let known = self.pins.iter().position(|other| *other == pin);
        let index = known.unwrap_or_else(|| {
            self.pins.push(pin);
            self.pins.len() - 1
        });
        PinId(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn plan(&mut self, mut demand: Demand) -> NodeId {
        demand.sort_unstable();
        demand.dedup();
        if let Some(id) = self.known.get(&demand) {
            return *id;
        }
        let id = NodeId(u32::try_from(self.demands.len()).unwrap_or(u32::MAX));
        self.known.insert(demand.clone(), id);
        let arrives = demand.iter().any(|obligation| match obligation {
            Obligation::Along(route, step) => {
                self.routes[route.0 as usize].steps.len() == *step as usize
            }
            _ => false,
        });
        self.arrivals.push(arrives);
        self.demands.push(demand);
        self.nodes.push(None);
        self.heights.push(Height::default());
        id
    }

    /// Drops all plans where they have become too many; ids of before name nothing afterwards.
    pub(crate) fn tidy(&mut self) {
        if self.nodes.len() > MAX_NODES {
            self.known.clear();
            self.demands.clear();
            self.nodes.clear();
            self.heights.clear();
            self.arrivals.clear();
        }
    }

    pub(crate) fn node(&mut self, id: NodeId) -> Arc<Node> {
        if let Some(node) = &self.nodes[id.0 as usize] {
            return Arc::clone(node);
        }
        let node = match self.gather(&self.demands[id.0 as usize]) {
            Gathered::Dead => Node::Dead,
            Gathered::Open { shape, .. } if self.tears(&shape) => Node::Dead,
            Gathered::Open { ways, .. } => {
                Node::Open(ways.into_iter().map(|way| self.plan(way)).collect())
            }
            Gathered::Shape(shape) => Node::Shape(shape),
        };
        let node = Arc::new(node);
        self.nodes[id.0 as usize] = Some(Arc::clone(&node));
        node
    }

    fn gather(&self, demand: &Demand) -> Gathered {
        let lookup = Lookup {
            outline: &self.outline,
            routes: &self.routes,
            pins: &self.pins,
            strict: self.strict,
        };
        gather::gather(demand, &lookup)
    }

    /// Tells whether some member that must be there can be nothing already, before the choices that
    /// are still open are taken: otherwise each of their combinations would be tried in vain.
    fn tears(&mut self, shape: &Shape) -> bool {
        let object = &shape.object;
        if shape.types != TypeSet::only(Type::Object) {
            return false;
        }
        object.required.iter().any(|name| {
            let Some(mut demand) = self.member(&object.rules, name) else {
                return true;
            };
            demand.extend(object.forced_on(name));
            demand.sort_unstable();
            demand.dedup();
            matches!(self.gather(&demand), Gathered::Dead)
        })
    }

    /// Notes that nothing satisfies a plan after all.
    pub(crate) fn bury(&mut self, id: NodeId) {
        self.nodes[id.0 as usize] = Some(Arc::new(Node::Dead));
    }

    /// Tells whether a route ends at the value.
    pub(crate) fn arrives(&self, id: NodeId) -> bool {
        self.arrivals[id.0 as usize]
    }

    pub(crate) fn height(&mut self, id: NodeId) -> &mut Height {
        &mut self.heights[id.0 as usize]
    }

    /// Collects what the rules of a shape demand of the member called `name`.
    ///
    /// `None` where a rule forbids the member.
    pub(crate) fn member(&mut self, rules: &[MemberRule], name: &str) -> Option<Demand> {
        let mut demand = Demand::new();
        let mut unevaluated = Vec::new();
        let mut evaluated = false;
        for rule in rules {
            let matched = self.declared(*rule, name)?;
            evaluated |= matched.declared;
            demand.extend(matched.demand);
            unevaluated.extend(matched.unevaluated);
        }
        if !evaluated {
            for place in unevaluated {
                self.demand_of(place, &mut demand)?;
            }
        }
        Some(demand)
    }

    fn declared(&mut self, rule: MemberRule, name: &str) -> Option<Matched> {
        let outline = Arc::clone(&self.outline);
        let Some(keywords) = outline.keywords(rule.place) else {
            return Some(Matched::default());
        };
        let mut matched = Matched::default();
        let named = keywords.properties.iter().enumerate();
        let patterns = keywords.pattern_properties.iter().enumerate();
        let excepted = |keyword, part| rule.except == Some(Clause::part(keyword, part));
        for (part, (known, place)) in named {
            if known == name {
                matched.declared = true;
                if !excepted("properties", part) {
                    self.demand_of(*place, &mut matched.demand)?;
                }
            }
        }
        for (part, (pattern, place)) in patterns {
            if self.expression(pattern).matches(name) {
                matched.declared = true;
                if !excepted("patternProperties", part) {
                    self.demand_of(*place, &mut matched.demand)?;
                }
            }
        }
        if matched.declared {
            return Some(matched);
        }
        match keywords.additional_properties {
            Some(place) => {
                matched.declared = true;
                self.demand_of(place, &mut matched.demand)?;
            }
            None => matched.unevaluated = keywords.unevaluated_properties,
        }
        Some(matched)
    }

    /// Collects what the rules of a shape demand of the item at `index`; `None` where none may be.
    ///
    /// Of a forced item, excepted rules demand nothing.
    pub(crate) fn item(&self, rules: &[ItemRule], index: usize, forced: bool) -> Option<Demand> {
        let mut demand = Demand::new();
        let mut evaluated = false;
        for rule in rules {
            if forced && rule.excepted && rule.prefix.len() <= index {
                evaluated = true;
                continue;
            }
            let place = if let Some(place) = rule.prefix.get(index) {
                evaluated = true;
                *place
            } else {
                evaluated |= rule.rest.is_some();
                rule.rest
            };
            if let Some(place) = place {
                self.demand_of(place, &mut demand)?;
            }
        }
        if !evaluated {
            for place in rules.iter().filter_map(|rule| rule.unevaluated) {
                self.demand_of(place, &mut demand)?;
            }
        }
        Some(demand)
    }

    fn demand_of(&self, place: PlaceId, demand: &mut Demand) -> Option<()> {
        match self.outline.place(place).body {
            Body::Never => return None,
            Body::Always => {}
            Body::Keywords(_) => demand.push(Obligation::Holds(place)),
        }
        Some(())
    }

    pub(crate) fn also(
        &mut self,
        demand: &[Obligation],
        more: impl IntoIterator<Item = Obligation>,
    ) -> NodeId {
        self.plan(join(demand, more))
    }

    pub(crate) fn expression(&mut self, source: &str) -> Arc<Expression> {
        if let Some(known) = self.patterns.get(source) {
            return Arc::clone(known);
        }
        let expression = Arc::new(Expression::new(source));
        self.patterns
            .insert(source.to_owned(), Arc::clone(&expression));
        expression
    }

    pub(crate) fn format(&mut self, name: &str) -> Arc<Option<Format>> {
        if let Some(known) = self.formats.get(name) {
            return Arc::clone(known);
        }
        let format = Arc::new(Format::new(name));
        self.formats.insert(name.to_owned(), Arc::clone(&format));
        format
    }

    /// Tells whether a place declares a member by name or by pattern.
    pub(crate) fn declares(&mut self, place: PlaceId, name: &str) -> bool {
        let outline = Arc::clone(&self.outline);
        outline.keywords(place).is_some_and(|keywords| {
            keywords.properties.contains_key(name)
                || keywords
                    .pattern_properties
                    .keys()
                    .any(|pattern| self.expression(pattern).matches(name))
        })
    }

    /// Lists the members that the rules of a shape declare by name.
    pub(crate) fn declared_names(&self, rules: &[MemberRule]) -> Vec<String> {
        let names: BTreeSet<&String> = rules
            .iter()
            .filter_map(|rule| self.outline.keywords(rule.place))
            .flat_map(|keywords| keywords.properties.keys())
            .collect();
        names.into_iter().cloned().collect()
    }

    /// Lists the patterns by which the rules of a shape declare members.
    pub(crate) fn declared_patterns(&self, rules: &[MemberRule]) -> Vec<String> {
        rules
            .iter()
            .filter_map(|rule| self.outline.keywords(rule.place))
            .flat_map(|keywords| keywords.pattern_properties.keys().cloned())
            .collect()
    }
}

/// What one rule says of one member.
#[derive(Default)]
struct Matched {
    declared: bool,
    demand: Demand,
    unevaluated: Option<PlaceId>,
}
