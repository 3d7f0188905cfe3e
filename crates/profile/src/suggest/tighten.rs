use frontdesk_schema::Schema;
use frontdesk_schema::outline::{Type, TypeSet};
use serde_json::{Map, Value, json};

use super::candidate::{Spoken, spoken};
use super::patch::{Operation, Word};
use super::{Checked, ENOUGH, Suggestion, SuggestionKind};
use crate::address::type_name;
use crate::field::Field;
use crate::part::MessagePart;

/// Lists what the schema could say, since nothing that was seen is otherwise.
pub(super) fn candidates(part: &MessagePart, schema: &Schema) -> Vec<Suggestion> {
    let document = schema.document();
    let mut found = Vec::new();
    for spoken in spoken(part, schema) {
        required(&spoken, document, &mut found);
        undeclared(&spoken, document, &mut found);
        if spoken.field.present >= ENOUGH {
            let texts = texts(&spoken);
            // What lists its values, or names their format, says enough of their lengths.
            let lengths = if texts.is_none() {
                [least_length(&spoken), most(&spoken)]
            } else {
                [None, None]
            };
            let said = [types(&spoken), texts, numbers(&spoken)];
            for (keyword, value, because) in said.into_iter().chain(lengths).flatten() {
                found.push(Suggestion {
                    kind: SuggestionKind::Tighten,
                    operations: vec![Operation::set(document, &spoken.place, keyword, value)],
                    because,
                    seen: spoken.field.present,
                    checked: Checked::default(),
                });
            }
        }
    }
    found
}

/// A keyword, its value, and what speaks for it.
type Said = Option<(&'static str, Value, String)>;

fn required(spoken: &Spoken<'_>, document: &Value, found: &mut Vec<Suggestion>) {
    let objects = spoken.objects();
    if objects < ENOUGH {
        return;
    }
    for name in spoken.keywords.properties.keys() {
        let always = spoken
            .members
            .get(name)
            .is_some_and(|member| member.present == objects);
        if !always || spoken.keywords.required.contains(name) {
            continue;
        }
        let listed = spoken.place.member("required");
        let operation = if listed.resolve(document).is_some_and(Value::is_array) {
            Operation {
                word: Word::Add,
                path: listed.member("-"),
                value: Some(name.as_str().into()),
            }
        } else {
            Operation::set(document, &spoken.place, "required", json!([name]))
        };
        found.push(Suggestion {
            kind: SuggestionKind::Tighten,
            operations: vec![operation],
            because: format!("all of {objects} objects have `{name}`"),
            seen: objects,
            checked: Checked::default(),
        });
    }
}

fn undeclared(spoken: &Spoken<'_>, document: &Value, found: &mut Vec<Suggestion>) {
    let properties = spoken.place.member("properties");
    if properties.resolve(document).is_none() {
        return;
    }
    for (name, member) in &spoken.members {
        let own = member.undeclared_by.contains(&spoken.place.to_string());
        if !own || spoken.keywords.properties.contains_key(name) {
            continue;
        }
        let operation = Operation {
            word: Word::Add,
            path: properties.member(name),
            value: Some(described(member)),
        };
        let because = format!(
            "`{name}` is not declared, and {} of {} objects have it",
            member.undeclared,
            spoken.objects()
        );
        found.push(Suggestion {
            kind: SuggestionKind::Declare,
            operations: vec![operation],
            because,
            seen: member.undeclared,
            checked: Checked::default(),
        });
    }
}

/// Writes the smallest schema of what a member was.
fn described(member: &Field) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), names(seen_types(member)));
    if let Some(format) = only_format(member) {
        schema.insert("format".to_owned(), format.into());
    }
    Value::Object(schema)
}

fn types(spoken: &Spoken<'_>) -> Said {
    let declared = spoken.keywords.types?;
    let mut seen = seen_types(&spoken.field);
    if seen.has(Type::Integer) && declared.has(Type::Fraction) {
        // Whole numbers may be chance where fractions are allowed.
        seen = seen.union(TypeSet::only(Type::Fraction));
    }
    if seen.has(Type::Fraction) && declared.has(Type::Integer) {
        seen = seen.union(TypeSet::only(Type::Integer));
    }
    let left = declared.intersect(seen);
    if left == declared || left.is_empty() {
        return None;
    }
    let never = names(declared.intersect(seen.complement()));
    let because = format!("{} values, none of type {never}", spoken.field.present);
    Some(("type", names(left), because))
}

