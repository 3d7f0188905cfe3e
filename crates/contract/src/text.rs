use serde_json::Value;

use crate::keywords::{Holds, Keywords, holds};

/// Writes a schema for people, always in the same bytes.
///
/// Two spaces of indentation and a line feed at the end. In each schema the keywords that introduce
/// it come first (`$schema`, `$id`, `title`, `description`, `$ref`, `type`, `properties`), `$defs` last, the others by
/// name; names of members are sorted. The bytes do not depend on the order in which the maps of
/// `serde_json` happen to iterate.
///
/// ```
/// let schema = serde_json::json!({"minimum": 1, "type": "integer"});
/// assert_eq!(
///     frontdesk_contract::schema_text(&schema),
///     "{\n  \"type\": \"integer\",\n  \"minimum\": 1\n}\n",
/// );
/// ```
#[must_use]
pub fn schema_text(schema: &Value) -> String {
    let mut text = String::new();
    write(&mut text, schema, Holds::Schema, 0);
    text.push('\n');
    text
}

fn write(text: &mut String, value: &Value, position: Holds, depth: usize) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            write_object(text, members, position, depth);
        }
        Value::Array(items) if !items.is_empty() => {
            let position = if position == Holds::List {
                Holds::Schema
            } else {
                Holds::Data
            };
            write_between(text, '[', ']', depth, items.iter(), |text, item| {
                write(text, item, position, depth + 1);
            });
        }
        scalar_or_empty => text.push_str(&scalar_or_empty.to_string()),
    }
}

fn write_object(text: &mut String, members: &Keywords, position: Holds, depth: usize) {
    let mut names: Vec<&String> = members.keys().collect();
    if position == Holds::Schema {
        names.sort_by_key(|name| (rank(name), *name));
    } else {
        names.sort();
    }
    write_between(text, '{', '}', depth, names.into_iter(), |text, name| {
        let inner = match position {
            Holds::Schema => holds(name),
            Holds::Members => Holds::Schema,
            Holds::Data | Holds::List => Holds::Data,
        };
        text.push_str(&Value::from(name.as_str()).to_string());
        text.push_str(": ");
        write(text, &members[name], inner, depth + 1);
    });
}

fn write_between<T>(
    text: &mut String,
    open: char,
    close: char,
    depth: usize,
    items: impl Iterator<Item = T>,
    mut write_item: impl FnMut(&mut String, T),
) {
    text.push(open);
    for (index, item) in items.enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&"  ".repeat(depth + 1));
        write_item(text, item);
    }
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
    text.push(close);
}

fn rank(keyword: &str) -> usize {
    match FIRST.iter().position(|first| *first == keyword) {
        Some(index) => index,
        None if keyword == "$defs" => usize::MAX,
        None => FIRST.len(),
    }
}

const FIRST: [&str; 16] = [
    "openapi",
    "asyncapi",
    "info",
    "$schema",
    "$id",
    "$comment",
    "title",
    "description",
    "examples",
    "$ref",
    "type",
    "const",
    "enum",
    "properties",
    "required",
    "additionalProperties",
];

#[cfg(test)]
mod tests {
    use super::schema_text;
    use serde_json::json;

    #[test]
    fn keywords_are_ordered_and_names_are_sorted() {
        let schema = json!({
            "$defs": {"title": {"type": "null"}, "$id": true},
            "properties": {"type": {}, "$id": {"minimum": 1, "title": "t"}},
            "required": ["type", "$id"],
            "examples": [{"type": 1, "$id": 2}],
            "$schema": "s"
        });
        let expected = r#"{
  "$schema": "s",
  "examples": [
    {
      "$id": 2,
      "type": 1
    }
  ],
  "properties": {
    "$id": {
      "title": "t",
      "minimum": 1
    },
    "type": {}
  },
  "required": [
    "type",
    "$id"
  ],
  "$defs": {
    "$id": true,
    "title": {
      "type": "null"
    }
  }
}
"#;
        assert_eq!(schema_text(&schema), expected);
    }

    #[test]
    fn what_is_written_reads_back() {
        let schema = json!({
            "minimum": i64::MIN, "maximum": u64::MAX, "multipleOf": 0.1,
            "const": "\u{7}\"é", "anyOf": [], "properties": {}, "exclusiveMaximum": 3.5e38
        });
        let text = schema_text(&schema);
        assert_eq!(frontdesk_json::read(text.as_bytes()).unwrap(), schema);
    }
}
