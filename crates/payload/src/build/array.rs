use std::collections::HashMap;

use frontdesk_json::equal;
use frontdesk_schema::outline::{PlaceId, Type, TypeSet};
use serde_json::Value;

use super::{Blame, Builder, Built, Stuck, Token, number};
use crate::plan::demand::{Demand, Obligation};
use crate::plan::shape::{ArrayShape, Contains, Position, Shape, hash};
use crate::plan::{Node, NodeId};
use frontdesk_text::Draw;

/// How often an item is drawn again to be unlike the others.
const REDRAWS: usize = 32;

/// The same where the values left can be listed.
const FEW_REDRAWS: usize = 3;

/// How many pairs of positions are looked at for an item that two of them allow.
const MAX_PAIRS: usize = 1000;

/// Longer arrays are refused: they would fill the memory, not find a bug.
pub(super) const MAX_ITEMS: u64 = 200_000;

impl Builder<'_> {
    pub(super) fn array(&mut self, shape: &ArrayShape, depth: u32) -> Built {
        if shape.length.is_empty() {
            return Err(Stuck::Dead);
        }
        if shape.length.min > MAX_ITEMS {
            self.blame(Blame::TooManyItems);
            return Err(Stuck::Luck);
        }
        if shape.length.min > 0 && depth == 0 {
            return Err(Stuck::Deep);
        }
        let extra = self.placed(shape)?;
        let needed = extra.demands.len() as u64;
        let min = shape.length.min.max(needed);
        if shape.length.max.is_some_and(|max| max < min) {
            self.blame(Blame::Contained);
            return Err(Stuck::Luck);
        }
        if min > 0 && depth == 0 {
            return Err(Stuck::Deep);
        }
        self.need(min)?;
        let wanted = self.wanted_items(min, shape.length.max, depth);
        let mut items = Items::new(shape.unique);
        for index in 0..wanted {
            let must = (index as u64) < min;
            match self.item(shape, &extra, index, &mut items, depth) {
                Ok(item) => items.push(item),
                // Other positions for what must be contained may still succeed.
                Err(Stuck::Dead) if must && extra.chosen => return Err(Stuck::Luck),
                Err(stuck) if must => return Err(stuck),
                Err(_) => break,
            }
        }
        let mut items = items.values;
        if shape.repeated {
            self.repeat(shape, &extra, &mut items)?;
        }
        Ok(Value::Array(items))
    }

    /// Makes two items equal, where that can be two of which each may be the other.
    fn repeat(&mut self, shape: &ArrayShape, placed: &Placed, items: &mut [Value]) -> Built<()> {
        let pairs = (0..items.len()).flat_map(|later| (0..later).map(move |first| (first, later)));
        for (first, later) in pairs.take(MAX_PAIRS) {
            let id = self.item_node(shape, placed, later)?;
            if self.admits(id, &items[first]) {
                items[later] = items[first].clone();
                return Ok(());
            }
        }
        if let [first, .., last] = items {
            last.clone_from(first);
        }
        Ok(())
    }

    /// Assigns forced items and those that must be contained to positions.
    fn placed(&mut self, shape: &ArrayShape) -> Built<Placed> {
        let mut placed = Placed::default();
        let last = shape
            .length
            .max
            .map_or(u64::MAX, |max| max.saturating_sub(1));
        for (position, demand) in &shape.forced {
            let index = match position {
                Position::At(index) => *index,
                Position::From(index) => {
                    // What holds for any item behind the declared ones need not be the first.
                    let room = last.saturating_sub(*index as u64).min(3);
                    let skip = if self.searches() && room > 0 {
                        placed.chosen = true;
                        self.source
                            .index(usize::try_from(room).unwrap_or_default() + 1)
                    } else {
                        0
                    };
                    index + skip
                }
            };
            placed.put(index, demand);
            placed.forced.push(index);
        }
        for contains in &shape.contains {
            self.place_contained(shape, contains, &mut placed)?;
        }
        Ok(placed)
    }

    /// Chooses the positions of the items that one `contains` asks for.
    fn place_contained(
        &mut self,
        shape: &ArrayShape,
        contains: &Contains,
        placed: &mut Placed,
    ) -> Built<()> {
        let wanted = vec![Obligation::Holds(contains.place)];
        let room = shape.length.max.unwrap_or(MAX_ITEMS).min(MAX_ITEMS);
        if contains.min > MAX_ITEMS {
            self.blame(Blame::TooManyItems);
            return Err(Stuck::Luck);
        }
        let mut missing = contains.min;
        if self.searches() {
            let most = contains.max.unwrap_or(room).min(room);
            let spare = most.saturating_sub(missing).min(4);
            missing += self.source.below(spare + 1);
        }
        if missing > room {
            return Err(Stuck::Dead);
        }
        // Beyond what is declared by position all items are alike, so that a few tell all.
        let declared = shape.rules.iter().map(|rule| rule.prefix.len()).max();
        let mut told = declared.unwrap_or_default().max(placed.demands.len()) as u64 + 1;
        if self.searches() {
            told = told.saturating_add(missing);
        }
        let mut positions: Vec<u64> = (0..told.min(room)).collect();
        if self.searches() && !positions.is_empty() {
            // The first positions that fit are not always the right ones.
            placed.chosen = true;
            for index in (1..positions.len()).rev() {
                positions.swap(index, self.source.index(index + 1));
            }
        }
        placed.chosen |= contains.max.is_some() || shape.contains.len() > 1 || room > 1;
        let mut alike = false;
        for index in positions.into_iter().chain(told..room) {
            if missing == 0 {
                return Ok(());
            }
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            if (alike && index as u64 >= told) || self.could_hold(shape, placed, index, &wanted) {
                alike |= index as u64 >= told;
                placed.put(index, &wanted);
                missing -= 1;
            } else if index as u64 >= told {
                break;
            }
        }
        match missing {
            0 => Ok(()),
            _ if placed.chosen => {
                self.blame(Blame::Contained);
                Err(Stuck::Luck)
            }
            _ => Err(Stuck::Dead),
        }
    }

    /// Tells whether an item may satisfy one more demand, as far as that can be told at once.
    fn could_hold(
        &mut self,
        shape: &ArrayShape,
        placed: &Placed,
        index: usize,
        wanted: &Demand,
    ) -> bool {
        // What nothing evaluates is evaluated by being contained.
        let owners: Vec<PlaceId> = shape.contains.iter().map(|other| other.owner).collect();
        let forced = placed.forced.contains(&index);
        let Some(own) = self.plan.item(&shape.rules, index, forced, &owners) else {
            return false;
        };
        let never = shape.contains.iter().filter(|other| other.max == Some(0));
        let more = placed.at(index).iter().chain(wanted).copied();
        let more = more.chain(never.map(|other| Obligation::Fails(other.place)));
        let id = self.plan.also(&own, more);
        !matches!(*self.plan.node(id), Node::Dead)
    }

    fn wanted_items(&mut self, min: u64, max: Option<u64>, depth: u32) -> usize {
        if depth > 0
            && !self.tight()
            && let Some(count) = self.believable_count()
        {
            let wanted = count.max(min).min(max.unwrap_or(u64::MAX));
            return usize::try_from(wanted).unwrap_or(usize::MAX);
        }
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
        placed: &Placed,
        index: usize,
        before: &mut Items,
        depth: u32,
    ) -> Built {
        let id = self.item_node(shape, placed, index)?;
        let redraws = if before.unique && self.lists(id, before) {
            FEW_REDRAWS
        } else {
            REDRAWS
        };
        for _ in 0..redraws {
            let item = self.part(Token::Index(index), id, depth - 1)?;
            if !before.repeats(&item) {
                return Ok(item);
            }
        }
        self.unlike(id, before).ok_or_else(|| {
            self.blame(Blame::Unique);
            Stuck::Luck
        })
    }

    /// Plans the item at `index`.
    fn item_node(&mut self, shape: &ArrayShape, placed: &Placed, index: usize) -> Built<NodeId> {
        let forced = placed.forced.contains(&index);
        let counted = placed.counting(shape, index);
        let own = self
            .plan
            .item(&shape.rules, index, forced, &counted)
            .ok_or(Stuck::Dead)?;
        let rest = placed.beyond_counts(shape, index);
        let more = placed.at(index).iter().copied().chain(rest);
        Ok(self.plan.also(&own, more))
    }

    /// Tells whether a plan has so few values that they can be listed.
    fn lists(&mut self, id: NodeId, before: &mut Items) -> bool {
        let left = before
            .left
            .entry(id)
            .or_insert_with(|| match &*self.plan.node(id) {
                Node::Shape(shape, _) => few(shape),
                Node::Dead | Node::Open(_) => None,
            });
        left.is_some()
    }

    /// Draws a value of a plan with few values that none of the items before has.
    fn unlike(&mut self, id: NodeId, before: &mut Items) -> Option<Value> {
        let mut left = before.left.get_mut(&id).and_then(Option::take)?;
        // What was there before, or is not allowed, will not be wanted later on either.
        let mut found = None;
        while found.is_none() && !left.is_empty() {
            let value = left.swap_remove(self.source.index(left.len()));
            found = Some(value).filter(|value| !before.repeats(value) && self.admits(id, value));
        }
        before.left.insert(id, Some(left));
        found
    }
}

