//! Whether anything may be proved from numbers that were rounded when they were read.

use std::collections::BTreeMap;

use frontdesk_schema::Schema;
use serde_json::{Number, Value};

/// Tells whether what is held instead of rounded numbers tells them apart as they do.
///
/// Rounding keeps the order of numbers. So proofs that compare them hold where every number that is
/// held stands for one number alone, as where both versions have the same bound.
pub(crate) fn is_exact(writer: &Schema, reader: &Schema) -> bool {
    let mut spelled: BTreeMap<String, &str> = BTreeMap::new();
    for rounded in writer.rounded().iter().chain(reader.rounded()) {
        let shortened = rounded.spelling.ends_with('…');
        // A fraction that became whole is on the other side of an integer.
        let became_whole = rounded
            .held
            .as_f64()
            .is_some_and(|held| held.fract() == 0.0)
            && rounded.spelling.contains(['.', 'e', 'E']);
        let held = spelled.entry(rounded.held.to_string());
        if shortened || became_whole || *held.or_insert(&rounded.spelling) != rounded.spelling {
            return false;
        }
    }
    spelled.is_empty()
        || [writer, reader]
            .into_iter()
            .all(|schema| stands_for_itself(schema, &spelled))
}

/// Tells whether the held numbers stand for rounded ones wherever they are, and nothing is counted
/// in steps.
fn stands_for_itself(schema: &Schema, spelled: &BTreeMap<String, &str>) -> bool {
    let mut found = 0;
    count(schema.document(), &mut |number| {
        found += usize::from(spelled.contains_key(&number.to_string()));
    });
    let outline = schema.outline();
    let mut keywords = outline.places().filter_map(|(id, _)| outline.keywords(id));
    found == schema.rounded().len()
        && schema.options().resources.is_empty()
        && keywords.all(|keywords| keywords.multiple_of.is_none())
}

fn count(value: &Value, found: &mut dyn FnMut(&Number)) {
    match value {
        Value::Number(number) => found(number),
        Value::Array(items) => items.iter().for_each(|item| count(item, found)),
        Value::Object(members) => members.values().for_each(|member| count(member, found)),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_json::read_noting;
    use frontdesk_schema::{Options, Schema};

    use super::is_exact;

    #[test]
    fn rounded_numbers_prove_what_the_same_numbers_would() {
        let compile = |text: &str| {
            let reading = read_noting(text.as_bytes()).unwrap();
            Schema::compile_read(reading, &Options::default()).unwrap()
        };
        let exact = |one: &str, other: &str| is_exact(&compile(one), &compile(other));
        let large = r#"{"maximum": 100000000000000000001}"#;
        assert!(exact(
            large,
            r#"{"maximum": 100000000000000000001, "minimum": 0}"#
        ));
        assert!(!exact(large, r#"{"maximum": 100000000000000000002}"#));
        assert!(!exact(large, r#"{"maximum": 100000000000000000000}"#));
        assert!(!exact(large, r#"{"multipleOf": 3}"#));
        assert!(!exact(
            r#"{"exclusiveMinimum": 2.99999999999999999999}"#,
            "{}"
        ));
        assert!(exact(r#"{"minimum": 1}"#, r#"{"multipleOf": 3}"#));
    }
}
