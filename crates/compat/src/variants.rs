//! Which variant of a reader's union a value is meant for.
//!
//! Variants are told apart by the members whose constants differ in each of them. Where there are
//! none, the variant of the writer that the value is of tells which one is meant: the reader's
//! variant that is most like it, as long as that one is not more like another.

mod variant;

use std::collections::BTreeSet;

use frontdesk_proof::Evaluator;
use frontdesk_schema::outline::{Keywords, Outline, PlaceId};
use serde_json::Value;

use self::variant::{Member, Variant, referred};
use crate::blame::leaves;

/// What a union of the reader makes of a value that none of its branches accepts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meant {
    /// The branch that the value is meant for, `None` where the reader has no such variant.
    pub(crate) branch: Option<PlaceId>,
    /// The variant of the writer that the value is of.
    pub(crate) variant: Option<PlaceId>,
}

/// Finds the branch of a union that a value is meant for.
///
/// `places` are those of the writer that apply to the value.
pub(crate) fn meant(
    reader: &Outline,
    branches: &[PlaceId],
    (writer, evaluator): (&Outline, &Evaluator<'_>),
    places: &[PlaceId],
    value: &Value,
) -> Meant {
    let read = variants(reader, branches);
    let written = written(writer, places);
    let mut tags = tags(&read);
    tags.extend(self::tags(&written));
    let could_be: Vec<&Variant<'_>> = read
        .iter()
        .filter(|variant| variant.could_be(value, &tags, &read))
        .collect();
    let of: Vec<&Variant<'_>> = written
        .iter()
        .filter(|variant| evaluator.holds(variant.place, value) != Some(false))
        .collect();
    let tagged: Vec<&Variant<'_>> = could_be
        .iter()
        .copied()
        .filter(|variant| variant.is_tagged(value, &tags))
        .collect();
    let branch = match tagged.as_slice() {
        [only] => Some(only.place),
        _ => most_like(&of, &could_be, &written, &tags),
    };
    Meant {
        branch,
        variant: of.first().map(|variant| variant.place),
    }
}

/// Returns the reader's variant that is most like one of those that the value is of.
fn most_like(
    of: &[&Variant<'_>],
    could_be: &[&Variant<'_>],
    written: &[Variant<'_>],
    tags: &BTreeSet<&str>,
) -> Option<PlaceId> {
    let alone = could_be.len() == 1 && written.len() == 1;
    let mut best: Option<(u32, PlaceId)> = None;
    for variant in of {
        let likes = could_be
            .iter()
            .filter_map(|other| Some((variant.likeness(other, tags)?, *other)));
        // Of several that are as like, the first.
        let Some((likeness, other)) = likes.rev().max_by_key(|(likeness, _)| *likeness) else {
            continue;
        };
        let nearer = written.iter().any(|rival| {
            rival
                .likeness(other, tags)
                .is_some_and(|rivals| rivals > likeness)
        });
        let is_like = alone || likeness >= LIKE && !nearer;
        if is_like && best.is_none_or(|(known, _)| likeness > known) {
            best = Some((likeness, other.place));
        }
    }
    best.map(|(_, place)| place)
}

/// Lists the members by whose constants variants are told apart.
fn tags<'o>(variants: &[Variant<'o>]) -> BTreeSet<&'o str> {
    let names: BTreeSet<&'o str> = variants
        .iter()
        .flat_map(|variant| variant.members.keys().copied())
        .collect();
    let tells_apart = |name: &&str| {
        let members: Vec<&Member<'_>> = variants
            .iter()
            .filter_map(|variant| variant.members.get(*name))
            .filter(|member| member.values.is_some() || !member.excluded.is_empty())
            .collect();
        let others = |index: usize| members.iter().skip(index + 1);
        let mut pairs = members
            .iter()
            .enumerate()
            .flat_map(|(index, member)| others(index).map(|other| member.parts_from(other)));
        members.iter().any(|member| member.values.is_some())
            && members.len() > 1
            && pairs.all(|apart| apart != Some(false))
    };
    names.into_iter().filter(tells_apart).collect()
}

/// Lists the variants of the writer: the branches of its unions, or what it says without one.
fn written<'o>(writer: &'o Outline, places: &[PlaceId]) -> Vec<Variant<'o>> {
    let unions = places.iter().filter_map(|place| writer.keywords(*place));
    let branches: Vec<PlaceId> = unions
        .flat_map(|keywords| keywords.any_of.iter().chain(&keywords.one_of))
        .copied()
        .collect();
    if branches.is_empty() {
        let first = places.first().copied();
        return variants(writer, first.as_slice());
    }
    variants(writer, &branches)
}

/// Lists the variants of some branches, those of unions within unions as well.
fn variants<'o>(outline: &'o Outline, branches: &[PlaceId]) -> Vec<Variant<'o>> {
    let mut flat: Vec<PlaceId> = Vec::new();
    let mut todo: Vec<(PlaceId, u32)> = branches.iter().rev().map(|id| (*id, 0)).collect();
    while let Some((branch, depth)) = todo.pop() {
        let target = referred(outline, branch);
        let within = outline.keywords(target).filter(|_| depth < MAX_DEPTH);
        match within.and_then(only_union) {
            Some(union) => todo.extend(union.iter().rev().map(|id| (*id, depth + 1))),
            None if flat.contains(&branch) => {}
            None => flat.push(branch),
        }
    }
    flat.iter()
        .map(|place| Variant::of(outline, *place))
        .collect()
}

/// Returns the branches of a subschema that says nothing else.
fn only_union(keywords: &Keywords) -> Option<&[PlaceId]> {
    let ((branches, []) | ([], branches)) =
        (keywords.any_of.as_slice(), keywords.one_of.as_slice())
    else {
        return None;
    };
    let alone = keywords.subschemas().count() == branches.len()
        && keywords.required.is_empty()
        && keywords.dependent_required.is_empty()
        && leaves(keywords).is_empty();
    (alone && !branches.is_empty()).then_some(branches)
}

/// How many references and unions are followed into each other.
const MAX_DEPTH: u32 = 16;

/// From where on variants are taken for one.
const LIKE: u32 = 34;
