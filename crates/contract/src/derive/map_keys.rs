//! Integer keys of a map are spelled as serde reads them.
//!
//! schemars says `^\d+$` of keys whose minimum is zero and `^-?\d+$` of all others, which lets
//! leading zeros and any number of digits pass. `serde_json` takes a key as it takes a number: no
//! leading zero, no plus, no fraction, and no `-0`.
//!
//! How wide the key's type is, schemars does not say at this place, nor anywhere else in the
//! document. The pattern is exact for `u64` and `i64`. It is wider than serde for narrower keys:
//! `4294967296` passes for `u32`, `128` for `i8`. It is narrower for 128 bits, which stop at the
//! bounds of 64, and `NonZero` types count as signed, because their minimum is not zero.

use serde_json::Value;

use crate::keywords::Keywords;

pub(super) fn apply(keywords: &mut Keywords) {
    if keywords.get("additionalProperties") != Some(&Value::Bool(false)) {
        return;
    }
    let Some(Value::Object(patterns)) = keywords.get_mut("patternProperties") else {
        return;
    };
    for (loose, lowest, highest) in LOOSE {
        if let Some(values) = patterns.remove(loose) {
            patterns.insert(integers(lowest, highest), values);
        }
    }
}

/// Writes the pattern of the integers from `-lowest` to `highest`, in their one spelling.
fn integers(lowest: u64, highest: u64) -> String {
    let mut choices = vec!["0".to_owned()];
    choices.extend(positive(highest));
    let negative = positive(lowest);
    if !negative.is_empty() {
        choices.push(format!("-({})", negative.join("|")));
    }
    format!("^({})$", choices.join("|"))
}

/// Lists patterns that together match the integers from 1 to `highest`.
fn positive(highest: u64) -> Vec<String> {
    let digits = highest.to_string();
    let mut choices = Vec::new();
    if digits.len() > 1 {
        choices.push(format!("[1-9]{}", any_digits(0, digits.len() - 2)));
    }
    // As long as the highest one: equal up to some digit, and below it there.
    for (at, digit) in digits.char_indices() {
        let least = if at == 0 { '1' } else { '0' };
        if digit > least {
            let below = char::from(digit as u8 - 1);
            let rest = digits.len() - at - 1;
            choices.push(format!(
                "{}{}{}",
                &digits[..at],
                one_of(least, below),
                any_digits(rest, rest)
            ));
        }
    }
    if highest > 0 {
        choices.push(digits);
    }
    choices
}

fn one_of(least: char, most: char) -> String {
    if least == most {
        least.to_string()
    } else {
        format!("[{least}-{most}]")
    }
}

fn any_digits(least: usize, most: usize) -> String {
    match (least, most) {
        (_, 0) => String::new(),
        (1, 1) => "[0-9]".to_owned(),
        (least, most) if least == most => format!("[0-9]{{{most}}}"),
        (least, most) => format!("[0-9]{{{least},{most}}}"),
    }
}

/// What schemars says, and how far 64 bits go below and above zero.
const LOOSE: [(&str, u64, u64); 2] = [
    (r"^\d+$", 0, u64::MAX),
    (r"^-?\d+$", i64::MIN.unsigned_abs(), i64::MAX.unsigned_abs()),
];

#[cfg(test)]
mod tests {
    use super::integers;
    use crate::Side;
    use crate::testing::{self, Truth};
    use frontdesk_schema::Pattern;
    use serde_json::json;
    use std::collections::{BTreeMap, HashMap};
    use std::num::NonZeroU64;

    const CASES: [&str; 24] = [
        r#"{"0": 1}"#,
        r#"{"10": 1, "7": 2}"#,
        r#"{"01": 1}"#,
        r#"{"-1": 1}"#,
        r#"{"-0": 1}"#,
        r#"{"-01": 1}"#,
        r#"{"--1": 1}"#,
        r#"{"-": 1}"#,
        r#"{"+1": 1}"#,
        r#"{"": 1}"#,
        r#"{"1.0": 1}"#,
        r#"{"1e2": 1}"#,
        r#"{" 1": 1}"#,
        r#"{"1 ": 1}"#,
        r#"{"1\n": 1}"#,
        r#"{"a": 1}"#,
        r#"{"١": 1}"#,
        r#"{"18446744073709551615": 1}"#,
        r#"{"18446744073709551616": 1}"#,
        r#"{"9223372036854775807": 1}"#,
        r#"{"9223372036854775808": 1}"#,
        r#"{"9999999999999999999": 1}"#,
        r#"{"-9223372036854775808": 1}"#,
        r#"{"-9223372036854775809": 1}"#,
    ];

