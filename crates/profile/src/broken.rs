use std::collections::BTreeMap;

use frontdesk_json::{Pointer, excerpt, is_secret};
use frontdesk_schema::outline::Type;
use frontdesk_schema::{Schema, Violation};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::address::{Addresses, type_name};
use crate::sketch::Spread;

/// What of a schema the traffic broke, and how.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct BrokenRules {
    /// By the address of the schema's place, the keyword, and what was there instead.
    rules: BTreeMap<String, BrokenRule>,
    /// How often others were broken, which are too many to tell apart.
    pub(crate) others: u64,
}

/// A keyword that refused.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct BrokenRule {
    /// The place of the schema that holds the keyword.
    pub(crate) schema: String,
    pub(crate) keyword: String,
    /// Where in the message, as the pointer of a field.
    pub(crate) field: String,
    /// What was there instead: a value, the name of a type or of a member.
    pub(crate) instead: Value,
    pub(crate) count: u64,
    /// What was measured, where the keyword is a bound.
    pub(crate) measured: Spread,
}

impl BrokenRules {
    /// Takes in what a schema refuses of a document.
    pub(crate) fn observe(&mut self, schema: &Schema, addresses: &Addresses, document: &Value) {
        for violation in schema.violations(document) {
            self.note(innermost(&violation), addresses, document);
        }
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.others += other.others;
        for (key, rule) in &other.rules {
            self.add(key.clone(), rule.clone());
        }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &BrokenRule> {
        self.rules.values()
    }

    fn note(&mut self, violation: &Violation, addresses: &Addresses, document: &Value) {
        let Some(value) = violation.instance.resolve(document) else {
            return;
        };
        let schema = crate::address::spelled(violation.resource.as_deref(), &violation.schema);
        let field = field(&violation.instance, document);
        let mut measured = Spread::default();
        let mut instead = Vec::new();
        match violation.keyword.as_str() {
            "required" => instead = missing(value, addresses.required(&schema)),
            "additionalProperties" | "unevaluatedProperties" => {
                instead = undeclared(value, addresses, &schema);
            }
            "type" => instead.push(type_name(Type::of(value)).into()),
            "enum" | "const" | "format" | "pattern" => {
                instead.push(shown(value, &violation.instance));
            }
            _ => {
                measure(value, &mut measured);
                instead.push(Value::Null);
            }
        }
        for instead in instead {
            let rule = BrokenRule {
                schema: schema.clone(),
                keyword: violation.keyword.clone(),
                field: field.clone(),
                instead,
                count: 1,
                measured: measured.clone(),
            };
            let key = format!("{} {} {}", rule.schema, rule.keyword, rule.instead);
            self.add(key, rule);
        }
    }

    fn add(&mut self, key: String, rule: BrokenRule) {
        if let Some(own) = self.rules.get_mut(&key) {
            own.count += rule.count;
            own.measured.merge(&rule.measured);
            // The least field is shown, whichever came first.
            own.field = own.field.clone().min(rule.field);
        } else if self.rules.len() < KEPT {
            self.rules.insert(key, rule);
        } else {
            self.others += rule.count;
        }
    }
}

/// Finds what is wrong where a value was meant for one branch of a union: the one that refuses least.
fn innermost(violation: &Violation) -> &Violation {
    let nearest = violation.branches.iter().min_by_key(|branch| branch.len());
    nearest
        .and_then(|branch| branch.first())
        .map_or(violation, innermost)
}

/// Spells a place in a document as the pointer of a field.
fn field(instance: &Pointer, document: &Value) -> String {
    let mut around = Pointer::root();
    let mut field = Pointer::root();
    for token in instance.tokens() {
        let in_array = around.resolve(document).is_some_and(Value::is_array);
        field.push(if in_array { "*" } else { token });
        around.push(token);
    }
    field.to_string()
}

fn missing<'r>(value: &Value, required: impl Iterator<Item = &'r str>) -> Vec<Value> {
    let there = |name: &&str| value.get(*name).is_some();
    required
        .filter(|name| !there(name))
        .map(Value::from)
        .collect()
}

fn undeclared(value: &Value, addresses: &Addresses, schema: &str) -> Vec<Value> {
    let names = value
        .as_object()
        .into_iter()
        .flat_map(|members| members.keys());
    names
        .filter(|name| !addresses.declares(schema, name))
        .take(KEPT_NAMES)
        .map(|name| Value::from(excerpt(name, 64)))
        .collect()
}

fn measure(value: &Value, measured: &mut Spread) {
    match value {
        Value::Number(number) => measured.insert(number.as_f64().unwrap_or_default()),
        Value::String(text) => measured.insert_count(text.chars().count()),
        Value::Array(items) => measured.insert_count(items.len()),
        Value::Object(members) => measured.insert_count(members.len()),
        Value::Null | Value::Bool(_) => {}
    }
}

fn shown(value: &Value, place: &Pointer) -> Value {
    match value {
        _ if is_secret(place) => "[redacted]".into(),
        Value::String(text) => excerpt(text, 64).into(),
        Value::Array(_) | Value::Object(_) => type_name(Type::of(value)).into(),
        value => value.clone(),
    }
}

/// How many broken rules are told apart.
const KEPT: usize = 256;
/// How many undeclared members of one object are named.
const KEPT_NAMES: usize = 16;
