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
pub(crate) mod parts;
pub(crate) mod route;
pub(crate) mod shape;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use frontdesk_schema::outline::{Keywords, Outline, Type, TypeSet};
use frontdesk_schema::{Format, Pattern};

use crate::text::format;
use demand::{Demand, Obligation, Pin, PinId, RouteId, join};
use frontdesk_text::Language;
use gather::{Choice, Gathered, Lookup};
use parts::Slot;
use route::Route;
use shape::{ArrayShape, ObjectShape, Position, Shape, TextShape};

pub(crate) use flaw::{clauses, leaves, near_misses, unions};

/// How many values are planned before all plans are dropped, so that memory stays bounded.
const MAX_NODES: usize = 30_000;

/// How many combinations of patterns are kept ready to draw from.
const MAX_LANGUAGES: usize = 256;

/// How many obligations all plans may hold together before they are dropped.
const MAX_SIZE: usize = 600_000;

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
    /// One shape, and the members that it declares or requires.
    Shape(Box<Shape>, Vec<Slot>),
}

/// How much is worked out before anything is drawn.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Care {
    /// The next choice, whatever comes of it. Enough for most schemas, and the cheapest.
    Loose,
    /// The branches of `oneOf` that were not chosen are refused by construction.
    Strict,
    /// Besides, each way of each choice is looked into, what leads nowhere is struck out, and the
    /// choice with the fewest ways left is taken first.
    Searching,
}

impl Care {
    /// All degrees, the least first.
    pub(crate) const ALL: [Self; 3] = [Self::Loose, Self::Strict, Self::Searching];
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
    care: Care,
    /// Whether the schema has an `unevaluated` keyword.
    asks_what_is_evaluated: bool,
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
    languages: HashMap<Said, Option<Language>>,
    work: u64,
    /// From how much work on nothing more is looked into.
    most_work: u64,
    /// How many obligations the demands hold together.
    size: usize,
}

/// What looking into the ways of choices comes to.
enum Narrowed {
    /// One of the choices has no way.
    Dead,
    /// Some had one way each, which the demand now holds.
    Decided,
    /// The ways of the choice that has the fewest.
    Open(Vec<Demand>),
}

/// What is said of texts besides their length.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Said {
    patterns: Vec<String>,
    not_patterns: Vec<String>,
    formats: Vec<String>,
}

/// A pattern, to test texts by.
#[derive(Debug)]
pub(crate) struct Expression {
    pattern: Option<Pattern>,
}

impl Expression {
    fn new(source: &str) -> Self {
        Self {
            pattern: Pattern::new(source),
        }
    }

    /// Returns the expression in the syntax of the `regex` crates, where it could be read.
    pub(crate) fn translated(&self) -> Option<&str> {
        self.pattern.as_ref()?.translated()
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        self.pattern
            .as_ref()
            .is_some_and(|pattern| pattern.matches(text))
    }
}

impl Plan {
    /// Plans nothing yet.
    pub(crate) fn new(outline: &Arc<Outline>, care: Care) -> Self {
        let asks = |keywords: &Keywords| {
            keywords.unevaluated_items.is_some() || keywords.unevaluated_properties.is_some()
        };
        let mut places = outline.places().map(|(id, _)| id);
        Self {
            asks_what_is_evaluated: places.any(|id| outline.keywords(id).is_some_and(asks)),
            outline: Arc::clone(outline),
            care,
            known: HashMap::new(),
            demands: Vec::new(),
            nodes: Vec::new(),
            heights: Vec::new(),
            arrivals: Vec::new(),
            routes: Vec::new(),
            pins: Vec::new(),
            patterns: HashMap::new(),
            formats: HashMap::new(),
            languages: HashMap::new(),
            work: 0,
            most_work: u64::MAX,
            size: 0,
        }
    }

