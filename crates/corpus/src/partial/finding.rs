use frontdesk_report::{Finding, RuleId};
use serde_json::Value;

use crate::partial::read::{Malformed, exit};

/// Writes a finding down, with what its report leaves out.
pub(super) fn to_json(finding: &Finding) -> Result<Value, Malformed> {
    let mut value = serde_json::to_value(finding).map_err(|_| Malformed("finding"))?;
    value["exit"] = finding.exit.code().into();
    Ok(value)
}

/// Reads a finding that was written down.
pub(super) fn from_json(value: &Value) -> Result<Finding, Malformed> {
    let Value::Object(members) = value else {
        return Err(Malformed("finding"));
    };
    let text = |name| members.get(name).and_then(Value::as_str);
    let rule = text("rule").filter(|rule| is_rule(rule));
    let message = text("message").ok_or(Malformed("message"))?;
    let rule = RuleId::composed(rule.ok_or(Malformed("rule"))?);
    let mut finding = Finding::new(rule, message).exits(exit(value)?);
    for (name, value) in members {
        let owned = value.as_str().map(str::to_owned);
        match name.as_str() {
            "rule" | "message" | "exit" => {}
            "id" => finding.id = owned.ok_or(Malformed("id"))?,
            "file" => finding.file = owned,
            "instance" => finding.instance = owned,
            "schema" => finding.schema = owned,
            "keyword" => finding.keyword = owned,
            "line" => finding.line = value.as_u64(),
            "entry" => finding.entry = value.as_u64(),
            _ => {
                finding.evidence.insert(name.clone(), value.clone());
            }
        }
    }
    Ok(finding)
}

/// Tells whether a text can be a rule: each is kept for the life of the process, so it is short.
fn is_rule(text: &str) -> bool {
    let known = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    (1..=MOST_CHARACTERS).contains(&text.len()) && text.bytes().all(known)
}

const MOST_CHARACTERS: usize = 64;

#[cfg(test)]
mod tests {
    use super::{from_json, to_json};
    use frontdesk_report::{Exit, Finding, RuleId};
    use serde_json::json;

    #[test]
    fn findings_come_back_as_they_were() {
        let finding = Finding::new(RuleId::new("odd"), "it is odd")
            .in_file("a.ndjson", Some(3))
            .at_entry(2)
            .at_instance("/a")
            .by_keyword("/properties/a", "type")
            .with("offset", 17)
            .exits(Exit::Undecided);
        assert_eq!(from_json(&to_json(&finding).unwrap()).unwrap(), finding);
    }

    #[test]
    fn what_is_no_finding_is_refused() {
        for value in [
            json!(1),
            json!({"rule": "Odd!", "message": "", "exit": 1}),
            json!({"rule": "a".repeat(65), "message": "", "exit": 1}),
            json!({"rule": "odd", "exit": 1}),
            json!({"rule": "odd", "message": "", "exit": 5}),
        ] {
            assert!(from_json(&value).is_err(), "{value}");
        }
    }
}
