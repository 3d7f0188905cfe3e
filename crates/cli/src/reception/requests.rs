//! What clients author: requests, bare and in their envelope.

use frontdesk_model::{
    Agent, Channel, Code, Conversation, ConversationMessage, Cursor, Interaction, Interface, Link,
    Medium, MessageId, MessageName, NamedId, Participant, Product, ReceptionRequest, Reference,
    RequestEnvelope, RequestHeaders, Resources, Role, Settings, Timestamp,
};
use serde_json::{Map, Number, Value, json};

use super::{id, message_id, perhaps, some, text, time};
use crate::dice::Dice;

/// The least that can be authored.
pub(super) fn smallest() -> ReceptionRequest {
    ReceptionRequest::builder()
        .request_id(REQUEST_ID)
        .thread_id("9e8d7c6b-5a49-3827-1605-948372615abc")
        .organization_id("f7e8d9c0-b1a2-3456-7890-123456789abc")
        .conversation(Conversation::new().message(ConversationMessage::new("Hi, can you help me?")))
        .build()
}

/// The full form of the docs page, with an id that a client would author.
pub(super) fn documented() -> ReceptionRequest {
    let user = "2c4f8a9b-1d3e-5f70-8293-456789012def";
    let operator = "5b8c9d0e-2f4a-6b1c-9d8e-123456789abc";
    let answer = "Hello! I'd be happy to assist you today. What can I help you with?";
    ReceptionRequest::builder()
        .request_id(REQUEST_ID)
        .session_id("a1b2c3d4-e5f6-7890-abcd-123456789012")
        .language("en-US")
        .interface_type("chat")
        .variant("A")
        .thread_id("9e8d7c6b-5a49-3827-1605-948372615abc")
        .organization_id("f7e8d9c0-b1a2-3456-7890-123456789abc")
        .reference_id("ticket_id", "T12345")
        .conversation(
            Conversation::new()
                .participant(Participant::user(user).named("John Doe"))
                .participant(Participant::operator(operator).named("Sarah Smith"))
                .message(
                    ConversationMessage::new("Hi, can you help me?")
                        .by(user)
                        .at("2024-01-15T10:30:00.000Z"),
                )
                .message(
                    ConversationMessage::new(answer)
                        .by(operator)
                        .at("2024-01-15T10:30:15.000Z"),
                ),
        )
        .interaction(Interaction {
            content: Some("Support ticket T12345 has been created for user John Doe".to_owned()),
            id: Some("1".to_owned()),
            name: Some("ticket_created".to_owned()),
            role: Some("system".to_owned()),
            timestamp: Some("2024-01-15T10:29:45.000Z".to_owned()),
        })
        .build()
}

/// The smallest request in an envelope with all headers that the SDK sends.
pub(super) fn documented_envelope() -> RequestEnvelope {
    let mut dice = Dice::new(0);
    let mut envelope = RequestEnvelope::reception(smallest());
    envelope.headers = headers(&mut dice, MessageName::Reception);
    envelope.headers.correlation_id = well_formed(REQUEST_ID);
    envelope.headers.issued_at = Timestamp::try_from("2024-01-15T10:30:00.000Z").ok();
    envelope.headers.network_latency_ms = Some(Number::from(84));
    envelope
}

/// Any request that the builder makes.
pub(super) fn request(dice: &mut Dice) -> ReceptionRequest {
    let mut builder = ReceptionRequest::builder()
        .request_id(message_id(dice))
        .thread_id(id(dice))
        .organization_id(id(dice))
        .conversation(conversation(dice));
    for _ in 0..dice.below(3) {
        builder = builder.conversation(conversation(dice));
    }
    if dice.coin() {
        builder = builder.session_id(id(dice)).channel(channel(dice));
    }
    if dice.coin() {
        builder = builder
            .interface(interface(dice))
            .variant(dice.pick(&["A", "B", ""]));
    }
    if dice.coin() {
        builder = builder
            .parent_id(id(dice))
            .journey_id(id(dice))
            .user_id(id(dice));
    }
    if dice.coin() {
        builder = builder
            .operator_id(id(dice))
            .department_id(id(dice))
            .case_id(id(dice));
    }
    if dice.coin() {
        builder = builder.content(text(dice)).instruction(text(dice));
    }
    for interaction in some(dice, 2, interaction) {
        builder = builder.interaction(interaction);
    }
    builder = match dice.below(3) {
        0 => builder.reference(reference(dice)),
        1 => builder.resources(resources(dice)),
        _ => builder.settings(settings(dice)),
    };
    with_advanced(builder.build(), dice)
}

