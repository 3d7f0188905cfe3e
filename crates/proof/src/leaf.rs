//! What a value's parts must be once every choice is made.

use std::collections::BTreeSet;

use frontdesk_schema::outline::Type;
use serde_json::Value;

use crate::branch::Branch;
use crate::choice::Choice;
use crate::evaluate::is_true;
use crate::literal::{Demand, Expression, Literal};
use crate::shape::{Contradiction, Names};
use crate::{number, text};

/// One way in which a value can satisfy a demand.
#[derive(Clone, Debug)]
pub(crate) struct Alternative {
    pub(crate) sketch: Sketch,
    /// What its parts must be, all of it.
    pub(crate) clauses: Vec<Clause>,
}

impl Alternative {
    /// One of these values.
    pub(crate) fn of_values(values: Vec<Value>) -> Self {
        Self::whole(Sketch::Values(values))
    }

    /// A value that has no parts.
    fn whole(sketch: Sketch) -> Self {
        Self {
            sketch,
            clauses: Vec::new(),
        }
    }
}

/// What is known of a value besides its parts.
#[derive(Clone, Debug)]
pub(crate) enum Sketch {
    /// These are worth a try.
    Values(Vec<Value>),
    Text(text::Asked),
    Array,
    Object,
}

/// What must be open for an alternative to be: of these ways, so many with only open demands.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) at_least: usize,
    pub(crate) of: Vec<Way>,
    /// One of these will do instead, however many are asked for.
    pub(crate) or: Vec<Way>,
}

/// Parts of a value, each with what it must be.
pub(crate) type Way = Vec<(Part, Demand)>;

/// A part of a value.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Part {
    Item(usize),
    /// An item at this position or a later one.
    Later(usize),
    Member(String),
    /// A member of another name, which is as asked.
    Other(Box<text::Asked>),
    /// The name of that member.
    Name,
}

impl Clause {
    fn all(way: Way) -> Self {
        Self::any(vec![way])
    }

    fn any(of: Vec<Way>) -> Self {
        Self {
            at_least: 1,
            of,
            or: Vec::new(),
        }
    }
}

/// An alternative, or a choice that must be made first.
type Decided = Result<Alternative, Choice>;

impl Branch<'_, '_> {
    /// Lists what the parts must be, or a choice that they depend on.
    ///
    /// # Errors
    ///
    /// Where nothing is left.
    pub(crate) fn leaf(&mut self) -> Result<Decided, Contradiction> {
        match self.kind {
            // These are looked at value by value before they are expanded.
            Type::Null | Type::Boolean => Ok(Ok(Alternative::whole(Sketch::Values(Vec::new())))),
            Type::Integer | Type::Fraction => {
                let values = number::check(self)?;
                Ok(Ok(Alternative::whole(Sketch::Values(values))))
            }
            Type::String => {
                let asked = text::asked(self)?;
                if text::is_proved_empty(self.universe, &asked) {
                    return Err(Contradiction);
                }
                Ok(Ok(Alternative::whole(Sketch::Text(asked))))
            }
            Type::Array => self.array(),
            Type::Object => self.object(),
        }
    }

    fn array(&mut self) -> Result<Decided, Contradiction> {
        if let Err(choice) = self.unevaluated_items()? {
            return Ok(Err(choice));
        }
        self.counted_items()?;
        let array = &self.shape.array;
        if array.unique && array.repeats {
            return Err(Contradiction);
        }
        let rules = array.rules.iter().map(|rule| rule.prefix_items.len());
        let every = array.every.iter().map(|(from, _)| *from);
        let at = array.at.keys().map(|index| index + 1);
        let from = array.from.iter().map(|(index, _)| *index);
        // From here on all items are alike.
        let alike = rules.chain(every).chain(at).chain(from).max().unwrap_or(0);
        let needed = array.length.min;
        let item = |index: usize| -> Demand {
            let mut demand = self.item_claims(index);
            demand.extend(array.at.get(&index).into_iter().flatten());
            demand
        };
        let shortest = usize::try_from(needed).unwrap_or(usize::MAX);
        let place = |index: usize| (Part::Item(index), item(index));
        let mut each: Way = (0..shortest.min(alike)).map(place).collect();
        if shortest > alike {
            let rest = item(alike);
            let alikes = needed - alike as u64;
            if array.unique && self.at_most(&rest).is_some_and(|most| most < alikes) {
                return Err(Contradiction);
            }
            each.extend((alike..shortest.min(alike + MAX_BUILT)).map(place));
        }
        let mut clauses = vec![Clause::all(each)];
        for (from, claims) in &array.from {
            let last = array.length.max.map_or(u64::MAX, |max| max.wrapping_sub(1));
            let ways = (*from..=alike)
                .take_while(|index| *index as u64 <= last)
                .map(|index| {
                    let mut way: Way = (shortest..index).map(place).collect();
                    let mut one = item(index);
                    one.extend(claims);
                    let part = if index == alike {
                        Part::Later(index)
                    } else {
                        Part::Item(index)
                    };
                    way.push((part, one));
                    way
                });
            clauses.push(Clause::any(ways.collect()));
        }
        Ok(Ok(Alternative {
            sketch: Sketch::Array,
            clauses,
        }))
    }

