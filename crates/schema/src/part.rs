use serde_json::json;

use crate::error::SchemaError;
use crate::outline::PlaceId;
use crate::schema::Schema;

impl Schema {
    /// Compiles one subschema of the document, to be asked alone.
    ///
    /// ```
    /// use frontdesk_schema::{Options, Schema};
    /// use serde_json::json;
    ///
    /// let schema = Schema::compile(json!({"anyOf": [{"type": "null"}, {"minimum": 1}]}), &Options::default())?;
    /// let outline = schema.outline();
    /// let branches = &outline.keywords(outline.root()).unwrap().any_of;
    /// assert!(schema.part(branches[0])?.accepts(&json!(null)));
    /// assert!(!schema.part(branches[1])?.accepts(&json!(0)));
    /// # Ok::<(), frontdesk_schema::SchemaError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// When a reference to the place cannot be followed, as where it stands outside of every
    /// document that was handed in.
    pub fn part(&self, place: PlaceId) -> Result<Self, SchemaError> {
        let place = self.outline().place(place);
        let document = place.resource.as_deref().unwrap_or(WHOLE);
        let pointer = place.pointer.to_string().replace('%', "%25");
        let mut options = self.options().clone();
        options
            .resources
            .push((WHOLE.to_owned(), self.document().clone()));
        let reference = format!("{document}#{pointer}");
        Self::compile(
            json!({"$schema": self.draft().uri(), "$ref": reference}),
            &options,
        )
    }
}

/// What the document is called where one of its parts is asked.
const WHOLE: &str = "https://frontdesk.invalid/whole.json";

#[cfg(test)]
mod tests {
    use crate::{Draft, Options, Schema};
    use serde_json::{Value, json};

    #[test]
    fn parts_keep_what_they_refer_to() {
        let document = json!({
            "$id": "https://frontdesk.invalid/own/root.json",
            "properties": {
                "a b%é": {"$ref": "#/$defs/short"},
                "far": {"$ref": "https://frontdesk.invalid/far.json#/$defs/inner"}
            },
            "$defs": {"short": {"maxLength": 2}}
        });
        let far =
            json!({"$defs": {"inner": {"items": {"$ref": "#/$defs/one"}}, "one": {"const": 1}}});
        let options = Options {
            resources: vec![("https://frontdesk.invalid/far.json".to_owned(), far)],
            ..Options::default()
        };
        let schema = Schema::compile(document, &options).unwrap();
        let outline = schema.outline();
        let accepts = |name: &str, value: Value| {
            let place = outline.keywords(outline.root()).unwrap().properties[name];
            schema.part(place).unwrap().accepts(&value)
        };
        assert!(accepts("a b%é", json!("ab")) && !accepts("a b%é", json!("abc")));
        assert!(accepts("far", json!([1])) && !accepts("far", json!([2])));
        let inner = outline
            .places()
            .find(|(_, place)| place.pointer.to_string() == "/$defs/inner");
        let part = schema.part(inner.unwrap().0).unwrap();
        assert!(part.accepts(&json!([1])) && !part.accepts(&json!([2])));
    }

    #[test]
    fn parts_keep_the_draft() {
        let options = Options {
            draft: Draft::Draft4,
            ..Options::default()
        };
        let document = json!({"properties": {"n": {"minimum": 1, "exclusiveMinimum": true}}});
        let schema = Schema::compile(document, &options).unwrap();
        let outline = schema.outline();
        let place = outline.keywords(outline.root()).unwrap().properties["n"];
        let part = schema.part(place).unwrap();
        assert!(part.accepts(&json!(2)) && !part.accepts(&json!(1)));
    }
}
