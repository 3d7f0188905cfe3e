//! What the tests of the transforms share: a type's schema beside what serde does.

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::derive::document;
use crate::{Direction, Message, Side};
use frontdesk_schema::{Options, Schema, Verdict};

/// A type's exported schema, compiled.
pub(crate) struct Truth {
    schema: Schema,
}

impl Truth {
    pub(crate) fn of<T>(side: Side) -> Self
    where
        T: Serialize + DeserializeOwned + JsonSchema + 'static,
    {
        let document = exported::<T>(side);
        let schema = Schema::compile(document, &Options::default()).unwrap();
        Self { schema }
    }

    /// Asks both judges, which must not disagree but where the second one compares doubles.
    #[track_caller]
    pub(crate) fn accepts(&self, value: &Value) -> bool {
        let verdict = self.schema.judge(value);
        if value
            .as_f64()
            .is_some_and(|number| number.abs() > EXACT_DOUBLES)
        {
            return self.schema.accepts(value);
        }
        assert_ne!(
            verdict,
            Verdict::Undecided,
            "{value} by {}",
            self.schema.document()
        );
        verdict == Verdict::Accepted
    }
}

pub(crate) fn exported<T>(side: Side) -> Value
where
    T: Serialize + DeserializeOwned + JsonSchema + 'static,
{
    let message = Message::of::<T>("test", Direction::Request).build();
    document(&message, side, "https://frontdesk.invalid/test").unwrap()
}

/// Returns the exported schema without what introduces it.
pub(crate) fn schema_of<T>(side: Side) -> Value
where
    T: Serialize + DeserializeOwned + JsonSchema + 'static,
{
    let mut schema = exported::<T>(side);
    let keywords = schema.as_object_mut().unwrap();
    for keyword in ["$schema", "$id", "title"] {
        keywords.remove(keyword).unwrap();
    }
    schema
}

/// Asserts that the reader schema accepts exactly what serde reads, and the writer schema what it
/// writes again.
#[track_caller]
pub(crate) fn agree<T>(texts: &[&str])
where
    T: Serialize + DeserializeOwned + JsonSchema + 'static,
{
    let (reader, writer) = (Truth::of::<T>(Side::Reader), Truth::of::<T>(Side::Writer));
    for text in texts {
        let value: Value = serde_json::from_str(text).unwrap();
        let read = serde_json::from_str::<T>(text);
        let name = std::any::type_name::<T>();
        assert_eq!(reader.accepts(&value), read.is_ok(), "{name} reads {text}");
        if let Ok(read) = read {
            let written = serde_json::to_value(&read).unwrap();
            assert!(writer.accepts(&written), "{name} writes {written}");
        }
    }
}

/// Up to here every integer is a double.
const EXACT_DOUBLES: f64 = 9_007_199_254_740_992.0;
