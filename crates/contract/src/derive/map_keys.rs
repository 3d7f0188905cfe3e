//! Integer keys of a map are spelled as serde reads them.
//!
//! schemars says `^\d+$`, which lets leading zeros and any number of digits pass. The exact width
//! is not known any more at this place, so the pattern stops at the digits of 64 bits.

use serde_json::Value;

use crate::keywords::Keywords;

pub(super) fn apply(keywords: &mut Keywords) {
    if keywords.get("additionalProperties") != Some(&Value::Bool(false)) {
        return;
    }
    let Some(Value::Object(patterns)) = keywords.get_mut("patternProperties") else {
        return;
    };
    for (loose, exact) in PATTERNS {
        if let Some(values) = patterns.remove(loose) {
            patterns.insert(exact.to_owned(), values);
        }
    }
}

const PATTERNS: [(&str, &str); 2] = [
    (r"^\d+$", "^(0|[1-9][0-9]{0,19})$"),
    (r"^-?\d+$", "^(0|-?[1-9][0-9]{0,18})$"),
];

#[cfg(test)]
mod tests {
    use crate::testing;
    use std::collections::{BTreeMap, HashMap};

    #[test]
    fn keys_agree_with_serde() {
        let cases = [
            r#"{"0": 1}"#,
            r#"{"10": 1, "7": 2}"#,
            r#"{"01": 1}"#,
            r#"{"-1": 1}"#,
            r#"{"-0": 1}"#,
            r#"{"+1": 1}"#,
            r#"{"": 1}"#,
            r#"{"1.0": 1}"#,
            r#"{" 1": 1}"#,
            r#"{"a": 1}"#,
            r#"{"١": 1}"#,
            r#"{"18446744073709551615": 1}"#,
            "{}",
            "[]",
            r#"{"99999999999999999999999": 1}"#,
        ];
        testing::agree::<HashMap<u64, u8>>(&cases);
        testing::agree::<BTreeMap<i64, u8>>(&cases);
        testing::agree::<BTreeMap<String, u8>>(&cases);
        testing::agree::<HashMap<u32, u8>>(&[r#"{"4294967295": 1}"#, r#"{"00": 1}"#]);
    }
}
