use std::fmt;

use frontdesk_json::{Pointer, ReadError, excerpt};
use frontdesk_schema::{Schema, Violation};
use serde_json::Value;

use super::nearest;

/// What is wrong with one place of a request, and what would mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The place, as a JSON pointer into the document that was sent.
    pub pointer: String,
    /// The keyword of the reader schema that refuses, or the rule of JSON that is broken.
    pub keyword: String,
    /// What is wrong.
    pub message: String,
    /// The nearest change that would mend it, where one is known.
    pub fix: Option<String>,
}

impl Problem {
    /// Says that a text is no strict JSON.
    pub(crate) fn of_text(error: &ReadError) -> Self {
        Self {
            pointer: error.pointer().to_string(),
            keyword: error.kind().rule().to_owned(),
            message: error.to_string(),
            fix: None,
        }
    }

    /// Says what a schema refuses in a document; `below` leads from the document that was sent to
    /// the part of it that the schema is about.
    pub(crate) fn of_document(schema: &Schema, document: &Value, below: &Pointer) -> Vec<Self> {
        schema
            .violations(document)
            .iter()
            .take(MOST)
            .map(|violation| Self::of_violation(violation, schema, document, below))
            .collect()
    }

    /// Says something about a place that no schema says.
    pub(crate) fn at(pointer: &Pointer, keyword: &str, message: &str) -> Self {
        Self {
            pointer: pointer.to_string(),
            keyword: keyword.to_owned(),
            message: message.to_owned(),
            fix: None,
        }
    }

    fn of_violation(
        violation: &Violation,
        schema: &Schema,
        document: &Value,
        below: &Pointer,
    ) -> Self {
        Self {
            pointer: below.join(&violation.instance).to_string(),
            keyword: violation.keyword.clone(),
            message: excerpt(&violation.message, LONGEST),
            fix: fix(violation, schema, document),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match self.pointer.as_str() {
            "" => "the document",
            pointer => pointer,
        };
        write!(f, "{place}: {} (keyword {})", self.message, self.keyword)?;
        match &self.fix {
            Some(fix) => write!(f, "; {fix}"),
            None => Ok(()),
        }
    }
}

/// Finds the nearest change that satisfies the keyword.
fn fix(violation: &Violation, schema: &Schema, document: &Value) -> Option<String> {
    let subschema = violation.schema.resolve(schema.document())?;
    let value = violation.instance.resolve(document)?;
    match violation.keyword.as_str() {
        "required" => missing(subschema.get("required")?, value, &violation.message),
        "enum" => {
            let known: Vec<&str> = subschema
                .get("enum")?
                .as_array()?
                .iter()
                .filter_map(Value::as_str)
                .collect();
            let written = value.as_str().unwrap_or_default();
            Some(match nearest(&written.to_lowercase(), &known) {
                Some(near) => format!("write \"{near}\""),
                None => format!("write one of {}", known.join(", ")),
            })
        }
        "const" => Some(format!("write {}", subschema.get("const")?)),
        "type" => of_type(subschema.get("type")?, value),
        "minLength" => Some("write a text that is not empty".to_owned()),
        "minItems" => Some("write at least one item".to_owned()),
        _ => None,
    }
}

/// Finds what a missing member may have been called instead. Each of several has a violation of its
/// own, which names it.
fn missing(required: &Value, value: &Value, message: &str) -> Option<String> {
    let members = value.as_object()?;
    let name = required
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
        .find(|name| message.starts_with(&format!("\"{name}\"")))?;
    let plain = |text: &str| {
        text.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let misspelt = members.keys().find(|written| plain(written) == plain(name));
    let written: Vec<&str> = members.keys().map(String::as_str).collect();
    let near = misspelt
        .map(String::as_str)
        .or_else(|| nearest(name, &written));
    Some(match near {
        Some(near) => format!("rename \"{}\" to \"{name}\"", excerpt(near, 60)),
        None => format!("add \"{name}\""),
    })
}

fn of_type(wanted: &Value, value: &Value) -> Option<String> {
    let wanted = wanted.as_str()?;
    Some(match (wanted, value) {
        (_, Value::Null) => format!("leave it out, or write {}", article(wanted)),
        ("array", Value::Object(_)) => "put the object into an array".to_owned(),
        ("string", Value::Number(number)) => format!("write \"{number}\""),
        ("boolean", Value::String(text)) if text == "true" || text == "false" => {
            format!("write {text} without quotes")
        }
        _ => format!("write {}", article(wanted)),
    })
}

fn article(wanted: &str) -> String {
    match wanted {
        "array" | "object" | "integer" => format!("an {wanted}"),
        other => format!("a {other}"),
    }
}

/// How many problems of one request are told.
const MOST: usize = 20;
const LONGEST: usize = 300;

#[cfg(test)]
mod tests {
    use frontdesk_json::Pointer;
    use serde_json::{Value, json};

    use super::Problem;
    use crate::contract::Schemas;

    fn said(change: impl FnOnce(&mut Value)) -> Vec<String> {
        let mut body = json!({"request": {
            "connections": {"threadId": "t"}, "context": {"organizationId": "o"},
            "scope": {"conversations": [{"participants": [{"role": "user"}]}]}
        }});
        change(&mut body);
        let schemas = Schemas::shared().unwrap();
        Problem::of_document(schemas.request.schema(), &body, &Pointer::root())
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn each_problem_names_its_place_and_its_fix() {
        insta::assert_snapshot!(
            [
                said(|body| body["request"]["connections"] = json!({"thread_id": "t"})),
                said(|body| body["request"]["context"] = json!({})),
                said(|body| body["request"]["scope"]["conversations"] = json!({})),
                said(
                    |body| body["request"]["scope"]["conversations"][0]["participants"][0]["role"] =
                        json!("User")
                ),
                said(|body| body["session"] = json!(null)),
                said(|body| body["session"] = json!({"channel": {"medium": ""}})),
                said(|body| body["request"]["requestId"] = json!(7)),
                said(|body| body["request"]["settings"] = json!({"disableStream": "false"})),
            ]
            .concat()
            .join("\n"),
        );
    }
}
