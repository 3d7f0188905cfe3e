use frontdesk_json::Pointer;
use serde_json::Value;

/// A document as bytes that no [`Value`] can hold: what only a reader of text can tell apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct RawCase {
    /// What was done to the text, in kebab case.
    pub name: &'static str,
    /// The value it was done to.
    pub pointer: Pointer,
    /// The member that stands twice, where one does.
    pub member: Option<String>,
    /// The document.
    pub bytes: Vec<u8>,
}

/// Makes the byte-level cases of one document.
///
/// Every object has a member written twice, is written as an array, and gets an empty member name;
/// numbers are spelled at the rims of what readers hold; strings get a NUL and half a surrogate
/// pair; the document gets a byte order mark, trailing bytes, bytes that are no UTF-8, an end too
/// early, and 128 levels. Whether a case is to be refused is for a judge to say.
#[must_use]
pub fn raw_cases(document: &Value) -> Vec<RawCase> {
    let mut cases = Vec::new();
    let mut places = Vec::new();
    collect(document, &mut Pointer::root(), &mut places);
    for (pointer, value) in places {
        for (name, text) in spellings(value) {
            cases.push(RawCase {
                name,
                member: None,
                bytes: with(document, &pointer, &text),
                pointer: pointer.clone(),
            });
        }
        if let Value::Object(members) = value {
            for member in members.keys() {
                cases.push(RawCase {
                    name: "duplicate-key",
                    member: Some(member.clone()),
                    bytes: with(document, &pointer, &twice(members, member)),
                    pointer: pointer.clone(),
                });
            }
        }
    }
    cases.extend(whole(document));
    cases
}

fn collect<'v>(value: &'v Value, at: &mut Pointer, places: &mut Vec<(Pointer, &'v Value)>) {
    places.push((at.clone(), value));
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                at.push(index.to_string());
                collect(item, at, places);
                at.pop();
            }
        }
        Value::Object(members) => {
            for (name, member) in members {
                at.push(name);
                collect(member, at, places);
                at.pop();
            }
        }
        _ => {}
    }
}

/// Other spellings of one value, each as text.
fn spellings(value: &Value) -> Vec<(&'static str, String)> {
    match value {
        Value::Object(members) => object_spellings(members),
        Value::Number(number) => number_spellings(&number.to_string()),
        Value::String(text) => {
            let inner = &Value::String(text.clone()).to_string();
            let opened = inner.trim_end_matches('"');
            let opened = if opened.is_empty() { "\"" } else { opened };
            [
                ("nul", "\\u0000"),
                ("lone-surrogate", "\\ud83d"),
                ("surrogate-pair", "\\ud83d\\ude00"),
            ]
            .into_iter()
            .map(|(name, escape)| (name, format!("{opened}{escape}\"")))
            .collect()
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => Vec::new(),
    }
}

fn object_spellings(members: &serde_json::Map<String, Value>) -> Vec<(&'static str, String)> {
    let inner: Vec<String> = members
        .iter()
        .map(|(name, value)| format!("{}:{value}", Value::String(name.clone())))
        .collect();
    let inner = inner.join(",");
    let comma = if inner.is_empty() { "" } else { "," };
    let values: Vec<String> = members.values().map(ToString::to_string).collect();
    vec![
        (
            "duplicate-undeclared-key",
            format!("{{{inner}{comma}\"x-twice\":1,\"x-twice\":2}}"),
        ),
        ("empty-member-name", format!("{{{inner}{comma}\"\":0}}")),
        ("array-for-object", format!("[{}]", values.join(","))),
    ]
}

fn twice(members: &serde_json::Map<String, Value>, member: &str) -> String {
    let names = members.iter().chain(members.get_key_value(member));
    let inner: Vec<String> = names
        .map(|(name, value)| format!("{}:{value}", Value::String(name.clone())))
        .collect();
    format!("{{{}}}", inner.join(","))
}

fn number_spellings(number: &str) -> Vec<(&'static str, String)> {
    let mut spellings = vec![
        ("negative-zero", "-0".to_owned()),
        ("beyond-2-53", "9007199254740993".to_owned()),
        ("beyond-64-bits", "18446744073709551616".to_owned()),
        ("beyond-floats", "1e400".to_owned()),
    ];
    if !number.contains(['.', 'e', 'E']) {
        spellings.push(("integer-with-fraction", format!("{number}.0")));
    }
    spellings
}

/// Writes a document with other text in the place of one value.
fn with(document: &Value, pointer: &Pointer, text: &str) -> Vec<u8> {
    // A text that occurs in no document: each of its characters is written as an escape.
    const MARK: &str = "\u{1}\u{2}frontdesk\u{2}\u{1}";
    let mut marked = document.clone();
    if let Some(value) = pointer.resolve_mut(&mut marked) {
        *value = Value::String(MARK.to_owned());
    }
    let mark = Value::String(MARK.to_owned()).to_string();
    marked.to_string().replacen(&mark, text, 1).into_bytes()
}

fn whole(document: &Value) -> Vec<RawCase> {
    let text = document.to_string();
    let case = |name, bytes: Vec<u8>| RawCase {
        name,
        pointer: Pointer::root(),
        member: None,
        bytes,
    };
    let mut broken = text.clone().into_bytes();
    let middle = broken.len() / 2;
    broken.insert(middle, 0xff);
    let cut: Vec<u8> = text.as_bytes()[..text.len() - 1].to_vec();
    let mut cases = vec![
        case(
            "byte-order-mark",
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        ),
        case("trailing-bytes", format!("{text} {{}}").into_bytes()),
        case("trailing-space", format!("{text} \n").into_bytes()),
        case("invalid-utf-8", broken),
        case("truncated", cut),
    ];
    if let Value::Object(members) = document {
        let inner: Vec<String> = members
            .iter()
            .map(|(name, value)| format!("{}:{value}", Value::String(name.clone())))
            .collect();
        let comma = if inner.is_empty() { "" } else { "," };
        let deep = format!("{}{}", "[".repeat(128), "]".repeat(128));
        let deep = format!("{{{}{comma}\"x-deep\":{deep}}}", inner.join(","));
        cases.push(case("nesting-of-128", deep.into_bytes()));
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::raw_cases;
    use serde_json::json;

    #[test]
    fn each_case_changes_the_text_where_it_says() {
        let cases = raw_cases(&json!({"a": [1], "b": "x"}));
        let text = |name: &str| {
            let case = cases.iter().find(|case| case.name == name).unwrap();
            String::from_utf8_lossy(&case.bytes).into_owned()
        };
        assert_eq!(text("integer-with-fraction"), r#"{"a":[1.0],"b":"x"}"#);
        assert_eq!(text("lone-surrogate"), r#"{"a":[1],"b":"x\ud83d"}"#);
        assert_eq!(text("duplicate-key"), r#"{"a":[1],"b":"x","a":[1]}"#);
        assert_eq!(text("array-for-object"), r#"[[1],"x"]"#);
        assert!(
            cases
                .iter()
                .any(|case| std::str::from_utf8(&case.bytes).is_err())
        );
    }
}
