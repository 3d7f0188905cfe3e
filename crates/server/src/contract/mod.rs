//! The contract as the service enforces it: what it reads, and what may leave.

mod check;
mod explain;
mod judge;
mod reading;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use frontdesk_contract::{Contract, Direction, Message, Model, Side};
use frontdesk_model::{
    ErrorResponse, MessageName, ReceptionRequest, RequestEnvelope, ResponseEnvelope,
    SuperpowerResponse, TokenError, TokenResponse,
};
use frontdesk_schema::{Options, Schema};
use serde_json::{Value, json};

use crate::error::{ServiceError, ServiceErrorKind};
use judge::Judge;

pub use explain::Problem;
pub(crate) use reading::{Asked, Unreadable, read_body, read_frame};

/// The name and version of the contract that recordings name.
pub(crate) const CONTRACT: (&str, &str) = ("reception", "3.2.3");

/// The compiled schemas of everything that is read and written.
///
/// Requests are held against the reader schema, which asks for what the docs page asks for;
/// replies against the writer schema, since a service authors them.
#[derive(Debug)]
pub(crate) struct Schemas {
    request: Judge,
    envelope: Arc<Schema>,
    /// Of the messages that ask for more than all of them do.
    required: BTreeMap<String, Judge>,
    superpower: Arc<Schema>,
    /// The same schema, for what is written at once.
    superpower_bytes: Judge,
    superpower_reader: Arc<Schema>,
    error: Arc<Schema>,
    error_reader: Arc<Schema>,
    reply: Arc<Schema>,
    reply_reader: Arc<Schema>,
    token: Arc<Schema>,
    token_reader: Arc<Schema>,
    token_error: Arc<Schema>,
}

impl Schemas {
    /// Derives and compiles the schemas, once in the life of a process.
    pub(crate) fn shared() -> Result<Arc<Self>, ServiceError> {
        static SHARED: OnceLock<Arc<Schemas>> = OnceLock::new();
        if let Some(schemas) = SHARED.get() {
            return Ok(Arc::clone(schemas));
        }
        let schemas = Arc::new(Self::derive()?);
        Ok(Arc::clone(SHARED.get_or_init(|| schemas)))
    }

    fn derive() -> Result<Self, ServiceError> {
        let required = requirements()?;
        let (request, response) = (Direction::Request, Direction::Response);
        let superpower = of::<SuperpowerResponse>("superpower.response", response, Side::Writer)?;
        Ok(Self {
            request: Judge::new(of::<ReceptionRequest>(
                "reception.request",
                request,
                Side::Reader,
            )?),
            envelope: of::<RequestEnvelope>("reception.envelope", request, Side::Reader)?,
            required,
            superpower_bytes: Judge::new(Arc::clone(&superpower)),
            superpower,
            superpower_reader: of::<SuperpowerResponse>(
                "superpower.response",
                response,
                Side::Reader,
            )?,
            error: of::<ErrorResponse>("superpower.error", response, Side::Writer)?,
            error_reader: of::<ErrorResponse>("superpower.error", response, Side::Reader)?,
            reply: of::<ResponseEnvelope>("response.envelope", response, Side::Writer)?,
            reply_reader: of::<ResponseEnvelope>("response.envelope", response, Side::Reader)?,
            token: of::<TokenResponse>("token.response", response, Side::Writer)?,
            token_reader: of::<TokenResponse>("token.response", response, Side::Reader)?,
            token_error: of::<TokenError>("token.error", response, Side::Writer)?,
        })
    }

    /// Returns the writer schema of superpower responses, to generate replies from.
    pub(crate) fn superpower_writer(&self) -> Arc<Schema> {
        Arc::clone(&self.superpower)
    }

    /// Returns the reader schema of superpower responses, to break it in one place.
    pub(crate) fn superpower_reader(&self) -> Arc<Schema> {
        Arc::clone(&self.superpower_reader)
    }

    /// Returns the reader schema of a message by the name that recordings use.
    pub(crate) fn reader(&self, message: &str) -> Option<&Schema> {
        Some(match message {
            "reception.request" => self.request.schema(),
            "reception.envelope" => &self.envelope,
            "superpower.response" => &self.superpower_reader,
            "superpower.error" => &self.error_reader,
            "response.envelope" => &self.reply_reader,
            "token.response" => &self.token_reader,
            "token.error" => &self.token_error,
            _ => return None,
        })
    }
}

/// Names the messages that the service takes, as their paths have them.
pub(crate) const MESSAGES: [MessageName; 9] = [
    MessageName::Reception,
    MessageName::Interaction,
    MessageName::CustomerInteraction,
    MessageName::Adjust,
    MessageName::Elevate,
    MessageName::Summarize,
    MessageName::Translate,
    MessageName::Recommend,
    MessageName::Insights,
];

/// Finds the known name that is most like another text.
pub(crate) fn nearest<'n>(name: &str, known: &[&'n str]) -> Option<&'n str> {
    similar::get_close_matches(name, known, 1, 0.6)
        .first()
        .copied()
}

fn of<T: Model>(name: &str, direction: Direction, side: Side) -> Result<Arc<Schema>, ServiceError> {
    let failed = |reason: &dyn std::fmt::Display| {
        ServiceError::from(ServiceErrorKind::Contract {
            message: name.to_owned(),
            reason: reason.to_string(),
        })
    };
    let message = Message::of::<T>(name, direction).build();
    let contract = Contract::new(CONTRACT.0, CONTRACT.1).message(message.clone());
    let document = contract
        .schema(&message, side)
        .map_err(|error| failed(&error))?;
    Schema::compile(document, &Options::default())
        .map(Arc::new)
        .map_err(|error| failed(&error))
}

/// Compiles what each message asks for beyond what all of them do.
fn requirements() -> Result<BTreeMap<String, Judge>, ServiceError> {
    let failed = |message: &str, reason: &dyn std::fmt::Display| {
        ServiceError::from(ServiceErrorKind::Contract {
            message: message.to_owned(),
            reason: reason.to_string(),
        })
    };
    let table: Value = serde_json::from_str(REQUIREMENTS).map_err(|error| failed("all", &error))?;
    let compile = |name: &MessageName| {
        let name = name.as_str();
        let mut document = table[name].clone();
        document["$defs"] = table["$defs"].clone();
        Schema::compile(document, &Options::default())
            .map(|schema| (name.to_owned(), Judge::new(Arc::new(schema))))
            .map_err(|error| failed(name, &error))
    };
    let asks = |name: &&MessageName| table[name.as_str()] != json!({});
    MESSAGES.iter().filter(asks).map(compile).collect()
}

/// What the docs pages ask for, message by message. Where the SDK too takes an empty text or list
/// for none, because its defaults are empty, so does this table.
const REQUIREMENTS: &str = include_str!("requirements.json");
