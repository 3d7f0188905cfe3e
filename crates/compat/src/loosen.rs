//! An outline without one of its refusals, so that the next one shows.

use std::collections::BTreeSet;

use frontdesk_json::Pointer;
use frontdesk_schema::outline::{Body, Keywords, Outline, Place, PlaceId, Type, TypeSet};
use serde_json::Value;

use crate::blame::Failure;
use crate::changes::is_list;

/// What a writer says of the part that is refused.
#[derive(Clone, Debug, Default)]
pub(crate) struct Written {
    /// Whether it lists the values.
    pub(crate) listed: bool,
    /// Whether it says that the part may be null.
    pub(crate) nullable: bool,
    /// The members that it declares.
    pub(crate) declared: BTreeSet<String>,
}

/// The writer's places, taken in by what is loosened once one of them is needed.
#[derive(Debug)]
pub(crate) struct Variants<'w> {
    writer: &'w Outline,
    from: Option<usize>,
}

impl<'w> Variants<'w> {
    pub(crate) fn of(writer: &'w Outline) -> Self {
        Self { writer, from: None }
    }

    fn stand(&mut self, outline: &mut Outline, variant: PlaceId) -> Option<PlaceId> {
        let from = *self
            .from
            .get_or_insert_with(|| outline.take_in(self.writer).index());
        outline.id(from + variant.index())
    }
}

/// Lets the keyword that refuses accept what it refused, and as little more as it can.
///
/// Where the writer lists its values, one is let in at a time; a union takes the writer's variant.
pub(crate) fn loosen(
    outline: &mut Outline,
    failure: &Failure,
    payload: &Value,
    written: &Written,
    variants: &mut Variants<'_>,
) {
    let part = failure.instance.resolve(payload).cloned();
    let part = part.unwrap_or(Value::Null);
    // That null is let in is a change of its own, where the writer speaks of it.
    let null = part.is_null() && written.nullable;
    let listed = written.listed || null;
    if ["anyOf", "oneOf"].contains(&failure.keyword) {
        return widen(outline, failure, part, listed, variants);
    }
    let [always, never] = [Body::Always, Body::Never].map(|body| anonymous(outline, body));
    let shut = shut(outline, failure.place);
    let place = outline.place_mut(failure.place);
    let Body::Keywords(keywords) = &mut place.body else {
        place.body = Body::Always;
        return;
    };
    let name = failure.name.clone().unwrap_or_default();
    match failure.keyword {
        "type" => {
            let nothing = TypeSet::only(Type::Null);
            let more = match (null, written.nullable) {
                (true, _) => nothing,
                (false, true) => nothing.complement(),
                (false, false) => TypeSet::ALL,
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

/// Lets a union accept what it refused.
fn widen(
    outline: &mut Outline,
    failure: &Failure,
    part: Value,
    listed: bool,
    variants: &mut Variants<'_>,
) {
    let single = listed && (part.is_null() || is_list(outline, failure.place));
    let branch = if failure.several {
        None
    } else if single {
        Some(constant(outline, part))
    } else {
        let variant = failure.variant;
        variant.and_then(|variant| variants.stand(outline, variant))
    };
    let place = outline.place(failure.place).clone();
    let Body::Keywords(mut keywords) = place.body else {
        return;
    };
    match (failure.keyword, branch) {
        ("anyOf", Some(branch)) => keywords.any_of.push(branch),
        ("anyOf", None) => keywords.any_of.clear(),
        (_, Some(branch)) if single => keywords.one_of.push(branch),
        (_, Some(branch)) => {
            // What one of several accepts is not to be counted twice, so the union stays as it is.
            let one_of = std::mem::take(&mut keywords.one_of);
            let union = outline.push(Place {
                body: Body::Keywords(Box::new(Keywords {
                    one_of,
                    ..Keywords::default()
                })),
                ..place
            });
            let any_of = vec![union, branch];
            if keywords.any_of.is_empty() {
                keywords.any_of = any_of;
            } else {
                let either = Keywords {
                    any_of,
                    ..Keywords::default()
                };
                let either = anonymous(outline, Body::Keywords(Box::new(either)));
                keywords.all_of.push(either);
            }
        }
        (_, None) if failure.several && keywords.any_of.is_empty() => {
            keywords.any_of = std::mem::take(&mut keywords.one_of);
        }
        (_, None) => keywords.one_of.clear(),
    }
    outline.place_mut(failure.place).body = Body::Keywords(keywords);
}

fn constant(outline: &mut Outline, value: Value) -> PlaceId {
    let keywords = Keywords {
        constant: Some(value),
        ..Keywords::default()
    };
    anonymous(outline, Body::Keywords(Box::new(keywords)))
}
