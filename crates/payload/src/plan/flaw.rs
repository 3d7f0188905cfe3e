//! How each keyword is broken, and only it.

use frontdesk_schema::outline::{Body, Bound, Keywords, PlaceId, Type, TypeSet};
use serde_json::Value;

use crate::build::number;

use super::demand::{Clause, Obligation};
use super::gather::{Contradiction, Gatherer, Step, nth_name};
use super::route::children;
use super::shape::{Contains, Member, Position};

/// Lists the clauses of a subschema that can be broken.
///
/// A clause that applies a subschema is broken by breaking that subschema somewhere.
pub(crate) fn clauses(keywords: &Keywords) -> Vec<Clause> {
    let mut clauses = leaves(keywords);
    clauses.extend(unions(keywords));
    if keywords.condition.is_some() {
        clauses.push(Clause::whole("if"));
    }
    let applied = children(keywords).into_iter().map(|(clause, _)| clause);
    clauses.extend(applied.filter(|clause| {
        !matches!(
            clause.keyword,
            "anyOf" | "oneOf" | "then" | "else" | "contains"
        )
    }));
    clauses
}

/// Lists the clauses that join or count what several subschemas or items say.
pub(crate) fn unions(keywords: &Keywords) -> Vec<Clause> {
    let counted = keywords.contains.is_some();
    let least = keywords.min_contains;
    [
        ("anyOf", !keywords.any_of.is_empty()),
        ("oneOf", !keywords.one_of.is_empty()),
        ("not", keywords.not.is_some()),
        ("contains", counted && least.is_none()),
        ("minContains", counted && least.is_some_and(|min| min > 0)),
        ("maxContains", counted && keywords.max_contains.is_some()),
    ]
    .into_iter()
    .filter(|(_, there)| *there)
    .map(|(keyword, _)| Clause::whole(keyword))
    .collect()
}

/// Lists the clauses that assert by themselves.
pub(crate) fn leaves(keywords: &Keywords) -> Vec<Clause> {
    let mut leaves = Vec::new();
    let mut whole = |keyword, there: bool| {
        if there {
            leaves.push(Clause::whole(keyword));
        }
    };
    whole(
        "type",
        keywords.types.is_some_and(|types| types != TypeSet::ALL),
    );
    whole("const", keywords.constant.is_some());
    whole("enum", keywords.enumeration.is_some());
    for bound in keywords.lower.iter().chain(&keywords.upper) {
        whole(bound.keyword, true);
    }
    whole("multipleOf", keywords.multiple_of.is_some());
    whole("minLength", keywords.min_length.is_some_and(|min| min > 0));
    whole("maxLength", keywords.max_length.is_some());
    whole("pattern", keywords.pattern.is_some());
    // Of what the draft does not define each validator has its own opinion.
    let asserts_format = !keywords.annotates_format && !keywords.undefined_format;
    whole("format", keywords.format.is_some() && asserts_format);
    whole("minItems", keywords.min_items.is_some_and(|min| min > 0));
    whole("maxItems", keywords.max_items.is_some());
    whole("uniqueItems", keywords.unique_items);
    whole(
        "minProperties",
        keywords.min_properties.is_some_and(|min| min > 0),
    );
    whole("maxProperties", keywords.max_properties.is_some());
    leaves.extend((0..keywords.required.len()).map(|part| Clause::part("required", part)));
    let dependent = keywords.dependent_required.values().enumerate();
    leaves.extend(
        dependent
            .filter(|(_, needed)| !needed.is_empty())
            .map(|(part, _)| Clause::part("dependentRequired", part)),
    );
    leaves
}

/// Demands that one clause refuses the value.
pub(crate) fn break_clause(
    gatherer: &mut Gatherer<'_>,
    place: PlaceId,
    keywords: &Keywords,
    clause: Clause,
) -> Step {
    match clause.keyword {
        "type" | "const" | "enum" => break_value(gatherer, keywords, clause),
        "minimum" | "exclusiveMinimum" | "maximum" | "exclusiveMaximum" | "multipleOf" => {
            break_number(gatherer, keywords, clause);
            Ok(())
        }
        "minLength" | "maxLength" | "pattern" | "format" => break_text(gatherer, keywords, clause),
        "minItems" | "maxItems" | "uniqueItems" | "contains" | "minContains" | "maxContains" => {
            break_array(gatherer, place, keywords, clause)
        }
        "minProperties" | "maxProperties" | "required" | "dependentRequired" => {
            break_object(gatherer, keywords, clause)
        }
        "anyOf" => {
            gatherer.todo.extend(
                keywords
                    .any_of
                    .iter()
                    .map(|branch| Obligation::Fails(*branch)),
            );
            Ok(())
        }
        "oneOf" => break_one_of(gatherer, place, keywords),
        "not" => {
            gatherer.todo.extend(keywords.not.map(Obligation::Holds));
            Ok(())
        }
        "if" => break_condition(gatherer, place, keywords),
        _ => break_applied(gatherer, place, keywords, clause),
    }
}

