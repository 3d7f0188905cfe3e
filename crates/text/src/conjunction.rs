//! Texts that satisfy a fixed list of expressions without look-around.

use std::collections::HashMap;

use super::automaton::Effort;
use super::product::{Product, View};
use super::program::Unfit;
use super::reach::Reach;
use super::union::Drawn;
use super::walk::walk;
use crate::source::{Draw, Source};

/// Expressions that all hold, each wanted or not.
#[derive(Debug)]
pub(super) struct Conjunction {
    product: Product,
    reach: Option<Reach>,
    /// What is known about each pair of bounds that was asked for.
    plans: HashMap<(u64, Option<u64>), Plan>,
}

/// What is known about the texts within two bounds.
#[derive(Clone, Debug)]
enum Plan {
    /// These lengths are possible, the shortest first, in this part of the product.
    Lengths(View, Vec<u64>),
    /// No length is possible.
    Nothing,
    /// Whether one is possible takes too long to tell.
    TooHard,
}

/// What a search for the shortest length came to.
enum Shortest {
    /// This is the shortest.
    Found(u64),
    /// There is none up to the length that was asked for.
    NotYet,
    /// There is none at all in the explored part.
    Never,
    /// The rows grow too large.
    TooHard,
}

impl Conjunction {
    /// Reads expressions, each with whether it is wanted, to explore with an effort.
    ///
    /// # Errors
    ///
    /// Where an expression cannot be read, or grows too large.
    pub(super) fn new<'e>(
        expressions: impl IntoIterator<Item = (&'e str, bool)>,
        effort: Effort,
    ) -> Result<Self, Unfit> {
        Ok(Self {
            product: Product::new(expressions, effort)?,
            reach: None,
            plans: HashMap::new(),
        })
    }

    /// Draws a text of `min` to `max` characters.
    pub(super) fn draw(&mut self, source: &mut dyn Source, min: u64, max: Option<u64>) -> Drawn {
        if self.plans.len() >= PLAN_LIMIT {
            self.plans.clear();
        }
        if !self.plans.contains_key(&(min, max)) {
            let plan = self.plan(min, max.unwrap_or(u64::MAX));
            self.plans.insert((min, max), plan);
        }
        match self.plans.get(&(min, max)) {
            Some(Plan::Lengths(view, lengths)) => {
                let reach = reach_of(&mut self.reach, &self.product, *view);
                let drawn = choose(lengths, source).and_then(|length| {
                    reach.row(length)?;
                    walk(&self.product, reach, length, source)
                });
                drawn.map_or(Drawn::TooHard, Drawn::Text)
            }
            Some(Plan::Nothing) => Drawn::Nothing,
            Some(Plan::TooHard) | None => Drawn::TooHard,
        }
    }

    /// Explores until a length is found, or none can be.
    fn plan(&mut self, min: u64, max: u64) -> Plan {
        if min > max {
            return Plan::Nothing;
        }
        let mut depth = min.saturating_add(SPREAD).min(max);
        loop {
            let view = self.product.explore(depth);
            let to = if view.closed { max } else { depth };
            match self.shortest(view, min, to) {
                Shortest::Found(shortest) => return self.lengths(view, shortest, max),
                Shortest::TooHard => return Plan::TooHard,
                Shortest::NotYet | Shortest::Never if view.horizon >= max || view.complete => {
                    return Plan::Nothing;
                }
                Shortest::NotYet | Shortest::Never if view.closed => return Plan::TooHard,
                Shortest::NotYet | Shortest::Never => depth = depth.saturating_mul(2).min(max),
            }
        }
    }

    fn shortest(&mut self, view: View, min: u64, to: u64) -> Shortest {
        let reach = reach_of(&mut self.reach, &self.product, view);
        let mut length = min;
        while length <= to {
            let Some(row) = reach.row(length) else {
                return Shortest::TooHard;
            };
            if row.contains(0) {
                return Shortest::Found(length);
            }
            if let Some((start, period)) = reach.cycle()
                && length >= min.max(start).saturating_add(period)
            {
                return Shortest::Never;
            }
            let Some(next) = length.checked_add(1) else {
                break;
            };
            length = next;
        }
        Shortest::NotYet
    }

    /// Lists the possible lengths from the shortest on.
    fn lengths(&mut self, view: View, shortest: u64, max: u64) -> Plan {
        if shortest > LENGTH_LIMIT {
            return Plan::TooHard;
        }
        let last = max.min(shortest + SPREAD);
        let view = if view.horizon < last && !view.closed {
            self.product.explore(last)
        } else {
            view
        };
        let reach = reach_of(&mut self.reach, &self.product, view);
        let most = if last == max { usize::MAX } else { VARIETY };
        let lengths = (shortest..=last)
            .filter(|length| reach.row(*length).is_some_and(|row| row.contains(0)))
            .take(most)
            .collect();
        Plan::Lengths(view, lengths)
    }
}

/// Takes the rows for a part of the product, worked out anew where they are for another.
fn reach_of<'r>(reach: &'r mut Option<Reach>, product: &Product, view: View) -> &'r mut Reach {
    if reach
        .as_ref()
        .is_some_and(|reach| reach.explored != view.explored)
    {
        *reach = None;
    }
    reach.get_or_insert_with(|| Reach::new(product, view.explored))
}

/// Chooses a length, a short one more often where there are many.
fn choose(lengths: &[u64], source: &mut dyn Source) -> Option<u64> {
    let drawn = source.below(lengths.len() as u64);
    let drawn = if lengths.len() > 8 && !source.chance(1, 2) {
        source.below(drawn + 1)
    } else {
        drawn
    };
    lengths.get(usize::try_from(drawn).ok()?).copied()
}

/// How far beyond the shortest length others are looked for.
const SPREAD: u64 = 64;

/// How many lengths are drawn from where more are possible.
const VARIETY: usize = 24;

/// The longest text that is drawn.
const LENGTH_LIMIT: u64 = 1 << 22;

/// How many pairs of bounds are remembered.
const PLAN_LIMIT: usize = 256;
