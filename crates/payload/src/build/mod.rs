//! From a plan and a source of choices to a value.

mod admit;
mod array;
mod believable;
mod blame;
pub(crate) mod number;
mod object;
mod text;

use frontdesk_json::{Pointer, equal};
use frontdesk_schema::outline::{Type, TypeSet};
use serde_json::Value;

use crate::plan::demand::{Obligation, Pin};
use crate::plan::parts::Slot;
use crate::plan::shape::{NumberShape, Shape};
use crate::plan::{Node, NodeId, Plan, near_misses};
use crate::realistic::Scene;
use frontdesk_text::{Draw, Source};

pub(crate) use blame::Blame;

/// How often a value is drawn again when it comes out as one that is excluded.
const REDRAWS: usize = 24;

/// How many values are tried for one payload before the draws count as unlucky.
///
/// What asks for many items or members is granted more.
pub(super) const MAX_STEPS: u32 = 20_000;

/// How many items and members one payload may be asked for, all in all.
pub(super) const MAX_VALUES: u64 = 250_000;

/// How many values may be tried for each item or member that must be there.
const STEPS_EACH: u32 = 6;

/// How many obligations may be gathered for each item or member that must be there.
const WORK_EACH: u64 = 40;

/// So many items or members are granted nothing for.
const FEW: u64 = 64;

/// How many obligations may be gathered for one payload before the draws count as unlucky.
const MAX_WORK: u64 = 300_000;

/// The same for a payload that is searched for.
const MAX_SEARCH: u64 = 2_000_000;

/// How many choices in a row may be taken on one value before the chain is called endless.
const MAX_HOPS: u32 = 256;

/// Which of the possible values are preferred.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Style {
    /// A mix of everything.
    Mixed,
    /// Every optional member, at least one item.
    Full,
    /// Nothing that can be left out.
    Bare,
}

/// How much may be built.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Budget {
    /// How deep values may nest.
    pub(crate) depth: u32,
    /// After how many values nothing more is added that could be left out.
    pub(crate) values: u32,
}

/// Why nothing came out.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Stuck {
    /// No value satisfies the demand.
    Dead,
    /// None that is nested so little.
    Deep,
    /// The draws were unlucky, or the demand asks more than drawing can find.
    Luck,
    /// All that may be tried for one payload has been tried.
    Spent,
}

pub(crate) type Built<T = Value> = Result<T, Stuck>;

/// A value, and where in it a route ended.
#[derive(Clone, Debug)]
pub(crate) struct Routed {
    pub(crate) value: Value,
    pub(crate) arrived: Option<Pointer>,
    /// The plans of all values that it holds.
    pub(crate) used: Vec<Used>,
}

/// The plan that a value was built by, and which of the values listed there it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Used {
    pub(crate) node: NodeId,
    pub(crate) picked: Option<usize>,
}

/// What to build, and how much of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Order {
    pub(crate) style: Style,
    pub(crate) budget: Budget,
    /// Whether positions and names are tried in unlikely orders, too.
    pub(crate) searching: bool,
}

/// Builds values of a plan from choices.
pub(crate) struct Builder<'b> {
    pub(crate) plan: &'b mut Plan,
    pub(crate) source: &'b mut dyn Source,
    order: Order,
    /// How many values may still be built before only what is needed is.
    left: u32,
    /// Where values are to look like what they stand for, and the names of the members around.
    scene: Option<&'b mut Scene>,
    names: Vec<String>,
    hops: u32,
    steps: u32,
    /// How many values may be tried.
    most_steps: u32,
    /// How many items and members were asked for.
    needed: u64,
    /// The way from the value at which a route ended to the value being built, innermost first.
    arrived: Option<Vec<String>>,
    used: Vec<Used>,
    /// The plan being built, and what made one of those before it too hard.
    current: NodeId,
    blamed: Option<(NodeId, Blame)>,
}

/// One step from a value to a part of it.
#[derive(Clone, Copy)]
pub(crate) enum Token<'t> {
    Name(&'t str),
    Index(usize),
}

impl<'b> Builder<'b> {
    pub(crate) fn new(plan: &'b mut Plan, source: &'b mut dyn Source, order: Order) -> Self {
        plan.allow(if order.searching {
            MAX_SEARCH
        } else {
            MAX_WORK
        });
        let current = plan.root();
        Self {
            plan,
            source,
            order,
            left: order.budget.values,
            scene: None,
            names: Vec::new(),
            hops: 0,
            steps: 0,
            most_steps: MAX_STEPS,
            needed: 0,
            arrived: None,
            used: Vec::new(),
            current,
            blamed: None,
        }
    }

    /// Has values look like what the names of their members stand for.
    pub(crate) fn in_scene(mut self, scene: Option<&'b mut Scene>) -> Self {
        self.scene = scene;
        self
    }

