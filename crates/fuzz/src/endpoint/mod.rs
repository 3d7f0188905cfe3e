//! What is known of an endpoint: its operations, from a contract, a document or a schema.

mod compose;
mod from_contract;
mod from_openapi;
mod from_schema;
mod of_message;
mod operation;

pub use self::from_contract::from_contract;
pub use self::from_openapi::from_openapi;
pub use self::from_schema::from_schema;
pub(crate) use self::of_message::operation_of_message;
pub(crate) use self::operation::is_json;
pub use self::operation::{
    Content, Operation, Parameter, Part, Readings, ReplyContent, ReplyDescription,
};

use thiserror::Error;

/// Why an endpoint cannot be described.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EndpointError {
    /// The document cannot be read.
    #[error(transparent)]
    Document(#[from] frontdesk_contract::DocumentError),
    /// A schema cannot be derived from the types.
    #[error(transparent)]
    Derive(#[from] frontdesk_contract::DeriveError),
    /// A schema does not compile.
    #[error("the schema of {what}: {source}")]
    Schema {
        /// What the schema is of.
        what: String,
        /// What is wrong with it.
        source: frontdesk_schema::SchemaError,
    },
    /// There is nothing to send.
    #[error("{0}")]
    Nothing(String),
}

/// Makes a request's value of a body alone.
fn body_only(body: serde_json::Value) -> serde_json::Value {
    let parts = [("body".to_owned(), body)];
    serde_json::Value::Object(parts.into_iter().collect())
}