fn only(gatherer: &mut Gatherer<'_>, kind: Type) -> Step {
    let shape = &mut gatherer.shape;
    shape.types = shape.types.intersect(TypeSet::only(kind));
    if shape.types.is_empty() {
        return Err(Contradiction);
    }
    Ok(())
}

fn break_value(gatherer: &mut Gatherer<'_>, keywords: &Keywords, clause: Clause) -> Step {
    let shape = &mut gatherer.shape;
    match clause.keyword {
        "type" => {
            let types = keywords.types.unwrap_or(TypeSet::ALL).complement();
            shape.types = shape.types.intersect(types);
        }
        "const" => shape.excluded.extend(keywords.constant.clone()),
        _ => shape
            .excluded
            .extend(keywords.enumeration.iter().flatten().cloned()),
    }
    if shape.types.is_empty() {
        return Err(Contradiction);
    }
    Ok(())
}

fn break_number(gatherer: &mut Gatherer<'_>, keywords: &Keywords, clause: Clause) {
    let numbers = TypeSet::only(Type::Integer).union(TypeSet::only(Type::Fraction));
    gatherer.shape.types = gatherer.shape.types.intersect(numbers);
    let number = &mut gatherer.shape.number;
    // What lies below a lower bound is bounded from above by its complement.
    let beyond = |bounds: &[Bound]| -> Vec<Bound> {
        bounds
            .iter()
            .filter(|bound| bound.keyword == clause.keyword)
            .map(|bound| Bound {
                exclusive: !bound.exclusive,
                ..bound.clone()
            })
            .collect()
    };
    number.upper.extend(beyond(&keywords.lower));
    number.lower.extend(beyond(&keywords.upper));
    if clause.keyword == "multipleOf" {
        number.not_multiples.extend(keywords.multiple_of.clone());
    }
}

fn break_text(gatherer: &mut Gatherer<'_>, keywords: &Keywords, clause: Clause) -> Step {
    only(gatherer, Type::String)?;
    let text = &mut gatherer.shape.text;
    match clause.keyword {
        "minLength" => {
            let min = keywords.min_length.unwrap_or_default();
            text.length.below(min).ok_or(Contradiction)?;
        }
        "maxLength" => text
            .length
            .at_least(keywords.max_length.unwrap_or_default().saturating_add(1)),
        "pattern" => text.not_patterns.extend(keywords.pattern.clone()),
        _ => text.not_formats.extend(keywords.format.clone()),
    }
    Ok(())
}

/// The failure of `minContains` where nothing is contained at all.
const NONE_CONTAINED: Clause = Clause {
    keyword: "minContains",
    part: 1,
};

/// Returns the last resort for breaking a clause.
pub(super) fn freest(clause: Clause) -> Clause {
    if clause.keyword == NONE_CONTAINED.keyword {
        NONE_CONTAINED
    } else {
        clause
    }
}

fn break_array(
    gatherer: &mut Gatherer<'_>,
    owner: PlaceId,
    keywords: &Keywords,
    clause: Clause,
) -> Step {
    only(gatherer, Type::Array)?;
    let array = &mut gatherer.shape.array;
    match (clause.keyword, keywords.contains) {
        ("minItems", _) => {
            let min = keywords.min_items.unwrap_or_default();
            array.length.below(min).ok_or(Contradiction)?;
        }
        ("maxItems", _) => array
            .length
            .at_least(keywords.max_items.unwrap_or_default().saturating_add(1)),
        ("uniqueItems", _) => {
            array.repeated = true;
            array.length.at_least(2);
        }
        ("contains" | "minContains", Some(place)) => {
            let min = keywords.min_contains.unwrap_or(1);
            let max = min.checked_sub(1).ok_or(Contradiction)?;
            // None at all is for some validators another keyword's failure than too few.
            let some = clause != NONE_CONTAINED;
            array.contains.push(Contains {
                owner,
                place,
                min: max.min(u64::from(some)),
                max: Some(keywords.max_contains.map_or(max, |most| most.min(max))),
            });
        }
        ("maxContains", Some(place)) => {
            let most = keywords.max_contains.unwrap_or_default();
            // Too many are not too few at the same time.
            let min = most
                .saturating_add(1)
                .max(keywords.min_contains.unwrap_or(1));
            array.contains.push(Contains {
                owner,
                place,
                min,
                max: None,
            });
        }
        _ => return Err(Contradiction),
    }
    Ok(())
}

