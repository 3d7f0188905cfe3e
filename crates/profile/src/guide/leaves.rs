use std::collections::BTreeMap;

use frontdesk_schema::outline::{Body, Keywords, Outline, PlaceId, Type};
use serde_json::Value;

use crate::look::{Kind, Look};

/// What of a schema a value can exercise: its places, the values it lists, the types it allows.
#[derive(Debug)]
pub(crate) struct Leaves {
    leaves: Vec<Leaf>,
    /// The first leaf of each place; the others follow.
    first: BTreeMap<PlaceId, usize>,
}

/// One thing that a value can exercise.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) place: PlaceId,
    pub(crate) kind: LeafKind,
}

/// What a leaf is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum LeafKind {
    /// That the place speaks of a value which it accepts.
    Place,
    /// One of the types of a place that allows several.
    Type(Type),
    /// One of the values that a place lists.
    Value(usize),
}

/// A leaf that a value exercises by what it is.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) leaf: usize,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    Type(Type),
    Value(Value),
}

/// A set of leaves.
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
pub(crate) struct Bits(Vec<u64>);

impl Leaves {
    /// Finds the leaves that accepted values can exercise: nothing under `not`.
    pub(crate) fn of(outline: &Outline) -> Self {
        let mut found = Self {
            leaves: Vec::new(),
            first: BTreeMap::new(),
        };
        let mut todo = vec![outline.root()];
        while let Some(place) = todo.pop() {
            if found.first.contains_key(&place) || matches!(outline.place(place).body, Body::Never)
            {
                continue;
            }
            found.first.insert(place, found.leaves.len());
            let mut add = |kind| found.leaves.push(Leaf { place, kind });
            add(LeafKind::Place);
            let Some(keywords) = outline.keywords(place) else {
                continue;
            };
            types(keywords).for_each(|kind| add(LeafKind::Type(kind)));
            let listed = keywords.enumeration.as_ref().map_or(0, Vec::len);
            (0..listed).for_each(|index| add(LeafKind::Value(index)));
            let never = [keywords.not, keywords.property_names];
            let mut applied: Vec<PlaceId> = keywords
                .subschemas()
                .filter(|place| !never.contains(&Some(*place)))
                .collect();
            applied.reverse();
            todo.extend(applied);
        }
        found
    }

    pub(crate) fn len(&self) -> usize {
        self.leaves.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Leaf> {
        self.leaves.iter()
    }

    /// Returns the leaf that a place is itself.
    pub(crate) fn of_place(&self, place: PlaceId) -> Option<usize> {
        self.first.get(&place).copied()
    }

    pub(crate) fn none(&self) -> Bits {
        Bits(vec![0; self.leaves.len().div_ceil(64)])
    }

    /// Lists what a place tells of a value: the types and listed values that it may be.
    pub(crate) fn told_by(&self, outline: &Outline, place: PlaceId) -> Vec<Told> {
        let listed = outline
            .keywords(place)
            .and_then(|keywords| keywords.enumeration.as_ref());
        let told = self.others(place).filter_map(|(leaf, kind)| {
            let what = match kind.kind {
                LeafKind::Place => return None,
                LeafKind::Type(kind) => What::Type(kind),
                LeafKind::Value(at) => What::Value(listed?.get(at)?.clone()),
            };
            Some(Told { leaf, what })
        });
        told.collect()
    }

    fn others(&self, place: PlaceId) -> impl Iterator<Item = (usize, &Leaf)> {
        let first = self
            .of_place(place)
            .map_or(self.leaves.len(), |first| first + 1);
        (first..)
            .zip(self.leaves.iter().skip(first))
            .take_while(move |(_, leaf)| leaf.place == place)
    }
}

impl Told {
    /// Tells whether a value is that.
    pub(crate) fn is<'v>(&self, value: impl Look<'v>, kind: &Kind<'v>) -> bool {
        match &self.what {
            What::Type(allowed) => same_type(*allowed, kind.schema_type()),
            What::Value(listed) => equal(listed, value, kind),
        }
    }
}

impl Bits {
    pub(crate) fn add(&mut self, other: &Self) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        for (own, other) in self.0.iter_mut().zip(&other.0) {
            *own |= other;
        }
    }

    pub(crate) fn mark(&mut self, leaf: Option<usize>) {
        if let Some(leaf) = leaf {
            self.0.resize(self.0.len().max(leaf / 64 + 1), 0);
            self.0[leaf / 64] |= 1 << (leaf % 64);
        }
    }

    /// Marks leaves of those that the set was made for.
    pub(crate) fn mark_all(&mut self, leaves: &[usize]) {
        for leaf in leaves {
            if let Some(word) = self.0.get_mut(leaf / 64) {
                *word |= 1 << (leaf % 64);
            }
        }
    }

    pub(crate) fn has(&self, leaf: usize) -> bool {
        self.0
            .get(leaf / 64)
            .is_some_and(|word| word & 1 << (leaf % 64) != 0)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Counts the leaves that are not in another set.
    pub(crate) fn beyond(&self, other: &Self) -> usize {
        let others = other.0.iter().copied().chain(std::iter::repeat(0));
        let words = self.0.iter().zip(others);
        words
            .map(|(own, other)| (own & !other).count_ones() as usize)
            .sum()
    }

    /// Lists the leaves.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        let words = (0..).zip(&self.0);
        words.flat_map(|(number, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let lowest = left
                    .checked_sub(1)
                    .map(|_| left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(number * 64 + lowest)
            })
        })
    }
}

/// Lists the types of a place that allows several; any number counts as one type.
fn types(keywords: &Keywords) -> impl Iterator<Item = Type> {
    let allowed = keywords.types.into_iter().flat_map(|types| {
        let whole_too = types.has(Type::Integer);
        types
            .iter()
            .filter(move |kind| *kind != Type::Fraction || !whole_too)
    });
    let allowed: Vec<Type> = allowed.collect();
    let several = allowed.len() > 1;
    allowed.into_iter().filter(move |_| several)
}

fn same_type(allowed: Type, kind: Type) -> bool {
    allowed == kind || allowed == Type::Integer && kind == Type::Fraction
}

/// Tells whether a value is a listed one to a schema: `1.0` is `1`.
fn equal<'v>(listed: &Value, value: impl Look<'v>, kind: &Kind<'v>) -> bool {
    match (listed, kind) {
        (Value::Null, Kind::Null) => true,
        (Value::Bool(listed), Kind::Boolean(boolean)) => listed == boolean,
        (Value::Number(listed), Kind::Number(number)) => {
            listed == number || listed.as_f64() == number.as_f64()
        }
        (Value::String(listed), Kind::Text(text)) => listed == text,
        (Value::Array(_), Kind::Array(_)) | (Value::Object(_), Kind::Object(_)) => {
            *listed == *value.to_value()
        }
        _ => false,
    }
}
