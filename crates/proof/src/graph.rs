//! Which demands are open: the least fixed point over their alternatives.

use std::collections::HashMap;
use std::time::Instant;

use frontdesk_schema::outline::{Outline, Type, TypeSet};
use serde_json::Value;

use crate::branch::expand;
use crate::evaluate::is_true;
use crate::leaf::Clause;
use crate::literal::{Demand, DemandId, Literal};
use crate::universe::Universe;
use crate::{Budget, Outcome};

/// Examines whether an outline's root accepts no value.
pub(crate) fn examine(outline: &Outline, budget: Budget) -> Outcome {
    let universe = Universe::new(outline);
    let root = Literal::Holds(universe.class(outline.root()));
    let mut graph = Graph {
        universe: &universe,
        known: HashMap::new(),
        nodes: Vec::new(),
        effort: budget.branches,
        guessed: false,
    };
    let part = graph.part(vec![root]);
    let root = match part {
        Part::Shut => return Outcome::Empty { demands: 1 },
        Part::Free => return Outcome::Open,
        Part::Demand(id) => id,
    };
    graph.explore(root, budget.until);
    if !graph.nodes[root.0 as usize].open {
        return Outcome::Empty {
            demands: graph.nodes.len(),
        };
    }
    if graph.guessed {
        Outcome::TooHard
    } else {
        Outcome::Open
    }
}

struct Graph<'u, 'o> {
    universe: &'u Universe<'o>,
    known: HashMap<Demand, DemandId>,
    nodes: Vec<Node>,
    effort: u64,
    /// Whether a demand was taken for open since the budget ended.
    guessed: bool,
}

#[derive(Debug)]
struct Node {
    demand: Demand,
    alternatives: Vec<Vec<Needs>>,
    open: bool,
    expanded: bool,
    /// The demands whose alternatives name this one.
    users: Vec<DemandId>,
}

/// A clause by the names of its demands.
#[derive(Debug)]
struct Needs {
    at_least: usize,
    of: Vec<Vec<DemandId>>,
    or: Vec<Vec<DemandId>>,
}

/// What a demand is at a glance.
enum Part {
    /// It contradicts itself.
    Shut,
    /// Any value satisfies it.
    Free,
    Demand(DemandId),
}

impl Graph<'_, '_> {
    fn explore(&mut self, root: DemandId, until: Option<Instant>) {
        let mut todo = vec![root];
        while let Some(id) = todo.pop() {
            let node = &mut self.nodes[id.0 as usize];
            if std::mem::replace(&mut node.expanded, true) {
                continue;
            }
            let demand = node.demand.clone();
            let late = until.is_some_and(|until| Instant::now() > until);
            let alternatives = if late {
                None
            } else {
                self.alternatives(&demand)
            };
            let Some(alternatives) = alternatives else {
                self.guessed = true;
                self.open(id);
                if self.nodes[root.0 as usize].open {
                    return;
                }
                continue;
            };
            let mut kept = Vec::new();
            for clauses in alternatives {
                if let Some(needs) = self.named(clauses) {
                    let parts = needs.iter().flat_map(|need| need.of.iter().chain(&need.or));
                    for part in parts.flatten() {
                        let node = &mut self.nodes[part.0 as usize];
                        node.users.push(id);
                        if !node.expanded {
                            todo.push(*part);
                        }
                    }
                    kept.push(needs);
                }
            }
            self.nodes[id.0 as usize].alternatives = kept;
            if self.is_open(id) {
                self.open(id);
            }
            if self.nodes[root.0 as usize].open {
                return;
            }
        }
    }

    /// Lists the alternatives of a demand over all types, `None` where the budget ends.
    fn alternatives(&mut self, demand: &Demand) -> Option<Vec<Vec<Clause>>> {
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
            let open = values.iter().any(|value| self.may_be(demand, value));
            return Some(if open { vec![Vec::new()] } else { Vec::new() });
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
            if few.iter().any(|value| self.may_be(demand, value)) {
                alternatives.push(Vec::new());
            }
        }
        Some(alternatives)
    }

    fn may_be(&self, demand: &Demand, value: &Value) -> bool {
        demand
            .iter()
            .all(|literal| is_true(self.universe, *literal, value) != Some(false))
    }

    /// Names the demands of an alternative, `None` where one of its clauses is shut.
    fn named(&mut self, clauses: Vec<Clause>) -> Option<Vec<Needs>> {
        let mut named = Vec::new();
        for clause in clauses {
            let or = self.ways(clause.or);
            if or.iter().any(Vec::is_empty) {
                continue;
            }
            let of = self.ways(clause.of);
            let free = of.iter().filter(|way| way.is_empty()).count();
            let at_least = clause.at_least.saturating_sub(free);
            if at_least == 0 {
                continue;
            }
            let of: Vec<Vec<DemandId>> = of.into_iter().filter(|way| !way.is_empty()).collect();
            if of.len() < at_least && or.is_empty() {
                return None;
            }
            named.push(Needs { at_least, of, or });
        }
        Some(named)
    }

    /// Names the demands of each way, and leaves out the ways that are shut.
    fn ways(&mut self, ways: Vec<Vec<Demand>>) -> Vec<Vec<DemandId>> {
        ways.into_iter()
            .filter_map(|way| {
                let mut named = Vec::new();
                for demand in way {
                    match self.part(demand) {
                        Part::Shut => return None,
                        Part::Free => {}
                        Part::Demand(id) => named.push(id),
                    }
                }
                named.sort_unstable();
                named.dedup();
                Some(named)
            })
            .collect()
    }

    fn part(&mut self, mut demand: Demand) -> Part {
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
            return Part::Shut;
        }
        if demand.is_empty() {
            return Part::Free;
        }
        if let Some(id) = self.known.get(&demand) {
            return Part::Demand(*id);
        }
        let id = DemandId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.known.insert(demand.clone(), id);
        self.nodes.push(Node {
            demand,
            alternatives: Vec::new(),
            open: false,
            expanded: false,
            users: Vec::new(),
        });
        Part::Demand(id)
    }

    /// Opens a demand, and those that it opens in turn.
    fn open(&mut self, id: DemandId) {
        let mut todo = vec![id];
        while let Some(id) = todo.pop() {
            let node = &mut self.nodes[id.0 as usize];
            if std::mem::replace(&mut node.open, true) {
                continue;
            }
            let users = std::mem::take(&mut node.users);
            todo.extend(users.into_iter().filter(|user| self.is_open(*user)));
        }
    }

    fn is_open(&self, id: DemandId) -> bool {
        let is_open = |way: &Vec<DemandId>| way.iter().all(|id| self.nodes[id.0 as usize].open);
        let node = &self.nodes[id.0 as usize];
        node.open
            || node.alternatives.iter().any(|needs| {
                needs.iter().all(|need| {
                    need.or.iter().any(is_open)
                        || need.of.iter().filter(|way| is_open(way)).count() >= need.at_least
                })
            })
    }
}
