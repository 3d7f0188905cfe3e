//! From sets of subschemas to the nodes of a plan.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::kind::{KINDS, Kind, Possible};
use super::parts::{Part, Parts, add, of_place};
use super::tester::Testers;
use super::{NodeId, Plan, Rule, Trial, Trials, array, object, scalar, tag};
use crate::Formats;
use crate::options::Draft;
use crate::outline::{Keywords, Outline, PlaceId, TypeSet};

/// Makes the plan of an outline, nothing where it would be too large.
pub(super) fn build(outline: &Outline, draft: Draft, formats: Formats) -> Option<Plan> {
    let mut builder = Builder {
        outline,
        possible: Possible::new(outline),
        formats,
        testers: Testers::new(draft),
        plan: Plan::default(),
        known: HashMap::new(),
        todo: Vec::new(),
    };
    let root = of_place(outline, outline.root());
    builder.plan.root = builder.node(root);
    while let Some((id, parts)) = builder.todo.pop() {
        if builder.plan.nodes.len() > MOST_NODES {
            return None;
        }
        let mut node = [Rule::Never; KINDS];
        for kind in Kind::ALL {
            node[kind as usize] = builder.rule(&parts, kind);
        }
        builder.plan.nodes[id as usize] = node;
    }
    Some(builder.plan)
}

/// How many sets of subschemas a plan may tell apart.
const MOST_NODES: usize = 6_000;

/// A plan that is being made.
pub(super) struct Builder<'o> {
    pub(super) outline: &'o Outline,
    possible: Possible<'o>,
    pub(super) formats: Formats,
    pub(super) testers: Testers,
    pub(super) plan: Plan,
    known: HashMap<Parts, NodeId>,
    /// The nodes whose rules are still to be made.
    todo: Vec<(NodeId, Parts)>,
}

impl Plan {
    /// Adds to one of the lists of a plan.
    pub(super) fn keep<T>(list: &mut Vec<T>, item: T) -> u32 {
        list.push(item);
        u32::try_from(list.len() - 1).unwrap_or(u32::MAX)
    }
}

