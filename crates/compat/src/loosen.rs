//! An outline without one of its refusals, so that the next one shows.

use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use frontdesk_proof::Evaluator;
use frontdesk_schema::outline::{Body, Keywords, Outline, Place, PlaceId, Type, TypeSet};
use serde_json::Value;

use crate::blame::{Failure, only_member};
use crate::changes::is_list;

/// What a writer says of the part that is refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// Whether it lists the values.
    pub(crate) listed: bool,
    /// The members that it declares.
    pub(crate) declared: BTreeSet<String>,
}

/// Lets the keyword that refuses accept what it refused, and as little more as it can.
///
/// Where the writer lists its values, one is let in at a time; otherwise any.
pub(crate) fn loosen(outline: &mut Outline, failure: &Failure, payload: &Value, written: &Written) {
    let part = failure.instance.resolve(payload).cloned();
    let part = part.unwrap_or(Value::Null);
    // That null is let in is a change of its own.
    let listed = written.listed || part.is_null();
    let [always, never] = [Body::Always, Body::Never].map(|body| anonymous(outline, body));
    let branch = branch_for(outline, failure, &part, listed);
    let several = fits_several(outline, failure, &part);
    let shut = shut(outline, failure.place);
    let place = outline.place_mut(failure.place);
    let Body::Keywords(keywords) = &mut place.body else {
        place.body = Body::Always;
        return;
    };
    let name = failure.name.clone().unwrap_or_default();
    match failure.keyword {
        "type" => {
            let null = TypeSet::only(Type::Null);
            let more = if part.is_null() {
                null
            } else {
                null.complement()
            };
            keywords.types = keywords.types.map(|types| types.union(more));
        }
        "const" if !listed => keywords.constant = None,
        "enum" if !listed => keywords.enumeration = None,
        "const" => {
            let values = keywords.constant.take().into_iter().chain([part]);
            keywords.enumeration = Some(values.collect());
        }
        "enum" => keywords.enumeration.get_or_insert_default().push(part),
        "minimum" | "exclusiveMinimum" => keywords
            .lower
            .retain(|bound| bound.keyword != failure.keyword),
        "maximum" | "exclusiveMaximum" => keywords
            .upper
            .retain(|bound| bound.keyword != failure.keyword),
        "multipleOf" => keywords.multiple_of = None,
        "minLength" => keywords.min_length = None,
        "maxLength" => keywords.max_length = None,
        "pattern" => keywords.pattern = None,
        "format" => keywords.format = None,
        "minItems" => keywords.min_items = None,
        "maxItems" => keywords.max_items = None,
        "uniqueItems" => keywords.unique_items = false,
        "minProperties" => keywords.min_properties = None,
        "maxProperties" => keywords.max_properties = None,
        "required" => {
            keywords.required.remove(&name);
        }
        "dependentRequired" => {
            for needed in keywords.dependent_required.values_mut() {
                needed.remove(&name);
            }
        }
        "contains" => {
            keywords.contains = None;
            keywords.min_contains = None;
            keywords.max_contains = None;
        }
        "not" => keywords.not = None,
        "propertyNames" => keywords.property_names = None,
        // What the writer does not declare comes under any name; what it declares goes on.
        "additionalProperties" if !written.declared.contains(&name) => {
            keywords.additional_properties = None;
            if keywords.pattern_properties.is_empty() {
                for name in &written.declared {
                    keywords.properties.entry(name.clone()).or_insert(never);
                }
            }
        }
        "unevaluatedProperties" if !written.declared.contains(&name) => {
            keywords.unevaluated_properties = None;
        }
        "properties" | "additionalProperties" | "unevaluatedProperties" => {
            keywords.properties.insert(name, always);
        }
        "patternProperties" => {
            let parts = keywords.pattern_properties.values_mut();
            parts.for_each(|part| open(part, &shut, always));
        }
        "unevaluatedItems" => keywords.unevaluated_items = None,
        "prefixItems" => {
            let parts = keywords.prefix_items.iter_mut();
            parts.for_each(|part| open(part, &shut, always));
        }
        "items" => keywords.items = None,
        "anyOf" => match branch {
            Some(branch) => keywords.any_of.push(branch),
            None => keywords.any_of.clear(),
        },
        "oneOf" if several && keywords.any_of.is_empty() => {
            keywords.any_of = std::mem::take(&mut keywords.one_of);
        }
        "oneOf" if several => keywords.one_of.clear(),
        "oneOf" => match branch {
            Some(branch) => keywords.one_of.push(branch),
            None => keywords.one_of.clear(),
        },
        _ => place.body = Body::Always,
    }
}

