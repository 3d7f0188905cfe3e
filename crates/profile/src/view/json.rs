use frontdesk_corpus::{Personal, Redactor};
use frontdesk_schema::outline::Type;
use serde_json::{Map, Value, json};

use super::{MessageView, View};
use crate::address::type_name;
use crate::field::{Field, number};
use crate::moment::Seen;
use crate::sketch::{Spread, Values};
use crate::suggest::{Operation, Suggestion};
use crate::tree::{KEPT_FIELDS, KEPT_MEMBERS, pointer};
use crate::{DISTINCT_ERROR, KEPT_VALUES, QUANTILE_ERROR};

impl View {
    /// Spells the profile as JSON; [`profile_schema`](crate::profile_schema) describes it.
    ///
    /// Equal profiles give equal documents. Values under the names of secrets are never in it, nor are
    /// tokens, addresses of e-mail and telephone numbers.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let redactor = Redactor::default().masking([Personal::Email, Personal::Phone]);
        let messages = self.messages.iter();
        let messages: Map<String, Value> = messages
            .map(|(name, view)| (name.clone(), view.to_json(&redactor)))
            .collect();
        json!({
            "partitions": self.partitions,
            "unreadable": self.unreadable,
            "bounds": {
                "values": KEPT_VALUES,
                "distinct_error": DISTINCT_ERROR,
                "quantile_error": QUANTILE_ERROR,
                "undeclared_members": KEPT_MEMBERS,
                "fields": KEPT_FIELDS,
            },
            "messages": messages,
        })
    }
}

impl MessageView {
    fn to_json(&self, redactor: &Redactor) -> Value {
        let part = &self.part;
        let mut message = object(json!({
            "documents": part.documents,
            "refused": part.refused,
            "meant_to_fail": part.meant_to_fail,
            "fields": self.fields(redactor),
            "near_limits": self.near_limits.iter().map(|near| json!({
                "pointer": near.pointer,
                "schema": near.schema,
                "keyword": near.keyword,
                "limit": near.limit,
                "observed": near.observed,
            })).collect::<Value>(),
            "suggestions": self.suggestions.iter().map(suggestion).collect::<Value>(),
        }));
        seen(&mut message, part.seen);
        if !part.versions.is_empty() {
            message.insert("versions".to_owned(), json!(part.versions));
        }
        if let Some(leaves) = &self.leaves {
            let all = json!({"all": leaves.all, "exercised": leaves.exercised});
            message.insert("leaves".to_owned(), all);
        }
        let missing = self.leaves.iter().flat_map(|leaves| &leaves.missing);
        let missing = missing.map(|missing| {
            let mut one = object(json!({"schema": missing.schema, "leaves": missing.leaves}));
            if let Some(value) = &missing.value {
                one.insert("value".to_owned(), value.clone());
            }
            if let Some(kind) = missing.kind {
                one.insert("type".to_owned(), kind.into());
            }
            Value::Object(one)
        });
        message.insert("unexercised".to_owned(), missing.collect());
        Value::Object(message)
    }

    /// Lists every field, in the order of the pointers' names.
    fn fields(&self, redactor: &Redactor) -> Value {
        let tree = &self.part.fields;
        let fields = tree.fields().into_iter().map(|(way, node, parent)| {
            let parents = parent.map_or(self.part.documents, |parent| {
                let around = tree.field(parent);
                around.of_type(Type::Object) + around.of_type(Type::Array)
            });
            let mut field = field(tree.field(node), redactor);
            field.insert("pointer".to_owned(), pointer(&way).into());
            field.insert("parents".to_owned(), parents.into());
            Value::Object(field)
        });
        fields.collect()
    }
}

/// Spells a field without its place.
fn field(field: &Field, redactor: &Redactor) -> Map<String, Value> {
    let types = Type::ALL
        .into_iter()
        .filter(|kind| field.of_type(*kind) > 0);
    let types: Map<String, Value> = types
        .map(|kind| (type_name(kind).to_owned(), field.of_type(kind).into()))
        .collect();
    let mut shown = object(json!({"present": field.present, "types": types}));
    let mut say = |name: &str, value: Value| drop(shown.insert(name.to_owned(), value));
    if field.undeclared > 0 {
        say("undeclared", field.undeclared.into());
    }
    let spreads = [
        ("number", &field.numbers),
        ("length", &field.lengths),
        ("items", &field.items),
        ("members", &field.members),
    ];
    for (name, spread) in spreads {
        if spread.count > 0 {
            say(name, of_spread(spread));
        }
    }
    if !field.formats.is_empty() {
        say("formats", json!(field.formats));
    }
    if field.values.distinct() > 0 {
        say("distinct", field.values.distinct().into());
        say("values", of_values(&field.values, redactor));
        if !field.values.is_complete() {
            say("values_may_lack", field.values.forgotten().into());
        }
    }
    if field.other_members > 0 {
        say(
            "not_followed",
            json!({
                "members": field.other_members,
                "names": field.others.distinct(),
                "examples": examples(&field.others, redactor),
            }),
        );
    }
    if !field.versions.is_empty() {
        say("versions", json!(field.versions));
    }
    seen(&mut shown, field.seen);
    shown
}

fn of_spread(spread: &Spread) -> Value {
    json!({
        "least": number(spread.least),
        "half": number(spread.percentile(50)),
        "most": number(spread.percentile(99)),
        "greatest": number(spread.greatest),
    })
}

/// Lists all values while they are few, and those seen more than once after.
fn of_values(values: &Values, redactor: &Redactor) -> Value {
    let counted = counted(values, redactor).into_iter().take(SHOWN);
    counted
        .map(|(value, count)| json!({"value": value, "count": count}))
        .collect()
}

/// Counts values as they are shown; masked ones may be the same.
pub(super) fn counted(values: &Values, redactor: &Redactor) -> Vec<(Value, u64)> {
    let mut counted: Vec<(Value, u64)> = Vec::new();
    for entry in values.most_frequent() {
        let value = masked(&entry.value, redactor);
        match counted.iter_mut().find(|(known, _)| *known == value) {
            Some((_, count)) => *count += entry.count,
            None => counted.push((value, entry.count)),
        }
    }
    counted.retain(|(_, count)| values.is_complete() || *count > 1);
    counted
}

fn examples(values: &Values, redactor: &Redactor) -> Vec<Value> {
    let entries = values.most_frequent().into_iter().take(3);
    entries
        .map(|entry| masked(&entry.value, redactor))
        .collect()
}

fn masked(value: &Value, redactor: &Redactor) -> Value {
    match value {
        Value::String(text) => redactor.text(text).into(),
        value => value.clone(),
    }
}

fn seen(shown: &mut Map<String, Value>, seen: Seen) {
    for (name, moment) in [("first_seen", seen.first), ("last_seen", seen.last)] {
        if let Some(moment) = moment {
            shown.insert(name.to_owned(), moment.to_string().into());
        }
    }
}

fn suggestion(suggestion: &Suggestion) -> Value {
    let operations = suggestion.operations.iter();
    json!({
        "kind": suggestion.kind.as_str(),
        "patch": operations.map(Operation::to_json).collect::<Value>(),
        "because": suggestion.because,
        "seen": suggestion.seen,
        "checked": {
            "documents": suggestion.checked.documents,
            "newly_accepted": suggestion.checked.newly_accepted,
            "newly_refused": 0,
        },
    })
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

/// How many values of a field are listed.
const SHOWN: usize = 16;
