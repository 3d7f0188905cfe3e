//! What the members of an object must be.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Alternative, Clause, Decided, Part, Sketch, Way};
use crate::branch::Branch;
use crate::choice::Choice;
use crate::evaluate::is_true;
use crate::literal::{Demand, Expression, Literal};
use crate::shape::{Contradiction, Names};
use crate::text;

impl Branch<'_, '_> {
    pub(super) fn object(&mut self) -> Result<Decided, Contradiction> {
        if let Err(choice) = self.unevaluated_members()? {
            return Ok(Err(choice));
        }
        let object = &self.shape.object;
        let required = object.required.len() as u64;
        if object.count.max.is_some_and(|max| required > max) {
            return Err(Contradiction);
        }
        let mut each: Way = Vec::new();
        for name in &object.required {
            if !self.may_be_called(name, &[]) {
                return Err(Contradiction);
            }
            each.push((Part::Member(name.clone()), self.member(name)));
        }
        let mut clauses = vec![Clause::all(each)];
        let full = object.count.max == Some(required);
        let declared: BTreeSet<&String> = object
            .rules
            .iter()
            .flat_map(|rule| rule.properties.keys())
            .chain(object.named.keys())
            .chain(&object.required)
            .filter(|name| !object.absent.contains(*name))
            .collect();
        for (names, claims) in &object.some {
            let known = declared.iter().filter(|name| {
                (!full || object.required.contains(**name)) && self.are_among(names, name)
            });
            let mut ways: Vec<Way> = known
                .map(|name| {
                    let mut demand = self.member(name);
                    demand.extend(claims);
                    vec![(Part::Member((*name).clone()), demand)]
                })
                .collect();
            if !full {
                ways.extend(self.others(names, claims, &declared));
            }
            clauses.push(Clause::any(ways));
        }
        // The member that is asked for in any case is one of those that are counted.
        let is_counted = object.count.min == 1 && !object.some.is_empty();
        if object.count.min > required && !is_counted {
            let more = object.count.min - required;
            let optional = declared
                .iter()
                .filter(|name| !object.required.contains(**name) && self.may_be_called(name, &[]));
            clauses.push(Clause {
                at_least: usize::try_from(more).unwrap_or(usize::MAX),
                of: optional
                    .map(|name| vec![(Part::Member((*name).clone()), self.member(name))])
                    .collect(),
                or: self.others(&Names::default(), &[], &declared),
            });
        }
        Ok(Ok(Alternative {
            sketch: Sketch::Object,
            clauses,
        }))
    }

    /// Lists what the member of a name must be.
    fn member(&self, name: &str) -> Demand {
        let mut demand: Demand = self.member_claims(name).collect();
        for (names, claim) in &self.shape.object.unevaluated {
            if self.are_surely_among(names, name) {
                demand.push(*claim);
            }
        }
        demand
    }

    /// Tells whether a name may be among those meant; what cannot be told may.
    fn are_among(&self, names: &Names, name: &str) -> bool {
        let universe = self.universe;
        !names.outside.contains(name)
            && self.may_be_called(name, &names.claims)
            && names
                .matching
                .iter()
                .all(|expression| universe.matches(*expression, name) != Some(false))
            && names
                .missing
                .iter()
                .all(|expression| universe.matches(*expression, name) != Some(true))
    }

    fn are_surely_among(&self, names: &Names, name: &str) -> bool {
        !names.outside.contains(name)
            && names
                .missing
                .iter()
                .all(|expression| self.universe.matches(*expression, name) == Some(false))
    }

    fn may_be_called(&self, name: &str, claims: &[Literal]) -> bool {
        let text = Value::String(name.to_owned());
        let own = self
            .shape
            .object
            .names
            .iter()
            .map(|class| Literal::Holds(*class));
        own.chain(claims.iter().copied())
            .all(|claim| is_true(self.universe, claim, &text) != Some(false))
    }

