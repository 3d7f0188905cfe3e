use std::sync::{Arc, OnceLock};

use frontdesk_json::{Reading, Rounded};
use jsonschema::Validator;
use serde_json::Value;

use crate::error::SchemaError;
use crate::fast::{Compiled, OnTape};
use crate::first::{first_judge, known_dialect};
use crate::options::{Draft, Options};
use crate::outline::Outline;
use crate::prepared::Prepared;
use crate::second::SecondJudge;
use crate::violation::Violation;

/// A schema document that compiled.
#[derive(Debug)]
pub struct Schema {
    document: Value,
    options: Options,
    /// What the judges read instead, where that differs.
    prepared: Option<Box<Prepared>>,
    rounded: Vec<Rounded>,
    first: Validator,
    /// Compiled when first asked, since it takes longer than everything else together.
    second: OnceLock<SecondJudge>,
    outline: OnceLock<Arc<Outline>>,
    /// The first judge of values on a tape; nothing where the engine refuses for records what it
    /// compiled for values.
    pub(crate) on_tape: OnceLock<Option<Arc<Validator<OnTape>>>>,
    /// What judges of records share.
    pub(crate) compiled: OnceLock<Arc<Compiled>>,
}

/// What the two judges say of a value together.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Both accept it.
    Accepted,
    /// Both refuse it.
    Refused,
    /// They disagree, or the second cannot judge by this schema: nothing is certain.
    Undecided,
}

impl Schema {
    /// Compiles a document for the first judge; the second is compiled when it is first asked.
    ///
    /// # Errors
    ///
    /// When the document breaks the rules of its draft, when a pattern is no regular expression,
    /// or when a reference leads outside the document and the resources handed in.
    pub fn compile(document: Value, options: &Options) -> Result<Self, SchemaError> {
        let prepared = Prepared::new(&document, options).map(Box::new);
        let (read, given) = read_by_judges(prepared.as_deref(), &document, options);
        known_dialect(read, given)?;
        let first = first_judge(read, given)?;
        Ok(Self {
            document,
            options: options.clone(),
            prepared,
            rounded: Vec::new(),
            first,
            second: OnceLock::new(),
            outline: OnceLock::new(),
            on_tape: OnceLock::new(),
            compiled: OnceLock::new(),
        })
    }

    /// Compiles a document whose rounded numbers are known.
    ///
    /// Both judges go by the numbers that the value holds. Nothing is proved from one that is not
    /// what the document says.
    ///
    /// ```
    /// use frontdesk_json::read_noting;
    /// use frontdesk_schema::{Options, Schema};
    ///
    /// let text = br#"{"type": "number", "minimum": 0.1, "exclusiveMaximum": 0.10000000000000000001}"#;
    /// let schema = Schema::compile_read(read_noting(text)?, &Options::default())?;
    /// assert_eq!(schema.rounded()[0].pointer.to_string(), "/exclusiveMaximum");
    /// assert_eq!(schema.unsatisfiable(), None);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Schema::compile`].
    pub fn compile_read(reading: Reading, options: &Options) -> Result<Self, SchemaError> {
        Ok(Self {
            rounded: reading.rounded,
            ..Self::compile(reading.value, options)?
        })
    }

    /// Lists the numbers of the document that its value does not hold exactly.
    ///
    /// They are known where [`Schema::compile_read`] was told of them.
    #[must_use]
    pub fn rounded(&self) -> &[Rounded] {
        &self.rounded
    }

    /// Returns the document.
    #[must_use]
    pub fn document(&self) -> &Value {
        &self.document
    }

    /// Returns how the document was read.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Returns the draft that the document is read by.
    #[must_use]
    pub fn draft(&self) -> Draft {
        Draft::named_by(&self.document).unwrap_or(self.options.draft)
    }

    /// Outlines the document: every subschema, its keywords, where its references lead.
    #[must_use]
    pub fn outline(&self) -> &Arc<Outline> {
        self.outline.get_or_init(|| {
            let (document, options) = self.prepared();
            Arc::new(Outline::new(document, self.draft(), options))
        })
    }

    /// Asks the first judge alone, for loops where a label is not yet claimed.
    #[must_use]
    pub fn accepts(&self, instance: &Value) -> bool {
        self.first.is_valid(instance)
    }

