use super::scene;
use crate::realistic::Scene;
use serde_json::{Value, json};

fn related(mut payload: Value, seed: u64) -> Value {
    let (_, mut source) = scene(seed);
    Scene::relate(&mut payload, &mut source);
    payload
}

fn conversation() -> Value {
    json!({
        "conversation": {
            "id": "conv_1",
            "closedAt": "2024-05-01T10:00:00Z",
            "openedAt": "2024-05-01T11:00:00Z",
        },
        "participants": [
            {"id": "par_aaa111", "name": "A"},
            {"id": "par_aaa111", "name": "B"},
            {"id": "par_ccc333", "name": "C", "managerParticipantId": "x"},
        ],
        "messages": [
            {"messageId": 5, "senderParticipantId": "x", "participant": "x",
             "sentAt": "2024-05-01T10:30:00Z",
             "recipientParticipantIds": ["x", "y"], "replyToMessageId": 1, "message": "x"},
            {"messageId": 5, "sender_participant_id": "x", "participantRef": 7,
             "sentAt": "2024-05-01T10:10:00Z",
             "text": "participant", "replyToMessageId": 1},
            {"messageId": 9, "sentAt": "2024-05-01T10:20:00.5Z", "replyToMessageId": 1},
        ],
        "total": 3,
    })
}

/// Everything but scalars, so that shapes compare.
fn shape(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(shape).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), shape(value)))
            .collect(),
        Value::String(_) => json!("text"),
        Value::Number(number) => json!(number.is_f64()),
        Value::Bool(_) | Value::Null => value.clone(),
    }
}

#[test]
fn references_refer_and_shapes_stay() {
    for seed in 0..200 {
        let before = conversation();
        let after = related(before.clone(), seed);
        assert_eq!(shape(&before), shape(&after));
        let participants = after["participants"].as_array().unwrap();
        let ids: Vec<&Value> = participants.iter().map(|item| &item["id"]).collect();
        assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2]);
        assert_eq!(ids[1].as_str().unwrap().len(), 10);
        let messages = after["messages"].as_array().unwrap();
        assert!(ids.contains(&&messages[0]["senderParticipantId"]));
        assert!(ids.contains(&&messages[0]["participant"]));
        assert!(ids.contains(&&messages[1]["sender_participant_id"]));
        let recipients = messages[0]["recipientParticipantIds"].as_array().unwrap();
        assert!(recipients.iter().all(|id| ids.contains(&id)));
        assert_ne!(recipients[0], recipients[1]);
        let manager = &participants[2]["managerParticipantId"];
        assert!(ids[..2].contains(&manager), "an item refers to another");
        let numbers: Vec<&Value> = messages.iter().map(|item| &item["messageId"]).collect();
        assert!(numbers[0] != numbers[1] && numbers[1] != numbers[2]);
        assert!(numbers[1..].contains(&&messages[0]["replyToMessageId"]));
        assert_eq!(numbers[0], &messages[1]["replyToMessageId"]);
        assert!(numbers[..2].contains(&&messages[2]["replyToMessageId"]));
        // Another type, a sentence and a text are no references.
        assert_eq!(messages[1]["participantRef"], json!(7));
        assert_eq!(messages[1]["text"], json!("participant"));
        assert_eq!(messages[0]["message"], json!("x"));
        assert_eq!(after["conversation"]["id"], json!("conv_1"));
        assert_eq!(after["total"], json!(3));
    }
}

#[test]
fn times_ascend() {
    let after = related(conversation(), 1);
    let sent: Vec<&str> = after["messages"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["sentAt"].as_str())
        .collect();
    assert_eq!(
        sent,
        [
            "2024-05-01T10:10:00Z",
            "2024-05-01T10:20:00.5Z",
            "2024-05-01T10:30:00Z"
        ]
    );
    assert_eq!(
        after["conversation"]["openedAt"],
        json!("2024-05-01T10:00:00Z")
    );
    assert_eq!(
        after["conversation"]["closedAt"],
        json!("2024-05-01T11:00:00Z")
    );
}

#[test]
fn the_closest_list_is_referred_to() {
    let payload = json!({"orders": [
        {"orderId": "o1", "items": [{"id": "a"}, {"id": "b"}], "mainItemId": "x"},
        {"orderId": "o2", "items": [{"id": "c"}], "mainItemId": "x", "relatedOrderId": "x"},
    ], "archive": {"orders": [{"orderId": "o9"}]}, "lastOrder": {"orderId": "x"}});
    for seed in 0..100 {
        let after = related(payload.clone(), seed);
        assert!(["a", "b"].contains(&after["orders"][0]["mainItemId"].as_str().unwrap()));
        assert_eq!(after["orders"][1]["mainItemId"], json!("c"));
        assert_eq!(after["orders"][1]["relatedOrderId"], json!("o1"));
        assert_eq!(after["archive"]["orders"][0]["orderId"], json!("o9"));
        assert_ne!(after["lastOrder"]["orderId"], json!("x"));
    }
}

#[test]
fn what_relates_to_nothing_stays() {
    for payload in [
        json!(null),
        json!([1, 2]),
        json!({"users": [], "userId": "x"}),
        json!({"users": [{"id": "u1"}], "user": "a whole sentence", "userIds": []}),
        json!({"users": ["a", "b"], "userId": "x"}),
        json!({"users": [{"id": 1.5}], "userId": 2}),
        json!({"users": [{"id": ""}, {"id": ""}]}),
    ] {
        assert_eq!(related(payload.clone(), 3), payload);
    }
}
