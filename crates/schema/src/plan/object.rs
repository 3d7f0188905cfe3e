//! Rules of objects.

use std::collections::BTreeSet;

use frontdesk_json::Expected;
use serde_json::json;

use super::build::Builder;
use super::kind::Kind;
use super::names::Table;
use super::parts::{Parts, add};
use super::tester::Tester;
use super::{NodeId, Plan, Rule};
use crate::outline::{Body, Keywords};

/// What is asked of an object.
#[derive(Debug)]
pub(super) struct ObjectRule {
    /// The names that are declared; the place of one is its slot.
    pub(super) names: Table,
    /// How each name is mostly written, colon included; nothing where it has to be escaped.
    pub(super) written: Vec<Expected>,
    /// The nodes of the members that are declared.
    pub(super) members: Vec<NodeId>,
    pub(super) required: Slots,
    /// The node of members that are not declared and that no pattern matches.
    pub(super) additional: NodeId,
    /// Whether there are no such members.
    pub(super) is_closed: bool,
    /// Patterns of names, with the node of what only that one matches.
    pub(super) patterns: Vec<(Tester, NodeId)>,
    /// What is asked of names that are not declared.
    pub(super) undeclared: Rule,
    pub(super) fewest: u64,
    pub(super) most: u64,
    /// Members that need other members.
    pub(super) dependents: Vec<(Slots, Slots)>,
    /// Members with which the object is looked at once more.
    pub(super) dependent_nodes: Vec<(Slots, NodeId)>,
    /// Where the slots of this object start among those of all.
    pub(super) first_slot: usize,
}

/// A set of slots.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Slots([u64; MOST_NAMES / 64]);

/// How many names an object may declare.
const MOST_NAMES: usize = 256;
const MOST_PATTERNS: usize = 32;

impl Slots {
    /// Adds a slot; false if it was there.
    #[inline]
    pub(super) fn add(&mut self, slot: usize) -> bool {
        let word = &mut self.0[slot / 64 % (MOST_NAMES / 64)];
        let bit = 1 << (slot % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Tells whether it has all of the others.
    #[inline]
    pub(super) fn has_all(&self, others: &Self) -> bool {
        let mut words = self.0.iter().zip(&others.0);
        words.all(|(own, other)| own & other == *other)
    }
}

pub(super) fn object_rule(builder: &mut Builder<'_>, all: &[&Keywords]) -> Rule {
    let outline = builder.outline;
    let asks = |keywords: &&Keywords| {
        let unevaluated = keywords.unevaluated_properties;
        let unevaluated = unevaluated.map(|id| &outline.place(id).body);
        unevaluated.is_some_and(|body| !matches!(body, Body::Always))
    };
    let names = names(all);
    let patterns: BTreeSet<&str> = all
        .iter()
        .flat_map(|keywords| keywords.pattern_properties.keys().map(String::as_str))
        .collect();
    let is_large = names.len() > MOST_NAMES || patterns.len() > MOST_PATTERNS;
    if is_large || all.iter().any(asks) {
        return Rule::Odd;
    }
    let patterns: Option<Vec<(&str, Tester)>> = patterns
        .into_iter()
        .map(|pattern| {
            let tester = builder
                .testers
                .of_texts(vec![json!({ "pattern": pattern })])?;
            Some((pattern, tester))
        })
        .collect();
    let Some(undeclared) = rule_of_names(builder, all) else {
        return Rule::Odd;
    };
    match (patterns, Table::new(names.iter().copied())) {
        (Some(patterns), Some(table)) => {
            let rule = put_together(builder, all, &patterns, table, undeclared);
            Rule::Object(Plan::keep(&mut builder.plan.objects, rule))
        }
        _ => Rule::Odd,
    }
}

/// Lists the names of which something is said.
fn names<'k>(all: &[&'k Keywords]) -> BTreeSet<&'k str> {
    let of_one = |keywords: &&'k Keywords| {
        let keywords: &'k Keywords = keywords;
        let needed = keywords.dependent_required.values().flatten();
        keywords
            .properties
            .keys()
            .chain(&keywords.required)
            .chain(keywords.dependent_required.keys())
            .chain(needed)
            .chain(keywords.dependent_schemas.keys())
            .map(String::as_str)
    };
    all.iter().flat_map(of_one).collect()
}

