//! Requests: the samples of the docs page, what reading asks for, what writing gives.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use frontdesk_model::{
    Channel, Conversation, ConversationMessage, Interaction, Interface, Link, Medium, MessageId,
    MessageName, Participant, ReadErrorKind, ReceptionRequest, RequestEnvelope, Resources, Role,
    Session, Settings, Timestamp, from_slice,
};
use serde_json::{Value, json};

const CURL: &[u8] = include_bytes!("samples/docs-curl.json");
const FULL: &[u8] = include_bytes!("samples/docs-full.json");

#[test]
fn both_forms_of_the_docs_page_are_read() {
    let curl: ReceptionRequest = from_slice(CURL).unwrap();
    let full: ReceptionRequest = from_slice(FULL).unwrap();
    assert_eq!(
        curl.request.connections.thread_id,
        "9e8d7c6b-5a49-3827-1605-948372615abc"
    );
    assert_eq!(
        curl.request.scope.conversations[0].participants[1].role,
        Some(Role::Operator)
    );
    assert_eq!(full.request.context.case_id.as_deref(), Some(""));
    assert_eq!(
        full.request.scope.interactions[0].role.as_deref(),
        Some("system")
    );
    assert_eq!(
        full.request.reference.unwrap().ids[0].value.as_deref(),
        Some("T12345")
    );
}

#[test]
fn the_curl_form_survives_reading_and_writing() {
    let curl: ReceptionRequest = from_slice(CURL).unwrap();
    let before: Value = serde_json::from_slice(CURL).unwrap();
    assert_eq!(serde_json::to_value(&curl).unwrap(), before);
}

#[test]
fn reading_asks_for_what_the_docs_page_requires() {
    let minimal = json!({ "request": {
        "connections": { "threadId": "" }, "context": { "organizationId": "" }, "scope": { "conversations": [] },
    } });
    let read: ReceptionRequest = from_slice(minimal.to_string().as_bytes()).unwrap();
    assert_eq!(read.session, Session::default());
    for (pointer, path, member) in [
        (
            "/request/connections/threadId",
            "request.connections",
            "threadId",
        ),
        (
            "/request/context/organizationId",
            "request.context",
            "organizationId",
        ),
        (
            "/request/scope/conversations",
            "request.scope",
            "conversations",
        ),
        ("/request/connections", "request", "connections"),
        ("/request/context", "request", "context"),
        ("/request/scope", "request", "scope"),
        ("/request", ".", "request"),
    ] {
        let error = read_error(&without(&minimal, pointer));
        assert_eq!(error.path(), path, "{error}");
        assert!(
            error
                .message()
                .contains(&format!("missing field `{member}`")),
            "{error}"
        );
    }
}

#[test]
fn null_is_refused_for_every_member() {
    let full = serde_json::to_value(everything()).unwrap();
    let mut tried = 0;
    for pointer in pointers(&full) {
        let mut broken = full.clone();
        *broken.pointer_mut(&pointer).unwrap() = Value::Null;
        assert_eq!(
            read_error(&broken).kind(),
            ReadErrorKind::Shape,
            "{pointer}"
        );
        tried += 1;
    }
    assert!(tried > 60, "{tried}");
}

#[test]
fn unknown_members_are_ignored() {
    let mut document: Value = serde_json::from_slice(CURL).unwrap();
    document["headers"] = json!({ "traceId": "t" });
    document["request"]["scope"]["resources"] = json!({ "links": [{ "expiresAt": "never" }] });
    let read: ReceptionRequest = from_slice(document.to_string().as_bytes()).unwrap();
    assert_eq!(read, from_slice(CURL).unwrap());
}

#[test]
fn an_error_names_the_path() {
    let mut document: Value = serde_json::from_slice(CURL).unwrap();
    document["request"]["scope"]["conversations"][0]["participants"][1]["role"] = "agent".into();
    let error = read_error(&document);
    assert_eq!(
        error.path(),
        "request.scope.conversations[0].participants[1].role"
    );
    assert!(
        error
            .message()
            .starts_with("unknown variant `agent`, expected one of `operator`"),
        "{error}"
    );
}

#[test]
fn the_builder_fills_what_other_sources_require() {
    let request = builder().build();
    assert!(MessageId::try_from(request.request.request_id.as_str()).is_ok());
    let written = serde_json::to_value(&request).unwrap();
    assert_eq!(written["session"], json!({}));
    assert_eq!(
        written["request"],
        json!({
            "requestId": request.request.request_id,
            "connections": { "threadId": "t-1" },
            "context": { "organizationId": "o-1" },
            "scope": { "conversations": [{}] },
        })
    );
}

#[test]
fn what_is_written_reads_back_equal() {
    let request = everything();
    let read: ReceptionRequest = from_slice(&serde_json::to_vec(&request).unwrap()).unwrap();
    assert_eq!(read, request);
    let envelope = RequestEnvelope::reception(request);
    let read: RequestEnvelope = from_slice(&serde_json::to_vec(&envelope).unwrap()).unwrap();
    assert_eq!(read, envelope);
}