    /// Turns what is counted into claims about items.
    fn counted_items(&mut self) -> Result<(), Contradiction> {
        let array = &mut self.shape.array;
        let length = array.length;
        let contains: Vec<_> = array
            .contains
            .iter()
            .map(|(class, of)| (*class, *of))
            .collect();
        for (class, count) in &contains {
            if length.max.is_some_and(|max| max < count.min) {
                return Err(Contradiction);
            }
            if count.max == Some(0) {
                array.every.push((0, Literal::Fails(*class)));
            } else if count.max.is_some_and(|max| length.min > max) {
                array.from.push((0, vec![Literal::Fails(*class)]));
            }
            if count.min > 0 && length.max == Some(count.min) {
                array.every.push((0, Literal::Holds(*class)));
            } else {
                // One of them is what a proof needs; all of them are what a value needs.
                for _ in 0..count.min.min(MAX_BUILT as u64) {
                    array.from.push((0, vec![Literal::Holds(*class)]));
                }
            }
        }
        // More of the one than of the other: some item is of the one alone.
        for (more, many) in &contains {
            for (fewer, few) in &contains {
                if few.max.is_some_and(|max| max > 0 && many.min > max) {
                    let claims = vec![Literal::Holds(*more), Literal::Fails(*fewer)];
                    array.from.push((0, claims));
                }
            }
        }
        Ok(())
    }

    fn unevaluated_items(&mut self) -> Result<Result<(), Choice>, Contradiction> {
        for (class, holds) in self.unevaluated.clone() {
            let Some(place) = self
                .universe
                .keywords(class)
                .and_then(|k| k.unevaluated_items)
            else {
                continue;
            };
            let evaluated = match self.evaluated(class) {
                Ok(evaluated) => evaluated,
                Err(choice) => return Ok(Err(choice)),
            };
            let unevaluated = self.universe.class(place);
            if !holds && evaluated.all {
                return Err(Contradiction);
            }
            if holds && !evaluated.all && evaluated.contained.is_empty() {
                let claim = Literal::Holds(unevaluated);
                self.shape.array.every.push((evaluated.prefix, claim));
            }
            if !holds {
                let contained = evaluated
                    .contained
                    .iter()
                    .map(|class| Literal::Fails(*class));
                let claims = [Literal::Fails(unevaluated)].into_iter().chain(contained);
                let array = &mut self.shape.array;
                array.from.push((evaluated.prefix, claims.collect()));
                array.length.at_least(evaluated.prefix as u64 + 1)?;
            }
        }
        self.unevaluated.clear();
        Ok(Ok(()))
    }

    /// Counts how many different values satisfy the claims at most, where that is plain.
    fn at_most(&self, demand: &Demand) -> Option<u64> {
        let counts = demand.iter().filter_map(|literal| {
            let Literal::Holds(class) = literal else {
                return None;
            };
            let facts = self.universe.facts(*class);
            if let Some(values) = &facts.values {
                return Some(values.len() as u64);
            }
            facts
                .types
                .iter()
                .map(|kind| match kind {
                    Type::Null => Some(1),
                    Type::Boolean => Some(2),
                    _ => None,
                })
                .sum::<Option<u64>>()
        });
        counts.min()
    }

    fn object(&mut self) -> Result<Decided, Contradiction> {
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

/// How many items and names are built at most where a schema asks for many.
const MAX_BUILT: usize = 64;

/// Of so many expressions every combination is looked at.
const MAX_PATTERNS: usize = 6;
