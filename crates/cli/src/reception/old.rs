//! The Reception contract as clients and services of 3.1.1 had it, wired to the frozen types.

use frontdesk_contract::{Contract, Direction, Message};
use frontdesk_model_3_1::{
    ErrorResponse, Frame, Payload, ReadError, SuperpowerResponse, VERSION, from_slice,
};

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

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn said(error: ReadError) -> String {
    error.to_string()
}
