use frontdesk_schema::Schema;

use super::Redactor;
use crate::recording::Body;

/// A body that can be written.
#[derive(Clone, Debug, PartialEq)]
pub struct RedactedBody {
    /// What is left of it.
    pub body: Body,
    /// Whether the schema accepts what is left.
    pub accepted: bool,
    /// Whether the schema says the same of what is left as of what was there.
    pub keeps_verdict: bool,
}

impl Redactor {
    /// Redacts a body so that a schema says the same of it, where that can be.
    ///
    /// Where a schema asks for a form that the usual replacement does not have, letters are replaced by
    /// letters and digits by digits. What neither of them achieves is told; nothing is kept for it.
    #[must_use]
    pub fn body_under(&self, body: Body, schema: Option<&Schema>) -> RedactedBody {
        let accepts = |body: &Body| {
            schema.is_some_and(|schema| body.read().is_ok_and(|value| schema.accepts(&value)))
        };
        let before = accepts(&body);
        let redacted = self.body(body.clone());
        let after = accepts(&redacted);
        if after == before {
            return RedactedBody {
                body: redacted,
                accepted: after,
                keeps_verdict: true,
            };
        }
        let shaped = self.clone().keeping_shape().body(body);
        if accepts(&shaped) == before {
            return RedactedBody {
                body: shaped,
                accepted: before,
                keeps_verdict: true,
            };
        }
        RedactedBody {
            body: redacted,
            accepted: after,
            keeps_verdict: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_schema::{Options, Schema};
    use serde_json::{Value, json};

    use super::{RedactedBody, Redactor};
    use crate::recording::Body;

    fn under(schema: Value, body: Value) -> RedactedBody {
        let schema = Schema::compile(schema, &Options::default()).unwrap();
        Redactor::default().body_under(Body::Json(body), Some(&schema))
    }

    #[test]
    fn a_form_that_the_schema_asks_for_is_kept() {
        let pattern = json!({"properties": {"token": {"pattern": "^[a-z]{3}-[0-9]+$"}}});
        let shaped = under(pattern.clone(), json!({"token": "abc-123"}));
        assert_eq!(shaped.body, Body::Json(json!({"token": "xxx-000"})));
        assert!(shaped.accepted && shaped.keeps_verdict);
        let refused = under(pattern, json!({"token": "?"}));
        assert!(!refused.accepted && refused.keeps_verdict);
        let plain = under(json!(true), json!({"token": "abc"}));
        assert_eq!(plain.body, Body::Json(json!({"token": "[redacted]"})));
    }

    #[test]
    fn a_verdict_that_only_the_secret_has_is_given_up() {
        let redacted = under(
            json!({"properties": {"token": {"const": "abc"}}}),
            json!({"token": "abc"}),
        );
        assert!(!redacted.keeps_verdict && !redacted.accepted);
        assert!(!format!("{redacted:?}").contains("abc"));
    }
}
