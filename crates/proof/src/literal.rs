//! What is claimed about one value.

use crate::class::Class;

/// One claim about a value.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum Literal {
    /// The class accepts it.
    Holds(Class),
    /// The class refuses it.
    Fails(Class),
    /// The class accepts it apart from what it says of the unevaluated parts.
    HoldsApart(Class),
    /// It is a text in which the expression is found.
    Matches(Expression),
    /// It is a text in which the expression is not found.
    Misses(Expression),
}

/// Names one regular expression of the universe.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Expression(pub(crate) u32);

/// Names one demand of the graph.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct DemandId(pub(crate) u32);

/// All that is claimed about one value, in order, each claim once.
pub(crate) type Demand = Vec<Literal>;

impl Literal {
    /// Tells whether two claims contradict each other by their form alone.
    pub(crate) fn contrary(self) -> Option<Self> {
        match self {
            Self::Holds(class) => Some(Self::Fails(class)),
            Self::Fails(class) => Some(Self::Holds(class)),
            Self::HoldsApart(_) => None,
            Self::Matches(expression) => Some(Self::Misses(expression)),
            Self::Misses(expression) => Some(Self::Matches(expression)),
        }
    }
}
