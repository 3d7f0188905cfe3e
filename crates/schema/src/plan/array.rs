//! Rules of arrays.

use super::build::Builder;
use super::parts::{Parts, add};
use super::{NodeId, Plan, Rule};
use crate::outline::{Body, Keywords};

/// What is asked of an array.
#[derive(Debug)]
pub(super) struct ArrayRule {
    /// The nodes of the first items.
    pub(super) prefix: Vec<NodeId>,
    /// The node of all others.
    pub(super) rest: NodeId,
    pub(super) fewest: u64,
    pub(super) most: u64,
    pub(super) unique: bool,
    pub(super) contains: Vec<Contained>,
}

/// Items that are counted.
#[derive(Debug)]
pub(super) struct Contained {
    pub(super) node: NodeId,
    pub(super) fewest: u64,
    pub(super) most: u64,
}

/// How many kinds of items are counted, and how many first ones are told apart.
const MOST_CONTAINED: usize = 8;
const MOST_FIRST: usize = 256;

pub(super) fn array_rule(builder: &mut Builder<'_>, all: &[&Keywords]) -> Rule {
    let outline = builder.outline;
    let asks = |keywords: &&Keywords| {
        let unevaluated = keywords.unevaluated_items.map(|id| &outline.place(id).body);
        unevaluated.is_some_and(|body| !matches!(body, Body::Always))
    };
    let first = all.iter().map(|keywords| keywords.prefix_items.len());
    let first = first.max().unwrap_or(0);
    if all.iter().any(asks) || first > MOST_FIRST {
        return Rule::Odd;
    }
    let mut of_item = |index: usize| {
        let mut parts = Parts::new();
        for keywords in all {
            if let Some(place) = keywords.prefix_items.get(index).or(keywords.items.as_ref()) {
                add(outline, &mut parts, *place);
            }
        }
        builder.node(parts)
    };
    let prefix = (0..first).map(&mut of_item).collect();
    let rest = of_item(first);
    let mut rule = ArrayRule {
        prefix,
        rest,
        fewest: 0,
        most: u64::MAX,
        unique: false,
        contains: Vec::new(),
    };
    for keywords in all {
        rule.fewest = rule.fewest.max(keywords.min_items.unwrap_or(0));
        rule.most = rule.most.min(keywords.max_items.unwrap_or(u64::MAX));
        rule.unique |= keywords.unique_items;
        if let Some(place) = keywords.contains {
            rule.contains.push(Contained {
                node: builder.place(place),
                fewest: keywords.min_contains.unwrap_or(1),
                most: keywords.max_contains.unwrap_or(u64::MAX),
            });
        }
    }
    if rule.contains.len() > MOST_CONTAINED {
        return Rule::Odd;
    }
    Rule::Array(Plan::keep(&mut builder.plan.arrays, rule))
}
