//! What a value looks like once every choice of its demand is taken.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use frontdesk_json::equal;
use frontdesk_schema::outline::{Bound, PlaceId, TypeSet};
use serde_json::{Number, Value};

use super::demand::{Clause, Demand, Obligation};

/// The constraints on one value, gathered from all its obligations.
#[derive(Clone, Debug)]
pub(crate) struct Shape {
    /// The subschemas whose keywords were demanded, sorted.
    pub(crate) held: BTreeSet<PlaceId>,
    pub(crate) types: TypeSet,
    /// The only values allowed, where something enumerates them.
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) excluded: Vec<Value>,
    pub(crate) number: NumberShape,
    pub(crate) text: TextShape,
    pub(crate) array: ArrayShape,
    pub(crate) object: ObjectShape,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct NumberShape {
    pub(crate) lower: Vec<Bound>,
    pub(crate) upper: Vec<Bound>,
    pub(crate) multiples: Vec<Number>,
    pub(crate) not_multiples: Vec<Number>,
    /// At the least or the greatest that the bounds allow.
    pub(crate) extreme: Option<bool>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct TextShape {
    pub(crate) length: Range,
    pub(crate) patterns: Vec<String>,
    pub(crate) not_patterns: Vec<String>,
    pub(crate) formats: Vec<String>,
    pub(crate) not_formats: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ArrayShape {
    pub(crate) length: Range,
    pub(crate) unique: bool,
    /// Two items must be equal.
    pub(crate) repeated: bool,
    pub(crate) rules: Vec<ItemRule>,
    pub(crate) contains: Vec<Contains>,
    pub(crate) forced: Vec<(Position, Demand)>,
}

/// What one subschema says of items by their position.
#[derive(Clone, Debug)]
pub(crate) struct ItemRule {
    pub(crate) place: PlaceId,
    pub(crate) prefix: Vec<Option<PlaceId>>,
    pub(crate) rest: Option<PlaceId>,
    /// A route or a flaw speaks for the forced items instead of `rest` and `unevaluated`.
    pub(crate) excepted: bool,
    /// Holds only where no rule that it sees has a word.
    pub(crate) unevaluated: Option<PlaceId>,
    pub(crate) sees: Sight,
}

/// The subschemas whose words count as evaluated for the `unevaluated` keywords of one subschema:
/// itself and what it applies to the same value. Empty where nothing asks.
pub(crate) type Sight = Arc<BTreeSet<PlaceId>>;

#[derive(Clone, Debug)]
pub(crate) struct Contains {
    /// The subschema that counts.
    pub(crate) owner: PlaceId,
    pub(crate) place: PlaceId,
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Position {
    At(usize),
    From(usize),
}

#[derive(Clone, Debug, Default)]
pub(crate) struct ObjectShape {
    pub(crate) size: Range,
    pub(crate) required: BTreeSet<String>,
    pub(crate) forbidden: BTreeSet<String>,
    pub(crate) rules: Vec<MemberRule>,
    /// What every member's name must satisfy.
    pub(crate) names: Vec<PlaceId>,
    pub(crate) forced: Vec<(Member, Demand)>,
    pub(crate) bare: bool,
    pub(crate) full: bool,
}

impl ObjectShape {
    /// Collects what routes and flaws demand of the member called `name`.
    pub(crate) fn forced_on(&self, name: &str) -> impl Iterator<Item = Obligation> {
        self.forced
            .iter()
            .filter(move |(member, _)| matches!(member, Member::Named(named) if named == name))
            .flat_map(|(_, demand)| demand.iter().copied())
    }
}

/// What one subschema says of members by their name.
#[derive(Clone, Debug)]
pub(crate) struct MemberRule {
    pub(crate) place: PlaceId,
    /// The clause that a route or a flaw speaks for instead.
    pub(crate) except: Option<Clause>,
    /// The member that this clause declares, if it declares one by name.
    pub(crate) excepted: Option<String>,
    pub(crate) sees: Sight,
}

/// Which member a forced demand is about.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Member {
    /// The member of this name.
    Named(String),
    /// Some member whose name matches the pattern.
    Matching(String),
    /// Some member that the place declares neither by name nor by pattern.
    Undeclared(PlaceId),
    /// Some member whose name, as a string, satisfies the demand.
    NameOf,
}

/// An inclusive range of counts.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Range {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

impl Range {
    pub(crate) fn at_least(&mut self, min: u64) {
        self.min = self.min.max(min);
    }

    pub(crate) fn at_most(&mut self, max: u64) {
        self.max = Some(self.max.map_or(max, |known| known.min(max)));
    }

    pub(crate) fn exactly(&mut self, count: u64) {
        self.at_least(count);
        self.at_most(count);
    }

    /// Below a count; `None` where nothing is.
    pub(crate) fn below(&mut self, count: u64) -> Option<()> {
        self.at_most(count.checked_sub(1)?);
        Some(())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.max.is_some_and(|max| max < self.min)
    }

    pub(crate) fn holds(&self, count: usize) -> bool {
        let count = count as u64;
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }
}

impl Shape {
    pub(crate) fn anything() -> Self {
        Self {
            held: BTreeSet::new(),
            types: TypeSet::ALL,
            values: None,
            excluded: Vec::new(),
            number: NumberShape::default(),
            text: TextShape::default(),
            array: ArrayShape::default(),
            object: ObjectShape::default(),
        }
    }

    /// Narrows the allowed values; `None` when none is left.
    pub(crate) fn only(&mut self, values: &[Value]) -> Option<()> {
        let kept: Vec<Value> = match &self.values {
            None => values.to_vec(),
            Some(known) => known
                .iter()
                .filter(|value| values.iter().any(|other| equal(value, other)))
                .cloned()
                .collect(),
        };
        let left = !kept.is_empty();
        self.values = Some(kept);
        left.then_some(())
    }
}

/// Hashes a value so that equal ones have one hash.
pub(crate) fn hash(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Null => 0_u8.hash(&mut hasher),
        Value::Bool(bool) => bool.hash(&mut hasher),
        // Zero has two signs.
        Value::Number(number) => (number.as_f64().unwrap_or_default() + 0.0)
            .to_bits()
            .hash(&mut hasher),
        Value::String(text) => text.hash(&mut hasher),
        Value::Array(items) => items.iter().for_each(|item| hash(item).hash(&mut hasher)),
        Value::Object(members) => {
            // The order of members says nothing.
            let members = members.iter().map(|(name, value)| {
                let mut hasher = DefaultHasher::new();
                (name, hash(value)).hash(&mut hasher);
                hasher.finish()
            });
            members.fold(1, u64::wrapping_add).hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::hash;
    use frontdesk_json::equal;
    use serde_json::json;

    #[test]
    fn equal_values_have_one_hash() {
        let same = [
            (json!(1), json!(1.0)),
            (json!(0.0), json!(-0.0)),
            (
                json!({"a": [1, null], "b": 2}),
                json!({"b": 2.0, "a": [1, null]}),
            ),
        ];
        for (left, right) in same {
            assert!(equal(&left, &right));
            assert_eq!(hash(&left), hash(&right), "{left} {right}");
        }
        assert_ne!(hash(&json!([1, 2])), hash(&json!([2, 1])));
    }
}
