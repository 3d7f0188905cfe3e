//! What the rules of a shape demand of each of its parts.

use std::collections::BTreeSet;
use std::sync::Arc;

use frontdesk_schema::outline::{Body, PlaceId, Type};

use super::demand::{Clause, Demand, Obligation};
use super::shape::{ItemRule, MemberRule, ObjectShape, Shape, Sight};
use super::{NodeId, Plan};

/// A member that a shape declares or requires.
#[derive(Clone, Debug)]
pub(crate) struct Slot {
    pub(crate) name: String,
    /// What its value must look like, `None` where a rule forbids the member.
    pub(crate) node: Option<NodeId>,
    pub(crate) required: bool,
}

impl Plan {
    /// Plans the members that a shape declares or requires, sorted by name.
    pub(super) fn slots(&mut self, shape: &Shape) -> Vec<Slot> {
        let object = &shape.object;
        if !shape.types.has(Type::Object) || shape.values.is_some() {
            return Vec::new();
        }
        let mut names = self.declared_names(object);
        names.extend(object.required.iter().cloned());
        names
            .into_iter()
            .map(|name| Slot {
                node: self.allowed(object, &name),
                required: object.required.contains(&name),
                name,
            })
            .collect()
    }

    /// Plans the member called `name`, `None` where it is forbidden.
    pub(crate) fn allowed(&mut self, object: &ObjectShape, name: &str) -> Option<NodeId> {
        if object.forbidden.contains(name) {
            return None;
        }
        let demand = self.member(&object.rules, name)?;
        Some(self.plan(demand))
    }

    /// Collects what the rules of a shape demand of the member called `name`.
    ///
    /// `None` where a rule forbids the member.
    pub(crate) fn member(&mut self, rules: &[MemberRule], name: &str) -> Option<Demand> {
        let mut demand = Demand::new();
        let mut unevaluated: Vec<(PlaceId, &Sight)> = Vec::new();
        let mut speakers: Vec<PlaceId> = Vec::new();
        for rule in rules {
            let matched = self.declared(rule, name)?;
            if matched.declared {
                speakers.push(rule.place);
            }
            demand.extend(matched.demand);
            unevaluated.extend(matched.unevaluated.map(|place| (place, &rule.sees)));
        }
        for (place, sees) in unevaluated {
            if !speakers.iter().any(|speaker| sees.contains(speaker)) {
                self.demand_of(place, &mut demand)?;
            }
        }
        Some(demand)
    }

    /// Collects what the rules demand of a member whatever other rules are still to come.
    pub(super) fn asserted(&mut self, rules: &[MemberRule], name: &str) -> Option<Demand> {
        let mut demand = Demand::new();
        for rule in rules {
            demand.extend(self.declared(rule, name)?.demand);
        }
        Some(demand)
    }

    /// Collects what the rules demand of an item whatever other rules are still to come.
    pub(super) fn positioned(&self, rules: &[ItemRule], index: usize) -> Option<Demand> {
        let mut demand = Demand::new();
        for rule in rules.iter().filter(|rule| !rule.excepted) {
            let place = match rule.prefix.get(index) {
                Some(place) => *place,
                None => rule.rest,
            };
            if let Some(place) = place {
                self.demand_of(place, &mut demand)?;
            }
        }
        Some(demand)
    }

    fn declared(&mut self, rule: &MemberRule, name: &str) -> Option<Matched> {
        let outline = Arc::clone(&self.outline);
        let Some(keywords) = outline.keywords(rule.place) else {
            return Some(Matched::default());
        };
        let mut matched = Matched::default();
        let excepted = |keyword, part| rule.except == Some(Clause::part(keyword, part));
        if let Some(place) = keywords.properties.get(name) {
            matched.declared = true;
            let spoken_for = rule.excepted.as_deref() == Some(name);
            if !spoken_for {
                self.demand_of(*place, &mut matched.demand)?;
            }
        }
        for (part, (pattern, place)) in keywords.pattern_properties.iter().enumerate() {
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
    /// Of a forced item, excepted rules demand nothing. `counted` names the subschemas that count
    /// the item as contained, by which it is evaluated.
    pub(crate) fn item(
        &self,
        rules: &[ItemRule],
        index: usize,
        forced: bool,
        counted: &[PlaceId],
    ) -> Option<Demand> {
        let mut demand = Demand::new();
        let mut speakers: Vec<PlaceId> = counted.to_vec();
        let mut spoken_for = false;
        for rule in rules {
            if forced && rule.excepted && rule.prefix.len() <= index {
                spoken_for = true;
                continue;
            }
            let place = if let Some(place) = rule.prefix.get(index) {
                speakers.push(rule.place);
                *place
            } else {
                if rule.rest.is_some() {
                    speakers.push(rule.place);
                }
                rule.rest
            };
            if let Some(place) = place {
                self.demand_of(place, &mut demand)?;
            }
        }
        for rule in rules {
            if let Some(place) = rule.unevaluated
                && !spoken_for
                && !speakers.iter().any(|speaker| rule.sees.contains(speaker))
            {
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

    /// Lists the members that the rules of an object declare by name.
    fn declared_names(&self, object: &ObjectShape) -> BTreeSet<String> {
        object
            .rules
            .iter()
            .filter_map(|rule| self.outline.keywords(rule.place))
            .flat_map(|keywords| keywords.properties.keys().cloned())
            .collect()
    }

    /// Lists the patterns by which the rules of an object declare members.
    pub(crate) fn declared_patterns(&self, object: &ObjectShape) -> Vec<String> {
        object
            .rules
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
