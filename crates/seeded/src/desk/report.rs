use serde_json::{Value, json};

use crate::case::{list, time};

/// Makes the report that a valid request asks for.
pub(super) fn reported(request: &Value) -> Value {
    let seconds = |member| time(request, member).map_or(0, |moment| moment.second);
    let days = seconds("to").abs_diff(seconds("from")) / 86_400 + 1;
    let ratio = match &request["threshold"] {
        Value::Null => json!(0.5),
        given => given.clone(),
    };
    json!({
        "kind": request["kind"],
        "days": days,
        "rooms": list(request, "rooms").map_or(0, <[Value]>::len),
        "ratio": ratio,
    })
}
