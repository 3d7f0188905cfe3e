use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Ground, Made, is_sendable, shuffled};
use crate::case::Phase;
use crate::endpoint::Operation;
use crate::place;

/// Every word that the schema names, at every text of a rich request; and pairs of places with each
/// other's values.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let Some(model) = ground.model.clone() else {
        return Box::new(std::iter::empty());
    };
    let words = dictionary(ground.operation());
    let mut places = Vec::new();
    let mut seen = BTreeSet::new();
    for (at, value) in place::all(&model) {
        if !value.is_array() && !value.is_object() && at.len() > 1 && seen.insert(place::of(&at)) {
            places.push((at, value.clone()));
        }
    }
    let mut pairs: Vec<(usize, Value)> = Vec::new();
    for (index, (at, value)) in places.iter().enumerate() {
        let same = |word: &&Value| {
            word.is_string() == value.is_string() && word.is_number() == value.is_number()
        };
        pairs.extend(words.iter().filter(same).map(|word| (index, word.clone())));
        // What stands elsewhere in the request, for relations between two members.
        for (other, theirs) in &places {
            if other != at
                && theirs != value
                && theirs.is_string() == value.is_string()
                && theirs.is_number() == value.is_number()
            {
                pairs.push((index, theirs.clone()));
                if let Some(number) = theirs.as_i64() {
                    pairs.push((index, json!(number.saturating_add(1))));
                }
            }
        }
    }
    let pairs = shuffled(pairs, ground.seed ^ 1);
    Box::new(pairs.into_iter().filter_map(move |(index, word)| {
        let mut value = model.clone();
        let at = &places[index].0;
        let intent = format!(
            "{} at {}",
            frontdesk_json::excerpt(&word.to_string(), 40),
            place::of(at)
        );
        place::put(&mut value, at, word);
        is_sendable(&value, ground.operation()).then(|| ground.case(Phase::Semantic, intent, value))
    }))
}

/// Lists the scalars that a schema names: enums, constants, defaults, examples, bounds.
pub(crate) fn dictionary(operation: &Operation) -> Vec<Value> {
    let mut words = BTreeSet::new();
    let options = operation.schema.options();
    for (_, document) in &options.resources {
        collect(document, &mut words, false);
    }
    for example in &operation.examples {
        collect(example, &mut words, true);
    }
    let mut found: Vec<Value> = words
        .iter()
        .filter_map(|word| serde_json::from_str(word).ok())
        .collect();
    found.truncate(MOST_WORDS);
    found
}

fn collect(value: &Value, words: &mut BTreeSet<String>, is_example: bool) {
    match value {
        Value::Array(items) => {
            for item in items {
                collect(item, words, is_example);
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                let named = NAMING.contains(&name.as_str());
                if is_example || named {
                    collect(member, words, true);
                } else if !matches!(
                    name.as_str(),
                    "description" | "title" | "$ref" | "$id" | "$schema"
                ) {
                    collect(member, words, false);
                }
            }
        }
        Value::String(_) | Value::Number(_) if is_example => {
            let word = value.to_string();
            if word.len() <= LONGEST {
                words.insert(word);
            }
        }
        _ => {}
    }
}

const NAMING: [&str; 9] = [
    "enum",
    "const",
    "default",
    "example",
    "examples",
    "minimum",
    "maximum",
    "x-examples",
    "multipleOf",
];
const MOST_WORDS: usize = 300;
const LONGEST: usize = 120;
