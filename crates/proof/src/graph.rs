//! Which demands are open: the least fixed point over their alternatives.

use std::collections::HashMap;
use std::time::Instant;

use frontdesk_schema::outline::{Outline, Type, TypeSet};
use serde_json::Value;

use crate::branch::expand;
use crate::build::Builder;
use crate::evaluate::is_true;
use crate::leaf::{Alternative, Part, Sketch, Way};
use crate::literal::{Demand, DemandId, Literal};
use crate::universe::Universe;
use crate::{Budget, Effort, Outcome};

/// Examines whether an outline's root accepts no value.
pub(crate) fn examine(outline: &Outline, budget: Budget) -> Outcome {
    let started = Instant::now();
    let universe = Universe::new(outline);
    let root = Literal::Holds(universe.class(outline.root()));
    let mut graph = Graph {
        universe: &universe,
        known: HashMap::new(),
        nodes: Vec::new(),
        effort: Effort::from(budget),
        guessed: false,
        opened: 0,
    };
    let root = match graph.part(vec![root]) {
        Glance::Shut => return Outcome::Empty { demands: 1 },
        Glance::Free => {
            return Outcome::Open {
                candidates: vec![Value::Null],
            };
        }
        Glance::Demand(id) => id,
    };
    graph.explore(root);
    if !graph.node(root).is_open() {
        return Outcome::Empty {
            demands: graph.nodes.len(),
        };
    }
    // What was opened in the last moment is still worth being built.
    let until = budget
        .until
        .map(|until| until + until.saturating_duration_since(started) / 2);
    let candidates = Builder::new(&graph, until).candidates(root);
    if graph.guessed && candidates.is_empty() {
        Outcome::TooHard
    } else {
        Outcome::Open { candidates }
    }
}

pub(crate) struct Graph<'u, 'o> {
    pub(crate) universe: &'u Universe<'o>,
    known: HashMap<Demand, DemandId>,
    nodes: Vec<Node>,
    effort: Effort,
    /// Whether a demand was taken for open since the budget ended.
    guessed: bool,
    /// How many demands are open.
    opened: u32,
}

/// A demand, and what is known of it.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) demand: Demand,
    pub(crate) alternatives: Vec<NamedAlternative>,
    /// When it was opened: everything it was opened for was open before.
    pub(crate) opened: Option<u32>,
    expanded: bool,
    /// The demands whose alternatives name this one.
    users: Vec<DemandId>,
}

impl Node {
    fn is_open(&self) -> bool {
        self.opened.is_some()
    }
}

/// An alternative by the names of its demands.
#[derive(Debug)]
pub(crate) struct NamedAlternative {
    pub(crate) sketch: Sketch,
    pub(crate) needs: Vec<Needs>,
}

/// A clause by the names of its demands.
#[derive(Debug)]
pub(crate) struct Needs {
    pub(crate) at_least: usize,
    pub(crate) of: Vec<NamedWay>,
    pub(crate) or: Vec<NamedWay>,
}

/// Parts of a value, each with its demand; `None` where any value will do.
pub(crate) type NamedWay = Vec<(Part, Option<DemandId>)>;

/// What a demand is at a glance.
enum Glance {
    /// It contradicts itself.
    Shut,
    /// Any value satisfies it.
    Free,
    Demand(DemandId),
}

impl Graph<'_, '_> {
    fn explore(&mut self, root: DemandId) {
        let mut todo = vec![root];
        while let Some(id) = todo.pop() {
            let node = &mut self.nodes[id.0 as usize];
            if std::mem::replace(&mut node.expanded, true) {
                continue;
            }
            let demand = node.demand.clone();
            let alternatives = if self.effort.is_late() {
                None
            } else {
                self.alternatives(&demand)
            };
            let Some(alternatives) = alternatives else {
                self.guessed = true;
                self.open(id);
                if self.node(root).is_open() {
                    return;
                }
                continue;
            };
            let mut kept = Vec::new();
            for alternative in alternatives {
                let Some(named) = self.named(alternative) else {
                    continue;
                };
                let ways = named
                    .needs
                    .iter()
                    .flat_map(|need| need.of.iter().chain(&need.or));
                for part in ways.flatten().filter_map(|(_, part)| *part) {
                    let node = &mut self.nodes[part.0 as usize];
                    node.users.push(id);
                    if !node.expanded {
                        todo.push(part);
                    }
                }
                kept.push(named);
            }
            self.nodes[id.0 as usize].alternatives = kept;
            if self.is_open(id) {
                self.open(id);
            }
            if self.node(root).is_open() {
                return;
            }
        }
    }

