//! Values that satisfy an open demand, built along the way in which it was opened.
//!
//! The demands overlook some contradictions, so what is built is a candidate: each part is looked
//! at by the evaluator, the whole by the judges of whoever asked.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::time::Instant;

use serde_json::{Map, Value};

use crate::graph::{Graph, NamedAlternative, NamedWay, Needs};
use crate::leaf::{Part, Sketch};
use crate::literal::DemandId;
use crate::{format, text};

/// Builds values for open demands.
pub(crate) struct Builder<'g, 'u, 'o> {
    graph: &'g Graph<'u, 'o>,
    built: RefCell<HashMap<(DemandId, usize), Vec<Value>>>,
    effort: Cell<u32>,
    until: Option<Instant>,
}

/// How many values are put together before nothing more is tried.
const EFFORT: u32 = 20_000;

/// How many values one may hold.
const MAX_SIZE: u32 = 20_000;

/// How many candidates are handed out.
const MAX_CANDIDATES: usize = 8;

/// Where more members than these are asked for, none is built.
const MAX_CHOSEN: usize = 256;

/// How many ways of each clause are tried with the others as they are.
const MAX_TURNS: usize = 12;

impl<'g, 'u, 'o> Builder<'g, 'u, 'o> {
    pub(crate) fn new(graph: &'g Graph<'u, 'o>, until: Option<Instant>) -> Self {
        Self {
            graph,
            built: RefCell::default(),
            effort: Cell::new(EFFORT),
            until,
        }
    }

    /// Builds a few values for a demand.
    pub(crate) fn candidates(&self, id: DemandId) -> Vec<Value> {
        self.values(id, MAX_CANDIDATES)
    }

    fn values(&self, id: DemandId, count: usize) -> Vec<Value> {
        if let Some(known) = self.built.borrow().get(&(id, count)) {
            return known.clone();
        }
        let node = self.graph.node(id);
        let mut values: Vec<Value> = Vec::new();
        if let Some(opened) = node.opened {
            for alternative in &node.alternatives {
                if values.len() >= count || self.is_over() {
                    break;
                }
                for value in self.of_alternative(alternative, opened, count) {
                    if values.len() < count
                        && !values.contains(&value)
                        && self.graph.may_be(&node.demand, &value)
                    {
                        values.push(value);
                    }
                }
            }
        }
        self.built.borrow_mut().insert((id, count), values.clone());
        values
    }

    fn is_over(&self) -> bool {
        self.effort.get() == 0 || self.until.is_some_and(|until| Instant::now() > until)
    }

    fn of_alternative(
        &self,
        alternative: &NamedAlternative,
        opened: u32,
        count: usize,
    ) -> Vec<Value> {
        match &alternative.sketch {
            Sketch::Values(values) => values.clone(),
            Sketch::Text(asked) => self.texts(asked, count.max(4)),
            Sketch::Array | Sketch::Object => self.composed(alternative, opened, count),
        }
    }

    fn texts(&self, asked: &text::Asked, count: usize) -> Vec<Value> {
        let drawn = text::draw(self.graph.universe, asked, count);
        let samples = asked.formats.iter().flat_map(|name| format::samples(name));
        let samples = samples.map(|text| (*text).to_owned());
        samples.chain(drawn).map(Value::String).collect()
    }

    /// Puts parts together: first the first way of each clause, then one clause after the other in
    /// another way.
    fn composed(&self, alternative: &NamedAlternative, opened: u32, count: usize) -> Vec<Value> {
        let needs: Vec<Vec<Vec<&NamedWay>>> = alternative
            .needs
            .iter()
            .map(|need| self.selections(need, opened))
            .collect();
        if needs.iter().any(Vec::is_empty) {
            return Vec::new();
        }
        let mut values = Vec::new();
        let turns = (0..needs.len())
            .flat_map(|turned| (1..needs[turned].len()).map(move |way| (turned, way)));
        for (turned, chosen) in std::iter::once((usize::MAX, 0)).chain(turns) {
            let ways: Vec<&NamedWay> = needs
                .iter()
                .enumerate()
                .flat_map(|(index, ways)| {
                    // Clauses of the same ways take others in turn, so that they meet elsewhere.
                    let way = if index == turned { chosen } else { 0 };
                    ways[way].iter().copied()
                })
                .collect();
            for variant in 0..count.min(4) {
                if self.is_over() || values.len() >= count {
                    return values;
                }
                self.effort.set(self.effort.get() - 1);
                let value = match alternative.sketch {
                    Sketch::Array => self.array(&ways, variant),
                    _ => self.object(&ways, variant),
                };
                let Some(value) = value else {
                    continue;
                };
                // Parts that hold parts twice double at each level.
                let size = size(&value);
                self.effort.set(self.effort.get().saturating_sub(size / 16));
                if size <= MAX_SIZE {
                    values.push(value);
                }
            }
        }
        values
    }

