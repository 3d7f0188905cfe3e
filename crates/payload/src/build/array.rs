use serde_json::Value;

use super::{Builder, Built, Stuck};
use crate::plan::Node;
use crate::plan::demand::{Demand, Obligation};
use crate::plan::shape::{ArrayShape, Position, equal};

/// How often an item is drawn again to be unlike the others.
const REDRAWS: usize = 32;

/// Longer arrays are refused: they would fill the memory, not find a bug.
const MAX_ITEMS: u64 = 200_000;

impl Builder<'_> {
    pub(super) fn array(&mut self, shape: &ArrayShape, depth: u32) -> Built {
        let extra = self.extra_demands(shape)?;
        let needed = extra.len() as u64;
        let min = shape.length.min.max(needed);
        if shape.length.max.is_some_and(|max| max < min) {
            return Err(Stuck::Dead);
        }
        if min > MAX_ITEMS {
            return Err(Stuck::Luck);
        }
        if min > 0 && depth == 0 {
            return Err(Stuck::Deep);
        }
        let wanted = self.wanted_items(min, shape.length.max, depth);
        let mut items: Vec<Value> = Vec::new();
        for index in 0..wanted {
            let must = (index as u64) < min;
            match self.item(shape, &extra, index, &items, depth) {
                Ok(item) => items.push(item),
                Err(stuck) if must => return Err(stuck),
                Err(_) => break,
            }
        }
        if shape.repeated
            && let [first, .., last] = items.as_mut_slice()
        {
            last.clone_from(first);
        }
        Ok(Value::Array(items))
    }

    /// Assigns forced items and those that must be contained to positions.
    fn extra_demands(&mut self, shape: &ArrayShape) -> Built<Vec<Demand>> {
        let mut extra: Vec<Demand> = Vec::new();
        for (position, demand) in &shape.forced {
            let (Position::At(index) | Position::From(index)) = position;
            put(&mut extra, *index, demand);
        }
        for contains in &shape.contains {
            let mut missing = contains.min.min(MAX_ITEMS);
            let wanted = vec![Obligation::Holds(contains.place)];
            // Beyond what is declared by position all items are alike, so that a few tell all.
            let declared = shape.rules.iter().map(|rule| rule.prefix.len()).max();
            let alike = declared.unwrap_or_default().max(extra.len());
            let mut index = 0;
            while missing > 0 {
                if shape.length.max.is_some_and(|max| index as u64 >= max) {
                    return Err(Stuck::Dead);
                }
                if self.could_hold(shape, &extra, index, &wanted) {
                    put(&mut extra, index, &wanted);
                    missing -= 1;
                } else if index > alike {
                    return Err(Stuck::Dead);
                }
                index += 1;
            }
        }
        Ok(extra)
    }

    /// Tells whether an item may satisfy one more demand, as far as that can be told at once.
    fn could_hold(
        &mut self,
        shape: &ArrayShape,
        extra: &[Demand],
        index: usize,
        wanted: &Demand,
    ) -> bool {
        let Some(own) = self.plan.item(&shape.rules, index, false) else {
            return false;
        };
        let more = extra
            .get(index)
            .into_iter()
            .flatten()
            .chain(wanted)
            .copied();
        let id = self.plan.also(&own, more);
        !matches!(*self.plan.node(id), Node::Dead)
    }

    fn wanted_items(&mut self, min: u64, max: Option<u64>, depth: u32) -> usize {
        let spread = if depth == 0 || self.tight() {
            0
        } else if self.full() {
            2
        } else {
            self.source.below(4)
        };
        let wanted = (min + spread).min(max.unwrap_or(u64::MAX));
        usize::try_from(wanted).unwrap_or(usize::MAX)
    }

    fn item(
        &mut self,
        shape: &ArrayShape,
        extra: &[Demand],
        index: usize,
        before: &[Value],
        depth: u32,
    ) -> Built {
        let forced = shape.forced.iter().any(|(position, _)| match position {
            Position::At(at) | Position::From(at) => *at == index,
        });
        let own = self
            .plan
            .item(&shape.rules, index, forced)
            .ok_or(Stuck::Dead)?;
        let more = extra.get(index).cloned().unwrap_or_default();
        let rest = beyond_counts(shape, extra, index);
        let id = self.plan.also(&own, more.into_iter().chain(rest));
        for _ in 0..REDRAWS {
            let item = self.part(index.to_string(), id, depth - 1)?;
            if !shape.unique || !before.iter().any(|other| equal(other, &item)) {
                return Ok(item);
            }
        }
        Err(Stuck::Luck)
    }
}

fn put(extra: &mut Vec<Demand>, index: usize, demand: &Demand) {
    if extra.len() <= index {
        extra.resize(index + 1, Demand::new());
    }
    extra[index].extend(demand.iter().copied());
}

/// Where at most so many items may be contained, the others must not be.
fn beyond_counts(shape: &ArrayShape, extra: &[Demand], index: usize) -> Demand {
    shape
        .contains
        .iter()
        .filter(|contains| contains.max.is_some())
        .filter(|contains| {
            !extra
                .get(index)
                .is_some_and(|demand| demand.contains(&Obligation::Holds(contains.place)))
        })
        .map(|contains| Obligation::Fails(contains.place))
        .collect()
}
