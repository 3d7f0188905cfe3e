//! Texts without what differs from answer to answer.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::place;

/// Words an answer so that two of one kind are the same: no digits, no quotations, no ids, and
/// nothing of what the request said.
pub(super) fn plain(body: &[u8], sent: &Value) -> String {
    let echoes = echoes(sent);
    let text = String::from_utf8_lossy(&body[..body.len().min(LONGEST)]);
    let mut plain = String::with_capacity(text.len());
    let mut last = "";
    let mut rest = &*text;
    while let Some(first) = rest.chars().next() {
        let is_word = first.is_alphanumeric();
        let end = rest
            .find(|of: char| of.is_alphanumeric() != is_word)
            .unwrap_or(rest.len());
        let (part, tail) = rest.split_at(end);
        rest = tail;
        if !is_word {
            // However it is laid out.
            let marks: String = part.split_whitespace().collect();
            plain.push_str(if marks.is_empty() { " " } else { &marks });
            continue;
        }
        let said = if part.bytes().any(|byte| byte.is_ascii_digit()) {
            "#"
        } else if echoes.contains(part) {
            "_"
        } else {
            part
        };
        // Several words in a row that say nothing are as one.
        let goes_on = matches!(said, "#" | "_") && plain.ends_with([' ', '-', ':', '.']);
        if goes_on && matches!(last, "#" | "_") {
            plain.pop();
            continue;
        }
        plain.extend(said.chars().take(LONGEST_WORD));
        last = said;
    }
    unquoted(&plain)
}

/// Lists the words of the values of a request.
fn echoes(sent: &Value) -> BTreeSet<&str> {
    let texts = place::all(sent)
        .into_iter()
        .filter_map(|(_, value)| value.as_str());
    texts
        .take(MOST_TEXTS)
        .flat_map(|text| {
            text.split(|of: char| !of.is_alphanumeric())
                .take(MOST_WORDS)
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Leaves out what stands between back-ticks and single quotes: mostly a piece of the request.
fn unquoted(text: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut inside = None;
    for character in text.chars() {
        match inside {
            Some(quote) if character == quote => inside = None,
            Some(_) => {}
            None if matches!(character, '`' | '\'') => {
                inside = Some(character);
                left.push('_');
            }
            None => left.push(character),
        }
    }
    left
}

const MOST_TEXTS: usize = 100;
const MOST_WORDS: usize = 60;
const LONGEST: usize = 600;
const LONGEST_WORD: usize = 40;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::plain;

    #[test]
    fn what_differs_from_answer_to_answer_is_left_out() {
        let said = |body: &[u8]| plain(body, &Value::Null);
        let one = said(b"{\"error\": \"no user 'anna' at line 17\"}");
        let other = said(b"{\"error\":  \"no user 'bo' at line 4\"}");
        assert_eq!(one, other);
        assert_ne!(one, said(b"{\"error\": \"no order\"}"));
        assert_eq!(
            said(b"at 2020-01-02T03:04:05Z"),
            said(b"at 1999-11-12T13:14:15.161Z")
        );
    }

    #[test]
    fn what_the_request_said_is_left_out() {
        let one = plain(b"{\"guest\":\"Anna\"}", &json!({"guest": "Anna"}));
        let other = plain(
            "{\"guest\":\"Jürgen van der Berg\"}".as_bytes(),
            &json!({"guest": "Jürgen van der Berg"}),
        );
        assert_eq!(one, other);
    }
}
