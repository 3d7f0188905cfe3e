//! What has been gathered about a value of one type.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_schema::outline::Keywords;
use serde_json::Value;

use crate::class::Class;
use crate::literal::{Expression, Literal};
use crate::rational::Rational;

/// No value is left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contradiction;

/// What a step of gathering comes to.
pub(crate) type Checked = Result<(), Contradiction>;

/// What a value of one type must be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shape<'o> {
    /// Values that it is not.
    pub(crate) excluded: Vec<Value>,
    pub(crate) number: Numbers,
    pub(crate) text: Texts,
    pub(crate) array: Items<'o>,
    pub(crate) object: Members<'o>,
}

/// Bounds on a number, each with whether it is outside itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Numbers {
    pub(crate) lower: Vec<(Rational, bool)>,
    pub(crate) upper: Vec<(Rational, bool)>,
    pub(crate) multiples: Vec<Rational>,
    pub(crate) not_multiples: Vec<Rational>,
}

/// What a text must be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Texts {
    pub(crate) length: Interval,
    pub(crate) matches: BTreeSet<Expression>,
    pub(crate) misses: BTreeSet<Expression>,
    pub(crate) formats: BTreeSet<String>,
    pub(crate) not_formats: BTreeSet<String>,
}

/// What the items of an array must be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Items<'o> {
    pub(crate) length: Interval,
    pub(crate) unique: bool,
    pub(crate) repeats: bool,
    /// What is said of items by their position.
    pub(crate) rules: Vec<&'o Keywords>,
    /// What is claimed of every item from a position on.
    pub(crate) every: Vec<(usize, Literal)>,
    /// How many items each class accepts.
    pub(crate) contains: BTreeMap<Class, Interval>,
    /// What some item is: at this position, or at it or a later one.
    pub(crate) at: BTreeMap<usize, Vec<Literal>>,
    pub(crate) from: Vec<(usize, Vec<Literal>)>,
}

/// What the members of an object must be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Members<'o> {
    pub(crate) count: Interval,
    pub(crate) required: BTreeSet<String>,
    pub(crate) absent: BTreeSet<String>,
    /// What is said of members by their names.
    pub(crate) rules: Vec<&'o Keywords>,
    /// What is claimed of members that are not evaluated otherwise.
    pub(crate) unevaluated: Vec<(Names, Literal)>,
    /// What is claimed of every name.
    pub(crate) names: BTreeSet<Class>,
    /// What is claimed of the member of a name, where it is there.
    pub(crate) named: BTreeMap<String, Vec<Literal>>,
    /// Some member is so called, and so.
    pub(crate) some: Vec<(Names, Vec<Literal>)>,
}

/// A set of names.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Names {
    pub(crate) matching: BTreeSet<Expression>,
    pub(crate) missing: BTreeSet<Expression>,
    /// Names that are not among them.
    pub(crate) outside: BTreeSet<String>,
    /// What else is claimed of the name.
    pub(crate) claims: Vec<Literal>,
}

/// How many there are.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Interval {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

impl Interval {
    pub(crate) fn at_least(&mut self, min: u64) -> Checked {
        self.min = self.min.max(min);
        self.checked()
    }

    pub(crate) fn at_most(&mut self, max: u64) -> Checked {
        self.max = Some(self.max.map_or(max, |known| known.min(max)));
        self.checked()
    }

    /// Tells whether the interval would be empty with another bound.
    pub(crate) fn excludes(mut self, min: u64, max: Option<u64>) -> bool {
        self.at_least(min).is_err() || max.is_some_and(|max| self.at_most(max).is_err())
    }

    fn checked(self) -> Checked {
        if self.max.is_some_and(|max| self.min > max) {
            return Err(Contradiction);
        }
        Ok(())
    }
}
