//! What types that were frozen say of a payload.

use std::fmt;

use frontdesk_json::Pointer;
use serde_json::Value;

/// Types of another time, asked about witnesses.
///
/// What a schema refuses is a claim; a type that refuses the payload, or loses a part of it, shows
/// what becomes of it in a program.
pub trait Judge: Send + Sync {
    /// Names the release that it has the types of, as in `3.1.1`; of others it is not asked.
    fn name(&self) -> &str;

    /// Reads a payload as a message; `None` where it knows no such message.
    fn judge(&self, message: &str, payload: &Value) -> Option<Judgement>;
}

/// What types make of a payload.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Judgement {
    /// They read it and write it again as it was.
    Kept,
    /// They read it, and these parts are gone or others afterwards.
    Lost(Vec<Pointer>),
    /// They do not read it, for this reason.
    Refused(String),
}

impl Judgement {
    /// Judges by what a type reads and writes again.
    ///
    /// ```
    /// use frontdesk_compat::Judgement;
    /// use serde_json::json;
    ///
    /// let read = Ok::<_, String>(json!({"a": {}}));
    /// let judgement = Judgement::of(&json!({"a": {"b": 1}}), read);
    /// assert_eq!(judgement.to_string(), "lost `/a/b`");
    /// ```
    pub fn of<E: fmt::Display>(payload: &Value, read: Result<Value, E>) -> Self {
        match read {
            Err(error) => Self::Refused(error.to_string()),
            Ok(written) => {
                let mut lost = Vec::new();
                compare(payload, &written, &mut Pointer::root(), &mut lost);
                if lost.is_empty() {
                    Self::Kept
                } else {
                    Self::Lost(lost)
                }
            }
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kept => formatter.write_str("kept"),
            Self::Refused(reason) => write!(formatter, "refused: {reason}"),
            Self::Lost(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| format!("`{part}`")).collect();
                write!(formatter, "lost {}", parts.join(", "))
            }
        }
    }
}

fn compare(payload: &Value, written: &Value, at: &mut Pointer, lost: &mut Vec<Pointer>) {
    match (payload, written) {
        (Value::Object(had), Value::Object(has)) => {
            for (name, value) in had {
                at.push(name.as_str());
                match has.get(name) {
                    Some(other) => compare(value, other, at, lost),
                    None => lost.push(at.clone()),
                }
                at.pop();
            }
        }
        (Value::Array(had), Value::Array(has)) => {
            for (index, value) in had.iter().enumerate() {
                at.push(index.to_string());
                match has.get(index) {
                    Some(other) => compare(value, other, at, lost),
                    None => lost.push(at.clone()),
                }
                at.pop();
            }
        }
        (had, has) if had == has => {}
        // One number may have several spellings.
        (Value::Number(had), Value::Number(has)) if had.as_f64() == has.as_f64() => {}
        _ => lost.push(at.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::Judgement;
    use serde_json::{Value, json};

    #[test]
    fn what_is_gone_or_other_is_lost_and_what_is_added_is_not() {
        let payload = json!({"a": 1, "b": [{"c": null, "d": "x"}, 2.0]});
        let judged = |written: Value| Judgement::of(&payload, Ok::<_, String>(written)).to_string();
        assert_eq!(
            judged(json!({"a": 1.0, "b": [{"c": null, "d": "x"}, 2], "e": 0})),
            "kept"
        );
        assert_eq!(
            judged(json!({"a": 2, "b": [{"d": "x"}]})),
            "lost `/a`, `/b/0/c`, `/b/1`"
        );
        let refused = Judgement::of(&payload, Err::<Value, _>("no"));
        assert_eq!(refused.to_string(), "refused: no");
    }
}
