use std::collections::BTreeSet;

use frontdesk_schema::outline::{Outline, PlaceId};

use super::Guide;
use crate::look::Look;

/// A question that only a value answers: which places speak of it.
#[derive(Clone, Debug)]
pub(crate) enum Choice {
    /// Those branches that accept it.
    Branches(Vec<PlaceId>),
    /// One place where another accepts, and another where it refuses.
    If(PlaceId, Option<PlaceId>, Option<PlaceId>),
    /// A place where an object has a member.
    Member(String, PlaceId),
    /// A place if it accepts.
    Perhaps(PlaceId),
}

/// Follows references and conjunctions, and gathers what they leave to be chosen.
pub(crate) fn closure(
    outline: &Outline,
    places: impl IntoIterator<Item = PlaceId>,
) -> (BTreeSet<PlaceId>, Vec<Choice>) {
    let mut found = BTreeSet::new();
    let mut choices = Vec::new();
    let mut todo: Vec<PlaceId> = places.into_iter().collect();
    while let Some(place) = todo.pop() {
        if !found.insert(place) {
            continue;
        }
        let Some(keywords) = outline.keywords(place) else {
            continue;
        };
        todo.extend(keywords.reference.iter().chain(&keywords.dynamic_reference));
        todo.extend(&keywords.all_of);
        for branches in [&keywords.any_of, &keywords.one_of] {
            if !branches.is_empty() {
                choices.push(Choice::Branches(branches.clone()));
            }
        }
        if let Some(condition) = keywords.condition {
            choices.push(Choice::If(condition, keywords.then, keywords.otherwise));
        }
        let dependent = keywords.dependent_schemas.iter();
        choices.extend(dependent.map(|(name, place)| Choice::Member(name.clone(), *place)));
    }
    (found, choices)
}

impl Guide<'_> {
    /// Answers a choice for a value.
    pub(super) fn chosen<'v>(&mut self, choice: &Choice, value: impl Look<'v>) -> Vec<PlaceId> {
        match choice {
            Choice::Branches(branches) => {
                let accepting = branches.iter().copied();
                let accepting: Vec<PlaceId> = accepting
                    .filter(|branch| self.accepts(*branch, value))
                    .collect();
                if !accepting.is_empty() {
                    return accepting;
                }
                let nearest = branches.iter().copied();
                nearest
                    .min_by_key(|branch| self.refusals(*branch, value))
                    .into_iter()
                    .collect()
            }
            Choice::If(condition, then, otherwise) => {
                if self.accepts(*condition, value) {
                    [Some(*condition), *then].into_iter().flatten().collect()
                } else {
                    otherwise.iter().copied().collect()
                }
            }
            Choice::Member(name, place) => {
                let there = value.members().any(|(member, _)| member == name);
                there.then_some(*place).into_iter().collect()
            }
            Choice::Perhaps(place) => {
                let accepts = self.accepts(*place, value);
                accepts.then_some(*place).into_iter().collect()
            }
        }
    }
}
