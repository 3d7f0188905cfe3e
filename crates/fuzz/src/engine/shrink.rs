use frontdesk_json::Pointer;
use serde_json::{Value, json};

use super::known::Known;
use super::probe::{Probe, same_label};
use crate::case::{Case, Twist};
use crate::expectation::Expectation;
use crate::place;
use crate::rest::PADDED;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// Makes a failing case as small as the endpoint, the contract and the budget allow.
pub(super) async fn shrink<T: Target>(
    probe: &mut Probe<'_, T>,
    failing: (Case, Trial, Suspicion),
) -> (Case, Trial, Suspicion) {
    let mut shrinking = shrinking(probe, failing);
    // What goes early need not be looked at again, and what could not go may go after other things.
    for _ in 0..PASSES {
        let before = shrinking.smallest.0.value.clone();
        shrinking.unpad().await;
        shrinking.hoist().await;
        shrinking.remove().await;
        shrinking.simplify().await;
        if shrinking.smallest.0.value == before {
            break;
        }
    }
    shrinking.smallest
}

/// Puts values of a request that was taken in the place of those that do not matter.
pub(super) async fn toward_good<T: Target>(
    probe: &mut Probe<'_, T>,
    failing: (Case, Trial, Suspicion),
) -> (Case, Trial, Suspicion) {
    let Some(good) = probe.shared.good(failing.0.operation) else {
        return failing;
    };
    let mut shrinking = shrinking(probe, failing);
    for (at, value) in owned(&shrinking.case().value) {
        if shrinking.probe.is_spent() {
            break;
        }
        let is_leaf = !value.is_object() && !value.is_array();
        let there = place::instances(&place::of(&at), &good).into_iter().next();
        let Some(other) = there.and_then(|there| there.resolve(&good)) else {
            continue;
        };
        if is_leaf && *other != value {
            shrinking.keeps_at(&at, other.clone()).await;
        }
    }
    shrinking.smallest
}

fn shrinking<'p, 's, T: Target>(
    probe: &'p mut Probe<'s, T>,
    failing: (Case, Trial, Suspicion),
) -> Shrinking<'p, 's, T> {
    let expectation = failing.1.expectation.clone();
    let known = probe.shared.known();
    // A step into the arms of a cause that is known would lose the one that is not.
    let elsewhere = known.into_iter().filter(|known| {
        !known.is_always() && known.operation == failing.0.operation && !known.matches(&failing.0)
    });
    let elsewhere = elsewhere.collect();
    Shrinking {
        probe,
        expectation,
        elsewhere,
        smallest: failing,
    }
}

struct Shrinking<'p, 's, T> {
    probe: &'p mut Probe<'s, T>,
    expectation: Expectation,
    /// Causes that the case does not have.
    elsewhere: Vec<Known>,
    smallest: (Case, Trial, Suspicion),
}

impl<T: Target> Shrinking<'_, '_, T> {
    fn case(&self) -> &Case {
        &self.smallest.0
    }

    /// Tries a case; keeps it where it fails in the same way and is right or wrong as before.
    async fn keeps(&mut self, candidate: Case) -> bool {
        // To judge a large request takes its time, in which others are to have their turn.
        tokio::task::yield_now().await;
        if self.probe.is_spent() {
            return false;
        }
        let label = self.probe.shared.target.expect(&candidate);
        let known = |known: &Known| known.matches(&candidate);
        let more_wrong = wrongs(&label) > wrongs(&self.expectation);
        if !same_label(&label, &self.expectation) || more_wrong || self.elsewhere.iter().any(known)
        {
            return false;
        }
        match self.probe.fails(&candidate).await {
            Some((trial, suspicion)) => {
                self.smallest = (candidate, trial, suspicion);
                true
            }
            None => false,
        }
    }

    async fn keeps_value(&mut self, value: Value) -> bool {
        value != self.case().value && self.keeps(self.case().with_value(value)).await
    }

    async fn keeps_at(&mut self, at: &Pointer, new: Value) -> bool {
        if self.probe.is_spent() {
            return false;
        }
        let mut value = self.case().value.clone();
        if !place::put(&mut value, at, new) {
            return false;
        }
        self.probe.fixed.about = vec![at.clone()];
        let keeps = self.keeps_value(value).await;
        self.probe.fixed.about.clear();
        keeps
    }

    /// Puts fewer blanks after the body.
    async fn unpad(&mut self) {
        for (name, _) in PADDED {
            let mut candidate = self.case().clone();
            for twist in &mut candidate.twists {
                if let Twist::Spelling(spelling) = twist
                    && PADDED.iter().any(|(padded, _)| *padded == spelling.name)
                {
                    name.clone_into(&mut spelling.name);
                }
            }
            if candidate == *self.case() || self.keeps(candidate).await {
                return;
            }
        }
    }