fn texts(spoken: &Spoken<'_>) -> Said {
    let (field, keywords) = (&spoken.field, spoken.keywords);
    let texts = field.of_type(Type::String);
    if texts < ENOUGH
        || keywords.format.is_some()
        || keywords.enumeration.is_some()
        || keywords.constant.is_some()
    {
        return None;
    }
    if let Some(format) = only_format(field) {
        let because = format!("all of {texts} texts are of the format {format}");
        return Some(("format", format.into(), because));
    }
    let entries = field.values.most_frequent();
    let few = field.values.is_complete() && entries.len() <= MOST_LISTED;
    let often = entries.iter().all(|entry| entry.count >= OFTEN);
    let whole = entries.iter().all(|entry| {
        entry
            .value
            .as_str()
            .is_some_and(|text| !text.ends_with('…'))
    });
    let nothing_else = field.present == texts + field.of_type(Type::Null);
    if !few || !often || !whole || !nothing_else || keywords.pattern.is_some() {
        return None;
    }
    let mut listed: Vec<Value> = entries.into_iter().map(|entry| entry.value).collect();
    listed.sort_by_key(Value::to_string);
    let because = format!(
        "{texts} texts, and no more than {} different ones",
        listed.len()
    );
    if field.of_type(Type::Null) > 0 {
        listed.push(Value::Null);
    }
    Some(("enum", listed.into(), because))
}

fn least_length(spoken: &Spoken<'_>) -> Said {
    let (field, keywords) = (&spoken.field, spoken.keywords);
    let says_more = keywords.format.is_some()
        || keywords.pattern.is_some()
        || keywords.enumeration.is_some()
        || keywords.constant.is_some();
    let never_empty = field.lengths.count >= ENOUGH && field.lengths.least >= 1.0;
    if says_more || keywords.min_length.is_some() || !never_empty {
        return None;
    }
    let because = format!("{} texts, none of them empty", field.lengths.count);
    Some(("minLength", 1.into(), because))
}

fn most(spoken: &Spoken<'_>) -> Said {
    let (field, keywords) = (&spoken.field, spoken.keywords);
    let (keyword, spread, bounded) = if field.items.count > 0 {
        ("maxItems", &field.items, keywords.max_items.is_some())
    } else {
        let bounded = keywords.max_length.is_some()
            || keywords.enumeration.is_some()
            || keywords.constant.is_some()
            || keywords.format.is_some();
        ("maxLength", &field.lengths, bounded)
    };
    if bounded || spread.count < ENOUGH {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths are whole and positive"
    )]
    let longest = spread.greatest as u64;
    let room = (longest * 2).max(1).next_power_of_two();
    let because = format!(
        "{} values, the longest of {longest}; twice as long leaves room",
        spread.count
    );
    Some((keyword, room.into(), because))
}

fn numbers(spoken: &Spoken<'_>) -> Said {
    let (field, keywords) = (&spoken.field, spoken.keywords);
    let positive = field.numbers.count >= ENOUGH && field.numbers.least >= 0.0;
    let bounded =
        !keywords.lower.is_empty() || keywords.enumeration.is_some() || keywords.constant.is_some();
    if bounded || !positive {
        return None;
    }
    let because = format!("{} numbers, none below 0", field.numbers.count);
    Some(("minimum", 0.into(), because))
}

/// Names the format that all texts are of, where there is one.
fn only_format(field: &Field) -> Option<&'static str> {
    let texts = field.of_type(Type::String);
    let all = |format: &&&str| field.formats.get(**format) == Some(&texts);
    (texts > 0)
        .then(|| MOST_TELLING.iter().find(all).copied())
        .flatten()
}

fn seen_types(field: &Field) -> TypeSet {
    let seen = Type::ALL
        .into_iter()
        .filter(|kind| field.of_type(*kind) > 0);
    seen.fold(TypeSet::NONE, |types, kind| {
        types.union(TypeSet::only(kind))
    })
}

/// Spells types as the keyword does.
fn names(types: TypeSet) -> Value {
    let fraction = types.has(Type::Fraction);
    let told = types
        .iter()
        .filter(|kind| !(*kind == Type::Integer && fraction));
    let names: Vec<&str> = told.map(type_name).collect();
    match names[..] {
        [name] => name.into(),
        _ => names.into(),
    }
}

/// Formats, those first that say the most.
const MOST_TELLING: [&str; 8] = [
    "uuid",
    "date-time",
    "date",
    "time",
    "email",
    "ipv4",
    "ipv6",
    "uri",
];
/// How many values may be listed.
const MOST_LISTED: usize = 12;
/// How often each of them has to be seen.
const OFTEN: u64 = 3;
