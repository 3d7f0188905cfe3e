//! From a plan and a source of choices to a value.

mod array;
pub(crate) mod number;
mod object;
mod text;

use frontdesk_json::Pointer;
use frontdesk_schema::outline::Type;
use serde_json::Value;

use crate::plan::demand::{Obligation, Pin};
use crate::plan::shape::{Shape, equal};
use crate::plan::{Node, NodeId, Plan, near_misses};
use crate::source::{Draw, Source};

/// How often a value is drawn again when it comes out as one that is excluded.
const REDRAWS: usize = 24;

/// How many values are tried for one payload before the draws count as unlucky.
const MAX_STEPS: u32 = 20_000;

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
}

/// Builds one value of a plan.
pub(crate) fn build(
    plan: &mut Plan,
    id: NodeId,
    source: &mut dyn Source,
    style: Style,
    budget: Budget,
) -> Built<Routed> {
    let mut builder = Builder {
        plan,
        source,
        style,
        left: budget.values,
        hops: 0,
        steps: 0,
        path: Pointer::root(),
        arrived: None,
    };
    let value = builder.value(id, budget.depth)?;
    Ok(Routed {
        value,
        arrived: builder.arrived,
    })
}

pub(crate) struct Builder<'b> {
    pub(crate) plan: &'b mut Plan,
    pub(crate) source: &'b mut dyn Source,
    style: Style,
    /// How many values may still be built before only what is needed is.
    left: u32,
    hops: u32,
    steps: u32,
    path: Pointer,
    arrived: Option<Pointer>,
}

impl Builder<'_> {
    /// Tells whether only what is needed is to be built.
    pub(crate) fn tight(&self) -> bool {
        self.left == 0 || self.style == Style::Bare
    }

    /// Tells whether values may hold what nothing declares.
    pub(crate) fn mixes(&self) -> bool {
        self.left > 0 && self.style == Style::Mixed
    }

    pub(crate) fn full(&self) -> bool {
        self.left > 0 && self.style == Style::Full
    }

    /// Builds the value of a member or an item.
    pub(crate) fn part(&mut self, token: String, id: NodeId, depth: u32) -> Built {
        self.path.push(token);
        let built = self.value(id, depth);
        self.path.pop();
        built
    }

    pub(crate) fn value(&mut self, id: NodeId, depth: u32) -> Built {
        self.steps += 1;
        if self.steps > MAX_STEPS {
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
        let built = match &*node {
            Node::Dead => return Err(Stuck::Dead),
            Node::Open(ways) => self.way(ways, depth),
            Node::Shape(shape) => {
                self.left = self.left.saturating_sub(1);
                let hops = std::mem::take(&mut self.hops);
                let built = self.shape(shape, depth);
                self.hops = hops;
                built
            }
        };
        match built {
            Ok(_) => {
                if self.plan.arrives(id) {
                    self.arrived = Some(self.path.clone());
                }
                let height = self.plan.height(id);
                height.reached = Some(height.reached.map_or(depth, |least| least.min(depth)));
            }
            Err(Stuck::Dead) => self.plan.bury(id),
            Err(Stuck::Deep) if self.hops < MAX_HOPS => {
                let height = self.plan.height(id);
                height.missed = Some(height.missed.map_or(depth, |most| most.max(depth)));
            }
            Err(Stuck::Deep | Stuck::Luck | Stuck::Spent) => {}
        }
        built
    }

    /// Takes the first way that leads to a value, starting anywhere.
    fn way(&mut self, ways: &[NodeId], depth: u32) -> Built {
        if self.hops >= MAX_HOPS {
            return Err(Stuck::Deep);
        }
        self.hops += 1;
        let mut order: Vec<NodeId> = ways.to_vec();
        let start = self.source.index(order.len());
        order.rotate_left(start);
        if self.tight() || depth < 4 {
            // What is known to need little nesting comes first.
            order.sort_by_key(|id| self.plan.height(*id).reached.unwrap_or(u32::MAX));
        }
        let mut worst = Stuck::Dead;
        for id in order {
            match self.value(id, depth) {
                Ok(value) => {
                    self.hops -= 1;
                    return Ok(value);
                }
                Err(Stuck::Spent) => return Err(Stuck::Spent),
                Err(stuck) => worst = worst.max(stuck),
            }
        }
        self.hops -= 1;
        Err(worst)
    }

    fn shape(&mut self, shape: &Shape, depth: u32) -> Built {
        if let Some(values) = &shape.values {
            return self.enumerated(shape, values);
        }
        let mut types: Vec<Type> = shape.types.iter().collect();
        if !self.tight() {
            let start = self.source.index(types.len());
            types.rotate_left(start);
        }
        let mut worst = Stuck::Dead;
        for kind in types {
            match self.typed(shape, kind, depth) {
                Ok(value) => return Ok(value),
                Err(stuck) => worst = worst.max(stuck),
            }
        }
        Err(worst)
    }

    fn enumerated(&mut self, shape: &Shape, values: &[Value]) -> Built {
        let fitting: Vec<&Value> = values
            .iter()
            .filter(|value| self.fits(shape, value))
            .collect();
        match self.source.pick(&fitting) {
            Some(value) => Ok((*value).clone()),
            None => Err(Stuck::Dead),
        }
    }

    /// Tells whether a value given as a whole passes the constraints that can be told at once.
    fn fits(&mut self, shape: &Shape, value: &Value) -> bool {
        let scalar = match value {
            Value::Number(number) => number::fits(&shape.number, number),
            Value::String(text) => self.text_fits(&shape.text, text),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => true,
        };
        scalar
            && shape.types.has(Type::of(value))
            && !shape.excluded.iter().any(|other| equal(other, value))
    }

    fn typed(&mut self, shape: &Shape, kind: Type, depth: u32) -> Built {
        if let Some(value) = self.near_miss(shape, kind) {
            return Ok(value);
        }
        let mut worst = Stuck::Dead;
        for _ in 0..REDRAWS {
            let built = match kind {
                Type::Null => Ok(Value::Null),
                Type::Boolean => Ok(Value::Bool(self.source.chance(1, 2))),
                Type::Integer | Type::Fraction => {
                    number::draw(&shape.number, kind, self.source).map(Value::Number)
                }
                Type::String => self.text(&shape.text).map(Value::String),
                Type::Array => self.array(&shape.array, depth),
                Type::Object => self.object(&shape.object, depth),
            };
            match built {
                Ok(value) if shape.excluded.iter().any(|other| equal(other, &value)) => {
                    worst = match kind {
                        Type::Null => return Err(Stuck::Dead),
                        _ => Stuck::Luck,
                    };
                }
                settled => return settled,
            }
        }
        Err(worst)
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
        let strings = frontdesk_schema::outline::TypeSet::only(Type::String);
        let pin = self.plan.pin(Pin::Type(strings));
        self.plan.also(names, [Obligation::Pinned(pin)])
    }
}