    /// Builds one value of a plan.
    pub(crate) fn build(&mut self, id: NodeId) -> Built<Routed> {
        let value = self.value(id, self.order.budget.depth)?;
        Ok(Routed {
            value,
            arrived: self
                .arrived
                .take()
                .map(|tokens| Pointer::from_tokens(tokens.into_iter().rev())),
            used: std::mem::take(&mut self.used),
        })
    }

    /// Returns what was too hard, and for which plan, where something was.
    pub(crate) fn blamed(&self) -> Option<(NodeId, Blame)> {
        self.blamed
    }

    pub(super) fn blame(&mut self, blame: Blame) {
        self.blamed = Some((self.current, blame));
    }

    /// Grants what building so many items or members takes.
    pub(super) fn need(&mut self, count: u64) -> Built<()> {
        if count <= FEW {
            return Ok(());
        }
        self.needed += count;
        if self.needed > MAX_VALUES {
            self.blame(Blame::TooManyTogether);
            return Err(Stuck::Spent);
        }
        let steps = u32::try_from(count).unwrap_or(u32::MAX);
        self.most_steps = self
            .most_steps
            .saturating_add(steps.saturating_mul(STEPS_EACH));
        self.plan.allow_more(count * WORK_EACH);
        Ok(())
    }

    /// Tells whether only what is needed is to be built.
    pub(crate) fn tight(&self) -> bool {
        self.left == 0 || self.order.style == Style::Bare
    }

    /// Tells whether values may hold what nothing declares.
    pub(crate) fn mixes(&self) -> bool {
        self.scene.is_none() && self.left > 0 && self.order.style == Style::Mixed
    }

    pub(crate) fn full(&self) -> bool {
        self.left > 0 && self.order.style == Style::Full
    }

    pub(crate) fn searches(&self) -> bool {
        self.order.searching
    }

    /// Builds the value of a member or an item.
    pub(crate) fn part(&mut self, token: Token<'_>, id: NodeId, depth: u32) -> Built {
        let before = self.arrived.take();
        let current = self.current;
        let named = match token {
            Token::Name(name) if self.scene.is_some() => {
                self.names.push(name.to_owned());
                true
            }
            _ => false,
        };
        let built = self.value(id, depth);
        if named {
            self.names.pop();
        }
        self.current = current;
        match (&mut self.arrived, &built) {
            (Some(tokens), Ok(_)) => tokens.push(match token {
                Token::Name(name) => name.to_owned(),
                Token::Index(index) => index.to_string(),
            }),
            _ => self.arrived = before,
        }
        built
    }

    pub(crate) fn value(&mut self, id: NodeId, depth: u32) -> Built {
        self.steps += 1;
        self.plan.spend(4);
        if self.steps > self.most_steps || self.plan.is_spent() {
            // Where most of what was tried came out, it is the size that is too much.
            if 2 * self.used.len() > self.steps as usize && self.steps > MAX_STEPS {
                self.blame(Blame::TooManyValues);
            }
            return Err(Stuck::Spent);
        }
        if self
            .plan
            .height(id)
            .missed
            .is_some_and(|missed| depth <= missed)
        {
            return Err(Stuck::Deep);
        }
        let node = self.plan.node(id);
        let kept = self.used.len();
        let built = match &*node {
            Node::Dead => {
                if self.blamed.is_none() {
                    self.blame(Blame::Contradiction);
                }
                return Err(Stuck::Dead);
            }
            Node::Open(ways) => self.way(ways, depth),
            Node::Shape(shape, slots) => {
                self.current = id;
                self.used.push(Used {
                    node: id,
                    picked: None,
                });
                self.left = self.left.saturating_sub(1);
                let hops = std::mem::take(&mut self.hops);
                let built = self.shape(shape, slots, depth);
                self.hops = hops;
                built
            }
        };
        match built {
            Ok(_) => {
                if self.plan.arrives(id) {
                    self.arrived = Some(Vec::new());
                }
                let height = self.plan.height(id);
                height.reached = Some(height.reached.map_or(depth, |least| least.min(depth)));
            }
            Err(stuck) => {
                self.used.truncate(kept);
                match stuck {
                    Stuck::Dead => self.plan.bury(id),
                    Stuck::Deep if self.hops < MAX_HOPS => {
                        let height = self.plan.height(id);
                        height.missed = Some(height.missed.map_or(depth, |most| most.max(depth)));
                    }
                    Stuck::Deep | Stuck::Luck | Stuck::Spent => {}
                }
            }
        }
        built
    }

    /// Takes the first way that leads to a value, starting anywhere.
    fn way(&mut self, ways: &[NodeId], depth: u32) -> Built {
        if self.hops >= MAX_HOPS {
            return Err(Stuck::Deep);
        }
        self.hops += 1;
        let built = self.any_way(ways, depth);
        self.hops -= 1;
        built
    }

