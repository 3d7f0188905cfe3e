use std::collections::BTreeSet;

use frontdesk_payload::{Seeded, Source as _};
use serde_json::{Value, json};

use crate::case::{Case, Phase};
use crate::place;

/// Changes cases whose answers were new, a little at a time.
pub(super) struct Search {
    source: Seeded,
}

impl Search {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            source: Seeded::new(seed ^ 0x0005_ea4c),
        }
    }

    /// Makes a case of one that was interesting, with parts of another and words of the operation.
    pub(super) fn mutated(&mut self, interesting: &[Case], words: &[Value]) -> Option<Case> {
        let base = self.pick(interesting)?.clone();
        let other = self.pick(interesting)?.clone();
        let mut case = base;
        // What is done besides was tried, and may take its time.
        if self.below(KEPT_TWISTS) > 0 {
            case.twists.clear();
        }
        case.phase = Phase::Search;
        "a change of a case with a new answer".clone_into(&mut case.intent);
        for _ in 0..=self.below(3) {
            self.mutate(
                &mut case.value,
                &other,
                words,
                case.operation == other.operation,
            );
        }
        case.value.is_object().then_some(case)
    }

    fn mutate(&mut self, value: &mut Value, other: &Case, words: &[Value], related: bool) {
        let places: Vec<_> = place::all(value)
            .into_iter()
            .map(|(at, _)| at)
            .filter(|at| at.len() > 1)
            .collect();
        let Some(at) = self.pick(&places).cloned() else {
            return;
        };
        match self.below(7) {
            0 => {
                place::remove(value, &at);
            }
            1 | 2 => {
                if let Some(word) = self.pick(words).cloned() {
                    place::put(value, &at, word);
                }
            }
            3 | 4 if related => {
                // What stands at the same place of the other case.
                let at = place::of(&at);
                let from = place::instances(&at, &other.value);
                let to = place::instances(&at, value);
                if let (Some(from), Some(to)) = (self.pick(&from), self.pick(&to)) {
                    let part = from.resolve(&other.value).cloned().unwrap_or(Value::Null);
                    place::put(value, to, part);
                }
            }
            5 if related => {
                let theirs: BTreeSet<_> = place::all(&other.value)
                    .into_iter()
                    .map(|(at, _)| at)
                    .collect();
                let theirs: Vec<_> = theirs
                    .into_iter()
                    .filter(|at| at.len() > 1 && at.resolve(value).is_none())
                    .collect();
                if let Some(at) = self.pick(&theirs) {
                    let part = at.resolve(&other.value).cloned().unwrap_or(Value::Null);
                    place::put(value, at, part);
                }
            }
            _ => {
                if let Some(new) = at.resolve(value).map(|old| self.near(old)) {
                    place::put(value, &at, new);
                }
            }
        }
    }

    fn near(&mut self, value: &Value) -> Value {
        match value {
            Value::Bool(is) => json!(!is),
            Value::Number(number) => {
                let step = [1, -1, 2, 10, 100, -100, 1_000][self.index(7)];
                match number.as_i64() {
                    Some(integer) if self.below(3) > 0 => json!(integer.saturating_add(step)),
                    Some(integer) => json!(integer.saturating_mul(step)),
                    None => json!(number.as_f64().unwrap_or(0.0) * 2.0),
                }
            }
            Value::String(text) => match self.below(4) {
                0 => json!(format!("{text}{text}")),
                1 => json!(text.chars().rev().collect::<String>()),
                2 => json!(
                    text.chars()
                        .take(text.chars().count() / 2)
                        .collect::<String>()
                ),
                _ => json!(format!("{text}é")),
            },
            Value::Array(items) => {
                let mut items = items.clone();
                if let Some(item) = self.pick(&items).cloned() {
                    items.push(item);
                }
                Value::Array(items)
            }
            other => other.clone(),
        }
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.source.below(bound)
    }

    fn index(&mut self, bound: usize) -> usize {
        usize::try_from(self.below(bound as u64)).unwrap_or(0)
    }

    fn pick<'i, I>(&mut self, items: &'i [I]) -> Option<&'i I> {
        if items.is_empty() {
            return None;
        }
        let index = self.index(items.len());
        items.get(index)
    }
}

/// Of so many cases one keeps what is done besides.
const KEPT_TWISTS: u64 = 16;