/// Lists the values of a shape that has few.
fn few(shape: &Shape) -> Option<Vec<Value>> {
    if let Some(values) = &shape.values {
        return Some(values.clone());
    }
    let simple = TypeSet::only(Type::Null).union(TypeSet::only(Type::Boolean));
    let numbers = shape.types.intersect(simple.complement());
    let mut values = if numbers.is_empty() {
        Vec::new()
    } else {
        number::few(&shape.number, numbers)?
    };
    if shape.types.has(Type::Null) {
        values.push(Value::Null);
    }
    if shape.types.has(Type::Boolean) {
        values.extend([Value::Bool(false), Value::Bool(true)]);
    }
    Some(values)
}

/// The items of an array in the making.
struct Items {
    values: Vec<Value>,
    unique: bool,
    /// Where the items of each hash are, if they are to be unique.
    places: HashMap<u64, Vec<usize>>,
    /// The values of each plan that have not been drawn, `None` where it has more than few.
    left: HashMap<NodeId, Option<Vec<Value>>>,
}

impl Items {
    fn new(unique: bool) -> Self {
        Self {
            values: Vec::new(),
            unique,
            places: HashMap::new(),
            left: HashMap::new(),
        }
    }

    fn push(&mut self, item: Value) {
        if self.unique {
            let places = self.places.entry(hash(&item)).or_default();
            places.push(self.values.len());
        }
        self.values.push(item);
    }