    /// Lists the ways in which a member of an undeclared name may be there.
    fn others(&self, names: &Names, claims: &[Literal], declared: &BTreeSet<&String>) -> Vec<Way> {
        let universe = self.universe;
        let object = &self.shape.object;
        let patterns = object
            .rules
            .iter()
            .flat_map(|rule| rule.pattern_properties.keys())
            .map(|pattern| universe.expression(pattern));
        let of_unevaluated = object
            .unevaluated
            .iter()
            .flat_map(|(names, _)| names.missing.iter().copied());
        let open: BTreeSet<Expression> = patterns
            .chain(of_unevaluated)
            .filter(|expression| {
                !names.matching.contains(expression) && !names.missing.contains(expression)
            })
            .collect();
        if open.len() > MAX_PATTERNS {
            // Which of so many a name matches is left open; what it must be then, as well.
            let asked = text::Asked::of_name(&names.matching, &names.missing, &[]);
            return vec![vec![(Part::Other(Box::new(asked)), claims.to_vec())]];
        }
        let open: Vec<Expression> = open.into_iter().collect();
        let fresh: Vec<String> = declared.iter().map(|name| (*name).clone()).collect();
        (0..1_usize << open.len())
            .filter_map(|chosen| {
                let is_chosen = |index: usize| chosen >> index & 1 == 1;
                let mut matching = names.matching.clone();
                let mut missing = names.missing.clone();
                for (index, expression) in open.iter().enumerate() {
                    if is_chosen(index) {
                        matching.insert(*expression);
                    } else {
                        missing.insert(*expression);
                    }
                }
                let mut demand: Demand = claims.to_vec();
                self.undeclared_claims(&matching, declared, &mut demand);
                if demand.iter().any(|claim| match claim {
                    Literal::Holds(class) => universe.is_never(*class),
                    _ => false,
                }) {
                    return None;
                }
                let asked = text::Asked::of_name(&matching, &missing, &fresh);
                if text::is_proved_empty(universe, &asked) {
                    return None;
                }
                let mut name: Demand = names.claims.clone();
                name.extend(object.names.iter().map(|class| Literal::Holds(*class)));
                name.extend(
                    matching
                        .iter()
                        .map(|expression| Literal::Matches(*expression)),
                );
                name.extend(
                    missing
                        .iter()
                        .map(|expression| Literal::Misses(*expression)),
                );
                // Without a claim about it the name is any text; with one it is a text still.
                let called = (!name.is_empty()).then(|| {
                    name.push(Literal::Matches(universe.expression("")));
                    (Part::Name, name)
                });
                let other = (Part::Other(Box::new(asked)), demand);
                Some([other].into_iter().chain(called).collect())
            })
            .collect()
    }

    /// Adds what the rules say of a member whose undeclared name matches just these expressions.
    fn undeclared_claims(
        &self,
        matching: &BTreeSet<Expression>,
        declared: &BTreeSet<&String>,
        demand: &mut Demand,
    ) {
        let universe = self.universe;
        let object = &self.shape.object;
        for rule in &object.rules {
            let mut declared = false;
            for (pattern, place) in &rule.pattern_properties {
                if matching.contains(&universe.expression(pattern)) {
                    declared = true;
                    demand.push(Literal::Holds(universe.class(*place)));
                }
            }
            if !declared {
                let rest = rule.additional_properties;
                demand.extend(rest.map(|place| Literal::Holds(universe.class(place))));
            }
        }
        let is_told_apart = |name: &String| object.absent.contains(name) || declared.contains(name);
        for (names, claim) in &object.unevaluated {
            if names.missing.is_disjoint(matching) && names.outside.iter().all(is_told_apart) {
                demand.push(*claim);
            }
        }
    }

    fn unevaluated_members(&mut self) -> Result<Result<(), Choice>, Contradiction> {
        for (class, holds) in self.unevaluated.clone() {
            let keywords = self.universe.keywords(class);
            let Some(place) = keywords.and_then(|k| k.unevaluated_properties) else {
                continue;
            };
            let evaluated = match self.evaluated(class) {
                Ok(evaluated) => evaluated,
                Err(choice) => return Ok(Err(choice)),
            };
            if evaluated.all {
                if holds {
                    continue;
                }
                return Err(Contradiction);
            }
            let names = Names {
                missing: evaluated.expressions,
                outside: evaluated.names,
                ..Names::default()
            };
            let unevaluated = self.universe.class(place);
            let object = &mut self.shape.object;
            if holds {
                object
                    .unevaluated
                    .push((names, Literal::Holds(unevaluated)));
            } else {
                object.count.at_least(1)?;
                object.some.push((names, vec![Literal::Fails(unevaluated)]));
            }
        }
        self.unevaluated.clear();
        Ok(Ok(()))
    }
}

/// Of so many expressions every combination is looked at.
const MAX_PATTERNS: usize = 6;
