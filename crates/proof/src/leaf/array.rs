//! What the items of an array must be.

use frontdesk_schema::outline::Type;

use super::{Alternative, Clause, Decided, Part, Sketch, Way};
use crate::branch::Branch;
use crate::choice::Choice;
use crate::literal::{Demand, Literal};
use crate::shape::Contradiction;

impl Branch<'_, '_> {
    pub(super) fn array(&mut self) -> Result<Decided, Contradiction> {
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
}

/// How many items are built at most where a schema asks for many.
const MAX_BUILT: usize = 64;
