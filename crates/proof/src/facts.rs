//! What is known of every value that a class accepts, at a glance.

use std::collections::{BTreeMap, BTreeSet};

use frontdesk_json::equal;
use frontdesk_schema::outline::{Body, Keywords, TypeSet};
use serde_json::Value;

use crate::class::Class;
use crate::universe::Universe;

/// What every value of a class has in common; it may have more.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    pub(crate) types: TypeSet,
    /// The only values there can be.
    pub(crate) values: Option<Vec<Value>>,
    pub(crate) required: BTreeSet<String>,
    /// The only values that a member can have, where it is there.
    pub(crate) tags: BTreeMap<String, Vec<Value>>,
}

impl Facts {
    pub(crate) fn of(universe: &Universe<'_>, class: Class) -> Self {
        let mut facts = Self {
            types: types(universe, class, DEPTH),
            values: None,
            required: BTreeSet::new(),
            tags: BTreeMap::new(),
        };
        for part in conjunction(universe, class) {
            let Some(keywords) = universe.keywords(part) else {
                continue;
            };
            narrow(&mut facts.values, keywords);
            facts.required.extend(keywords.required.iter().cloned());
            for (name, member) in &keywords.properties {
                let mut values = facts.tags.remove(name);
                for part in conjunction(universe, universe.class(*member)) {
                    if let Some(keywords) = universe.keywords(part) {
                        narrow(&mut values, keywords);
                    }
                }
                if let Some(values) = values {
                    facts.tags.insert(name.clone(), values);
                }
            }
        }
        facts
    }

    /// Tells whether no object satisfies both, as their tags show.
    pub(crate) fn parts_from(&self, other: &Self) -> bool {
        self.tags.iter().any(|(name, values)| {
            (self.required.contains(name) || other.required.contains(name))
                && other.tags.get(name).is_some_and(|others| {
                    !values
                        .iter()
                        .any(|value| others.iter().any(|other| equal(value, other)))
                })
        })
    }
}

/// Lists the classes that hold wherever one holds, itself first.
fn conjunction(universe: &Universe<'_>, class: Class) -> Vec<Class> {
    let mut found = vec![class];
    let mut next = 0;
    while let Some(class) = found.get(next).copied() {
        next += 1;
        let Some(keywords) = universe.keywords(class) else {
            continue;
        };
        for part in together(keywords).map(|place| universe.class(place)) {
            if !found.contains(&part) {
                found.push(part);
            }
        }
    }
    found
}

/// Iterates over the subschemas that hold wherever the whole holds.
pub(crate) fn together(
    keywords: &Keywords,
) -> impl Iterator<Item = frontdesk_schema::outline::PlaceId> + '_ {
    let references = keywords.reference.iter().chain(&keywords.dynamic_reference);
    references.chain(&keywords.all_of).copied()
}

fn narrow(values: &mut Option<Vec<Value>>, keywords: &Keywords) {
    let constant = keywords.constant.as_ref().map(std::slice::from_ref);
    for allowed in constant.into_iter().chain(keywords.enumeration.as_deref()) {
        match values {
            None => *values = Some(allowed.to_vec()),
            Some(known) => known.retain(|value| allowed.iter().any(|other| equal(value, other))),
        }
    }
}

fn types(universe: &Universe<'_>, class: Class, depth: u32) -> TypeSet {
    let keywords = match universe.body(class) {
        Body::Always => return TypeSet::ALL,
        Body::Never => return TypeSet::NONE,
        Body::Keywords(keywords) => keywords,
    };
    let mut found = keywords.types.unwrap_or(TypeSet::ALL);
    let constant = keywords.constant.as_ref().map(std::slice::from_ref);
    for values in constant.into_iter().chain(keywords.enumeration.as_deref()) {
        let types = values
            .iter()
            .map(|value| TypeSet::only(frontdesk_schema::outline::Type::of(value)));
        found = found.intersect(types.fold(TypeSet::NONE, TypeSet::union));
    }
    if depth == 0 {
        return found;
    }
    for part in together(keywords) {
        found = found.intersect(types(universe, universe.class(part), depth - 1));
    }
    for branches in [&keywords.any_of, &keywords.one_of] {
        if !branches.is_empty() {
            let either = branches
                .iter()
                .map(|branch| types(universe, universe.class(*branch), depth - 1))
                .fold(TypeSet::NONE, TypeSet::union);
            found = found.intersect(either);
        }
    }
    found
}

/// How far unions within unions are looked into.
const DEPTH: u32 = 6;
