//! What one JSON value must satisfy, as a conjunction of obligations.

use frontdesk_schema::outline::PlaceId;

/// The obligations of one value, sorted, so that equal demands are planned once.
pub(crate) type Demand = Vec<Obligation>;

/// One thing that a value must satisfy.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) enum Obligation {
    /// The subschema accepts the value.
    Holds(PlaceId),
    /// The subschema refuses the value.
    Fails(PlaceId),
    /// The keyword alone refuses the value.
    Breaks(PlaceId, Clause),
    /// The value lies on a route, at the step of this number.
    Along(RouteId, u32),
    /// A property of the value itself that no keyword states.
    Pinned(PinId),
    /// The member that a dependent clause is about is there, with all that it needs.
    Present(PlaceId, Clause),
    /// The member that a dependent clause is about is not there.
    Absent(PlaceId, Clause),
    /// A decision already taken: which way of satisfying a clause.
    Chosen(PlaceId, Clause, u32),
}

/// One clause of a subschema: a keyword, or one part of a keyword that has several.
///
/// `part` counts members in their sorted order and items of lists in theirs.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Clause {
    pub(crate) keyword: &'static str,
    pub(crate) part: u32,
}

impl Clause {
    pub(crate) const fn whole(keyword: &'static str) -> Self {
        Self { keyword, part: 0 }
    }

    pub(crate) fn part(keyword: &'static str, part: usize) -> Self {
        Self {
            keyword,
            part: u32::try_from(part).unwrap_or(u32::MAX),
        }
    }
}

/// Names a [`Route`](super::route::Route) of a plan.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct RouteId(pub(crate) u32);

/// Names a [`Pin`] of a plan.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct PinId(pub(crate) u32);

/// A property of a value that no keyword states: where an edge lies, what a clause chose.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pin {
    /// The value itself.
    Equals(serde_json::Value),
    /// Its type.
    Type(frontdesk_schema::outline::TypeSet),
    /// The number of characters of a string.
    Length(u64),
    /// The number of items of an array.
    Items(u64),
    /// The number of members of an object.
    Members(u64),
    /// An object with no member that could be left out.
    Bare,
    /// An object with every declared member.
    Full,
    /// A string in which the expression is found.
    Matches(String),
    /// A string in which the expression is not found.
    Differs(String),
    /// A number at the least or the greatest that is accepted.
    Extreme { greatest: bool },
}

/// Joins two demands.
pub(crate) fn join(left: &[Obligation], right: impl IntoIterator<Item = Obligation>) -> Demand {
    let mut demand: Demand = left.iter().copied().chain(right).collect();
    demand.sort_unstable();
    demand.dedup();
    demand
}
