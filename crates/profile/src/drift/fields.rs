use std::collections::BTreeSet;

use frontdesk_corpus::{Personal, Redactor};
use frontdesk_report::{Finding, RuleId};
use frontdesk_schema::outline::Type;
use serde_json::{Value, json};

use super::DriftConfig;
use super::chance::{Doubt, Rate};
use super::rules::{
    FIELD_APPEARED, FIELD_VANISHED, FORMAT_CHANGED, PRESENCE_CHANGED, RANGE_CHANGED, TYPE_APPEARED,
    TYPE_VANISHED, VALUE_APPEARED, VALUE_VANISHED, VALUES_SHIFTED,
};
use crate::address::type_name;
use crate::field::{Field, number};
use crate::sketch::Spread;
use crate::tree::{NodeId, Step, Tree, pointer};

/// Compares all fields of a message, from the whole to its parts.
pub(super) fn compare(
    message: &str,
    old: &Tree,
    new: &Tree,
    config: &DriftConfig,
    doubt: Doubt,
) -> Vec<Finding> {
    let mut comparison = Comparison {
        message,
        old,
        new,
        config,
        doubt,
        redactor: Redactor::default().masking([Personal::Email, Personal::Phone]),
        findings: Vec::new(),
    };
    comparison.both(&mut Vec::new(), 0, 0);
    comparison.findings
}

struct Comparison<'c> {
    message: &'c str,
    old: &'c Tree,
    new: &'c Tree,
    config: &'c DriftConfig,
    doubt: Doubt,
    redactor: Redactor,
    findings: Vec<Finding>,
}

type Way<'c> = Vec<&'c Step<'static>>;

impl<'c> Comparison<'c> {
    /// Compares a field that both have, and its parts.
    fn both(&mut self, way: &mut Way<'c>, old: NodeId, new: NodeId) {
        let (old_field, new_field) = (self.old.field(old), self.new.field(new));
        self.types(way, old_field, new_field);
        self.values(way, old_field, new_field);
        self.formats(way, old_field, new_field);
        self.ranges(way, old_field, new_field);
        let olds: Vec<_> = self.old.children(old).collect();
        let news: Vec<_> = self.new.children(new).collect();
        let steps: BTreeSet<&Step<'static>> =
            olds.iter().chain(&news).map(|(step, _)| *step).collect();
        let find = |among: &[(&'c Step<'static>, NodeId)], step| {
            among
                .iter()
                .find(|(own, _)| *own == step)
                .map(|(_, node)| *node)
        };
        for step in steps {
            way.push(step);
            self.part(way, (old, find(&olds, step)), (new, find(&news, step)));
            way.pop();
        }
    }

    /// Compares a part that one of them may lack.
    fn part(
        &mut self,
        way: &mut Way<'c>,
        (old_parent, old): (NodeId, Option<NodeId>),
        (new_parent, new): (NodeId, Option<NodeId>),
    ) {
        let objects = |tree: &Tree, node| tree.field(node).of_type(Type::Object);
        let present =
            |tree: &Tree, node: Option<NodeId>| node.map_or(0, |node| tree.field(node).present);
        let before = (present(self.old, old), objects(self.old, old_parent));
        let after = (present(self.new, new), objects(self.new, new_parent));
        match (old, new) {
            (Some(old), Some(new)) => {
                let item = matches!(way.last(), Some(Step::Item | Step::Key));
                if !item && self.doubt.differ(before, after) {
                    let what = format!("present in {}, and was in {}", rate(after), rate(before));
                    self.find(PRESENCE_CHANGED, way, &what, of(before), of(after));
                }
                self.both(way, old, new);
            }
            (None, Some(_)) if after.0 >= self.config.rare && before.1 > 0 => {
                let what = format!("new: {} of it", after.0);
                self.find(FIELD_APPEARED, way, &what, of(before), of(after));
            }
            (Some(_), None) if before.0 >= self.config.rare && after.1 > 0 => {
                let what = format!("gone: there were {}", before.0);
                self.find(FIELD_VANISHED, way, &what, of(before), of(after));
            }
            _ => {}
        }
    }

    fn types(&mut self, way: &Way<'c>, old: &Field, new: &Field) {
        let whole = |field: &Field| field.of_type(Type::Integer) > 0;
        for kind in Type::ALL {
            let before = (old.of_type(kind), old.present);
            let after = (new.of_type(kind), new.present);
            // Whole numbers are chance where there are fractions, unless there were many.
            let chance = match kind {
                Type::Fraction => whole(old) && old.of_type(Type::Integer) < MANY,
                Type::Integer => old.of_type(Type::Fraction) > 0,
                _ => false,
            };
            let name = type_name(kind);
            if before.0 == 0 && after.0 >= self.config.rare && !chance && after.0 > 0 {
                let what = format!("of type {name} in {}, and never was", rate(after));
                self.find(TYPE_APPEARED, way, &what, of(before), of(after));
            } else if before.0 > 0 && after.0 == 0 && self.doubt.differ(before, after) {
                let what = format!("no longer of type {name}, and was in {}", rate(before));
                self.find(TYPE_VANISHED, way, &what, of(before), of(after));
            }
        }
    }

