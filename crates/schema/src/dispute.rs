use std::fmt;

use serde_json::Value;

use crate::Schema;

/// What each judge says of a value that they disagree on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Dispute {
    /// What the first judge refuses, `None` where it accepts.
    pub first: Option<String>,
    /// What the second judge refuses, `None` where it accepts.
    pub second: Option<String>,
    /// Whether the value holds a number that no double does.
    pub beyond_doubles: bool,
}

impl Schema {
    /// Tells what the judges disagree on, `None` where they agree or the second cannot judge.
    ///
    /// ```
    /// use frontdesk_schema::{Options, Schema};
    /// use serde_json::json;
    ///
    /// let document = json!({"exclusiveMinimum": 9_007_199_254_740_992_u64});
    /// let schema = Schema::compile(document, &Options::default())?;
    /// let dispute = schema.dispute(&json!(9_007_199_254_740_993_u64)).expect("they disagree");
    /// assert_eq!(dispute.first, None);
    /// # Ok::<(), frontdesk_schema::SchemaError>(())
    /// ```
    #[must_use]
    pub fn dispute(&self, instance: &Value) -> Option<Dispute> {
        let (document, options) = self.prepared();
        let second = self.second();
        let accepted = second.accepts(document, options, instance)?;
        if accepted == self.accepts(instance) {
            return None;
        }
        let violations = self.violations(instance);
        Some(Dispute {
            first: violations
                .first()
                .map(|violation| format!("`{}` at `{}`", violation.keyword, violation.schema)),
            second: second.complaint(document, options, instance),
            beyond_doubles: holds_beyond_doubles(instance),
        })
    }
}

impl fmt::Display for Dispute {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let says = |complaint: &Option<String>| match complaint {
            Some(complaint) => format!("refuses it ({complaint})"),
            None => "accepts it".to_owned(),
        };
        write!(
            formatter,
            "the first judge {}, the second {}",
            says(&self.first),
            says(&self.second)
        )?;
        if self.beyond_doubles {
            formatter.write_str("; the second compares numbers as doubles")?;
        }
        Ok(())
    }
}

fn holds_beyond_doubles(instance: &Value) -> bool {
    match instance {
        Value::Number(number) => {
            // What a double holds comes back from one with the same digits.
            let exact = number.as_i64().map(i128::from);
            let exact = exact.or_else(|| number.as_u64().map(i128::from));
            #[expect(clippy::cast_possible_truncation, reason = "casts from f64 saturate")]
            let held = number.as_f64().map(|double| double as i128);
            exact.is_some() && exact != held
        }
        Value::Array(items) => items.iter().any(holds_beyond_doubles),
        Value::Object(members) => members.values().any(holds_beyond_doubles),
        _ => false,
    }
}
