//! Where serde and JSON Schema differ by their nature, by name and with the reason.

/// A known gap between what a schema says and what a type built with serde reads.
///
/// They are told by byte-level cases. Of values that JSON Schema can speak of only one is exempt, an
/// array in the place of a struct.
#[derive(Clone, Copy, Debug)]
pub struct Exemption {
    /// Its name.
    pub id: &'static str,
    /// The byte-level cases it is about, see [`frontdesk_payload::raw_cases`].
    pub cases: &'static [&'static str],
    /// Whether the schema side accepts and serde refuses; otherwise the other way round.
    pub schema_accepts: bool,
    /// Why nobody can mend it in the model.
    pub reason: &'static str,
}

/// All exemptions.
pub const EXEMPTIONS: [Exemption; 4] = [
    Exemption {
        id: "struct-from-array",
        cases: &["array-for-object"],
        schema_accepts: false,
        reason: "serde's derive reads a struct from an array of its fields in their order",
    },
    Exemption {
        id: "undeclared-members-are-skipped",
        cases: &["duplicate-undeclared-key", "nesting-of-128"],
        schema_accepts: false,
        reason: "serde skips a member that the type does not declare without reading what it holds",
    },
    Exemption {
        id: "maps-keep-the-last",
        cases: &["duplicate-key"],
        schema_accepts: false,
        reason: "serde's maps keep the last of two members of one name",
    },
    Exemption {
        id: "integers-have-one-spelling",
        cases: &["integer-with-fraction", "negative-zero"],
        schema_accepts: true,
        reason: "JSON Schema counts 1.0 and -0 as integers, serde_json reads both as floats",
    },
];

/// Finds the exemption that a disagreement falls under.
pub(crate) fn covering(case: &str, schema_accepts: bool) -> Option<&'static Exemption> {
    EXEMPTIONS.iter().find(|exemption| {
        exemption.schema_accepts == schema_accepts && exemption.cases.contains(&case)
    })
}

#[cfg(test)]
mod tests {
    use super::{EXEMPTIONS, covering};
    use frontdesk_contract::{Direction, Message};
    use frontdesk_schema::{Options, Schema};
    use serde_json::json;
    use std::collections::BTreeMap;

    #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
    struct Sample {
        count: u64,
        map: BTreeMap<String, u8>,
    }

    /// Reads the bytes both ways: (schema side, serde side).
    fn verdicts(bytes: &str) -> (bool, bool) {
        let schema = Schema::compile(
            json!({
                "type": "object",
                "required": ["count", "map"],
                "properties": {
                    "count": {"type": "integer", "minimum": 0, "maximum": u64::MAX},
                    "map": {"type": "object", "additionalProperties": {"type": "integer"}}
                }
            }),
            &Options::default(),
        )
        .unwrap();
        let message = Message::of::<Sample>("sample", Direction::Request).build();
        let read = frontdesk_json::read(bytes.as_bytes());
        (
            read.is_ok_and(|value| schema.accepts(&value)),
            message.rust_reads(bytes.as_bytes()).is_ok(),
        )
    }

    #[test]
    fn every_exemption_is_a_gap_that_exists() {
        let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
        let deep = format!(r#"{{"count":1,"map":{{}},"x":{deep}}}"#);
        for (case, bytes) in [
            ("array-for-object", "[1,{}]"),
            (
                "duplicate-undeclared-key",
                r#"{"count":1,"map":{},"x":1,"x":2}"#,
            ),
            ("nesting-of-128", deep.as_str()),
            ("duplicate-key", r#"{"count":1,"map":{"a":1,"a":2}}"#),
            ("integer-with-fraction", r#"{"count":1.0,"map":{}}"#),
            ("negative-zero", r#"{"count":-0,"map":{}}"#),
        ] {
            let (schema, serde) = verdicts(bytes);
            assert_ne!(
                schema, serde,
                "{case}: the gap has closed, drop the exemption"
            );
            assert!(covering(case, schema).is_some(), "{case}: {schema} {serde}");
        }
    }

    #[test]
    fn names_are_unique() {
        for (index, exemption) in EXEMPTIONS.iter().enumerate() {
            assert!(!exemption.reason.is_empty());
            assert!(
                EXEMPTIONS[..index]
                    .iter()
                    .all(|other| other.id != exemption.id)
            );
        }
    }
}
