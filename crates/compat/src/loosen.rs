//! An outline without one of its refusals, so that the next one shows.

use frontdesk_json::Pointer;
use frontdesk_schema::outline::{Body, Keywords, Outline, Place, Type, TypeSet};
use serde_json::Value;

use crate::blame::Failure;

/// Lets the keyword that refuses accept what it refused, and as little more as it can.
///
/// Where the writer lists its values, one is let in at a time; otherwise any.
pub(crate) fn loosen(outline: &mut Outline, failure: &Failure, payload: &Value, listed: bool) {
    let part = failure.instance.resolve(payload).cloned();
    let part = part.unwrap_or(Value::Null);
    let always = always(outline);
    let branch = branch_for(outline, failure, &part);
    let place = outline.place_mut(failure.place);
    let Body::Keywords(keywords) = &mut place.body else {
        place.body = Body::Always;
        return;
    };
    let name = failure.name.clone().unwrap_or_default();
    match failure.keyword {
        "type" => {
            // That `null` is let in is a change of its own.
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
        "properties" | "additionalProperties" | "unevaluatedProperties" => {
            keywords.properties.insert(name, always);
        }
        "patternProperties" => keywords.pattern_properties.clear(),
        "unevaluatedItems" => keywords.unevaluated_items = None,
        "prefixItems" => keywords.prefix_items.clear(),
        "items" => keywords.items = None,
        "anyOf" => match branch {
            Some(branch) => keywords.any_of.push(branch),
            None => keywords.any_of.clear(),
        },
        "oneOf" => match branch {
            Some(branch) => keywords.one_of.push(branch),
            None => keywords.one_of.clear(),
        },
        _ => place.body = Body::Always,
    }
}

fn always(outline: &mut Outline) -> frontdesk_schema::outline::PlaceId {
    outline.push(Place {
        pointer: Pointer::root(),
        resource: None,
        body: Body::Always,
    })
}

/// Makes a branch for the variant that a union lacks, where a tag or the type names it.
fn branch_for(
    outline: &mut Outline,
    failure: &Failure,
    part: &Value,
) -> Option<frontdesk_schema::outline::PlaceId> {
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
    let tag = branches
        .iter()
        .find_map(|branch| tag_of(outline, *branch, part));
    let body = match tag {
        Some((name, value)) => {
            let constant = outline.push(Place {
                pointer: Pointer::root(),
                resource: None,
                body: Body::Keywords(Box::new(Keywords {
                    constant: Some(value),
                    ..Keywords::default()
                })),
            });
            Keywords {
                types: Some(TypeSet::only(Type::Object)),
                required: [name.clone()].into(),
                properties: [(name, constant)].into(),
                ..Keywords::default()
            }
        }
        None => {
            let kind = Type::of(part);
            let known = branches.iter().any(|branch| takes(outline, *branch, kind));
            if known {
                return None;
            }
            Keywords {
                types: Some(TypeSet::only(kind)),
                ..Keywords::default()
            }
        }
    };
    Some(outline.push(Place {
        pointer: Pointer::root(),
        resource: None,
        body: Body::Keywords(Box::new(body)),
    }))
}

/// Returns the tag by which a branch is told apart, with the value that the part has there.
fn tag_of(
    outline: &Outline,
    branch: frontdesk_schema::outline::PlaceId,
    part: &Value,
) -> Option<(String, Value)> {
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

fn takes(outline: &Outline, branch: frontdesk_schema::outline::PlaceId, kind: Type) -> bool {
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
