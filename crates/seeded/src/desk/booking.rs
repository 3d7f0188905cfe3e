use serde_json::{Value, json};

use crate::case::time;

/// Makes the booking that a valid request asks for.
pub(crate) fn booked(request: &Value, id: &str) -> Value {
    let seconds = |member| time(request, member).map_or(0, |moment| moment.second);
    let minutes = seconds("to").abs_diff(seconds("from")) / 60;
    let or = |member: &str, other: Value| match &request[member] {
        Value::Null => other,
        given => given.clone(),
    };
    json!({
        "id": id,
        "status": "confirmed",
        "room": request["room"],
        "guest": request["guest"]["name"],
        "seats": request["seats"],
        "minutes": minutes,
        "total": or("price", json!(0)),
        "currency": or("currency", json!("EUR")),
        "tags": or("tags", json!([])),
    })
}
