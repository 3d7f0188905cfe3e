//! Payloads for people: the part that matters, and what it stands in.

use frontdesk_json::{Pointer, excerpt};
use serde_json::{Map, Value};

/// Writes a payload on one line, with everything left out that stands beside the way to a part.
///
/// ```
/// use frontdesk_compat::fold;
/// use serde_json::json;
///
/// let payload = json!({"id": 7, "lines": [{"n": 1}, {"n": 2, "state": "gone"}]});
/// assert_eq!(fold(&payload, &"/lines/1/state".parse()?), r#"{…, "lines": […, {…, "state": "gone"}]}"#);
/// # Ok::<(), frontdesk_json::PointerParseError>(())
/// ```
#[must_use]
pub fn fold(payload: &Value, part: &Pointer) -> String {
    let tokens: Vec<&str> = part.tokens().collect();
    folded(payload, &tokens)
}

fn folded(value: &Value, tokens: &[&str]) -> String {
    let Some((token, rest)) = tokens.split_first() else {
        return shown(value);
    };
    match value {
        Value::Object(members) => {
            let Some(member) = members.get(*token) else {
                return shown(value);
            };
            let beside = beside(members.len());
            format!("{{{beside}{}: {}}}", quoted(token), folded(member, rest))
        }
        Value::Array(items) => {
            let Some(item) = token.parse().ok().and_then(|index: usize| items.get(index)) else {
                return shown(value);
            };
            format!("[{}{}]", beside(items.len()), folded(item, rest))
        }
        _ => shown(value),
    }
}

fn beside(count: usize) -> &'static str {
    if count > 1 { "…, " } else { "" }
}

/// Writes the part itself: short ones whole, of long ones the names or the first items.
pub(crate) fn shown(value: &Value) -> String {
    let whole = spaced(value);
    if whole.chars().count() <= WHOLE {
        return whole;
    }
    match value {
        Value::Object(members) => outlined(members),
        Value::Array(items) => {
            let first: Vec<String> = items.iter().take(3).map(brief).collect();
            let more = items.len().saturating_sub(first.len());
            let more = if more > 0 {
                format!(", … {more} more")
            } else {
                String::new()
            };
            format!("[{}{more}]", first.join(", "))
        }
        _ => excerpt(&whole, WHOLE),
    }
}

fn outlined(members: &Map<String, Value>) -> String {
    let first: Vec<String> = members
        .iter()
        .take(MOST_MEMBERS)
        .map(|(name, member)| format!("{}: {}", quoted(name), brief(member)))
        .collect();
    let more = if members.len() > MOST_MEMBERS {
        ", …"
    } else {
        ""
    };
    format!("{{{}{more}}}", first.join(", "))
}

fn brief(value: &Value) -> String {
    match value {
        Value::Object(members) if !members.is_empty() => "{…}".to_owned(),
        Value::Array(items) if !items.is_empty() => "[…]".to_owned(),
        other => excerpt(&other.to_string(), BRIEF),
    }
}

/// Writes a value on one line, with a space behind commas and colons.
pub(crate) fn spaced(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, member)| format!("{}: {}", quoted(name), spaced(member)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(spaced).collect();
            format!("[{}]", items.join(", "))
        }
        other => other.to_string(),
    }
}

fn quoted(name: &str) -> String {
    excerpt(&Value::from(name).to_string(), WHOLE)
}

const WHOLE: usize = 72;
const BRIEF: usize = 24;
const MOST_MEMBERS: usize = 6;

#[cfg(test)]
mod tests {
    use super::fold;
    use frontdesk_json::Pointer;
    use serde_json::json;

    #[test]
    fn long_parts_are_outlined() {
        let long = "x".repeat(100);
        let payload = json!({"a": {"b": long, "c": [1], "d": {}}, "e": 1});
        let folded = fold(&payload, &"/a".parse().unwrap());
        assert_eq!(
            folded,
            format!(
                "{{…, \"a\": {{\"b\": \"{}…, \"c\": […], \"d\": {{}}}}}}",
                "x".repeat(23)
            )
        );
        let many: Vec<u32> = (0..100).collect();
        assert_eq!(
            fold(&json!([many]), &"/0".parse().unwrap()),
            "[[0, 1, 2, … 97 more]]"
        );
    }

    #[test]
    fn a_way_that_ends_early_shows_where() {
        let folded = fold(&json!({"a": 1}), &"/b/c".parse().unwrap());
        assert_eq!(folded, r#"{"a": 1}"#);
        assert_eq!(fold(&json!("a"), &Pointer::root()), "\"a\"");
    }
}