#[test]
fn an_envelope_has_the_headers_of_the_vendor_schema() {
    let request = builder().build();
    let id = request.request.request_id.clone();
    let headers = RequestEnvelope::reception(request).headers;
    assert_eq!(headers.correlation_id.unwrap().as_str(), id);
    assert!(
        headers.trace_id.unwrap().is_well_formed()
            && headers.idempotency_key.unwrap().is_well_formed()
    );
    assert!(
        headers
            .issued_at
            .as_ref()
            .is_some_and(Timestamp::is_well_formed)
    );
    assert_eq!(headers.schema_ref.unwrap().as_str(), "optave.message.v3");

    let named = builder()
        .request_id("a1b2c3d4-e5f6-7890-1234-56789ab2345")
        .build();
    assert!(
        RequestEnvelope::reception(named)
            .headers
            .correlation_id
            .unwrap()
            .is_well_formed()
    );
}

#[test]
fn the_minimal_envelope_of_the_docs_is_read() {
    let payload: Value = serde_json::from_slice(CURL).unwrap();
    let document =
        json!({ "action": "message", "headers": { "sdkVersion": "none" }, "payload": payload });
    let read: RequestEnvelope = from_slice(document.to_string().as_bytes()).unwrap();
    assert_eq!(read.headers.action, None);
    let read: RequestEnvelope =
        from_slice(json!({ "payload": payload }).to_string().as_bytes()).unwrap();
    assert_eq!(read.headers.sdk_version, None);
}

#[test]
fn headers_are_read_as_clients_send_them() {
    let payload: Value = serde_json::from_slice(CURL).unwrap();
    let document = json!({ "payload": payload, "headers": {
        "action": "customerInteraction", "correlationId": "", "traceId": "trace-456", "schemaRef": "optave.message.v4",
        "issuedAt": "2024-01-15T10:30:00.123456Z", "networkLatencyMs": 1.5, "later": null,
    } });
    let headers = from_slice::<RequestEnvelope>(document.to_string().as_bytes())
        .unwrap()
        .headers;
    assert_eq!(headers.action, Some(MessageName::CustomerInteraction));
    assert!(!headers.trace_id.unwrap().is_well_formed());
    assert_eq!(headers.network_latency_ms.unwrap().as_f64(), Some(1.5));
}

fn builder() -> frontdesk_model::ReceptionBuilder<
    frontdesk_model::Given,
    frontdesk_model::Given,
    frontdesk_model::Given,
> {
    ReceptionRequest::builder()
        .organization_id("o-1")
        .conversation(Conversation::new())
        .thread_id("t-1")
}

/// A request with every member that is not a list of any JSON.
fn everything() -> ReceptionRequest {
    let text = || Some("x".to_owned());
    let mut request = builder()
        .session_id("s")
        .channel(Channel {
            browser: text(),
            device_info: text(),
            device_type: text(),
            language: text(),
            location: text(),
            medium: Some(Medium::Voice),
            metadata: Vec::new(),
            section: text(),
        })
        .interface(Interface {
            app_version: text(),
            category: text(),
            language: text(),
            name: text(),
            kind: text(),
        })
        .variant("A")
        .content("c")
        .instruction("i")
        .parent_id("p")
        .journey_id("j")
        .case_id("c")
        .department_id("d")
        .operator_id("o")
        .user_id("u")
        .reference_id("ticket_id", "T12345")
        .resources(Resources {
            codes: vec![frontdesk_model::Code {
                id: text(),
                label: text(),
                kind: text(),
                value: text(),
            }],
            links: vec![Link {
                expires_at: text(),
                html: Some(true),
                id: text(),
                label: text(),
                kind: text(),
                url: text(),
            }],
            offers: Vec::new(),
        })
        .interaction(Interaction {
            content: text(),
            id: text(),
            name: text(),
            role: text(),
            timestamp: text(),
        })
        .settings(Settings {
            disable_browsing: Some(true),
            disable_search: Some(true),
            disable_sources: Some(true),
            disable_stream: Some(false),
            disable_tools: Some(true),
            max_response_length: Some(100.into()),
            override_interface_language: text(),
            override_output_language: text(),
            override_channel_medium: text(),
        })
        .conversation(
            Conversation {
                metadata: Some(serde_json::Map::new()),
                ..Conversation::new().id("c-1")
            }
            .participant(Participant::bot("p-1").named("Bot"))
            .message(ConversationMessage::new("Hi").by("p-1").at("now")),
        )
        .build();
    request.request.scope.products = vec![frontdesk_model::Product { id: text() }];
    request.request.a2a = vec![frontdesk_model::Agent {
        id: text(),
        name: text(),
        kind: text(),
    }];
    request.request.cursor = Some(frontdesk_model::Cursor {
        since: text(),
        until: text(),
    });
    request
}

#[track_caller]
fn read_error(document: &Value) -> frontdesk_model::ReadError {
    from_slice::<ReceptionRequest>(document.to_string().as_bytes()).unwrap_err()
}

fn without(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    let (parent, member) = pointer.rsplit_once('/').unwrap();
    document
        .pointer_mut(parent)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove(member)
        .unwrap();
    document
}

fn pointers(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (format!("/{name}"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, value)| (format!("/{at}"), value))
            .collect(),
        _ => Vec::new(),
    };
    children
        .into_iter()
        .flat_map(|(name, value)| {
            let deeper: Vec<String> = pointers(value)
                .into_iter()
                .map(|rest| format!("{name}{rest}"))
                .collect();
            std::iter::once(name).chain(deeper)
        })
        .collect()
}
