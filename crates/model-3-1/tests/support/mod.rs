//! What the tests share: the folders of the repository, and what a rewritten document lacks.

use std::path::{Path, PathBuf};

use serde_json::Value;

/// Returns a path below the root of the repository.
pub(crate) fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// Lists the pointers of what a document had and its rewritten form has not, or has otherwise.
pub(crate) fn lost(before: &Value, after: &Value) -> Vec<String> {
    let mut pointers = Vec::new();
    compare(before, Some(after), String::new(), &mut pointers);
    pointers
}

fn compare(before: &Value, after: Option<&Value>, pointer: String, lost: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(before), Some(Value::Object(after))) => {
            for (name, value) in before {
                let name_in_pointer = name.replace('~', "~0").replace('/', "~1");
                compare(
                    value,
                    after.get(name),
                    format!("{pointer}/{name_in_pointer}"),
                    lost,
                );
            }
        }
        (Value::Array(before), Some(Value::Array(after))) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                compare(before, Some(after), format!("{pointer}/{index}"), lost);
            }
        }
        (before, Some(after)) if before == after => {}
        _ => lost.push(pointer),
    }
}