    fn values(&mut self, way: &Way<'c>, old: &Field, new: &Field) {
        if !is_few(old) {
            return;
        }
        let share = |field: &Field, hash| (field.values.count_of(hash), field.present);
        let hashes = old.values.iter().chain(new.values.iter());
        let values: std::collections::BTreeMap<u64, Value> =
            hashes.map(|(hash, entry)| (hash, entry.value)).collect();
        for (hash, value) in values {
            let (before, after) = (share(old, hash), share(new, hash));
            let shown = match value {
                Value::String(text) => Value::from(self.redactor.text(&text)),
                value => value,
            };
            if before.0 == 0 && after.0 >= self.config.rare {
                let what = format!("the value {shown} in {}, and never was", rate(after));
                self.find(VALUE_APPEARED, way, &what, of(before), of(after));
            } else if self.doubt.differ(before, after) {
                let (rule, what) = if after.0 == 0 {
                    (VALUE_VANISHED, "no longer".to_owned())
                } else {
                    (VALUES_SHIFTED, format!("in {}", rate(after)))
                };
                let what = format!("the value {shown} {what}, and was in {}", rate(before));
                self.find(rule, way, &what, of(before), of(after));
            }
        }
    }

    fn formats(&mut self, way: &Way<'c>, old: &Field, new: &Field) {
        let names: BTreeSet<&String> = old.formats.keys().chain(new.formats.keys()).collect();
        for name in names {
            let count = |field: &Field| {
                let of_format = field.formats.get(name).copied().unwrap_or_default();
                (of_format, field.of_type(Type::String))
            };
            let (before, after) = (count(old), count(new));
            if self.doubt.differ(before, after) {
                let what = format!(
                    "of format {name} in {}, and was in {}",
                    rate(after),
                    rate(before)
                );
                self.find(FORMAT_CHANGED, way, &what, of(before), of(after));
            }
        }
    }

    fn ranges(&mut self, way: &Way<'c>, old: &Field, new: &Field) {
        // Few values have been compared one by one.
        let few = is_few(old);
        let spreads = [
            ("numbers", &old.numbers, &new.numbers, few),
            ("lengths", &old.lengths, &new.lengths, few),
            ("items", &old.items, &new.items, false),
        ];
        for (what, before, after, skip) in spreads {
            if !skip && self.doubt.spread_differently(before, after) {
                let text = format!("{what} of {}, and were of {}", range(after), range(before));
                self.find(
                    RANGE_CHANGED,
                    way,
                    &text,
                    of_spread(before),
                    of_spread(after),
                );
            }
        }
    }

    fn find(&mut self, rule: RuleId, way: &Way<'c>, what: &str, old: Value, new: Value) {
        let place = pointer(way);
        let shown = if place.is_empty() {
            "the whole"
        } else {
            &place
        };
        let finding = Finding::new(rule, format!("{} {shown}: {what}", self.message))
            .at_instance(&place)
            .with("contract_message", self.message)
            .with("old", old)
            .with("new", new);
        self.findings.push(finding);
    }
}

/// Tells whether a field has few values, each seen often enough that another one says something.
fn is_few(field: &Field) -> bool {
    let values = &field.values;
    let told =
        field.of_type(Type::String) + field.of_type(Type::Boolean) + field.of_type(Type::Integer);
    values.is_complete()
        && (1..=FEW).contains(&values.distinct())
        && told >= values.distinct() * OFTEN
}

fn rate((of, all): Rate) -> String {
    format!("{of} of {all}")
}

fn of((of, all): Rate) -> Value {
    json!([of, all])
}

fn of_spread(spread: &Spread) -> Value {
    json!({
        "least": number(spread.least),
        "half": number(spread.percentile(50)),
        "greatest": number(spread.greatest),
    })
}

fn range(spread: &Spread) -> String {
    format!(
        "{}..{} (half up to {})",
        number(spread.least),
        number(spread.greatest),
        number(spread.percentile(50))
    )
}

/// How many whole numbers make a fraction remarkable.
const MANY: u64 = 30;
/// How many different values are few.
const FEW: u64 = 16;
/// How often each of them is seen, on average.
const OFTEN: u64 = 5;