    /// Lists every keyword that refuses, as the first judge sees it.
    #[must_use]
    pub fn violations(&self, instance: &Value) -> Vec<Violation> {
        let mut violations: Vec<Violation> = self
            .first
            .iter_errors(instance)
            .map(|error| Violation::from_error(&error, self.outline()))
            .collect();
        // The same subschema reached by two ways refuses twice; a person needs it once.
        violations.dedup();
        violations
    }

    /// Asks both judges.
    #[must_use]
    pub fn judge(&self, instance: &Value) -> Verdict {
        let (document, options) = self.prepared();
        match (
            self.first.is_valid(instance),
            self.second().accepts(document, options, instance),
        ) {
            (true, Some(true)) => Verdict::Accepted,
            (false, Some(false)) => Verdict::Refused,
            (_, Some(_) | None) => Verdict::Undecided,
        }
    }

    /// Tells why the second judge cannot judge by this schema, where it cannot.
    ///
    /// It reads as much of a large document as a value asks for: values of which a part says
    /// something that this judge cannot read stay undecided, and are not told here.
    #[must_use]
    pub fn second_judge_error(&self) -> Option<&str> {
        let (document, options) = self.prepared();
        self.second().error(document, options)
    }

    pub(crate) fn second(&self) -> &SecondJudge {
        self.second.get_or_init(|| {
            let (document, options) = self.prepared();
            SecondJudge::new(document, options)
        })
    }

    /// Returns the document and the options as the judges read them.
    pub(crate) fn prepared(&self) -> (&Value, &Options) {
        read_by_judges(self.prepared.as_deref(), &self.document, &self.options)
    }
}

fn read_by_judges<'p>(
    prepared: Option<&'p Prepared>,
    document: &'p Value,
    options: &'p Options,
) -> (&'p Value, &'p Options) {
    prepared.map_or((document, options), |prepared| {
        (&prepared.document, &prepared.options)
    })
}

#[cfg(test)]
mod tests {
    use super::{Schema, SchemaError, Verdict};
    use crate::{Options, SchemaErrorKind};
    use serde_json::{Value, json};

    fn compile(document: Value) -> Result<Schema, SchemaError> {
        Schema::compile(document, &Options::default())
    }

    #[test]
    fn violations_name_the_resolved_subschema() {
        let schema = compile(json!({
            "properties": {"person": {"$ref": "#/$defs/Person"}},
            "$defs": {"Person": {"required": ["name"]}}
        }))
        .unwrap();
        let violation = schema.violations(&json!({"person": {}})).remove(0);
        assert_eq!(violation.schema.to_string(), "/$defs/Person");
        assert_eq!(violation.keyword, "required");
        assert_eq!(violation.instance.to_string(), "/person");
    }

    #[test]
    fn a_false_subschema_is_named_itself() {
        let schema = compile(json!({"properties": {"gone": false}})).unwrap();
        let violation = schema.violations(&json!({"gone": 1})).remove(0);
        assert_eq!(violation.schema.to_string(), "/properties/gone");
        assert_eq!(violation.keyword, "false");
    }

    #[test]
    fn a_false_subschema_is_the_fault_of_the_keyword_that_applies_it() {
        for (document, instance, keyword) in [
            (json!({"items": false}), json!([1]), "items"),
            (
                json!({"additionalProperties": false}),
                json!({"a": 1}),
                "additionalProperties",
            ),
            (
                json!({"properties": {}, "additionalProperties": false}),
                json!({"a": 1}),
                "additionalProperties",
            ),
            (
                json!({"unevaluatedProperties": false}),
                json!({"a": 1}),
                "unevaluatedProperties",
            ),
            (json!({"contains": {"const": 2}}), json!([1]), "contains"),
            (json!({"not": {"type": "number"}}), json!(1), "not"),
        ] {
            let schema = compile(document).unwrap();
            let violation = schema.violations(&instance).remove(0);
            assert_eq!(
                (violation.schema.to_string(), violation.keyword.as_str()),
                (String::new(), keyword)
            );
        }
    }

    #[test]
    fn the_if_above_a_violation_is_named() {
        let schema = compile(json!({
            "properties": {"a": {
                "if": {"required": ["b"]},
                "then": {"$ref": "#/$defs/then"}
            }},
            "$defs": {"then": {"properties": {"b": {"minimum": 3}}}}
        }))
        .unwrap();
        let violation = schema.violations(&json!({"a": {"b": 1}})).remove(0);
        assert_eq!(violation.schema.to_string(), "/$defs/then/properties/b");
        let condition = violation.condition.unwrap();
        assert_eq!(condition.schema.to_string(), "/properties/a");
        assert_eq!(condition.instance.to_string(), "/a");
    }

