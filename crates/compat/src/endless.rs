//! Schemas that refer to themselves without ever looking at a part of the value.

use frontdesk_json::Pointer;
use frontdesk_schema::outline::{Keywords, Outline, PlaceId};

/// Finds a subschema that applies itself to the same value again, so that nobody can say what it
/// means.
///
/// ```
/// use frontdesk_compat::endless;
/// use frontdesk_schema::{Options, Schema};
/// use serde_json::json;
///
/// let circle = json!({"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/a"}]}}, "$ref": "#/$defs/a"});
/// let schema = Schema::compile(circle, &Options::default())?;
/// assert!(endless(schema.outline()).is_some());
/// let list = json!({"properties": {"next": {"$ref": "#"}}});
/// let schema = Schema::compile(list, &Options::default())?;
/// assert_eq!(endless(schema.outline()), None);
/// # Ok::<(), frontdesk_schema::SchemaError>(())
/// ```
#[must_use]
pub fn endless(outline: &Outline) -> Option<Pointer> {
    let mut seen = vec![Seen::Never; outline.len()];
    for (start, _) in outline.places() {
        // Each entry is a place, and what of it is still to be looked at.
        let mut open = vec![(start, None)];
        while let Some((place, rest)) = open.pop() {
            let mut rest: Vec<PlaceId> = match rest {
                Some(rest) => rest,
                None if seen[place.index()] != Seen::Never => continue,
                None => outline.keywords(place).map(same_value).unwrap_or_default(),
            };
            seen[place.index()] = Seen::Open;
            let Some(next) = rest.pop() else {
                seen[place.index()] = Seen::Done;
                continue;
            };
            if seen[next.index()] == Seen::Open {
                return Some(outline.place(next).pointer.clone());
            }
            open.push((place, Some(rest)));
            open.push((next, None));
        }
    }
    None
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Seen {
    Never,
    Open,
    Done,
}

/// Lists the subschemas that apply to the same value.
fn same_value(keywords: &Keywords) -> Vec<PlaceId> {
    keywords
        .reference
        .iter()
        .chain(&keywords.dynamic_reference)
        .chain(&keywords.all_of)
        .chain(&keywords.any_of)
        .chain(&keywords.one_of)
        .chain(&keywords.not)
        .chain(&keywords.condition)
        .chain(&keywords.then)
        .chain(&keywords.otherwise)
        .chain(keywords.dependent_schemas.values())
        .copied()
        .collect()
}