    fn any_way(&mut self, ways: &[NodeId], depth: u32) -> Built {
        let start = self.source.index(ways.len());
        let (last, first) = ways.split_at(start);
        let mut worst = Stuck::Dead;
        let mut take = |builder: &mut Self, id: NodeId| match builder.value(id, depth) {
            Ok(value) => Some(Ok(value)),
            Err(Stuck::Spent) => Some(Err(Stuck::Spent)),
            Err(stuck) => {
                worst = worst.max(stuck);
                None
            }
        };
        let found = if self.tight() || depth < 4 {
            // What is known to need little nesting comes first.
            let mut order: Vec<NodeId> = first.iter().chain(last).copied().collect();
            order.sort_by_key(|id| self.plan.height(*id).reached.unwrap_or(u32::MAX));
            order.into_iter().find_map(|id| take(self, id))
        } else {
            let mut order = first.iter().chain(last).copied();
            order.find_map(|id| take(self, id))
        };
        found.unwrap_or(Err(worst))
    }

    fn shape(&mut self, shape: &Shape, slots: &[Slot], depth: u32) -> Built {
        if let Some(values) = &shape.values {
            return self.enumerated(shape, slots, values);
        }
        if let Some(value) = self.example(shape, slots) {
            return Ok(value);
        }
        let types: Vec<Type> = shape.types.iter().collect();
        let start = if self.tight() {
            0
        } else if self.scene.is_some() && types.contains(&Type::String) {
            // Of what may be anything, a text says most.
            types
                .iter()
                .position(|kind| *kind == Type::String)
                .unwrap_or_default()
        } else {
            self.source.index(types.len())
        };
        let (last, first) = types.split_at(start);
        let mut worst = Stuck::Dead;
        for kind in first.iter().chain(last) {
            match self.typed(shape, slots, *kind, depth) {
                Ok(value) => return Ok(value),
                Err(stuck) => worst = worst.max(stuck),
            }
        }
        Err(worst)
    }

    fn enumerated(&mut self, shape: &Shape, slots: &[Slot], values: &[Value]) -> Built {
        let start = self.source.index(values.len());
        let mut worst = Stuck::Dead;
        for index in (start..values.len()).chain(0..start) {
            let value = &values[index];
            if self.fits(shape, value) {
                if self.parts_fit(shape, slots, value) {
                    if let Some(used) = self.used.last_mut() {
                        used.picked = Some(index);
                    }
                    return Ok(value.clone());
                }
                worst = Stuck::Luck;
            }
        }
        Err(worst)
    }

    fn typed(&mut self, shape: &Shape, slots: &[Slot], kind: Type, depth: u32) -> Built {
        if let Some(value) = self.near_miss(shape, kind) {
            return Ok(value);
        }
        let mut worst = Stuck::Dead;
        let kept = self.used.len();
        for _ in 0..REDRAWS {
            let built = match kind {
                Type::Null => Ok(Value::Null),
                Type::Boolean => self.boolean(shape),
                Type::Integer | Type::Fraction => self.number(&shape.number, kind),
                Type::String => self.text(&shape.text).map(Value::String),
                Type::Array => self.array(&shape.array, depth),
                Type::Object => self.object(&shape.object, slots, depth),
            };
            match built {
                Ok(value) if shape.excluded.iter().any(|other| equal(other, &value)) => {
                    self.used.truncate(kept);
                    self.arrived = None;
                    worst = match kind {
                        Type::Null => return Err(Stuck::Dead),
                        _ => Stuck::Luck,
                    };
                }
                settled => return settled,
            }
        }
        self.blame(Blame::Excluded);
        Err(worst)
    }

    fn boolean(&mut self, shape: &Shape) -> Built {
        let drawn = Value::Bool(self.source.chance(1, 2));
        let other = Value::Bool(drawn == false);
        [drawn, other]
            .into_iter()
            .find(|value| !shape.excluded.contains(value))
            .ok_or(Stuck::Dead)
    }

    fn number(&mut self, shape: &NumberShape, kind: Type) -> Built {
        if let Some(number) = self.believable_number(shape, kind) {
            return Ok(Value::Number(number));
        }
        let drawn = number::draw(shape, kind, self.source);
        if drawn == Err(Stuck::Luck) {
            self.blame(Blame::Number);
        }
        drawn.map(Value::Number)
    }

    /// Where values are excluded, one that nearly is one of them finds more bugs than any other.
    fn near_miss(&mut self, shape: &Shape, kind: Type) -> Option<Value> {
        let excluded = self.source.pick(&shape.excluded)?;
        if !self.source.chance(1, 2) {
            return None;
        }
        let misses: Vec<Value> = near_misses(excluded)
            .into_iter()
            .filter(|value| Type::of(value) == kind && self.fits(shape, value))
            .collect();
        self.source.pick(&misses).cloned()
    }

    /// Plans a string that is the name of a member.
    pub(crate) fn name_node(&mut self, names: &[Obligation]) -> NodeId {
        let strings = TypeSet::only(Type::String);
        let pin = self.plan.pin(Pin::Type(strings));
        self.plan.also(names, [Obligation::Pinned(pin)])
    }
}
