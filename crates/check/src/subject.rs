use std::sync::Arc;

use frontdesk_contract::{Contract, DeriveError, Message, Side};
use frontdesk_schema::{Options, Schema, SchemaError};

/// One message with both its schemas compiled.
#[derive(Debug)]
pub struct Subject {
    /// The message.
    pub message: Message,
    /// What its type accepts.
    pub reader: Arc<Schema>,
    /// What its type emits of authored values.
    pub writer: Arc<Schema>,
}

/// Why a message has no usable schemas.
#[derive(Debug, thiserror::Error)]
#[error("the {side} schema of {message}: {source}")]
pub struct SubjectError {
    message: String,
    side: Side,
    source: Box<Cause>,
}

#[derive(Debug, thiserror::Error)]
enum Cause {
    #[error(transparent)]
    Derive(#[from] DeriveError),
    #[error(transparent)]
    Unknown(#[from] frontdesk_contract::UnknownMessage),
    #[error(transparent)]
    Schema(#[from] SchemaError),
}

impl Subject {
    /// Derives and compiles both schemas of one message: (reader, writer).
    pub(crate) fn sides(contract: &Contract, name: &str) -> Result<(Schema, Schema), SubjectError> {
        let failed = |side, source| SubjectError {
            message: name.to_owned(),
            side,
            source: Box::new(source),
        };
        let message = contract
            .lookup(name)
            .map_err(|error| failed(Side::Reader, Cause::Unknown(error)))?;
        let side = |side| compile(contract, message, side).map_err(|source| failed(side, source));
        Ok((side(Side::Reader)?, side(Side::Writer)?))
    }

    /// Derives and compiles the schemas of every message, in the contract's order.
    ///
    /// # Errors
    ///
    /// When a type gives no schema, or one that does not compile.
    pub fn all(contract: &Contract) -> Result<Vec<Self>, SubjectError> {
        let subject = |message: &Message| {
            let (reader, writer) = Self::sides(contract, message.name())?;
            Ok(Self {
                message: message.clone(),
                reader: Arc::new(reader),
                writer: Arc::new(writer),
            })
        };
        contract.messages().iter().map(subject).collect()
    }
}

fn compile(contract: &Contract, message: &Message, side: Side) -> Result<Schema, Cause> {
    let document = contract.schema(message, side)?;
    Ok(Schema::compile(document, &Options::default())?)
}
