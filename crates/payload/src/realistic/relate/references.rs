//! References that refer: `senderParticipantId` names one of `participants`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::realistic::name::{singular, singular_words, words};
use crate::realistic::tables::words::{COUNTERPARTS, DIALOGUES, TEXTUAL};
use frontdesk_text::{Draw, Source};

/// Gives the items of lists distinct identities, and every reference to such a list one of them.
///
/// A list defines where it is an array of objects under a plural noun whose items have an `id` or
/// a `<singular>Id`. Where several lists of one noun exist, the closest is referred to.
pub(in crate::realistic) fn refer(payload: &mut Value, source: &mut dyn Source) {
    distinguish(payload, None, source);
    let mut definitions = Vec::new();
    gather(payload, &mut Vec::new(), None, &mut definitions);
    if !definitions.is_empty() {
        rewrite(payload, &mut Vec::new(), &definitions, source);
    }
}

/// A list whose items have identities.
#[derive(Clone, Debug)]
struct Definition {
    /// The words of the list's name, singular.
    noun: Vec<String>,
    /// Where the list is.
    location: Vec<Step>,
    /// The member that holds an item's identity.
    member: String,
    /// The identity of each item, in order.
    identities: Vec<Option<Value>>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
enum Step {
    Index(usize),
    Name(String),
}

/// Makes equal identities within a list differ.
fn distinguish(value: &mut Value, name: Option<&str>, source: &mut dyn Source) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                distinguish(value, Some(name), source);
            }
        }
        Value::Array(items) => {
            if let Some((_, member)) = name.and_then(|name| defines(name, items)) {
                let mut taken = BTreeSet::new();
                let identities = items.iter_mut().filter_map(|item| item.get_mut(&member));
                for identity in identities.filter(|identity| identifies(identity)) {
                    *identity = fresh(identity, &taken, source);
                    taken.insert(identity.to_string());
                }
            }
            for item in items {
                distinguish(item, None, source);
            }
        }
        _ => {}
    }
}

/// Tells the noun and the identity's member of a list that defines.
fn defines(name: &str, items: &[Value]) -> Option<(Vec<String>, String)> {
    let last = words(name).pop()?;
    let noun = singular_words(name);
    let first = items.first()?.as_object()?;
    if singular(&last) == last || !items.iter().all(Value::is_object) {
        return None;
    }
    let own = |name: &&String| {
        let words = singular_words(name);
        let rest = words.split_last().filter(|(last, _)| *last == "id");
        rest.is_some_and(|(_, rest)| noun.ends_with(rest))
    };
    let known = items.iter().filter_map(Value::as_object).flatten();
    let candidates = known
        .filter(|(_, value)| identifies(value))
        .map(|(name, _)| name);
    // The shortest is `id` itself, if the items have it.
    let member = candidates
        .filter(own)
        .min_by_key(|name| name.len())?
        .clone();
    (!first.is_empty()).then_some((noun, member))
}

fn identifies(value: &Value) -> bool {
    value.is_string() || value.is_i64() || value.is_u64()
}

/// Alters an identity that is taken, keeping its length and the kinds of its characters.
fn fresh(identity: &Value, taken: &BTreeSet<String>, source: &mut dyn Source) -> Value {
    let mut value = identity.clone();
    for attempt in 0..ATTEMPTS {
        if !taken.contains(&value.to_string()) {
            return value;
        }
        value = match identity {
            Value::String(text) => Value::String(altered(text, attempt, source)),
            Value::Number(number) => number
                .as_u64()
                .and_then(|number| number.checked_add(1 + attempt as u64))
                .map_or_else(|| identity.clone(), Value::from),
            _ => return value,
        };
    }
    identity.clone()
}

/// Draws the last characters of a text anew, digit for digit and letter for letter.
fn altered(text: &str, attempt: usize, source: &mut dyn Source) -> String {
    let mut left = 6;
    let mut characters: Vec<char> = text.chars().collect();
    for character in characters.iter_mut().rev() {
        let alphabet = match *character {
            '0'..='9' => "0123456789",
            'a'..='f' => "abcdef",
            'g'..='z' => "ghjkmnpqrstvwxyz",
            'A'..='F' => "ABCDEF",
            'G'..='Z' => "GHJKMNPQRSTVWXYZ",
            _ => continue,
        };
        let options: Vec<char> = alphabet.chars().collect();
        // The attempt tells results apart where the source is exhausted.
        let drawn = (source.index(options.len()) + attempt) % options.len();
        *character = options.get(drawn).copied().unwrap_or(*character);
        left -= 1;
        if left == 0 {
            break;
        }
    }
    characters.into_iter().collect()
}

/// Collects the lists that define, with their places.
fn gather(
    value: &Value,
    location: &mut Vec<Step>,
    name: Option<&str>,
    found: &mut Vec<Definition>,
) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                location.push(Step::Name(name.clone()));
                gather(value, location, Some(name), found);
                location.pop();
            }
        }
        Value::Array(items) => {
            if let Some((noun, member)) = name.and_then(|name| defines(name, items)) {
                let identity =
                    |item: &Value| item.get(&member).filter(|id| identifies(id)).cloned();
                found.push(Definition {
                    noun,
                    location: location.clone(),
                    identities: items.iter().map(identity).collect(),
                    member,
                });
            }
            for (index, item) in items.iter().enumerate() {
                location.push(Step::Index(index));
                gather(item, location, None, found);
                location.pop();
            }
        }
        _ => {}
    }
}