    #[test]
    fn formats_are_asserted() {
        let schema = compile(json!({"format": "uuid"})).unwrap();
        assert_eq!(schema.judge(&json!("no uuid")), Verdict::Refused);
        assert_eq!(schema.judge(&json!(7)), Verdict::Accepted);
    }

    #[test]
    fn nothing_is_fetched() {
        let remote = json!({"$ref": "https://schemas.frontdesk.invalid/remote.json"});
        let error = compile(remote.clone()).unwrap_err();
        assert!(
            matches!(error.kind(), SchemaErrorKind::Unresolved { .. }),
            "{error}"
        );
        let resources = vec![(
            "https://schemas.frontdesk.invalid/remote.json".to_owned(),
            json!({"type": "null"}),
        )];
        let options = Options {
            resources,
            ..Options::default()
        };
        let schema = Schema::compile(remote, &options).unwrap();
        assert_eq!(schema.judge(&json!(null)), Verdict::Accepted);
        assert_eq!(schema.judge(&json!(0)), Verdict::Refused);
    }

    #[test]
    fn the_outline_follows_references_of_every_form() {
        let schema = compile(json!({
            "$id": "https://frontdesk.invalid/root.json",
            "properties": {
                "anchor": {"$ref": "#name"},
                "pointer": {"$ref": "#/$defs/a~1b%20c"},
                "relative": {"$ref": "other.json#/$defs/inner"},
                "root": {"$ref": "root.json"}
            },
            "$defs": {
                "n": {"$anchor": "name"},
                "a/b c": {"type": "null"},
                "embedded": {"$id": "other.json", "$defs": {"inner": {"type": "null"}}}
            }
        }))
        .unwrap();
        let outline = schema.outline();
        let properties = &outline.keywords(outline.root()).unwrap().properties;
        for (name, pointer) in [
            ("anchor", "/$defs/n"),
            ("pointer", "/$defs/a~1b c"),
            ("relative", "/$defs/embedded/$defs/inner"),
            ("root", ""),
        ] {
            let target = outline
                .keywords(properties[name])
                .unwrap()
                .reference
                .unwrap();
            assert_eq!(outline.place(target).pointer.to_string(), pointer, "{name}");
        }
    }

    #[test]
    fn the_outline_knows_the_meta_schemas() {
        let schema =
            compile(json!({"$ref": "https://json-schema.org/draft/2020-12/schema"})).unwrap();
        let outline = schema.outline();
        let target = outline.keywords(outline.root()).unwrap().reference.unwrap();
        assert_eq!(outline.keywords(target).unwrap().all_of.len(), 7);
        assert!(outline.places().all(|(_, place)| match &place.body {
            crate::outline::Body::Keywords(keywords) => !keywords.opaque,
            _ => true,
        }));
    }

    #[test]
    fn messages_show_no_secrets() {
        let schema = compile(json!({
            "type": "object",
            "properties": {"access_token": {"type": "string"}, "n": {"type": "string"}},
            "additionalProperties": false
        }))
        .unwrap();
        let said = |instance: Value| -> String {
            let violations = schema.violations(&instance);
            violations
                .into_iter()
                .map(|violation| violation.message)
                .collect()
        };
        assert!(!said(json!({"access_token": 4711})).contains("4711"));
        assert!(!said(json!({"access_token": ["hush"]})).contains("hush"));
        assert!(!said(json!([{"token": "hush"}])).contains("hush"));
        assert!(said(json!({"n": 4711})).contains("4711"));
    }

    #[test]
    fn unknown_dialects_and_dangling_references_name_their_way_out() {
        let error =
            compile(json!({"$schema": "http://json-schema.org/draft-03/schema#"})).unwrap_err();
        assert!(
            matches!(error.kind(), SchemaErrorKind::UnknownDialect { .. }),
            "{error}"
        );
        let error = compile(json!({"$ref": "#/$defs/none"})).unwrap_err();
        assert!(
            matches!(error.kind(), SchemaErrorKind::Dangling { .. }),
            "{error}"
        );
    }

    #[test]
    fn a_malformed_document_is_refused_with_its_place() {
        let error = compile(json!({"properties": {"a": {"type": "text"}}})).unwrap_err();
        assert!(error.to_string().contains("/properties/a/type"), "{error}");
    }
}
