use std::collections::BTreeSet;

use frontdesk_schema::Schema;
use frontdesk_schema::outline::{Keywords, Outline, PlaceId};
use serde_json::Value;

use crate::address::{address, leaf_address, type_name};
use crate::guide::{Leaf, LeafKind, Leaves};
use crate::part::MessagePart;

use super::LeavesView;

/// Something in a schema that no accepted document exercised.
#[derive(Debug)]
pub(crate) struct Unexercised {
    /// The place of the schema.
    pub(crate) schema: String,
    /// The listed value, where it is one.
    pub(crate) value: Option<Value>,
    /// The allowed type, where it is one.
    pub(crate) kind: Option<&'static str>,
    /// How many leaves it stands for: itself, and all that is only reached through it.
    pub(crate) leaves: usize,
}

/// Finds what was never exercised: the outermost places of it, each with how much it stands for.
pub(crate) fn unexercised(part: &MessagePart, schema: &Schema) -> LeavesView {
    let outline = schema.outline();
    let leaves = Leaves::of(outline);
    let exercised = |leaf: &Leaf| part.leaves.contains_key(&leaf_address(outline, leaf));
    let silent: BTreeSet<PlaceId> = leaves
        .iter()
        .filter(|leaf| leaf.kind == LeafKind::Place && !exercised(leaf))
        .map(|leaf| leaf.place)
        .collect();
    let mut missing = Vec::new();
    for place in outermost(outline, &silent) {
        missing.push(Unexercised {
            schema: address(outline, place),
            value: None,
            kind: None,
            leaves: below(outline, &leaves, &silent, place),
        });
    }
    let inside = leaves
        .iter()
        .filter(|leaf| leaf.kind != LeafKind::Place && !silent.contains(&leaf.place));
    missing.extend(inside.filter(|leaf| !exercised(leaf)).map(|leaf| {
        let listed = outline.keywords(leaf.place);
        let listed = listed.and_then(|keywords| keywords.enumeration.as_ref());
        Unexercised {
            schema: address(outline, leaf.place),
            value: match leaf.kind {
                LeafKind::Value(index) => listed.and_then(|values| values.get(index)).cloned(),
                LeafKind::Place | LeafKind::Type(_) => None,
            },
            kind: match leaf.kind {
                LeafKind::Type(kind) => Some(type_name(kind)),
                LeafKind::Place | LeafKind::Value(_) => None,
            },
            leaves: 1,
        }
    }));
    missing.sort_by_cached_key(|one| {
        (
            one.schema.clone(),
            one.kind,
            one.value.as_ref().map(Value::to_string),
        )
    });
    LeavesView {
        all: leaves.len(),
        exercised: leaves.iter().filter(|leaf| exercised(leaf)).count(),
        missing,
    }
}

/// Lists the silent places that a place which is not silent applies, or that nothing else applies.
fn outermost(outline: &Outline, silent: &BTreeSet<PlaceId>) -> BTreeSet<PlaceId> {
    let mut found = BTreeSet::new();
    let root = outline.root();
    found.extend(silent.get(&root));
    for (id, _) in outline.places().filter(|(id, _)| !silent.contains(id)) {
        let applied = outline.keywords(id).into_iter();
        let applied = applied.flat_map(Keywords::subschemas);
        found.extend(applied.filter(|place| silent.contains(place)));
    }
    found
}

/// Counts the leaves of a silent place and of the silent places that it leads to.
fn below(outline: &Outline, leaves: &Leaves, silent: &BTreeSet<PlaceId>, place: PlaceId) -> usize {
    let mut seen = BTreeSet::from([place]);
    let mut todo = vec![place];
    while let Some(place) = todo.pop() {
        let applied = outline.keywords(place).into_iter();
        let applied = applied.flat_map(Keywords::subschemas);
        let news = applied.filter(|place| silent.contains(place));
        let news: Vec<PlaceId> = news.filter(|place| seen.insert(*place)).collect();
        todo.extend(news);
    }
    leaves
        .iter()
        .filter(|leaf| seen.contains(&leaf.place))
        .count()
}
