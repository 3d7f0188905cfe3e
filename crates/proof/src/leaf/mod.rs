//! What a value's parts must be once every choice is made.

mod array;
mod object;

use frontdesk_schema::outline::Type;
use serde_json::Value;

use crate::branch::Branch;
use crate::choice::Choice;
use crate::literal::Demand;
use crate::shape::Contradiction;
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
}