    pub(crate) fn outline(&self) -> &Outline {
        &self.outline
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
        self.size += 1 + demand.len();
        self.known.insert(demand.clone(), id);
        let arrives = demand.iter().any(|obligation| match obligation {
            Obligation::Along(route, step) => {
                self.routes[route.0 as usize].ends_on_the_value(*step as usize)
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
        if self.nodes.len() > MAX_NODES || self.is_full() {
            self.size = 0;
            self.known.clear();
            self.demands.clear();
            self.nodes.clear();
            self.heights.clear();
            self.arrivals.clear();
        }
    }

    /// Tells whether no more can be planned before the plans are dropped.
    fn is_full(&self) -> bool {
        self.size > MAX_SIZE
    }

    pub(crate) fn node(&mut self, id: NodeId) -> Arc<Node> {
        if let Some(node) = &self.nodes[id.0 as usize] {
            return Arc::clone(node);
        }
        let node = self.settle(self.demands[id.0 as usize].clone());
        let node = Arc::new(node);
        self.nodes[id.0 as usize] = Some(Arc::clone(&node));
        node
    }

    fn settle(&mut self, mut demand: Demand) -> Node {
        loop {
            let (choices, shape) = match self.gather(&demand) {
                Gathered::Dead => return Node::Dead,
                Gathered::Shape(shape) => {
                    let slots = self.slots(&shape);
                    return Node::Shape(shape, slots);
                }
                Gathered::Open { choices, shape } => (choices, shape),
            };
            if self.tears(&shape) {
                return Node::Dead;
            }
            let ways = if self.care == Care::Searching {
                match self.narrowest(&choices, &mut demand) {
                    Narrowed::Dead => return Node::Dead,
                    Narrowed::Decided => continue,
                    Narrowed::Open(ways) => ways,
                }
            } else {
                choices
                    .first()
                    .into_iter()
                    .flat_map(|choice| choice.taken(&demand))
                    .collect()
            };
            return Node::Open(ways.into_iter().map(|way| self.plan(way)).collect());
        }
    }

    /// Looks into each way of each choice; choices with one way left are taken on the spot.
    fn narrowest(&mut self, choices: &[Choice], demand: &mut Demand) -> Narrowed {
        let mut least: Option<Vec<Demand>> = None;
        let mut decided = false;
        for choice in choices {
            let mut ways: Vec<Demand> = choice.taken(demand).collect();
            if self.work < self.most_work {
                ways.retain(|way| !self.dies(way));
            }
            match ways.len() {
                0 => return Narrowed::Dead,
                1 => {
                    demand.clone_from(&ways[0]);
                    decided = true;
                }
                fewer => {
                    if least.as_ref().is_none_or(|least| fewer < least.len()) {
                        least = Some(ways);
                    }
                }
            }
        }
        if decided {
            return Narrowed::Decided;
        }
        Narrowed::Open(least.unwrap_or_default())
    }

    /// Tells whether a demand shows at once that nothing satisfies it.
    fn dies(&mut self, demand: &Demand) -> bool {
        match self.gather(demand) {
            Gathered::Dead => true,
            Gathered::Open { shape, .. } | Gathered::Shape(shape) => self.tears(&shape),
        }
    }

    fn gather(&mut self, demand: &Demand) -> Gathered {
        let lookup = Lookup {
            outline: &self.outline,
            routes: &self.routes,
            pins: &self.pins,
            strict: self.care >= Care::Strict,
            combining: self.care == Care::Searching && self.asks_what_is_evaluated,
        };
        let (gathered, met) = gather::gather(demand, &lookup);
        self.work += met;
        gathered
    }

    /// Tells whether some part that must be there can be nothing already, before the choices that
    /// are still open are taken: otherwise each of their combinations would be tried in vain.
    fn tears(&mut self, shape: &Shape) -> bool {
        if shape.types == TypeSet::only(Type::Object) {
            return self.tears_object(&shape.object);
        }
        shape.types == TypeSet::only(Type::Array) && self.tears_array(&shape.array)
    }

    fn tears_object(&mut self, object: &ObjectShape) -> bool {
        object.required.iter().any(|name| {
            let Some(mut demand) = self.asserted(&object.rules, name) else {
                return true;
            };
            demand.extend(object.forced_on(name));
            self.is_contradiction(demand)
        })
    }

    fn tears_array(&mut self, array: &ArrayShape) -> bool {
        let mut forced: BTreeMap<usize, Demand> = BTreeMap::new();
        for (position, demand) in &array.forced {
            if let Position::At(index) = position {
                forced.entry(*index).or_default().extend(demand);
            }
        }
        forced.into_iter().any(|(index, mut demand)| {
            let Some(own) = self.positioned(&array.rules, index) else {
                return true;
            };
            demand.extend(own);
            self.is_contradiction(demand)
        })
    }

    fn is_contradiction(&mut self, mut demand: Demand) -> bool {
        demand.sort_unstable();
        demand.dedup();
        matches!(self.gather(&demand), Gathered::Dead)
    }

    /// Counts time spent on building like so many obligations gathered.
    pub(crate) fn spend(&mut self, obligations: u64) {
        self.work += obligations;
    }

    /// Bounds the work of the next build.
    pub(crate) fn allow(&mut self, more: u64) {
        self.most_work = self.work.saturating_add(more);
    }

    /// Allows the build under way more work.
    pub(crate) fn allow_more(&mut self, more: u64) {
        self.most_work = self.most_work.saturating_add(more);
    }

    /// Tells whether the work that was allowed is done.
    pub(crate) fn is_spent(&self) -> bool {
        self.work > self.most_work || self.is_full()
    }

    /// Counts the obligations gathered so far, the measure of time spent.
    pub(crate) fn work(&self) -> u64 {
        self.work
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

    /// Returns the texts of which the patterns of a shape are true, and of its formats, too, where
    /// they are asked for; `None` where they cannot be read.
    pub(crate) fn language(
        &mut self,
        shape: &TextShape,
        of_formats: bool,
    ) -> Option<&mut Language> {
        let formats = if of_formats {
            shape.formats.clone()
        } else {
            Vec::new()
        };
        let said = Said {
            patterns: shape.patterns.clone(),
            not_patterns: shape.not_patterns.clone(),
            formats,
        };
        if !self.languages.contains_key(&said) {
            if self.languages.len() >= MAX_LANGUAGES {
                self.languages.clear();
            }
            let language = self.read_language(&said);
            self.languages.insert(said.clone(), language);
        }
        self.languages.get_mut(&said)?.as_mut()
    }

    fn read_language(&mut self, said: &Said) -> Option<Language> {
        let mut translated = |patterns: &[String]| -> Option<Vec<String>> {
            patterns
                .iter()
                .map(|pattern| self.expression(pattern).translated().map(str::to_owned))
                .collect()
        };
        let mut required = translated(&said.patterns)?;
        let refused = translated(&said.not_patterns)?;
        let expressions = said
            .formats
            .iter()
            .filter_map(|name| format::expression(name));
        required.extend(expressions);
        let required: Vec<&str> = required.iter().map(String::as_str).collect();
        let refused: Vec<&str> = refused.iter().map(String::as_str).collect();
        Language::new(&required, &refused)
    }
}