    fn repeats(&self, item: &Value) -> bool {
        self.unique
            && self.places.get(&hash(item)).is_some_and(|places| {
                let alike = places.iter().map(|place| &self.values[*place]);
                alike.into_iter().any(|other| equal(other, item))
            })
    }
}

/// What single positions must satisfy besides what the rules say.
#[derive(Default)]
struct Placed {
    demands: Vec<Demand>,
    /// The positions that a route or a flaw speaks for.
    forced: Vec<usize>,
    /// Whether other positions might have been chosen.
    chosen: bool,
}

impl Placed {
    fn put(&mut self, index: usize, demand: &Demand) {
        if self.demands.len() <= index {
            self.demands.resize(index + 1, Demand::new());
        }
        self.demands[index].extend(demand.iter().copied());
    }

    fn at(&self, index: usize) -> &[Obligation] {
        self.demands.get(index).map_or(&[], Vec::as_slice)
    }

    /// Tells whether the item at `index` was chosen to be contained.
    fn counts(&self, contains: &Contains, index: usize) -> bool {
        self.at(index).contains(&Obligation::Holds(contains.place))
    }

    /// Lists the subschemas that count the item at `index` as contained.
    fn counting(&self, shape: &ArrayShape, index: usize) -> Vec<PlaceId> {
        let counting = shape.contains.iter();
        counting
            .filter(|contains| self.counts(contains, index))
            .map(|contains| contains.owner)
            .collect()
    }

    /// Where at most so many items may be contained, the others must not be.
    fn beyond_counts(&self, shape: &ArrayShape, index: usize) -> Demand {
        let counting = shape.contains.iter();
        counting
            .filter(|contains| contains.max.is_some() && !self.counts(contains, index))
            .map(|contains| Obligation::Fails(contains.place))
            .collect()
    }
}
