//! What a type reads it writes, and what it has written it reads and writes as the same.

use std::fmt::Debug;

use frontdesk_model::{
    ErrorResponse, ReceptionRequest, Reply, RequestEnvelope, ResponseEnvelope, SuperpowerResponse,
    TokenError, from_slice,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

pub(super) fn run(data: &[u8]) {
    round::<ReceptionRequest>(data);
    round::<RequestEnvelope>(data);
    round::<SuperpowerResponse>(data);
    round::<ErrorResponse>(data);
    round::<ResponseEnvelope>(data);
    round::<TokenError>(data);
    // A reply is read by its `action` and never written as such.
    if let Ok(reply) = from_slice::<Reply>(data) {
        let _ = reply.correlation_id();
    }
}

fn round<T: Serialize + DeserializeOwned + PartialEq + Debug>(data: &[u8]) {
    let Ok(value) = from_slice::<T>(data) else {
        return;
    };
    let written = serde_json::to_vec(&value).expect("what was read can be written");
    let again: T = from_slice(&written).expect("what was written can be read");
    let twice = serde_json::to_vec(&again).expect("what was read can be written");
    let show = String::from_utf8_lossy;
    assert_eq!(show(&twice), show(&written), "another text comes back");
    // A lenient reading, as of an object for an array, remembers that it was one; that of our own
    // writing never is.
    let third: T = from_slice(&twice).expect("what was written can be read");
    assert_eq!(third, again, "another value comes back");
}
