//! Who makes conversations up.

use std::sync::Arc;

use frontdesk_payload::{Kind, Payloads, raw_cases};
use frontdesk_schema::Verdict;
use serde_json::{Value, json};

use super::channel::Channel;
use super::step::Odd;
use crate::case::{Case, Credentials, Phase, Twist};
use crate::phases;
use crate::place;

/// What conversations are made from.
#[derive(Clone)]
pub(super) struct Ground {
    pub(super) channel: Arc<Channel>,
    pub(super) index: usize,
    /// Messages that are right: a rich one, and the smallest.
    pub(super) bases: Vec<Value>,
    pub(super) seed: u64,
    /// Whether there are credentials that could be left out.
    pub(super) credentials: bool,
}

impl Ground {
    fn case(&self, intent: impl Into<String>, steps: Value) -> Case {
        Case::plain(self.index, Phase::Conversation, intent, steps)
    }

    /// Gives a message an id of its own, where the schema lets it have one.
    pub(super) fn named(&self, message: &Value, number: u64) -> Value {
        let Some(at) = &self.channel.rules.correlation else {
            return message.clone();
        };
        let right = |message: &Value| self.channel.request.judge(message) == Verdict::Accepted;
        let was_right = right(message);
        let other = phases::fresh(message, number ^ self.seed);
        if at.resolve(&other) != at.resolve(message) && (right(&other) || !was_right) {
            return other;
        }
        let mut other = message.clone();
        let is_put = place::put(&mut other, at, json!(format!("message-{number}")));
        if is_put && (right(&other) || !was_right) {
            other
        } else {
            message.clone()
        }
    }
}

/// Makes the conversations that are tried once.
pub(super) fn cases(ground: &Ground) -> Vec<Case> {
    let mut cases = Vec::new();
    for base in &ground.bases {
        several(ground, base, &mut cases);
        repeated(ground, base, &mut cases);
        mixed(ground, base, &mut cases);
        framed(ground, base, &mut cases);
    }
    if ground.credentials {
        let base = ground.bases.first().cloned().unwrap_or_default();
        let mut wrong = vec![Credentials::Missing, Credentials::Unknown, Credentials::Cut];
        wrong.extend(ground.channel.rules.single_use.then_some(Credentials::Used));
        for credentials in wrong {
            let case = ground.case(format!("{credentials:?} token"), json!([{"text": base}]));
            cases.push(case.twisted(Twist::Credentials(credentials)));
        }
    }
    cases
}

/// Messages with ids of their own, all at once, and one after the other.
fn several(ground: &Ground, base: &Value, cases: &mut Vec<Case>) {
    for count in [2, 4, 9, 16, 40] {
        let texts = (0..count).map(|number| json!({"text": ground.named(base, number)}));
        let texts: Vec<Value> = texts.collect();
        cases.push(ground.case(format!("{count} messages at once"), json!(texts)));
        if count <= 4 {
            let mut turns: Vec<Value> = Vec::new();
            for text in texts {
                turns.extend([text, json!({"wait": true})]);
            }
            cases.push(ground.case(format!("{count} messages in turns"), json!(turns)));
        }
    }
    let one = json!({"text": ground.named(base, 1)});
    let two = json!({"text": ground.named(base, 2)});
    let reopen = json!({"reopen": true});
    cases.push(ground.case("close and resume", json!([one, reopen, two])));
    cases.push(ground.case("resume with the same id", json!([one, reopen, one])));
}

/// The same id again, while it is open and when it is not.
fn repeated(ground: &Ground, base: &Value, cases: &mut Vec<Case>) {
    let text = json!({"text": ground.named(base, 1)});
    let other = json!({"text": ground.named(base, 2)});
    let wait = json!({"wait": true});
    cases.push(ground.case("the same id at once", json!([text, text])));
    cases.push(ground.case("the same id again", json!([text, wait, text])));
    cases.push(ground.case("the same id around another", json!([text, other, text])));
}

/// What is wrong between what is right.
fn mixed(ground: &Ground, base: &Value, cases: &mut Vec<Case>) {
    let good = json!({"text": ground.named(base, 1)});
    let after = json!({"text": ground.named(base, 2)});
    let wait = json!({"wait": true});
    let mut wrong = vec![
        json!({"raw": "{"}),
        json!({"raw": ""}),
        json!({"raw": "null"}),
        json!({"raw": "[]"}),
        json!({"raw": "{}"}),
        json!({"raw": "\u{0}"}),
    ];
    for name in base.as_object().into_iter().flat_map(serde_json::Map::keys) {
        let mut less = base.clone();
        less.as_object_mut().map(|members| members.remove(name));
        wrong.push(json!({"text": ground.named(&less, 3)}));
        let mut other = base.clone();
        other[name] = json!("something-else");
        wrong.push(json!({"text": ground.named(&other, 3)}));
    }
    for wrong in wrong {
        cases.push(ground.case("something wrong", json!([wrong])));
        cases.push(ground.case("right after wrong", json!([wrong, wait, after])));
        cases.push(ground.case("wrong between right", json!([good, wrong, after])));
    }
    for raw in raw_cases(base) {
        if let Ok(text) = String::from_utf8(raw.bytes) {
            cases.push(ground.case(format!("text with {}", raw.name), json!([{"raw": text}])));
        }
    }
}

/// Frames as they may be, and as they may not.
fn framed(ground: &Ground, base: &Value, cases: &mut Vec<Case>) {
    let good = json!({"text": ground.named(base, 1)});
    for pieces in [2, 5, 33] {
        let text = json!({"text": base, "pieces": pieces});
        cases.push(ground.case(format!("a message in {pieces} frames"), json!([text, good])));
    }
    let wait = json!({"wait": true});
    for odd in Odd::ALL {
        let odd = json!({"odd": odd.as_str()});
        cases.push(ground.case(format!("{odd}"), json!([odd])));
        cases.push(ground.case(format!("{odd} after a message"), json!([good, wait, odd])));
    }
    cases.push(ground.case("binary", json!([{"binary": "x"}])));
    cases.push(ground.case("a message as binary", json!([{"binary": base.to_string()}])));
    let controls = json!({"odd": Odd::Controls.as_str()});
    cases.push(ground.case("control frames around", json!([controls, good, controls])));
}

/// Conversations drawn without end: right messages mostly, several at once.
pub(super) fn endless(ground: Ground) -> impl Iterator<Item = Case> + Send {
    let schema = Arc::clone(&ground.channel.request);
    let mut plain = Payloads::new(Arc::clone(&schema), ground.seed ^ 0x50c);
    let mut turn = 0_u64;
    std::iter::from_fn(move || {
        turn += 1;
        let count = 1 + turn % 8;
        let mut steps = Vec::new();
        for number in 0..count {
            let kind = if (turn + number).is_multiple_of(11) {
                Kind::Invalid
            } else {
                Kind::Valid
            };
            let drawn = plain.draw_any(kind).ok()?;
            let message = ground.named(&drawn.payload, turn * 16 + number);
            steps.push(json!({"text": message}));
            if (turn + number).is_multiple_of(5) {
                steps.push(json!({"wait": true}));
            }
        }
        let case = Case::plain(ground.index, Phase::Search, "a conversation", json!(steps));
        Some(case)
    })
}