    /// Lets containers take the place of containers around them: the way out of recursion.
    async fn hoist(&mut self) {
        let mut tried = 0;
        let nodes = owned(&self.case().value);
        for (at, value) in &nodes {
            let container = value.is_object() || value.is_array();
            if at.len() < 3 || !container || at.resolve(&self.case().value) != Some(value) {
                continue;
            }
            let mut outer = at.parent().and_then(|parent| parent.parent());
            while let Some(ancestor) = outer {
                if ancestor.is_root() || tried >= MOST_HOISTS {
                    break;
                }
                let same = ancestor
                    .resolve(&self.case().value)
                    .is_some_and(|other| other.is_object() == value.is_object());
                if same && ancestor.last() == at.last() {
                    tried += 1;
                    if self.keeps_at(&ancestor, value.clone()).await {
                        break;
                    }
                }
                outer = ancestor.parent();
            }
        }
    }

    async fn remove(&mut self) {
        let mut nodes = owned(&self.case().value);
        nodes.sort_by_key(|(_, value)| std::cmp::Reverse(value.to_string().len()));
        for (at, _) in nodes {
            if at.resolve(&self.case().value).is_none() {
                continue;
            }
            if self.probe.is_spent() {
                return;
            }
            // What is an item of many was tried with its array.
            if at.parent().is_some_and(|of| self.count(&of) > 2) {
                continue;
            }
            if let Some(Value::Array(items)) = at.resolve(&self.case().value)
                && items.len() > 2
            {
                self.cut(&at).await;
            }
            if at.is_root() {
                continue;
            }
            let mut value = self.case().value.clone();
            if place::remove(&mut value, &at) {
                self.keeps_value(value).await;
            }
        }
    }

    /// Takes items out of an array, half of them at first.
    async fn cut(&mut self, at: &Pointer) {
        self.fewest(at).await;
        // So many are there for their number mostly, and not for what is in them.
        if self.count(at) > MOST_ITEMS && self.equal(at).await {
            return;
        }
        let mut part = self.count(at) / 2;
        while part > 0 && !self.probe.is_spent() {
            let mut from = 0;
            while from < self.count(at) && !self.probe.is_spent() {
                let mut items = self.items(at);
                let end = (from + part).min(items.len());
                items.drain(from..end);
                if !self.keeps_at(at, Value::Array(items)).await {
                    from += part;
                }
                if self.probe.is_spent() {
                    return;
                }
            }
            part /= 2;
        }
    }

    /// Takes items from the end, so that the least number of the first ones is left.
    async fn fewest(&mut self, at: &Pointer) {
        let (mut good, mut bad) = (0, self.count(at));
        while good + 1 < bad && !self.probe.is_spent() {
            let middle = usize::midpoint(good, bad);
            let mut items = self.items(at);
            items.truncate(middle);
            if self.keeps_at(at, Value::Array(items)).await {
                bad = middle;
            } else {
                good = middle;
            }
        }
    }

    /// Makes all items the same, a plain one where that will do.
    async fn equal(&mut self, at: &Pointer) -> bool {
        let items = self.items(at);
        let Some(first) = items.first() else {
            return false;
        };
        let plain = match first {
            Value::String(_) => json!(""),
            Value::Number(_) => json!(0),
            Value::Array(_) => json!([]),
            other => other.clone(),
        };
        for one in [plain, first.clone()] {
            let same = Value::Array(vec![one; items.len()]);
            if same == json!(items) || self.keeps_at(at, same).await {
                return true;
            }
        }
        false
    }

    fn count(&self, at: &Pointer) -> usize {
        let items = at.resolve(&self.case().value).and_then(Value::as_array);
        items.map_or(0, Vec::len)
    }

    fn items(&self, at: &Pointer) -> Vec<Value> {
        match at.resolve(&self.case().value) {
            Some(Value::Array(items)) => items.clone(),
            _ => Vec::new(),
        }
    }

    async fn simplify(&mut self) {
        for (at, value) in owned(&self.case().value) {
            if at.resolve(&self.case().value) != Some(&value) {
                continue;
            }
            if self.probe.is_spent() {
                return;
            }
            if at.parent().is_some_and(|of| self.count(&of) > MOST_ITEMS) {
                continue;
            }
            if let Some(same) = written_alike(&at, &value)
                && self.keeps_at(&at, same).await
            {
                continue;
            }
            match value {
                Value::Bool(true) => {
                    self.keeps_at(&at, json!(false)).await;
                }
                Value::String(text) => self.text(&at, &text).await,
                Value::Number(number) => {
                    if let Some(integer) = number.as_i64() {
                        self.integer(&at, integer).await;
                    } else if let Some(float) = number.as_f64() {
                        self.float(&at, float).await;
                    }
                }
                Value::Null | Value::Bool(false) | Value::Array(_) | Value::Object(_) => {}
            }
        }
    }