impl<'o> Builder<'o> {
    /// Returns the node of a set.
    pub(super) fn node(&mut self, parts: Parts) -> NodeId {
        match self.known.entry(parts) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(unknown) => {
                let id = Plan::keep(&mut self.plan.nodes, [Rule::Odd; KINDS]);
                self.todo.push((id, unknown.key().clone()));
                *unknown.insert(id)
            }
        }
    }

    /// Returns the node of one place.
    pub(super) fn place(&mut self, place: PlaceId) -> NodeId {
        self.node(of_place(self.outline, place))
    }

    /// Makes the rule of a set for one kind of values.
    pub(super) fn rule(&mut self, parts: &Parts, kind: Kind) -> Rule {
        let Some(parts) = self.resolved(parts, kind) else {
            return Rule::Never;
        };
        if parts.contains(&Part::Never) {
            return Rule::Never;
        }
        if parts.contains(&Part::Unknown) {
            return Rule::Odd;
        }
        if kind == Kind::Object
            && let Some(rule) = tag::tag_rule(self, &parts)
        {
            return rule;
        }
        let own = parts.iter().filter_map(|part| match part {
            Part::Own(place) => Some(*place),
            _ => None,
        });
        let own: Vec<PlaceId> = own.collect();
        let rule = self.own_rule(&own, kind);
        let trials: Vec<Trial> = parts.iter().filter_map(|part| self.trial(part)).collect();
        if trials.is_empty() || rule == Rule::Never {
            return rule;
        }
        Rule::Tried(Plan::keep(&mut self.plan.trials, Trials { rule, trials }))
    }

    /// Decides what the kind alone decides; nothing where nothing is accepted.
    fn resolved(&self, parts: &Parts, kind: Kind) -> Option<Parts> {
        let mut resolved = Parts::new();
        let mut todo: Vec<Part> = parts.iter().cloned().collect();
        let mut done = Parts::new();
        while let Some(part) = todo.pop() {
            if !done.insert(part.clone()) {
                continue;
            }
            let applied = match part {
                Part::Never | Part::Unknown | Part::Own(_) => {
                    resolved.insert(part);
                    continue;
                }
                Part::Any(places) => {
                    if places.iter().any(|place| self.accepts_all(*place)) {
                        continue;
                    }
                    match self.among(&places, kind)?.as_slice() {
                        [single] => *single,
                        several => {
                            resolved.insert(Part::Any(several.to_vec()));
                            continue;
                        }
                    }
                }
                Part::One(places) => match self.among(&places, kind)?.as_slice() {
                    [single] => *single,
                    several => {
                        resolved.insert(Part::One(several.to_vec()));
                        continue;
                    }
                },
                Part::Not(place) => {
                    if self.accepts_all(place) {
                        return None;
                    }
                    if self.possible.may(place, kind) {
                        resolved.insert(part);
                    }
                    continue;
                }
                Part::If(place) => match self.decided(place, kind) {
                    Decided::By(Some(place)) => place,
                    Decided::By(None) => continue,
                    Decided::Not => {
                        resolved.insert(part);
                        continue;
                    }
                },
            };
            let mut more = Parts::new();
            add(self.outline, &mut more, applied);
            todo.extend(more);
        }
        Some(resolved)
    }

    /// Returns those places that may accept a kind; nothing where there is none.
    fn among(&self, places: &[PlaceId], kind: Kind) -> Option<Vec<PlaceId>> {
        let may = |place: &PlaceId| self.possible.may(*place, kind);
        let among: Vec<PlaceId> = places.iter().copied().filter(may).collect();
        (!among.is_empty()).then_some(among)
    }

    fn accepts_all(&self, place: PlaceId) -> bool {
        of_place(self.outline, place).is_empty()
    }

    /// Tells which way an `if` goes for every value of a kind.
    fn decided(&self, place: PlaceId, kind: Kind) -> Decided {
        let Some(keywords) = self.outline.keywords(place) else {
            return Decided::By(None);
        };
        let Some(condition) = keywords.condition else {
            return Decided::By(None);
        };
        if keywords.then.is_none() && keywords.otherwise.is_none() {
            Decided::By(None)
        } else if self.accepts_all(condition) {
            Decided::By(keywords.then)
        } else if self.possible.may(condition, kind) {
            Decided::Not
        } else {
            Decided::By(keywords.otherwise)
        }
    }

    fn trial(&mut self, part: &Part) -> Option<Trial> {
        Some(match part {
            Part::Never | Part::Unknown | Part::Own(_) => return None,
            Part::Any(places) => {
                Trial::Any(places.iter().map(|place| self.place(*place)).collect())
            }
            Part::One(places) => {
                Trial::One(places.iter().map(|place| self.place(*place)).collect())
            }
            Part::Not(place) => Trial::Not(self.place(*place)),
            Part::If(place) => {
                let keywords = self.outline.keywords(*place)?;
                let mut branch = |place: Option<PlaceId>| match place {
                    Some(place) => self.place(place),
                    None => self.node(Parts::new()),
                };
                Trial::If {
                    condition: branch(keywords.condition),
                    then: branch(keywords.then),
                    otherwise: branch(keywords.otherwise),
                }
            }
        })
    }

    /// Makes the rule of what places ask of their own.
    fn own_rule(&mut self, places: &[PlaceId], kind: Kind) -> Rule {
        let outline = self.outline;
        let all: Vec<&'o Keywords> = places
            .iter()
            .filter_map(|place| outline.keywords(*place))
            .collect();
        let types = all
            .iter()
            .filter_map(|keywords| keywords.types)
            .fold(kind.types(), TypeSet::intersect);
        if types.is_empty() {
            return Rule::Never;
        }
        let is_foreign = || {
            let mut places = places.iter();
            places.any(|place| outline.place(*place).resource.is_some())
        };
        match kind {
            Kind::Null => scalar::null_rule(&all),
            Kind::Boolean => scalar::boolean_rule(&all),
            Kind::Number => scalar::number_rule(self, &all, types),
            Kind::String => scalar::text_rule(self, &all, is_foreign()),
            Kind::Array | Kind::Object => match listed(&all, kind) {
                Some(rule) => rule,
                None if kind == Kind::Array => array::array_rule(self, &all),
                None => object::object_rule(self, &all),
            },
        }
    }
}

enum Decided {
    By(Option<PlaceId>),
    Not,
}

/// Makes the rule of containers where `const` or `enum` has a say, if it has.
fn listed(all: &[&Keywords], kind: Kind) -> Option<Rule> {
    let lists = all.iter().flat_map(|keywords| {
        let constant = keywords.constant.as_ref().map(std::slice::from_ref);
        constant.into_iter().chain(keywords.enumeration.as_deref())
    });
    let mut rule = None;
    for list in lists {
        let is_of_kind = |value: &serde_json::Value| match kind {
            Kind::Array => value.is_array(),
            _ => value.is_object(),
        };
        if !list.iter().any(is_of_kind) {
            return Some(Rule::Never);
        }
        rule = Some(Rule::Odd);
    }
    rule
}
