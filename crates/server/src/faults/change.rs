use serde_json::{Value, json};

use super::Fault;

/// What changes of replies draw from.
pub(crate) trait Changer {
    /// Draws a payload that breaks the contract in one place, and says which.
    fn near_miss(&self) -> Option<(Value, String)>;
    /// Names another request that is open on the same connection, or one that is not.
    fn another_id(&self) -> String;
}

/// Changes what a reply says; tells what was done where that is not plain from the fault.
pub(crate) fn change(fault: Fault, document: &mut Value, changer: &dyn Changer) -> Option<String> {
    match fault {
        Fault::UnknownState => payload(document)["state"] = "pondering".into(),
        Fault::UnknownSuperpower => payload(document)["actionType"] = "clairvoyance".into(),
        Fault::UnknownField => payload(document)["novelty"] = json!({"since": "tomorrow"}),
        Fault::NullForOptional => {
            let is_enveloped = document.get("headers").is_some();
            if is_enveloped {
                document["headers"]["tenantId"] = Value::Null;
            } else {
                payload(document)["message"]["results"] = json!([{"response": null}]);
            }
        }
        Fault::NearMiss => {
            let (broken, label) = changer.near_miss()?;
            *payload(document) = broken;
            return Some(label);
        }
        Fault::Bare => {
            let bare = payload(document).take();
            *document = bare;
        }
        Fault::Enveloped if document.get("headers").is_none() => {
            *document = json!({
                "action": "message",
                "headers": {"correlationId": changer.another_id(), "action": "reception", "schemaRef": "optave.response.v3"},
                "payload": document.take(),
            });
        }
        Fault::CrossTalk if document.get("headers").is_some() => {
            document["headers"]["correlationId"] = changer.another_id().into();
        }
        Fault::Close(_)
        | Fault::CrossTalk
        | Fault::Dribble
        | Fault::Duplicate
        | Fault::Enveloped
        | Fault::HalfFrame
        | Fault::InvalidUtf8
        | Fault::Jitter
        | Fault::Latency
        | Fault::Oversize
        | Fault::RefusedUpgrade
        | Fault::Reorder
        | Fault::Reset
        | Fault::SilenceAfterStarted
        | Fault::Status(_)
        | Fault::Token(_)
        | Fault::TokenExpiry
        | Fault::TruncatedBody
        | Fault::WrongContentType => {}
    }
    None
}

/// Returns the superpower or error response, inside its envelope or bare.
fn payload(document: &mut Value) -> &mut Value {
    if document.get("payload").is_some() {
        &mut document["payload"]
    } else {
        document
    }
}
