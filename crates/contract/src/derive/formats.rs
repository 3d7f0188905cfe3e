//! Formats are the ones that the draft defines.
//!
//! A validator ignores any other, so it would promise what nobody checks. `ip` becomes either of
//! the two formats that it stands for; the rest goes.

use serde_json::{Value, json};

use crate::keywords::Keywords;

pub(super) fn apply(keywords: &mut Keywords) {
    let Some(format) = keywords.get("format").and_then(Value::as_str) else {
        return;
    };
    if STANDARD.contains(&format) {
        return;
    }
    if format == "ip" {
        let either = json!([{"format": "ipv4"}, {"format": "ipv6"}]);
        if keywords.contains_key("anyOf") {
            let all = keywords.entry("allOf").or_insert_with(|| json!([]));
            if let Value::Array(all) = all {
                all.push(json!({"anyOf": either}));
            }
        } else {
            keywords.insert("anyOf".to_owned(), either);
        }
    }
    keywords.remove("format");
}

const STANDARD: [&str; 19] = [
    "date",
    "date-time",
    "duration",
    "email",
    "hostname",
    "idn-email",
    "idn-hostname",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "regex",
    "relative-json-pointer",
    "time",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

#[cfg(test)]
mod tests {
    use super::apply;
    use crate::Side;
    use crate::testing::{self, schema_of};
    use serde_json::{Value, json};
    use std::net::IpAddr;

    fn applied(mut schema: Value) -> Value {
        apply(schema.as_object_mut().unwrap());
        schema
    }

    #[test]
    fn an_address_is_of_either_version() {
        assert_eq!(
            schema_of::<IpAddr>(Side::Reader),
            json!({"type": "string", "anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]})
        );
        let cases = [
            r#""127.0.0.1""#,
            r#""::1""#,
            r#""fe80::1:2""#,
            r#""x""#,
            r#""1.2.3""#,
            r#""256.0.0.1""#,
            r#""::g""#,
            r#""""#,
            "1",
            "null",
        ];
        testing::agree::<IpAddr>(&cases);
        testing::agree::<Option<IpAddr>>(&cases);
    }

    #[test]
    fn what_stands_beside_an_address_stays() {
        let either = json!([{"format": "ipv4"}, {"format": "ipv6"}]);
        assert_eq!(
            applied(json!({"format": "ip", "anyOf": [{"minLength": 3}]})),
            json!({"anyOf": [{"minLength": 3}], "allOf": [{"anyOf": either}]})
        );
        assert_eq!(
            applied(json!({"format": "ip", "anyOf": [true], "allOf": [{}]})),
            json!({"anyOf": [true], "allOf": [{}, {"anyOf": either}]})
        );
    }

    #[test]
    fn only_formats_of_the_draft_stay() {
        assert_eq!(
            applied(json!({"format": "uuid"})),
            json!({"format": "uuid"})
        );
        assert_eq!(applied(json!({"format": "zoned-date-time"})), json!({}));
    }
}