/// Lists the parts of a place that refuse everything, where what they are for cannot be named.
fn shut(outline: &Outline, place: PlaceId) -> Vec<PlaceId> {
    let Some(keywords) = outline.keywords(place) else {
        return Vec::new();
    };
    let parts = keywords.pattern_properties.values();
    let parts = parts.chain(&keywords.prefix_items).copied();
    parts
        .filter(|part| matches!(outline.place(*part).body, Body::Never))
        .collect()
}

fn open(part: &mut PlaceId, shut: &[PlaceId], always: PlaceId) {
    if shut.contains(part) {
        *part = always;
    }
}

fn anonymous(outline: &mut Outline, body: Body) -> PlaceId {
    outline.push(Place {
        pointer: Pointer::root(),
        resource: None,
        body,
    })
}

/// Tells whether a `oneOf` refuses because more than one of its branches holds.
fn fits_several(outline: &Outline, failure: &Failure, part: &Value) -> bool {
    let evaluator = Evaluator::new(outline);
    let holds = |branch: &&PlaceId| evaluator.holds(**branch, part) == Some(true);
    failure.keyword == "oneOf"
        && outline
            .keywords(failure.place)
            .is_some_and(|keywords| keywords.one_of.iter().filter(holds).count() > 1)
}

/// Makes a branch for the variant that a union lacks, where a tag or the type names it.
fn branch_for(
    outline: &mut Outline,
    failure: &Failure,
    part: &Value,
    listed: bool,
) -> Option<PlaceId> {
    if !["anyOf", "oneOf"].contains(&failure.keyword) {
        return None;
    }
    let keywords = outline.keywords(failure.place)?.clone();
    let branches: Vec<_> = keywords
        .any_of
        .iter()
        .chain(&keywords.one_of)
        .copied()
        .collect();
    if listed && is_list(outline, failure.place) {
        return Some(constant(outline, part.clone()));
    }
    let tag = branches
        .iter()
        .find_map(|branch| tag_of(outline, *branch, part));
    let outside = part.as_object().filter(|members| {
        let mut branches = branches.iter().filter_map(|id| outline.keywords(*id));
        members.len() == 1 && branches.any(|branch| only_member(branch).is_some())
    });
    let any = anonymous(outline, Body::Always);
    let body = match (tag, outside) {
        (Some((name, value)), _) => Keywords {
            types: Some(TypeSet::only(Type::Object)),
            required: [name.clone()].into(),
            properties: [(name, constant(outline, value))].into(),
            ..Keywords::default()
        },
        (None, Some(members)) => Keywords {
            types: Some(TypeSet::only(Type::Object)),
            required: members.keys().cloned().collect(),
            properties: members.keys().map(|name| (name.clone(), any)).collect(),
            ..Keywords::default()
        },
        (None, None) => {
            let kind = Type::of(part);
            if branches.iter().any(|branch| takes(outline, *branch, kind)) {
                return None;
            }
            Keywords {
                types: Some(TypeSet::only(kind)),
                ..Keywords::default()
            }
        }
    };
    Some(anonymous(outline, Body::Keywords(Box::new(body))))
}

fn constant(outline: &mut Outline, value: Value) -> PlaceId {
    let keywords = Keywords {
        constant: Some(value),
        ..Keywords::default()
    };
    anonymous(outline, Body::Keywords(Box::new(keywords)))
}

/// Returns the tag by which a branch is told apart, with the value that the part has there.
fn tag_of(outline: &Outline, branch: PlaceId, part: &Value) -> Option<(String, Value)> {
    let mut at = branch;
    for _ in 0..4 {
        let keywords = outline.keywords(at)?;
        let tag = keywords.properties.iter().find_map(|(name, member)| {
            let own = outline.keywords(*member)?;
            let tells = own.constant.is_some()
                || own
                    .enumeration
                    .as_ref()
                    .is_some_and(|values| values.len() == 1);
            let value = part.get(name)?;
            tells.then(|| (name.clone(), value.clone()))
        });
        if tag.is_some() {
            return tag;
        }
        at = keywords.reference?;
    }
    None
}

fn takes(outline: &Outline, branch: PlaceId, kind: Type) -> bool {
    let mut at = branch;
    for _ in 0..8 {
        let Some(keywords) = outline.keywords(at) else {
            return matches!(outline.place(at).body, Body::Always);
        };
        if let Some(types) = keywords.types {
            return types.has(kind);
        }
        match keywords.reference {
            Some(next) => at = next,
            None => return true,
        }
    }
    true
}
