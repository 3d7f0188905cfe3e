//! Where subschemas stand in a schema document: below which keywords, and nowhere else.
//!
//! The keywords of all drafts count, since what one draft knows another ignores. Values under
//! `const`, `enum`, `default` and `examples` are data, and so is what an unknown keyword holds.

use std::iter;

use frontdesk_json::Pointer;
use serde_json::{Map, Value};

/// The way from a subschema to one directly below it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'d> {
    /// Below a keyword that holds one subschema.
    One(&'d str),
    /// Below a keyword that holds a list.
    Item(&'d str, usize),
    /// Below a keyword that holds subschemas by name.
    Member(&'d str, &'d str),
}

/// How a keyword holds subschemas.
pub(crate) enum Holds {
    /// A subschema itself.
    One,
    /// A list of subschemas; `items` may hold one itself as well.
    List,
    /// Subschemas by name.
    Map,
}

impl Step<'_> {
    /// Appends the step to a pointer.
    pub(crate) fn push_to(self, pointer: &mut Pointer) {
        match self {
            Self::One(keyword) => pointer.push(keyword),
            Self::Item(keyword, index) => {
                pointer.push(keyword);
                pointer.push(index.to_string());
            }
            Self::Member(keyword, name) => {
                pointer.push(keyword);
                pointer.push(name);
            }
        }
    }
}

/// Names the subschema that some steps lead to.
pub(crate) fn pointer(steps: &[Step<'_>]) -> Pointer {
    let mut pointer = Pointer::root();
    for step in steps {
        step.push_to(&mut pointer);
    }
    pointer
}

/// Visits every subschema of a document, the containing ones first.
///
/// What `visit` returns is handed on to the subschemas directly below. Documents nest as deep as
/// their authors like, so that this keeps a stack of its own.
pub(crate) fn walk<'d, S: Copy>(
    document: &'d Value,
    state: S,
    mut visit: impl FnMut(&[Step<'d>], &'d Value, S) -> S,
) {
    let mut steps = Vec::new();
    let mut todo = vec![(0, None, document, state)];
    while let Some((depth, step, value, state)) = todo.pop() {
        steps.truncate(depth);
        steps.extend(step);
        let state = visit(&steps, value, state);
        if let Value::Object(members) = value {
            let below =
                children(members).map(|(step, child)| (steps.len(), Some(step), child, state));
            todo.extend(below);
        }
    }
}

/// Lists the subschemas directly below one.
pub(crate) fn children(members: &Map<String, Value>) -> impl Iterator<Item = (Step<'_>, &Value)> {
    members
        .iter()
        .filter_map(|(keyword, value)| Some((holds(keyword)?, keyword, value)))
        .flat_map(|(holds, keyword, value)| below(holds, keyword, value))
        .filter(|(_, value)| value.is_object() || value.is_boolean())
}

/// Copies a document without the entries that `keeps` refuses, asked with keyword, name and entry.
///
/// Entries are what keywords hold by name; those below a refused one are not asked for.
pub(crate) fn copy(document: &Value, keeps: &impl Fn(&str, &str, &Value) -> bool) -> Value {
    let Value::Object(members) = document else {
        return document.clone();
    };
    let members = members.iter().map(|(keyword, value)| {
        let copied = match (holds(keyword), value) {
            (Some(Holds::List), Value::Array(items)) => {
                items.iter().map(|item| copy(item, keeps)).collect()
            }
            (Some(Holds::Map), Value::Object(entries)) => entries
                .iter()
                .filter(|(name, entry)| keeps(keyword, name, entry))
                .map(|(name, entry)| (name.clone(), copy(entry, keeps)))
                .collect(),
            (Some(Holds::One | Holds::List), value) => copy(value, keeps),
            (Some(Holds::Map) | None, value) => value.clone(),
        };
        (keyword.clone(), copied)
    });
    members.collect()
}

/// Tells whether a pointer leads to where [`walk`] does not go: below what is no known keyword.
pub(crate) fn leaves(pointer: &Pointer) -> bool {
    let mut tokens = pointer.tokens().peekable();
    while let Some(keyword) = tokens.next() {
        match holds(keyword) {
            Some(Holds::One) => {}
            Some(Holds::List) => drop(tokens.next_if(|token| token.parse::<usize>().is_ok())),
            Some(Holds::Map) => drop(tokens.next()),
            None => return true,
        }
    }
    false
}

fn below<'d>(
    holds: Holds,
    keyword: &'d str,
    value: &'d Value,
) -> Box<dyn Iterator<Item = (Step<'d>, &'d Value)> + 'd> {
    match (holds, value) {
        (Holds::List, Value::Array(items)) => Box::new(
            items
                .iter()
                .enumerate()
                .map(move |(index, item)| (Step::Item(keyword, index), item)),
        ),
        (Holds::Map, Value::Object(members)) => Box::new(
            members
                .iter()
                .map(move |(name, member)| (Step::Member(keyword, name), member)),
        ),
        (Holds::One, value) => Box::new(iter::once((Step::One(keyword), value))),
        (Holds::List, value) if keyword == "items" => {
            Box::new(iter::once((Step::One(keyword), value)))
        }
        (Holds::List | Holds::Map, _) => Box::new(iter::empty()),
    }
}

/// Tells how a keyword holds subschemas, `None` where it holds none.
pub(crate) fn holds(keyword: &str) -> Option<Holds> {
    Some(match keyword {
        "additionalItems"
        | "additionalProperties"
        | "contains"
        | "contentSchema"
        | "else"
        | "if"
        | "not"
        | "propertyNames"
        | "then"
        | "unevaluatedItems"
        | "unevaluatedProperties" => Holds::One,
        // `items` may hold one as well, which `below` sees to.
        "allOf" | "anyOf" | "items" | "oneOf" | "prefixItems" => Holds::List,
        "$defs" | "definitions" | "dependencies" | "dependentSchemas" | "patternProperties"
        | "properties" => Holds::Map,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{pointer, walk};
    use serde_json::{Value, json};

    #[test]
    fn only_subschemas_are_visited() {
        let document = json!({
            "properties": {"enum": {"not": {}}, "a/b": true},
            "items": [{}, {"items": {"const": {"not": {}}}}],
            "dependencies": {"a": ["b"], "c": {}},
            "default": {"not": {}},
            "mine": {"not": {}}
        });
        let mut seen = Vec::new();
        walk(&document, (), |steps, _, ()| {
            seen.push(pointer(steps).to_string());
        });
        seen.sort();
        assert_eq!(
            seen,
            [
                "",
                "/dependencies/c",
                "/items/0",
                "/items/1",
                "/items/1/items",
                "/properties/a~1b",
                "/properties/enum",
                "/properties/enum/not",
            ]
        );
    }

    #[test]
    fn depth_is_no_matter() {
        let mut document = Value::Bool(true);
        for _ in 0..2_000 {
            document = json!({ "not": document });
        }
        let mut deepest = 0;
        walk(&document, (), |steps, _, ()| {
            deepest = deepest.max(steps.len());
        });
        assert_eq!(deepest, 2_000);
    }
}
