use std::sync::Arc;

use frontdesk_payload::{Kind, Payloads};
use serde_json::Value;

use super::{Ground, Made, is_sendable};
use crate::case::{Phase, Repeat, Twist};

/// The same request twice, after each other and at once.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let mut cases = Vec::new();
    for base in ground.bases() {
        for (round, what) in ["again", "again, fresh"].into_iter().enumerate() {
            let base = if round == 0 {
                base.clone()
            } else {
                fresh(&base, ground.seed)
            };
            for repeat in [Repeat::Again, Repeat::AtOnce] {
                let case = ground.case(Phase::Semantic, format!("the same {what}"), base.clone());
                cases.push(case.twisted(Twist::Repeat(repeat)));
            }
        }
    }
    let drawn = Payloads::new(Arc::clone(&ground.operation().schema), ground.seed ^ 0x7e9e);
    let mut drawn = drawn.realistic(|_| {});
    let realistic = (0..REALISTIC).filter_map(move |turn| {
        let value = drawn.draw(Kind::Valid).ok()?.payload;
        let repeat = if turn % 3 == 2 {
            Repeat::AtOnce
        } else {
            Repeat::Again
        };
        is_sendable(&value, ground.operation()).then(|| {
            let case = ground.case(Phase::Semantic, "a realistic request again", value);
            case.twisted(Twist::Repeat(repeat))
        })
    });
    Box::new(cases.into_iter().chain(realistic))
}

const REALISTIC: usize = 12;

/// Makes texts that look like ids unlike those that were sent before.
pub(crate) fn fresh(value: &Value, salt: u64) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| fresh(item, salt)).collect(),
        Value::Object(members) => {
            let members = members
                .iter()
                .map(|(name, member)| (name.clone(), fresh(member, salt)));
            Value::Object(members.collect())
        }
        Value::String(text) if is_id(text) => Value::String(salted(text, salt)),
        other => other.clone(),
    }
}

fn is_id(text: &str) -> bool {
    text.len() >= 8
        && !is_date(text)
        && text.bytes().any(|byte| byte.is_ascii_digit())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-'
}

/// Replaces the last digits by others, so that forms such as UUIDs stay what they are.
fn salted(text: &str, salt: u64) -> String {
    let mut salt = salt.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut left = 10;
    let salted = text.chars().rev().map(|character| {
        if left > 0 && character.is_ascii_digit() {
            left -= 1;
            let digit = (salt >> 33) % 10;
            salt = salt.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
            char::from(b'0' + u8::try_from(digit).unwrap_or(0))
        } else {
            character
        }
    });
    let reversed: String = salted.collect();
    reversed.chars().rev().collect()
}
