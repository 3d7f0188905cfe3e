//! What is added to a branch when a choice is made.

use frontdesk_json::equal;
use frontdesk_schema::outline::{Keywords, Type};
use serde_json::Value;

use crate::branch::Branch;
use crate::class::Class;
use crate::literal::Literal;
use crate::rational::Rational;
use crate::shape::{Checked, Contradiction, Names};

/// One thing that is added to a branch.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Step {
    Claim(Literal),
    /// The value is none of these.
    Not(Vec<Value>),
    /// The number is above, `true` for not equal either.
    Above(Rational, bool),
    Below(Rational, bool),
    NoMultiple(Rational),
    Length(u64, Option<u64>),
    NotFormat(String),
    Items(u64, Option<u64>),
    Repeats,
    Contains(Class, u64, Option<u64>),
    ItemAt(usize, Literal),
    ItemFrom(usize, Vec<Literal>),
    Require(String),
    Forbid(String),
    Members(u64, Option<u64>),
    Named(String, Literal),
    Some(Names, Vec<Literal>),
    /// Some part that the class does not evaluate otherwise fails.
    Unevaluated(Class),
}

impl<'o> Branch<'_, 'o> {
    /// Adds a step.
    pub(crate) fn take(&mut self, step: Step) -> Checked {
        if self.contradicts(&step) {
            return Err(Contradiction);
        }
        let shape = &mut self.shape;
        match step {
            Step::Claim(literal) => self.todo.push(literal),
            Step::Not(values) => shape.excluded.extend(values),
            Step::Above(bound, exclusive) => shape.number.lower.push((bound, exclusive)),
            Step::Below(bound, exclusive) => shape.number.upper.push((bound, exclusive)),
            Step::NoMultiple(multiple) => shape.number.not_multiples.push(multiple),
            Step::Length(min, max) => narrow(&mut shape.text.length, min, max)?,
            Step::NotFormat(name) => {
                shape.text.not_formats.insert(name);
            }
            Step::Items(min, max) => narrow(&mut shape.array.length, min, max)?,
            Step::Repeats => {
                shape.array.repeats = true;
                shape.array.length.at_least(2)?;
            }
            Step::Contains(class, min, max) => {
                narrow(shape.array.contains.entry(class).or_default(), min, max)?;
                shape.array.length.at_least(min)?;
            }
            Step::ItemAt(index, literal) => {
                shape.array.at.entry(index).or_default().push(literal);
                shape.array.length.at_least(index as u64 + 1)?;
            }
            Step::ItemFrom(index, literals) => {
                shape.array.length.at_least(index as u64 + 1)?;
                shape.array.from.push((index, literals));
            }
            Step::Require(name) => {
                shape.object.required.insert(name);
            }
            Step::Forbid(name) => {
                shape.object.absent.insert(name);
            }
            Step::Members(min, max) => narrow(&mut shape.object.count, min, max)?,
            Step::Named(name, literal) => {
                shape.object.required.insert(name.clone());
                shape.object.named.entry(name).or_default().push(literal);
            }
            Step::Some(names, literals) => {
                shape.object.count.at_least(1)?;
                shape.object.some.push((names, literals));
            }
            Step::Unevaluated(class) => self.unevaluated.push((class, false)),
        }
        Ok(())
    }

    /// Tells whether a step contradicts what is known, at a glance.
    pub(crate) fn contradicts(&self, step: &Step) -> bool {
        let shape = &self.shape;
        match step {
            Step::Claim(literal) => self.refuses(*literal),
            Step::Length(min, max) => shape.text.length.excludes(*min, *max),
            Step::NotFormat(name) => shape.text.formats.contains(name),
            Step::Items(min, max) => shape.array.length.excludes(*min, *max),
            Step::Repeats => shape.array.unique || shape.array.length.excludes(2, None),
            Step::Contains(class, min, max) => {
                let known = shape.array.contains.get(class);
                known.is_some_and(|known| known.excludes(*min, *max))
                    || shape.array.length.excludes(*min, None)
            }
            Step::ItemAt(index, literal) => {
                shape.array.length.excludes(*index as u64 + 1, None)
                    || self.item_refuses(*index, *literal)
            }
            Step::ItemFrom(index, literals) => {
                shape.array.length.excludes(*index as u64 + 1, None)
                    || self.later_items_refuse(*index, literals)
            }
            Step::Require(name) => {
                shape.object.absent.contains(name)
                    || self.member_claims(name).any(|claim| self.is_shut(claim))
            }
            Step::Forbid(name) => shape.object.required.contains(name),
            Step::Members(min, max) => {
                let required = shape.object.required.len() as u64;
                shape.object.count.excludes(required.max(*min), *max)
            }
            Step::Named(name, literal) => {
                shape.object.absent.contains(name) || self.is_shut(*literal) || {
                    let contrary = literal.contrary();
                    self.member_claims(name)
                        .any(|claim| Some(claim) == contrary || self.is_shut(claim))
                }
            }
            Step::Some(names, literals) => self.others_refuse(names, literals),
            Step::Not(_)
            | Step::Above(..)
            | Step::Below(..)
            | Step::NoMultiple(_)
            | Step::Unevaluated(_) => false,
        }
    }

    /// Tells whether a claim about the value itself contradicts what is known.
    pub(crate) fn refuses(&self, literal: Literal) -> bool {
        let universe = self.universe;
        if literal
            .contrary()
            .is_some_and(|contrary| self.claims.contains(&contrary))
        {
            return true;
        }
        match literal {
            Literal::Holds(class) => self.rules_out(class),
            Literal::Fails(class) => universe.is_always(class),
            Literal::HoldsApart(_) => false,
            Literal::Matches(_) | Literal::Misses(_) => self.kind != Type::String,
        }
    }

    /// Tells whether a class fails whatever is decided yet, by its types and tags.
    pub(crate) fn rules_out(&self, class: Class) -> bool {
        let facts = self.universe.facts(class);
        let object = &self.shape.object;
        !facts.types.has(self.kind)
            || self.kind == Type::Object
                && (facts
                    .required
                    .iter()
                    .any(|name| object.absent.contains(name))
                    || self.facts.iter().any(|known| known.parts_from(&facts)))
    }

    /// Tells whether no value at all satisfies a claim.
    fn is_shut(&self, literal: Literal) -> bool {
        match literal {
            Literal::Holds(class) => self.universe.is_never(class),
            Literal::Fails(class) => self.universe.is_always(class),
            _ => false,
        }
    }

    /// Lists what the member of a name must be.
    pub(crate) fn member_claims(&self, name: &str) -> impl Iterator<Item = Literal> {
        let mut claims = Vec::new();
        for rule in &self.shape.object.rules {
            self.rule_claims(rule, name, &mut claims);
        }
        claims.extend(self.shape.object.named.get(name).into_iter().flatten());
        claims.into_iter()
    }

    fn rule_claims(&self, rule: &'o Keywords, name: &str, claims: &mut Vec<Literal>) {
        let universe = self.universe;
        let own = rule.properties.get(name);
        claims.extend(own.map(|place| Literal::Holds(universe.class(*place))));
        let mut declared = Some(own.is_some());
        for (pattern, place) in &rule.pattern_properties {
            match universe.matches(universe.expression(pattern), name) {
                Some(true) => {
                    declared = Some(true);
                    claims.push(Literal::Holds(universe.class(*place)));
                }
                Some(false) => {}
                None => declared = declared.filter(|declared| *declared),
            }
        }
        if let Some(place) = rule.additional_properties
            && declared == Some(false)
        {
            claims.push(Literal::Holds(universe.class(place)));
        }
    }

    /// Tells whether rules about patterns or undeclared names contradict the claims on a member.
    fn others_refuse(&self, names: &Names, literals: &[Literal]) -> bool {
        let universe = self.universe;
        let object = &self.shape.object;
        if object.count.max == Some(0) {
            return true;
        }
        let refuses = |claim: Literal| {
            self.is_shut(claim) || claim.contrary().is_some_and(|no| literals.contains(&no))
        };
        object.rules.iter().any(|rule| {
            let mut patterns = rule.pattern_properties.iter();
            let by_pattern = patterns.any(|(pattern, place)| {
                names.matching.contains(&universe.expression(pattern))
                    && refuses(Literal::Holds(universe.class(*place)))
            });
            let undeclared = rule
                .properties
                .keys()
                .all(|name| names.outside.contains(name))
                && rule
                    .pattern_properties
                    .keys()
                    .all(|pattern| names.missing.contains(&universe.expression(pattern)));
            by_pattern
                || undeclared
                    && rule
                        .additional_properties
                        .is_some_and(|place| refuses(Literal::Holds(universe.class(place))))
        }) || names.claims.iter().any(|claim| match claim {
            Literal::Fails(class) => object.names.contains(class),
            _ => false,
        })
    }

    /// Lists what the item at a position must be.
    pub(crate) fn item_claims(&self, index: usize) -> Vec<Literal> {
        let universe = self.universe;
        let array = &self.shape.array;
        let rules = array.rules.iter().filter_map(|rule| {
            let place = rule.prefix_items.get(index).copied().or(rule.items)?;
            Some(Literal::Holds(universe.class(place)))
        });
        let every = array.every.iter();
        rules
            .chain(every.filter_map(|(from, literal)| (*from <= index).then_some(*literal)))
            .collect()
    }

    fn item_refuses(&self, index: usize, literal: Literal) -> bool {
        let contrary = literal.contrary();
        self.is_shut(literal)
            || self
                .item_claims(index)
                .into_iter()
                .any(|claim| Some(claim) == contrary || self.is_shut(claim))
    }

    /// Tells whether rules that speak of all later items contradict the claims on one.
    fn later_items_refuse(&self, index: usize, literals: &[Literal]) -> bool {
        let universe = self.universe;
        literals.iter().any(|literal| self.is_shut(*literal))
            || self.shape.array.rules.iter().any(|rule| {
                rule.prefix_items.len() <= index
                    && rule.items.is_some_and(|place| {
                        let claim = Literal::Holds(universe.class(place));
                        self.is_shut(claim)
                            || claim.contrary().is_some_and(|no| literals.contains(&no))
                    })
            })
    }

    /// Tells whether a value is excluded.
    pub(crate) fn excludes(&self, value: &Value) -> bool {
        self.shape.excluded.iter().any(|other| equal(other, value))
    }
}

fn narrow(interval: &mut crate::shape::Interval, min: u64, max: Option<u64>) -> Checked {
    interval.at_least(min)?;
    max.map_or(Ok(()), |max| interval.at_most(max))
}
