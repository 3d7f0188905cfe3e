use std::collections::BTreeSet;

use frontdesk_json::Pointer;

use crate::Schema;
use crate::outline::{Keywords, PlaceId};

impl Schema {
    /// Finds a subschema whose reference leads back to it on the same value, whatever the value is.
    ///
    /// No draft says what such a reference asks for, and no validator can follow it to an end.
    ///
    /// ```
    /// use frontdesk_schema::{Options, Schema};
    /// use serde_json::json;
    ///
    /// let schema = Schema::compile(json!({"$ref": "#"}), &Options::default())?;
    /// assert!(schema.endless_reference().is_some_and(|pointer| pointer.is_root()));
    /// # Ok::<(), frontdesk_schema::SchemaError>(())
    /// ```
    #[must_use]
    pub fn endless_reference(&self) -> Option<Pointer> {
        let outline = self.outline();
        let next = |place: PlaceId| -> Vec<PlaceId> {
            let applied = outline.keywords(place).into_iter().flat_map(always_applied);
            applied.collect()
        };
        let mut done = BTreeSet::new();
        let mut way = vec![(outline.root(), next(outline.root()))];
        while let Some((place, rest)) = way.last_mut() {
            let place = *place;
            let Some(other) = rest.pop() else {
                way.pop();
                done.insert(place);
                continue;
            };
            if way.iter().any(|(passed, _)| *passed == other) {
                return Some(outline.place(place).pointer.clone());
            }
            if !done.contains(&other) {
                way.push((other, next(other)));
            }
        }
        None
    }
}

/// Lists the subschemas that are applied to every value itself.
fn always_applied(keywords: &Keywords) -> impl Iterator<Item = PlaceId> {
    let references = [keywords.reference, keywords.dynamic_reference];
    let all = keywords.all_of.iter().copied();
    references.into_iter().flatten().chain(all)
}

#[cfg(test)]
mod tests {
    use crate::{Options, Schema};
    use serde_json::{Value, json};

    fn endless(document: Value) -> Option<String> {
        let schema = Schema::compile(document, &Options::default()).unwrap();
        schema.endless_reference().map(|place| place.to_string())
    }

    #[test]
    fn only_circles_on_the_same_value_are_endless() {
        for (document, place) in [
            (json!({"$ref": "#"}), Some("")),
            (
                json!({"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}}),
                Some("/$defs/a/allOf/0"),
            ),
            (json!({"items": {"$ref": "#"}}), None),
            (json!({"anyOf": [{"$ref": "#"}, true]}), None),
            (
                json!({"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "#/$defs/a"}], "$defs": {"a": {}}}),
                None,
            ),
        ] {
            assert_eq!(endless(document.clone()).as_deref(), place, "{document}");
        }
    }
}
