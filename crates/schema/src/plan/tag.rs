//! Unions of objects that the value of one member tells apart.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Builder;
use super::names::Table;
use super::parts::{Part, Parts, add, of_place};
use super::{NodeId, Plan, Rule};
use crate::outline::{Outline, PlaceId};

/// Which node an object is walked by.
#[derive(Debug)]
pub(super) struct TagRule {
    /// The name of the member that tells.
    pub(super) name: Box<str>,
    /// The texts it may have.
    pub(super) texts: Table,
    /// The node of each text.
    pub(super) nodes: Vec<NodeId>,
}

/// Makes the rule of a set that holds such a union.
pub(super) fn tag_rule(builder: &mut Builder<'_>, parts: &Parts) -> Option<Rule> {
    let outline = builder.outline;
    let (union, branches, name) = parts.iter().find_map(|part| {
        let (Part::Any(places) | Part::One(places)) = part else {
            return None;
        };
        let branches: Vec<Tags> = places.iter().map(|place| tags(outline, *place)).collect();
        let name = branches
            .first()?
            .keys()
            .find(|name| tells_apart(&branches, name))?;
        let name = (*name).clone();
        let texts = branches.iter().map(|tags| tags[&name].clone());
        let texts: Vec<BTreeSet<String>> = texts.collect();
        let branches: Vec<(PlaceId, BTreeSet<String>)> =
            places.iter().copied().zip(texts).collect();
        Some((part.clone(), branches, name))
    })?;
    let mut others = parts.clone();
    others.remove(&union);
    let mut texts = Vec::new();
    let mut nodes = Vec::new();
    for (place, of_branch) in branches {
        let mut parts = others.clone();
        add(outline, &mut parts, place);
        let node = builder.node(parts);
        nodes.extend(of_branch.iter().map(|_| node));
        texts.extend(of_branch);
    }
    let rule = TagRule {
        name: name.into(),
        texts: Table::new(texts)?,
        nodes,
    };
    Some(Rule::Tagged(Plan::keep(&mut builder.plan.tags, rule)))
}

/// The members that an object must have, each with the texts that alone are accepted for it.
type Tags = BTreeMap<String, BTreeSet<String>>;

fn tells_apart(branches: &[Tags], name: &str) -> bool {
    let mut seen = BTreeSet::new();
    branches.iter().all(|tags| {
        tags.get(name)
            .is_some_and(|texts| texts.iter().all(|text| seen.insert(text)))
    })
}

fn tags(outline: &Outline, place: PlaceId) -> Tags {
    let parts = of_place(outline, place);
    let own = || {
        parts.iter().filter_map(|part| match part {
            Part::Own(place) => outline.keywords(*place),
            _ => None,
        })
    };
    let mut tags = Tags::new();
    for name in own().flat_map(|keywords| &keywords.required) {
        let mut declared = own().filter_map(|keywords| keywords.properties.get(name));
        // One place that says so is enough: the others can only accept less.
        if let Some(texts) = declared.find_map(|place| texts(outline, *place)) {
            tags.insert(name.clone(), texts);
        }
    }
    tags
}

/// Returns the texts that alone a place accepts, if it accepts texts only, and few.
fn texts(outline: &Outline, place: PlaceId) -> Option<BTreeSet<String>> {
    of_place(outline, place).iter().find_map(|part| {
        let Part::Own(place) = part else {
            return None;
        };
        let keywords = outline.keywords(*place)?;
        let constant = keywords.constant.as_ref().map(std::slice::from_ref);
        let list = constant.or(keywords.enumeration.as_deref())?;
        let texts = list
            .iter()
            .map(|value| Some(value.as_str()?.to_owned()))
            .collect::<Option<BTreeSet<String>>>();
        texts.filter(|texts| !texts.is_empty())
    })
}