    #[test]
    fn keys_agree_with_serde() {
        let more = [
            "{}",
            "[]",
            r#"{"99999999999999999999": 1}"#,
            r#"{"99999999999999999999999": 1}"#,
        ];
        let cases = [&CASES[..], &more].concat();
        testing::agree::<HashMap<u64, u8>>(&cases);
        testing::agree::<BTreeMap<i64, u8>>(&cases);
        testing::agree::<BTreeMap<usize, u8>>(&cases);
        testing::agree::<BTreeMap<String, u8>>(&cases);
        testing::agree::<HashMap<u32, u8>>(&[r#"{"4294967295": 1}"#, r#"{"00": 1}"#]);
    }

    #[test]
    fn widths_that_no_schema_tells_are_the_ones_the_module_names() {
        let narrow = Truth::of::<HashMap<u32, u8>>(Side::Reader);
        assert!(narrow.accepts(&json!({"4294967296": 1})));
        assert!(serde_json::from_str::<HashMap<u32, u8>>(r#"{"4294967296": 1}"#).is_err());
        let wide = Truth::of::<HashMap<u128, u8>>(Side::Reader);
        assert!(!wide.accepts(&json!({"18446744073709551616": 1})));
        assert!(
            serde_json::from_str::<HashMap<u128, u8>>(r#"{"18446744073709551616": 1}"#).is_ok()
        );
        let positive = Truth::of::<HashMap<NonZeroU64, u8>>(Side::Reader);
        assert!(positive.accepts(&json!({"-1": 1})));
    }

    #[test]
    fn a_range_is_what_parses_into_it() {
        let edges = [
            0, 1, 2, 8, 9, 10, 11, 19, 20, 99, 100, 101, 109, 110, 127, 128, 255, 1000,
        ];
        for lowest in edges {
            for highest in edges {
                let pattern = Pattern::new(&integers(lowest, highest)).unwrap();
                let (lowest, highest) = (i128::from(lowest), i128::from(highest));
                for number in -lowest - 1200..=highest + 1200 {
                    let within = (-lowest..=highest).contains(&number);
                    let text = number.to_string();
                    assert_eq!(pattern.matches(&text), within, "{lowest} {highest} {text}");
                    if number >= 0 {
                        assert!(!pattern.matches(&format!("0{text}")));
                        assert!(!pattern.matches(&format!("+{text}")));
                    }
                }
                assert!(!pattern.matches("-0") && !pattern.matches(""));
            }
        }
    }

    #[test]
    fn wide_ranges_end_where_their_types_end() {
        for highest in [
            u64::from(u8::MAX),
            u64::from(u16::MAX),
            u64::from(u32::MAX),
            i64::MAX.unsigned_abs(),
            i64::MIN.unsigned_abs(),
            10_u64.pow(19) - 1,
            10_u64.pow(19),
            u64::MAX,
        ] {
            let pattern = Pattern::new(&integers(highest, highest)).unwrap();
            let highest = u128::from(highest);
            for power in 0..39 {
                for number in [10_u128.pow(power) - 1, 10_u128.pow(power), highest >> power] {
                    let within = number <= highest;
                    assert_eq!(pattern.matches(&number.to_string()), within, "{number}");
                    let negative = format!("-{number}");
                    assert_eq!(
                        pattern.matches(&negative),
                        within && number > 0,
                        "{negative}"
                    );
                }
            }
            // Each digit one up and one down, alone.
            let digits = highest.to_string();
            for at in 0..digits.len() {
                for by in [1_u128, 10, 100].map(|by| by * 10_u128.pow(u32::try_from(at).unwrap())) {
                    for number in [highest + by, highest.saturating_sub(by)] {
                        let within = number <= highest;
                        assert_eq!(pattern.matches(&number.to_string()), within, "{number}");
                    }
                }
            }
        }
    }
}
