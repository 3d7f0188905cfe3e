//! The words of the contract, for a fuzzer that would not guess them.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

/// Writes every member name, constant and keyword of the schemas, in libFuzzer's format.
pub(super) fn text(schemas: &[Value]) -> String {
    let mut words = BTreeSet::new();
    for schema in schemas {
        collect(schema, &mut words);
    }
    let mut text = "# Made of the contract's schemas.\n".to_owned();
    for word in &words {
        text.push('"');
        for byte in word.bytes() {
            match byte {
                b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
                b' '..=b'~' => text.push(char::from(byte)),
                // Writing to a string cannot fail.
                _ => drop(write!(text, "\\x{byte:02x}")),
            }
        }
        text.push_str("\"\n");
    }
    text
}

fn collect(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                insert(words, name);
                if matches!(name.as_str(), "enum" | "const") {
                    constants(member, words);
                }
                collect(member, words);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, words)),
        _ => {}
    }
}

fn constants(value: &Value, words: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => insert(words, text),
        Value::Array(items) => items.iter().for_each(|item| constants(item, words)),
        _ => {}
    }
}

fn insert(words: &mut BTreeSet<String>, word: &str) {
    if (1..=MAX_BYTES).contains(&word.len()) {
        words.insert(word.to_owned());
    }
}

/// libFuzzer takes no longer words.
const MAX_BYTES: usize = 64;

#[cfg(test)]
mod tests {
    use super::text;
    use serde_json::json;

    #[test]
    fn names_and_constants_become_words() {
        let schema = json!({"properties": {"a\"b": {"enum": ["é", 1, "\\"]}}, "title": "not this"});
        assert_eq!(
            text(&[schema]),
            "# Made of the contract's schemas.\n\"\\\\\"\n\"a\\\"b\"\n\"enum\"\n\"properties\"\n\
             \"title\"\n\"\\xc3\\xa9\"\n"
        );
    }
}