    /// Lists selections of ways that meet a need, each of ways that were open before.
    fn selections<'n>(&self, need: &'n Needs, opened: u32) -> Vec<Vec<&'n NamedWay>> {
        let is_before = |way: &&'n NamedWay| {
            way.iter()
                .filter_map(|(_, part)| *part)
                .all(|part| self.graph.node(part).opened.is_some_and(|at| at < opened))
        };
        let of: Vec<&NamedWay> = need.of.iter().filter(is_before).collect();
        if need.at_least == 1 {
            let single = of.into_iter().chain(need.or.iter().filter(is_before));
            return single.take(MAX_TURNS).map(|way| vec![way]).collect();
        }
        if need.at_least > MAX_CHOSEN {
            return Vec::new();
        }
        let other = need.or.iter().find(is_before);
        let filled: Vec<&NamedWay> = of
            .into_iter()
            .chain(other.into_iter().cycle().take(need.at_least))
            .take(need.at_least)
            .collect();
        if filled.len() < need.at_least {
            return Vec::new();
        }
        vec![filled]
    }

    fn part(&self, demand: Option<DemandId>, variant: usize) -> Option<Value> {
        let Some(id) = demand else {
            return Some(match variant {
                0 => Value::Null,
                more => Value::from(more),
            });
        };
        let values = self.values(id, variant + 1);
        values.get(variant).or(values.last()).cloned()
    }

    fn array(&self, ways: &[&NamedWay], variant: usize) -> Option<Value> {
        let mut items: BTreeMap<usize, Option<DemandId>> = BTreeMap::new();
        let mut later = Vec::new();
        for (part, demand) in ways.iter().flat_map(|way| way.iter()) {
            match part {
                // A later claim about the same item says more.
                Part::Item(index) => {
                    items.insert(*index, *demand);
                }
                Part::Later(index) => later.push((*index, *demand)),
                _ => {}
            }
        }
        for (index, demand) in later {
            let length = items.last_key_value().map_or(0, |(last, _)| last + 1);
            items.insert(index.max(length), demand);
        }
        let mut array = Vec::new();
        for (position, (_, demand)) in items.into_iter().enumerate() {
            // Items differ where they can, since arrays may ask for that.
            let item = match variant {
                0 => self.part(demand, 0)?,
                1 => {
                    let some = (0..=position).find_map(|variant| {
                        self.part(demand, variant)
                            .filter(|value| !array.contains(value))
                    });
                    some.or_else(|| self.part(demand, 0))?
                }
                more => self.part(demand, more - 1)?,
            };
            array.push(item);
        }
        Some(Value::Array(array))
    }

    fn object(&self, ways: &[&NamedWay], variant: usize) -> Option<Value> {
        let mut members: BTreeMap<String, Option<DemandId>> = BTreeMap::new();
        for way in ways {
            let called = way
                .iter()
                .find(|(part, _)| *part == Part::Name)
                .and_then(|(_, demand)| *demand);
            for (part, demand) in *way {
                match part {
                    Part::Member(name) => {
                        members.insert(name.clone(), *demand);
                    }
                    Part::Other(asked) => {
                        let name = self.other_name(asked, called, &members)?;
                        members.insert(name, *demand);
                    }
                    _ => {}
                }
            }
        }
        let mut object = Map::new();
        for (index, (name, demand)) in members.into_iter().enumerate() {
            let variant = if index == 0 { variant } else { 0 };
            object.insert(name, self.part(demand, variant)?);
        }
        Some(Value::Object(object))
    }

    fn other_name(
        &self,
        asked: &text::Asked,
        called: Option<DemandId>,
        members: &BTreeMap<String, Option<DemandId>>,
    ) -> Option<String> {
        let is_new = |name: &String| !members.contains_key(name);
        if let Some(id) = called {
            let names = self.values(id, members.len() + 4);
            let texts = names.iter().filter_map(|name| name.as_str());
            let known = texts
                .map(str::to_owned)
                .filter(|name| !asked.excludes(name));
            return known.into_iter().find(is_new);
        }
        text::draw(self.graph.universe, asked, members.len() + 4)
            .into_iter()
            .chain(["other", "other2", "x"].map(str::to_owned))
            .filter(|name| !asked.excludes(name))
            .find(is_new)
    }
}

/// Counts the values that a value holds, itself included.
fn size(value: &Value) -> u32 {
    let parts: u32 = match value {
        Value::Array(items) => items.iter().map(size).sum(),
        Value::Object(members) => members.values().map(size).sum(),
        _ => 0,
    };
    parts.saturating_add(1)
}