/// Makes what is asked of names, nothing where that is more than a look at their text.
fn rule_of_names(builder: &mut Builder<'_>, all: &[&Keywords]) -> Option<Rule> {
    let mut parts = Parts::new();
    for place in all.iter().filter_map(|keywords| keywords.property_names) {
        add(builder.outline, &mut parts, place);
    }
    let rule = builder.rule(&parts, Kind::String);
    matches!(rule, Rule::Never | Rule::AnyText | Rule::Text(_)).then_some(rule)
}

fn put_together(
    builder: &mut Builder<'_>,
    all: &[&Keywords],
    patterns: &[(&str, Tester)],
    names: Table,
    undeclared: Rule,
) -> ObjectRule {
    let slots_of = |wanted: &mut dyn Iterator<Item = &String>| {
        let mut slots = Slots::default();
        for slot in wanted.filter_map(|name| names.find(name)) {
            slots.add(slot);
        }
        slots
    };
    let mut required = Slots::default();
    let mut dependents = Vec::new();
    let mut dependent_nodes = Vec::new();
    let (mut fewest, mut most) = (0, u64::MAX);
    for keywords in all {
        for slot in keywords.required.iter().filter_map(|name| names.find(name)) {
            required.add(slot);
        }
        for (name, needed) in &keywords.dependent_required {
            let given = slots_of(&mut std::iter::once(name));
            dependents.push((given, slots_of(&mut needed.iter())));
        }
        for (name, place) in &keywords.dependent_schemas {
            let given = slots_of(&mut std::iter::once(name));
            dependent_nodes.push((given, builder.place(*place)));
        }
        fewest = fewest.max(keywords.min_properties.unwrap_or(0));
        most = most.min(keywords.max_properties.unwrap_or(u64::MAX));
    }
    let members = names.texts().iter().map(|name| {
        let allowed = match undeclared {
            Rule::Text(rule) => builder.plan.texts[rule as usize].accepts(name),
            rule => rule != Rule::Never,
        };
        if !allowed {
            return never(builder);
        }
        let matching = patterns.iter().filter(|(_, test)| test.accepts_text(name));
        let matching: Vec<&str> = matching.map(|(pattern, _)| *pattern).collect();
        member(builder, all, Some(name), &matching)
    });
    let members = members.collect();
    let additional = member(builder, all, None, &[]);
    let patterns = patterns.iter().map(|(pattern, test)| {
        let node = member(builder, all, None, &[pattern]);
        (test.clone(), node)
    });
    let patterns: Vec<(Tester, NodeId)> = patterns.collect();
    let written = names.texts().iter().map(|name| written(name)).collect();
    let first_slot = builder.plan.slots;
    builder.plan.slots += names.texts().len();
    ObjectRule {
        names,
        written,
        members,
        required,
        additional,
        is_closed: patterns.is_empty() && additional == never(builder),
        patterns,
        undeclared,
        fewest,
        most,
        dependents,
        dependent_nodes,
        first_slot,
    }
}

/// Tells how a name is written where nothing in it has to be escaped.
fn written(name: &str) -> Expected {
    // What has to be escaped would end the name, and the comparison would run on behind it.
    let has_escape = name
        .bytes()
        .any(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
    let written = if has_escape {
        String::new()
    } else {
        format!("\"{name}\":")
    };
    Expected::new(written.as_bytes())
}

/// Returns the node of a member of a name, or of one that is not declared, with matching patterns.
fn member(
    builder: &mut Builder<'_>,
    all: &[&Keywords],
    name: Option<&str>,
    matching: &[&str],
) -> NodeId {
    let mut parts = Parts::new();
    for keywords in all {
        let declared = name.and_then(|name| keywords.properties.get(name));
        let matched = matching
            .iter()
            .filter_map(|pattern| keywords.pattern_properties.get(*pattern));
        let mut places: Vec<_> = declared.into_iter().chain(matched).collect();
        if places.is_empty() {
            places.extend(&keywords.additional_properties);
        }
        for place in places {
            add(builder.outline, &mut parts, *place);
        }
    }
    builder.node(parts)
}

/// Returns the node that accepts nothing.
fn never(builder: &mut Builder<'_>) -> NodeId {
    builder.node(Parts::from([super::parts::Part::Never]))
}

#[cfg(test)]
mod tests {
    use super::{MOST_NAMES, Slots};

    #[test]
    fn slots_are_a_set() {
        let mut slots = Slots::default();
        for slot in 0..MOST_NAMES {
            assert!(slots.add(slot));
            assert!(!slots.add(slot));
        }
        let mut one = Slots::default();
        one.add(200);
        assert!(slots.has_all(&one));
        assert!(!one.has_all(&slots));
        assert!(one.has_all(&Slots::default()));
    }
}
