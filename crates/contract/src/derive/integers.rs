//! Integers have the width of their Rust type.
//!
//! schemars gives 32 and 64 bits by a `format` that no validator knows. Here the width becomes
//! `minimum` and `maximum`, and the format goes. Bounds that the model tightened stay. `isize` and
//! `usize` count as 64 bits wherever the export runs. 128 bits keep only the bounds that schemars
//! gives, because the others do not fit a JSON number exactly.

use serde_json::{Number, Value};

use crate::keywords::Keywords;

pub(super) fn apply(keywords: &mut Keywords) {
    let Some(format) = keywords.get("format").and_then(Value::as_str) else {
        return;
    };
    let bounds = match format {
        "int8" => Some((i64::from(i8::MIN), i8::MAX as u64)),
        "int16" => Some((i64::from(i16::MIN), i16::MAX as u64)),
        "int32" => Some((i64::from(i32::MIN), i32::MAX as u64)),
        "int64" | "int" => Some((i64::MIN, i64::MAX as u64)),
        "uint8" => Some((0, u64::from(u8::MAX))),
        "uint16" => Some((0, u64::from(u16::MAX))),
        "uint32" => Some((0, u64::from(u32::MAX))),
        "uint64" | "uint" => Some((0, u64::MAX)),
        "int128" | "uint128" => None,
        _ => return,
    };
    keywords.remove("format");
    if let Some((minimum, maximum)) = bounds {
        tighten(
            keywords,
            "minimum",
            i128::from(minimum),
            minimum.into(),
            |is, bound| is > bound,
        );
        tighten(
            keywords,
            "maximum",
            i128::from(maximum),
            maximum.into(),
            |is, bound| is < bound,
        );
    }
}

/// Sets a bound unless the one that is there is tighter.
fn tighten(
    keywords: &mut Keywords,
    keyword: &str,
    bound: i128,
    number: Number,
    tighter: fn(f64, f64) -> bool,
) {
    let keeps = keywords
        .get(keyword)
        .is_some_and(|is| match (is.as_i64(), is.as_u64()) {
            (Some(is), _) => exactly_tighter(i128::from(is), bound, tighter),
            (_, Some(is)) => exactly_tighter(i128::from(is), bound, tighter),
            (None, None) => is
                .as_f64()
                .is_some_and(|is| tighter(is, approximately(bound))),
        });
    if !keeps {
        keywords.insert(keyword.to_owned(), Value::Number(number));
    }
}

/// Compares integers by the sign of their difference, which a double never gets wrong.
fn exactly_tighter(is: i128, bound: i128, tighter: fn(f64, f64) -> bool) -> bool {
    tighter(approximately((is - bound).signum()), 0.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "only a fraction is compared with it"
)]
fn approximately(integer: i128) -> f64 {
    integer as f64
}

#[cfg(test)]
mod tests {
    use crate::testing::{Truth, schema_of};
    use crate::{Side, testing};
    use serde_json::json;

    #[test]
    fn every_width_has_its_bounds() {
        assert_eq!(
            schema_of::<u32>(Side::Reader),
            json!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
        );
        assert_eq!(
            schema_of::<i64>(Side::Writer),
            json!({"type": "integer", "minimum": i64::MIN, "maximum": i64::MAX})
        );
        assert_eq!(
            schema_of::<usize>(Side::Reader),
            json!({"type": "integer", "minimum": 0, "maximum": u64::MAX})
        );
        assert_eq!(
            schema_of::<u128>(Side::Reader),
            json!({"type": "integer", "minimum": 0})
        );
    }

    #[test]
    fn schema_and_serde_agree_at_the_edges() {
        let edges = [
            "0",
            "-1",
            "1",
            "127",
            "128",
            "-128",
            "-129",
            "255",
            "256",
            "32767",
            "32768",
            "-32768",
            "-32769",
            "65535",
            "65536",
            "2147483647",
            "2147483648",
            "-2147483648",
            "-2147483649",
            "4294967295",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "18446744073709551615",
            "null",
            "\"1\"",
            "1.5",
        ];
        testing::agree::<u8>(&edges);
        testing::agree::<i8>(&edges);
        testing::agree::<u16>(&edges);
        testing::agree::<i16>(&edges);
        testing::agree::<u32>(&edges);
        testing::agree::<i32>(&edges);
        testing::agree::<u64>(&edges);
        testing::agree::<i64>(&edges);
        testing::agree::<Option<u32>>(&edges);
        testing::agree::<std::num::NonZeroU32>(&edges);
        testing::agree::<std::num::NonZeroI32>(&edges);
    }

    #[test]
    fn tighter_bounds_of_the_model_stay() {
        #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        struct Page {
            #[schemars(range(min = 1, max = 100))]
            size: u32,
            #[schemars(range(max = 99_999_999_999_u64))]
            wide: u32,
        }
        let schema = Truth::of::<Page>(Side::Reader);
        assert!(schema.accepts(&json!({"size": 100, "wide": u32::MAX})));
        assert!(!schema.accepts(&json!({"size": 101, "wide": 0})));
        assert!(!schema.accepts(&json!({"size": 0, "wide": 0})));
        assert!(!schema.accepts(&json!({"size": 1, "wide": 4_294_967_296_u64})));
    }
}