/// Any request in an envelope.
pub(super) fn envelope(dice: &mut Dice) -> RequestEnvelope {
    let message = match dice.below(8) {
        0 => MessageName::Interaction,
        1 => MessageName::CustomerInteraction,
        _ => MessageName::Reception,
    };
    let mut envelope = RequestEnvelope::new(message.clone(), request(dice));
    // Ids and times of the constructor are new each time; these are drawn.
    let correlation_id = envelope.headers.correlation_id.take();
    envelope.headers = headers(dice, message);
    envelope.headers.correlation_id = correlation_id;
    envelope
}

/// Headers as a client authors them, with drawn ids and times.
pub(super) fn headers(dice: &mut Dice, message: MessageName) -> RequestHeaders {
    let mut id = || well_formed(&message_id(dice));
    let [correlation_id, trace_id, idempotency_key] = [id(), id(), id()];
    RequestHeaders {
        trace_id,
        idempotency_key,
        sdk_version: Some(dice.pick(&["none", "3.2.3"]).to_owned()),
        tenant_id: perhaps(dice, |_| "abcdefghijklmnopqrstuvwxyz01".to_owned()),
        network_latency_ms: perhaps(dice, number),
        timestamp: perhaps(dice, timestamp).flatten(),
        issued_at: timestamp(dice),
        correlation_id,
        ..RequestHeaders::new(message, MessageId::generate())
    }
}

/// A time as headers have it.
pub(super) fn timestamp(dice: &mut Dice) -> Option<Timestamp> {
    Timestamp::try_from(time(dice).as_str()).ok()
}

/// Any number, since no source limits those of the contract.
pub(super) fn number(dice: &mut Dice) -> Number {
    match dice.below(5) {
        0 => Number::from(0),
        1 => Number::from(-1),
        2 => Number::from(dice.below(1 << 53)),
        3 => Number::from_f64(0.125).unwrap_or_else(|| Number::from(1)),
        _ => Number::from(dice.below(500)),
    }
}

/// Any JSON value, for lists whose items have no form.
pub(super) fn any_value(dice: &mut Dice) -> Value {
    match dice.below(5) {
        0 => json!({"id": id(dice), "name": text(dice), "type": "any", "timestamp": time(dice)}),
        1 => json!([number(dice), {"nested": [null, true]}]),
        2 => json!(text(dice)),
        3 => json!(number(dice)),
        _ => json!({}),
    }
}

/// Adds what the builder has no words for.
fn with_advanced(mut authored: ReceptionRequest, dice: &mut Dice) -> ReceptionRequest {
    let request = &mut authored.request;
    request.a2a = some(dice, 2, |dice| Agent {
        id: perhaps(dice, id),
        name: perhaps(dice, |dice| text(dice).to_owned()),
        kind: perhaps(dice, |_| "chatbot".to_owned()),
    });
    request.cursor = perhaps(dice, |dice| Cursor {
        since: perhaps(dice, time),
        until: perhaps(dice, time),
    });
    let scope = &mut request.scope;
    scope.products = some(dice, 2, |dice| Product {
        id: perhaps(dice, id),
    });
    for list in [
        &mut scope.accounts,
        &mut scope.bookings,
        &mut scope.cases,
        &mut scope.documents,
        &mut scope.orders,
        &mut scope.persons,
        &mut scope.tickets,
        &mut scope.transactions,
    ] {
        if dice.below(4) == 0 {
            *list = some(dice, 2, any_value);
        }
    }
    authored
}

fn conversation(dice: &mut Dice) -> Conversation {
    let participants = some(dice, 3, |dice| Participant {
        participant_id: perhaps(dice, id),
        display_name: perhaps(dice, |dice| text(dice).to_owned()),
        role: perhaps(dice, role),
    });
    let messages = some(dice, 4, |dice| ConversationMessage {
        content: perhaps(dice, |dice| text(dice).to_owned()),
        participant_id: perhaps(dice, id),
        timestamp: perhaps(dice, time),
    });
    Conversation {
        conversation_id: perhaps(dice, id),
        participants,
        messages,
        metadata: perhaps(dice, |dice| {
            Map::from_iter([("queue".to_owned(), any_value(dice))])
        }),
    }
}