    async fn text(&mut self, at: &Pointer, text: &str) {
        let mut characters: Vec<char> = text.chars().collect();
        if characters.is_empty() || self.keeps_at(at, json!("")).await {
            return;
        }
        if characters != ['a'] && self.keeps_at(at, json!("a")).await {
            return;
        }
        // With the length kept, plain letters are easier on the eye, and say that it is the length.
        let plain = vec!['a'; characters.len()];
        let spelled = |characters: &[char]| json!(characters.iter().collect::<String>());
        if characters != plain && self.keeps_at(at, spelled(&plain)).await {
            characters = plain;
        }
        if characters.iter().all(|character| *character == 'a') {
            let (mut good, mut bad) = (1, characters.len());
            while good + 1 < bad && !self.probe.is_spent() {
                let middle = usize::midpoint(good, bad);
                if self.keeps_at(at, spelled(&vec!['a'; middle])).await {
                    bad = middle;
                } else {
                    good = middle;
                }
            }
            return;
        }
        let mut part = characters.len() / 2;
        while part > 0 && !self.probe.is_spent() {
            let mut from = 0;
            while from < characters.len() && !self.probe.is_spent() {
                let mut shorter = characters.clone();
                shorter.drain(from..(from + part).min(shorter.len()));
                if self.keeps_at(at, spelled(&shorter)).await {
                    characters = shorter;
                } else {
                    from += part;
                }
            }
            part /= 2;
        }
        if characters.len() <= MOST_CHARACTERS {
            for index in 0..characters.len() {
                let mut easier = characters.clone();
                easier[index] = 'a';
                if self.keeps_at(at, spelled(&easier)).await {
                    characters = easier;
                }
            }
        }
    }

    async fn float(&mut self, at: &Pointer, float: f64) {
        for simple in [0.0, 0.5, 1.5] {
            if f64::abs(simple) < float.abs() && self.keeps_at(at, json!(simple)).await {
                return;
            }
        }
        if float.abs() > 1.0 {
            // A whole number is cut by halves in the next pass.
            #[expect(
                clippy::cast_possible_truncation,
                reason = "far from the ends of 64 bits"
            )]
            if float.abs() < 9e15 {
                self.keeps_at(at, json!(float.trunc() as i64)).await;
            }
            return;
        }
        // Near 0, the power of ten that is furthest from it.
        let power = |exponent: i32| json!(10_f64.powi(-exponent).copysign(float));
        let (mut good, mut bad) = (0, 308);
        while good + 1 < bad && !self.probe.is_spent() {
            let middle = i32::midpoint(good, bad);
            if self.keeps_at(at, power(middle)).await {
                bad = middle;
            } else {
                good = middle;
            }
        }
    }

    async fn integer(&mut self, at: &Pointer, integer: i64) {
        for simple in [0, 1] {
            if integer == simple || self.keeps_at(at, json!(simple)).await {
                return;
            }
        }
        // By halves to the smallest of the same sign that fails, where failing begins at a bound.
        let (mut good, mut bad) = (0_i64, integer);
        while bad.abs_diff(good) > 1 && !self.probe.is_spent() {
            let middle = good.midpoint(bad);
            if middle == bad || middle == good {
                break;
            }
            if self.keeps_at(at, json!(middle)).await {
                bad = middle;
            } else {
                good = middle;
            }
        }
    }
}

/// Returns the value that a parameter most likely is, where another is written in the same way.
fn written_alike(at: &Pointer, value: &Value) -> Option<Value> {
    if at.len() != 2 || !matches!(at.tokens().next(), Some("query" | "header" | "cookie")) {
        return None;
    }
    match value {
        Value::Array(items) => match items.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        },
        Value::String(text) => {
            let read: Value = serde_json::from_str(text).ok()?;
            (read.is_boolean() || read.is_number()).then_some(read)
        }
        _ => None,
    }
}

/// Counts what is wrong beside the first thing: a request must not become more wrong than it was.
fn wrongs(expectation: &Expectation) -> usize {
    match expectation {
        Expectation::Refused(reason) => reason.also.len(),
        _ => 0,
    }
}

fn owned(value: &Value) -> Vec<(Pointer, Value)> {
    let nodes = place::all(value).into_iter().take(MOST_NODES);
    nodes.map(|(at, value)| (at, value.clone())).collect()
}

const PASSES: usize = 3;
const MOST_HOISTS: usize = 20;
const MOST_NODES: usize = 500;
/// Of more items, no single one is looked at.
const MOST_ITEMS: usize = 24;
const MOST_CHARACTERS: usize = 24;
