//! The Reception contract as clients and services of 3.1.1 had it, wired to the frozen types.

use frontdesk_compat::{Judge, Judgement};
use frontdesk_contract::{Contract, Direction, Message};
use frontdesk_model_3_1::{
    ErrorResponse, Frame, Payload, ReadError, SuperpowerResponse, VERSION, from_slice,
};
use serde_json::Value;

/// Returns the Reception contract as it was at 3.1.1.
///
/// Its schemas are the release `schemas/reception/3.1.1`. Messages have the names of today, so that
/// each can be held against its successor.
///
/// ```
/// let old = frontdesk::reception_3_1();
/// let state = br#"{"action":"superpower","actionType":"a","state":"started","message":{"results":[]}}"#;
/// assert!(old.lookup("superpower.response")?.rust_reads(state).is_err());
/// assert!(frontdesk::reception().lookup("superpower.response")?.rust_reads(state).is_ok());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn reception_3_1() -> Contract {
    Contract::new("reception", VERSION)
        .message(
            Message::of::<Payload>("reception.request", Direction::Request)
                .title("Request payload of API 3.1.1")
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
        .message(
            Message::of::<Frame>("reception.envelope", Direction::Request)
                .title("WebSocket frame of API 3.1.1")
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
        .message(
            Message::of::<SuperpowerResponse>("superpower.response", Direction::Response)
                .title("Superpower result of API 3.1.1")
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
        .message(
            Message::of::<ErrorResponse>("superpower.error", Direction::Response)
                .title("Superpower failure of API 3.1.1")
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
}

/// Returns the types of other times that the gate asks: those of 3.1.1.
///
/// ```
/// let judges = frontdesk::reception_judges();
/// let started = serde_json::json!({
///     "action": "superpower", "actionType": "a", "state": "started", "message": {"results": []}
/// });
/// let says = judges[0].judge("superpower.response", &started).expect("3.1.1 had the message");
/// assert!(says.to_string().starts_with("refused: state: unknown variant `started`"));
/// ```
#[must_use]
pub fn reception_judges() -> Vec<Box<dyn Judge>> {
    vec![Box::new(TypesOf311)]
}

/// The frozen types of 3.1.1.
struct TypesOf311;

impl Judge for TypesOf311 {
    fn name(&self) -> &str {
        VERSION
    }

    fn judge(&self, message: &str, payload: &Value) -> Option<Judgement> {
        let message = frontdesk_model_3_1::find(message)?;
        let read = message.read(payload.to_string().as_bytes());
        Some(Judgement::of(payload, read))
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn said(error: ReadError) -> String {
    error.to_string()
}