fn rewrite(
    value: &mut Value,
    location: &mut Vec<Step>,
    definitions: &[Definition],
    source: &mut dyn Source,
) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                location.push(Step::Name(name.clone()));
                match referred(name, value, location, definitions) {
                    Some(definition) => point(value, location, definition, source),
                    None => rewrite(value, location, definitions, source),
                }
                location.pop();
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                location.push(Step::Index(index));
                rewrite(item, location, definitions, source);
                location.pop();
            }
        }
        _ => {}
    }
}

/// Tells the list that a member refers to: the longest noun first, then the closest list.
fn referred<'d>(
    name: &str,
    value: &Value,
    location: &[Step],
    definitions: &'d [Definition],
) -> Option<&'d Definition> {
    if !scalars(value).all(identifies) || scalars(value).next().is_none() {
        return None;
    }
    let words = singular_words(name);
    let (last, before) = words.split_last()?;
    let marked = ["id", "ref", "reference"].contains(&last.as_str());
    let rest = if marked { before } else { words.as_slice() };
    if rest.is_empty() || (!marked && !scalars(value).all(is_name)) {
        return None;
    }
    let textual = !marked && TEXTUAL.contains(&last.as_str());
    if textual
        || definitions
            .iter()
            .any(|definition| is_own(definition, location))
    {
        return None;
    }
    let matched = |definition: &Definition| {
        let full = rest.ends_with(&definition.noun);
        let short = rest.last() == definition.noun.last();
        match (full, short) {
            (true, _) => definition.noun.len(),
            (_, true) => 1,
            _ => 0,
        }
    };
    definitions
        .iter()
        .filter(|definition| matched(definition) > 0)
        .max_by_key(|definition| {
            (
                matched(definition),
                shared(&definition.location, location),
                definition.noun.len() == rest.len(),
            )
        })
}

/// The value itself, or its items where it is an array of scalars.
fn scalars(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(value),
    }
    .iter()
}

/// Tells whether a value may be a reference though its name does not say so: no sentence is.
fn is_name(value: &Value) -> bool {
    value
        .as_str()
        .is_none_or(|text| !text.contains(char::is_whitespace))
}

/// Tells whether a place is where an item of the list holds its own identity.
fn is_own(definition: &Definition, location: &[Step]) -> bool {
    let [list @ .., Step::Index(_), Step::Name(name)] = location else {
        return false;
    };
    let words = singular_words(name);
    let rest = words.strip_suffix(&["id".to_owned()]);
    let also = rest.is_some_and(|rest| definition.noun.ends_with(rest));
    list == definition.location && (*name == definition.member || also)
}

fn shared(left: &[Step], right: &[Step]) -> usize {
    left.iter()
        .zip(right)
        .take_while(|(left, right)| left == right)
        .count()
}

/// Points a member, or each of its items, to items of a list; an item never to itself.
fn point(value: &mut Value, location: &[Step], definition: &Definition, source: &mut dyn Source) {
    let within = match location.strip_prefix(definition.location.as_slice()) {
        Some([Step::Index(index), ..]) => Some(*index),
        _ => None,
    };
    let mut targets = targets(definition, within);
    if let Value::Array(items) = value {
        let mut offset = 0;
        for item in items {
            // Without repetition while there are identities left.
            let drawn = offset + source.index(targets.len().saturating_sub(offset));
            if drawn < targets.len() {
                targets.swap(offset, drawn);
            }
            assign(item, targets.get(offset));
            offset = (offset + 1) % targets.len().max(1);
        }
        return;
    }
    let usual = expected(&targets, location, within.is_some());
    let usual = usual.filter(|_| !source.chance(1, 8));
    assign(value, usual.or_else(|| source.pick(&targets)));
}

/// The identity that fits in a conversation: two speak in turns, and a reply follows what it is to.
fn expected<'t, 'v>(
    targets: &'t [&'v Value],
    location: &[Step],
    within: bool,
) -> Option<&'t &'v Value> {
    let [.., Step::Name(list), Step::Index(turn), Step::Name(name)] = location else {
        return None;
    };
    let noun = singular_words(list).pop()?;
    if !DIALOGUES.contains(&noun.as_str()) {
        return None;
    }
    if within {
        return targets.last();
    }
    let words = singular_words(name);
    let answering = words
        .iter()
        .any(|word| COUNTERPARTS.contains(&word.as_str()));
    targets.get((turn + usize::from(answering)) % targets.len().clamp(1, 2))
}

/// The identities that may be referred to; an item within the list looks back, if it can.
fn targets(definition: &Definition, within: Option<usize>) -> Vec<&Value> {
    let others = |keep: &dyn Fn(usize) -> bool| -> Vec<&Value> {
        let kept = definition
            .identities
            .iter()
            .enumerate()
            .filter(|(index, _)| keep(*index));
        kept.filter_map(|(_, identity)| identity.as_ref()).collect()
    };
    let Some(within) = within else {
        return others(&|_| true);
    };
    let earlier = others(&|index| index < within);
    if earlier.is_empty() {
        others(&|index| index != within)
    } else {
        earlier
    }
}

/// Copies an identity where its type is the same.
fn assign(value: &mut Value, identity: Option<&&Value>) {
    if let Some(identity) = identity.filter(|identity| identity.is_string() == value.is_string()) {
        *value = (*identity).clone();
    }
}

/// How often an identity is altered before it is left as it is.
const ATTEMPTS: usize = 64;
