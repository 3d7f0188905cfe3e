use serde_json::Value;

/// Returns the JSON Schema of the JSON reports.
///
/// Findings and reports may have further members; the named ones keep their meaning.
///
/// ```
/// let schema = frontdesk_report::report_schema();
/// assert_eq!(schema["$id"], "https://frontdesk.invalid/schemas/report.json");
/// ```
#[must_use]
#[expect(
    clippy::missing_panics_doc,
    reason = "the text is a part of this crate, and tested"
)]
pub fn report_schema() -> Value {
    serde_json::from_str(include_str!("report.schema.json")).expect("the report schema is JSON")
}

#[cfg(test)]
mod tests {
    use super::report_schema;
    use crate::{Declared, Finding, Part, Report, RuleId};
    use serde_json::{Value, json};

    const RULE: RuleId = RuleId::new("some-rule");

    fn names(value: &Value) -> Vec<&String> {
        value.as_object().unwrap().keys().collect()
    }

    #[track_caller]
    fn describes(schema: &Value, fullest: &Value, barest: &Value) {
        let sorted = |value| {
            let mut names = names(value);
            names.sort();
            names
        };
        assert_eq!(sorted(&schema["properties"]), sorted(fullest));
        for name in schema["required"].as_array().unwrap() {
            assert!(
                barest.get(name.as_str().unwrap()).is_some(),
                "{name} may be absent"
            );
        }
        assert_eq!(
            schema["required"].as_array().unwrap().len(),
            names(barest).len()
        );
    }

    #[test]
    fn the_schema_names_every_member_of_a_report() {
        let part = Part {
            name: "export".to_owned(),
            counts: vec![("messages".to_owned(), 7)],
            findings: 0,
            milliseconds: 12,
        };
        let finding = Finding::new(RULE, "")
            .in_file("a.json", Some(1))
            .at_entry(0)
            .at_instance("/a")
            .by_keyword("/b", "type")
            .declared(Declared {
                name: "Booking".to_owned(),
                file: "a.rs".to_owned(),
                line: 1,
            });
        let evidence = [
            "cause",
            "check",
            "count",
            "curl",
            "direction",
            "expected",
            "new",
            "old",
            "operation",
            "part",
            "pointer",
            "rate",
            "replay",
            "request",
            "response",
            "verdict",
            "witness",
        ];
        let finding = evidence
            .into_iter()
            .fold(finding, |finding, name| finding.with(name, ""));
        let mut report = Report {
            parts: vec![part],
            ..Report::default()
        };
        for fact in [
            "verdict",
            "assumptions",
            "messages",
            "policies",
            "replayed",
            "safe",
        ] {
            report.say(fact, "");
        }
        let schema = report_schema();
        let part = json!(report.parts[0]);
        assert_eq!(part["counts"], json!({"messages": 7}));
        describes(&schema, &json!(report), &json!(Report::default()));
        describes(&schema["$defs"]["part"], &part, &part);
        describes(
            &schema["$defs"]["finding"],
            &json!(finding),
            &json!(Finding::new(RULE, "")),
        );
    }
}