fn role(dice: &mut Dice) -> Role {
    match dice.below(3) {
        0 => Role::User,
        1 => Role::Operator,
        _ => Role::Bot,
    }
}

fn channel(dice: &mut Dice) -> Channel {
    let medium = match dice.below(4) {
        0 => Some(Medium::Chat),
        1 => Some(Medium::Voice),
        2 => Some(Medium::Email),
        _ => None,
    };
    Channel {
        browser: perhaps(dice, |_| "Safari 17.0".to_owned()),
        device_info: perhaps(dice, |_| "iOS/18.2, iPhone15,3".to_owned()),
        device_type: perhaps(dice, |_| "mobile".to_owned()),
        language: perhaps(dice, |dice| dice.pick(&["en-US", "fr", ""]).to_owned()),
        location: perhaps(dice, |_| "45.42,-75.69".to_owned()),
        medium,
        metadata: some(dice, 2, any_value),
        section: perhaps(dice, |_| "cart".to_owned()),
    }
}

fn interface(dice: &mut Dice) -> Interface {
    Interface {
        app_version: perhaps(dice, |_| "2.1.0".to_owned()),
        category: perhaps(dice, |dice| dice.pick(&["crm", "widget"]).to_owned()),
        language: perhaps(dice, |_| "en-US".to_owned()),
        name: perhaps(dice, |_| "zendesk".to_owned()),
        kind: perhaps(dice, |dice| dice.pick(&["chat", "marketplace"]).to_owned()),
    }
}

fn interaction(dice: &mut Dice) -> Interaction {
    Interaction {
        content: perhaps(dice, |dice| text(dice).to_owned()),
        id: perhaps(dice, id),
        name: perhaps(dice, |_| "ticket_created".to_owned()),
        role: perhaps(dice, |dice| dice.pick(&["system", "System"]).to_owned()),
        timestamp: perhaps(dice, time),
    }
}

fn reference(dice: &mut Dice) -> Reference {
    Reference {
        ids: some(dice, 3, |dice| NamedId::new("ticket_id", id(dice))),
        labels: some(dice, 2, any_value),
        tags: some(dice, 2, any_value),
    }
}

fn resources(dice: &mut Dice) -> Resources {
    let codes = some(dice, 2, |dice| Code {
        id: perhaps(dice, id),
        label: perhaps(dice, |dice| text(dice).to_owned()),
        kind: perhaps(dice, |_| "order_number".to_owned()),
        value: perhaps(dice, |_| "ORD-56789".to_owned()),
    });
    let links = some(dice, 2, |dice| Link {
        expires_at: perhaps(dice, time),
        html: perhaps(dice, Dice::coin),
        id: perhaps(dice, id),
        label: perhaps(dice, |dice| text(dice).to_owned()),
        kind: perhaps(dice, |_| "payment_link".to_owned()),
        url: perhaps(dice, |_| "https://pay.frontdesk.invalid/1".to_owned()),
    });
    Resources {
        codes,
        links,
        offers: some(dice, 2, any_value),
    }
}

fn settings(dice: &mut Dice) -> Settings {
    Settings {
        disable_browsing: perhaps(dice, Dice::coin),
        disable_search: perhaps(dice, Dice::coin),
        disable_sources: perhaps(dice, Dice::coin),
        disable_stream: perhaps(dice, Dice::coin),
        disable_tools: perhaps(dice, Dice::coin),
        max_response_length: perhaps(dice, number),
        override_interface_language: perhaps(dice, |_| "fr".to_owned()),
        override_output_language: perhaps(dice, |_| "en-US".to_owned()),
        override_channel_medium: perhaps(dice, |_| "voice".to_owned()),
    }
}

fn well_formed(id: &str) -> Option<MessageId> {
    MessageId::try_from(id).ok()
}

const REQUEST_ID: &str = "018d0cbd-5f40-7a3c-9b1e-0242ac120002";