    /// Lists the alternatives of a demand over all types, `None` where the budget ends.
    fn alternatives(&mut self, demand: &Demand) -> Option<Vec<Alternative>> {
        let mut types = TypeSet::ALL;
        let mut values: Option<Vec<Value>> = None;
        for literal in demand {
            match literal {
                Literal::Holds(class) => {
                    let facts = self.universe.facts(*class);
                    types = types.intersect(facts.types);
                    if let Some(allowed) = &facts.values
                        && values
                            .as_ref()
                            .is_none_or(|known| allowed.len() < known.len())
                    {
                        values = Some(allowed.clone());
                    }
                }
                Literal::Matches(_) | Literal::Misses(_) => {
                    types = types.intersect(TypeSet::only(Type::String));
                }
                Literal::Fails(_) | Literal::HoldsApart(_) => {}
            }
        }
        if let Some(values) = values {
            return Some(self.of_values(demand, &values).into_iter().collect());
        }
        let mut alternatives = Vec::new();
        for kind in types.iter() {
            let few: &[Value] = match kind {
                Type::Null => &[Value::Null],
                Type::Boolean => &[Value::Bool(false), Value::Bool(true)],
                _ => {
                    alternatives.extend(expand(self.universe, demand, kind, &mut self.effort)?);
                    continue;
                }
            };
            alternatives.extend(self.of_values(demand, few));
        }
        Some(alternatives)
    }

    /// Makes an alternative of those values that may satisfy a demand.
    fn of_values(&self, demand: &Demand, values: &[Value]) -> Option<Alternative> {
        let may_be = |value: &&Value| self.may_be(demand, value);
        let values: Vec<Value> = values.iter().filter(may_be).cloned().collect();
        (!values.is_empty()).then(|| Alternative::of_values(values))
    }

    pub(crate) fn node(&self, id: DemandId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Tells whether a value may satisfy a demand.
    pub(crate) fn may_be(&self, demand: &Demand, value: &Value) -> bool {
        demand
            .iter()
            .all(|literal| is_true(self.universe, *literal, value) != Some(false))
    }

    /// Names the demands of an alternative, `None` where one of its clauses is shut.
    fn named(&mut self, alternative: Alternative) -> Option<NamedAlternative> {
        let mut needs = Vec::new();
        for clause in alternative.clauses {
            let of = self.ways(clause.of);
            let or = self.ways(clause.or);
            if of.len() < clause.at_least && or.is_empty() {
                return None;
            }
            needs.push(Needs {
                at_least: clause.at_least,
                of,
                or,
            });
        }
        Some(NamedAlternative {
            sketch: alternative.sketch,
            needs,
        })
    }

    /// Names the demands of each way, and leaves out the ways that are shut.
    fn ways(&mut self, ways: Vec<Way>) -> Vec<NamedWay> {
        ways.into_iter()
            .filter_map(|way| {
                way.into_iter()
                    .map(|(part, demand)| match self.part(demand) {
                        Glance::Shut => None,
                        Glance::Free => Some((part, None)),
                        Glance::Demand(id) => Some((part, Some(id))),
                    })
                    .collect()
            })
            .collect()
    }

    fn part(&mut self, mut demand: Demand) -> Glance {
        let universe = self.universe;
        demand.retain(|literal| match literal {
            Literal::Holds(class) => !universe.is_always(*class),
            Literal::Fails(class) => !universe.is_never(*class),
            _ => true,
        });
        demand.sort_unstable();
        demand.dedup();
        let shut = demand.iter().any(|literal| match literal {
            Literal::Holds(class) if universe.is_never(*class) => true,
            Literal::Fails(class) if universe.is_always(*class) => true,
            _ => literal
                .contrary()
                .is_some_and(|contrary| demand.binary_search(&contrary).is_ok()),
        });
        if shut {
            return Glance::Shut;
        }
        if demand.is_empty() {
            return Glance::Free;
        }
        if let Some(id) = self.known.get(&demand) {
            return Glance::Demand(*id);
        }
        let id = DemandId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.known.insert(demand.clone(), id);
        self.nodes.push(Node {
            demand,
            alternatives: Vec::new(),
            opened: None,
            expanded: false,
            users: Vec::new(),
        });
        Glance::Demand(id)
    }

    /// Opens a demand, and those that it opens in turn.
    fn open(&mut self, id: DemandId) {
        let mut todo = vec![id];
        while let Some(id) = todo.pop() {
            if self.node(id).is_open() {
                continue;
            }
            self.opened += 1;
            let node = &mut self.nodes[id.0 as usize];
            node.opened = Some(self.opened);
            let users = std::mem::take(&mut node.users);
            todo.extend(users.into_iter().filter(|user| self.is_open(*user)));
        }
    }

    fn is_open(&self, id: DemandId) -> bool {
        let node = self.node(id);
        node.is_open()
            || node
                .alternatives
                .iter()
                .any(|alternative| alternative.needs.iter().all(|need| self.is_met(need)))
    }

    fn is_met(&self, need: &Needs) -> bool {
        let is_open = |way: &NamedWay| {
            way.iter()
                .filter_map(|(_, part)| *part)
                .all(|part| self.node(part).is_open())
        };
        need.or.iter().any(is_open)
            || need
                .of
                .iter()
                .filter(|way| is_open(way))
                .take(need.at_least)
                .count()
                == need.at_least
    }
}
