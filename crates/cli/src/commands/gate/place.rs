//! Where a break is in what is exported, and in the types.

use std::path::PathBuf;

use frontdesk_compat::{Change, Comparison, Question};
use frontdesk_contract::{Direction, ExportedFiles, NEXT, Side, Store};
use frontdesk_json::{Pointer, line_of};

/// Where a break is on the side of the types.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The exported schema, and the line in it.
    pub(super) file: PathBuf,
    pub(super) line: Option<u64>,
    /// The subschema.
    pub(super) pointer: Pointer,
    /// The Rust type, and the member as it is on the wire.
    pub(super) type_name: Option<String>,
    pub(super) member: Option<String>,
}

/// Finds the place of a change; none where the side of the types has no subschema for it.
pub(super) fn place(
    comparison: &Comparison,
    change: &Change,
    store: &Store,
    contract: &str,
    exported: &ExportedFiles,
) -> Option<Place> {
    let ours_writes = match comparison.question {
        Question::Ahead => comparison.direction == Direction::Response,
        Question::Back => comparison.direction == Direction::Request,
        Question::Authored => true,
        Question::Sent => false,
    };
    let (side, pointer) = if ours_writes {
        (Side::Writer, change.writing())
    } else {
        (Side::Reader, change.refusing())
    };
    let pointer = pointer?.pointer.clone();
    let name = format!("{}.{side}.json", comparison.message);
    let text = String::from_utf8_lossy(exported.get(&name)?);
    let (type_name, member) = in_types(&pointer, change.name.as_deref());
    Some(Place {
        file: store.folder(contract, NEXT).join(name),
        line: line_of(&text, &pointer).map(|line| line as u64),
        pointer,
        type_name,
        member,
    })
}

/// Reads type and member off a pointer such as `/$defs/Order/properties/lines`.
fn in_types(pointer: &Pointer, name: Option<&str>) -> (Option<String>, Option<String>) {
    let tokens: Vec<&str> = pointer.tokens().collect();
    let Some(at) = tokens.iter().rposition(|token| *token == "$defs") else {
        return (None, name.map(str::to_owned));
    };
    let after = tokens.get(at + 2..).unwrap_or_default();
    let member = match after {
        ["properties", member, ..] => Some(*member),
        _ => None,
    };
    let type_name = tokens.get(at + 1).map(|name| (*name).to_owned());
    (type_name, member.or(name).map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::in_types;

    #[test]
    fn types_and_members_are_read_off_pointers() {
        for (pointer, name, expected) in [
            (
                "/$defs/Order/properties/lines",
                None,
                (Some("Order"), Some("lines")),
            ),
            ("/$defs/Order", Some("id"), (Some("Order"), Some("id"))),
            (
                "/$defs/Line/properties/price/anyOf/0",
                None,
                (Some("Line"), Some("price")),
            ),
            ("/properties/a", Some("b"), (None, Some("b"))),
            ("", None, (None, None)),
        ] {
            let (type_name, member) = in_types(&pointer.parse().unwrap(), name);
            assert_eq!(
                (type_name.as_deref(), member.as_deref()),
                expected,
                "{pointer}"
            );
        }
    }
}
