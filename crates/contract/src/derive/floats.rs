//! Floating-point numbers lose their formats and keep their range.
//!
//! `float` and `double` are formats that no validator knows. A double needs no bound, because a
//! number beyond it is no JSON that serde reads. A `f32` refuses what would round to infinity, so
//! the bound is half a step above its largest value, and is not reached.
//!
//! That serde refuses it is so with the feature `float_roundtrip` of `serde_json`, which the schema
//! engine turns on; without it such a number is read as infinity, and written as `null`.

use serde_json::{Value, json};

use crate::keywords::Keywords;

pub(super) fn apply(keywords: &mut Keywords) {
    match keywords.get("format").and_then(Value::as_str) {
        Some("double") => {}
        Some("float") => {
            for (inclusive, exclusive, bound) in [
                ("minimum", "exclusiveMinimum", -ROUNDS_TO_INFINITY),
                ("maximum", "exclusiveMaximum", ROUNDS_TO_INFINITY),
            ] {
                if !keywords.contains_key(inclusive) {
                    keywords.entry(exclusive).or_insert(json!(bound));
                }
            }
        }
        _ => return,
    }
    keywords.remove("format");
}

/// `f32::MAX` and half the distance to the number that would come next.
const ROUNDS_TO_INFINITY: f64 = 3.402_823_567_797_336_6e38;

#[cfg(test)]
mod tests {
    use super::ROUNDS_TO_INFINITY;
    use crate::Side;
    use crate::testing::{self, schema_of};
    use serde_json::json;

    #[test]
    fn a_double_is_any_number() {
        assert_eq!(schema_of::<f64>(Side::Reader), json!({"type": "number"}));
        testing::agree::<f64>(&["0", "-1.5", "1e308", "null", "\"1\""]);
    }

    #[test]
    fn a_float_refuses_what_rounds_to_infinity() {
        let half_a_step = 2f64.powi(103);
        let bound = f64::from(f32::MAX) + half_a_step;
        assert_eq!(bound.to_bits(), ROUNDS_TO_INFINITY.to_bits());
        testing::agree::<f32>(&[
            "0",
            "1.5",
            "3.4028235e38",
            "-3.4028235e38",
            "3.402823567797336e38",
            "3.4028235677973367e38",
            "1e39",
            "-1e39",
            "1e-50",
            "null",
        ]);
    }
}
