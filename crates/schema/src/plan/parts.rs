//! Sets of subschemas that hold together.

use std::collections::BTreeSet;

use crate::outline::{Body, Keywords, Outline, PlaceId};

/// What one member of a set asks of the value.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) enum Part {
    /// Nothing is accepted.
    Never,
    /// Something that no plan holds.
    Unknown,
    /// The keywords of a place, without those that lead to other places for the same value.
    Own(PlaceId),
    /// At least one of these places.
    Any(Vec<PlaceId>),
    /// Exactly one of these places.
    One(Vec<PlaceId>),
    Not(PlaceId),
    /// The `if` of a place, with its `then` and `else`.
    If(PlaceId),
}

/// A set of subschemas that hold together for one value; the empty one accepts everything.
pub(super) type Parts = BTreeSet<Part>;

/// Adds a place, with all that it refers to.
pub(super) fn add(outline: &Outline, parts: &mut Parts, place: PlaceId) {
    let mut seen = BTreeSet::new();
    let mut todo = vec![place];
    while let Some(place) = todo.pop() {
        if !seen.insert(place) {
            continue;
        }
        let keywords = match &outline.place(place).body {
            Body::Always => continue,
            Body::Never => {
                parts.insert(Part::Never);
                continue;
            }
            Body::Keywords(keywords) => keywords,
        };
        if keywords.opaque {
            parts.insert(Part::Unknown);
        }
        if says_something(keywords) {
            parts.insert(Part::Own(place));
        }
        todo.extend(keywords.reference);
        todo.extend(keywords.dynamic_reference);
        todo.extend(&keywords.all_of);
        for (union, part) in [
            (&keywords.any_of, Part::Any as fn(_) -> _),
            (&keywords.one_of, Part::One),
        ] {
            if !union.is_empty() {
                parts.insert(part(union.clone()));
            }
        }
        parts.extend(keywords.not.map(Part::Not));
        if keywords.condition.is_some() {
            parts.insert(Part::If(place));
        }
    }
}

/// Returns the set of one place.
pub(super) fn of_place(outline: &Outline, place: PlaceId) -> Parts {
    let mut parts = Parts::new();
    add(outline, &mut parts, place);
    parts
}

/// Tells whether a place asks something of its own.
fn says_something(keywords: &Keywords) -> bool {
    let numbers = [
        keywords.min_length,
        keywords.max_length,
        keywords.min_items,
        keywords.max_items,
        keywords.min_properties,
        keywords.max_properties,
    ];
    let places = [
        keywords.items,
        keywords.contains,
        keywords.unevaluated_items,
        keywords.additional_properties,
        keywords.property_names,
        keywords.unevaluated_properties,
    ];
    keywords.types.is_some()
        || keywords.constant.is_some()
        || keywords.enumeration.is_some()
        || !keywords.lower.is_empty()
        || !keywords.upper.is_empty()
        || keywords.multiple_of.is_some()
        || numbers.iter().any(Option::is_some)
        || keywords.pattern.is_some()
        || keywords.format.is_some()
        || keywords.unique_items
        || !keywords.prefix_items.is_empty()
        || places.iter().any(Option::is_some)
        || !keywords.required.is_empty()
        || !keywords.properties.is_empty()
        || !keywords.pattern_properties.is_empty()
        || !keywords.dependent_required.is_empty()
        || !keywords.dependent_schemas.is_empty()
}