fn break_object(gatherer: &mut Gatherer<'_>, keywords: &Keywords, clause: Clause) -> Step {
    only(gatherer, Type::Object)?;
    let object = &mut gatherer.shape.object;
    match clause.keyword {
        "minProperties" => {
            let min = keywords.min_properties.unwrap_or_default();
            object.size.below(min).ok_or(Contradiction)?;
        }
        "maxProperties" => object.size.at_least(
            keywords
                .max_properties
                .unwrap_or_default()
                .saturating_add(1),
        ),
        "required" => {
            let name = nth_name(keywords.required.iter(), clause)?;
            object.forbidden.insert(name);
        }
        _ => {
            let dependency = keywords.dependent_required.iter().nth(clause.part as usize);
            let (name, needed) = dependency.ok_or(Contradiction)?;
            object.required.insert(name.clone());
            object.forbidden.extend(needed.first().cloned());
        }
    }
    Ok(())
}

/// Of so many branches of `oneOf` every two are tried together.
const MAX_PAIRED: usize = 8;

/// None holds, or two do.
fn break_one_of(gatherer: &mut Gatherer<'_>, place: PlaceId, keywords: &Keywords) -> Step {
    let branches = &keywords.one_of;
    // Of many branches only neighbours are tried together, first all that are next to each other.
    let reach = if branches.len() <= MAX_PAIRED {
        branches.len()
    } else {
        2
    };
    let pairs: Vec<(PlaceId, PlaceId)> = (1..reach)
        .flat_map(|apart| {
            branches
                .iter()
                .copied()
                .zip(branches[apart..].iter().copied())
        })
        .collect();
    gatherer.choose(
        place,
        Clause::whole("oneOf broken"),
        1 + pairs.len(),
        |way| match way.checked_sub(1).map(|pair| pairs[pair]) {
            Some((left, right)) => vec![Obligation::Holds(left), Obligation::Holds(right)],
            None => branches
                .iter()
                .map(|branch| Obligation::Fails(*branch))
                .collect(),
        },
    )
}

fn break_condition(gatherer: &mut Gatherer<'_>, place: PlaceId, keywords: &Keywords) -> Step {
    let Some(condition) = keywords.condition else {
        return Err(Contradiction);
    };
    let then = keywords
        .then
        .map(|then| vec![Obligation::Holds(condition), Obligation::Fails(then)]);
    let otherwise = keywords
        .otherwise
        .map(|otherwise| vec![Obligation::Fails(condition), Obligation::Fails(otherwise)]);
    let mut ways: Vec<Vec<Obligation>> = then.into_iter().chain(otherwise).collect();
    gatherer.choose(place, Clause::whole("if broken"), ways.len(), |way| {
        ways.swap_remove(way)
    })
}

/// Breaks a clause that applies a subschema, by breaking that subschema where it is applied.
fn break_applied(
    gatherer: &mut Gatherer<'_>,
    place: PlaceId,
    keywords: &Keywords,
    clause: Clause,
) -> Step {
    let applied = children(keywords)
        .into_iter()
        .find_map(|(own, child)| (own == clause).then_some(child))
        .ok_or(Contradiction)?;
    if clause.keyword == "dependentSchemas" {
        gatherer.also(Obligation::Present(place, clause));
        gatherer.also(Obligation::Fails(applied));
        return Ok(());
    }
    let never = matches!(gatherer.lookup.outline.place(applied).body, Body::Never);
    let demand = if never {
        Vec::new()
    } else {
        vec![Obligation::Fails(applied)]
    };
    gatherer.descend(place, keywords, clause, demand)?;
    let object = &mut gatherer.shape.object;
    // A pattern or "undeclared" names no member; the forced one brings its own name.
    if let Some((Member::Named(name), _)) = object.forced.last() {
        object.required.insert(name.clone());
    }
    if let Some((Position::At(index), _)) = gatherer.shape.array.forced.last() {
        gatherer.shape.array.length.at_least(*index as u64 + 1);
    }
    Ok(())
}

/// Returns the values that a subschema enumerates, to choose near misses from.
pub(crate) fn near_misses(value: &Value) -> Vec<Value> {
    match value {
        Value::String(text) => vec![
            Value::String(format!("{text} ")),
            Value::String(text.to_uppercase()),
            Value::String(String::new()),
        ],
        Value::Number(number) => number
            .as_f64()
            .into_iter()
            .flat_map(|float| [float + 1.0, float - 1.0])
            .filter_map(|float| number::spelled(float).map(Value::Number))
            .collect(),
        Value::Bool(bool) => vec![Value::Bool(!bool)],
        Value::Null | Value::Array(_) | Value::Object(_) => {
            vec![Value::Null, Value::Array(Vec::new())]
        }
    }
}
