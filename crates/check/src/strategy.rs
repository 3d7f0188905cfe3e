use std::sync::Arc;

use frontdesk_contract::{Contract, Direction, Message, Model};
use frontdesk_payload::Strategy;
use frontdesk_schema::Schema;

use crate::subject::Subject;

/// Valid payloads of a type's own reader schema, as a proptest strategy.
///
/// ```
/// use proptest::prelude::*;
///
/// #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
/// struct Note {
///     text: String,
///     stars: Option<u8>,
/// }
///
/// proptest!(|(payload in frontdesk_check::valid::<Note>())| {
///     prop_assert!(serde_json::from_value::<Note>(payload.payload).is_ok());
/// });
/// ```
///
/// # Panics
///
/// When the type gives no schema.
#[must_use]
pub fn valid<T: Model>() -> Strategy {
    frontdesk_payload::valid(&schema_of::<T>())
}

/// Valid payloads at an edge of one keyword of a type's own reader schema.
///
/// # Panics
///
/// When the type gives no schema.
#[must_use]
pub fn boundary<T: Model>() -> Strategy {
    frontdesk_payload::boundary(&schema_of::<T>())
}

/// Payloads that a type's own reader schema refuses, by one keyword in one place.
///
/// # Panics
///
/// When the type gives no schema.
#[must_use]
pub fn invalid<T: Model>() -> Strategy {
    frontdesk_payload::invalid(&schema_of::<T>())
}

fn schema_of<T: Model>() -> Arc<Schema> {
    let message = Message::of::<T>("model.type", Direction::Request);
    match Subject::sides(
        &Contract::new("model", "0.0.0").message(message),
        "model.type",
    ) {
        Ok((reader, _)) => Arc::new(reader),
        Err(error) => panic!("{error}"),
    }
}
