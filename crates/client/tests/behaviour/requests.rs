//! Every request that the client sends, in full.

use frontdesk_client::Credentials;
use frontdesk_model::{
    AccessToken, Channel, Conversation, ConversationMessage, Interaction, Medium, Participant,
    ReceptionRequest, Settings,
};

use crate::testkit::{OTHER_TOKEN, Scenario, TOKEN, completed, empty, granted, json, scenarios};

scenarios! { requests:
    token_and_message = Scenario::answers([completed()]);
    every_part_of_a_message = Scenario::answers([completed()]).request(large_request());
    token_is_reused = Scenario::answers([completed(), completed()]).calls(2);
    token_under_its_other_name =
        Scenario::tokens([json(201, &serde_json::json!({ "token": TOKEN }))], [completed()]);
    token_is_replaced_once =
        Scenario::tokens([granted(TOKEN), granted(OTHER_TOKEN)], [empty(401), completed(), completed()])
            .calls(2);
    ready_made_token = Scenario::tokens([], [completed()])
        .credentials(Credentials::token(AccessToken::new(TOKEN)));
    repeated_message = Scenario::answers([
        empty(503).insert_header("retry-after", "1"),
        completed(),
    ]);
}

fn large_request() -> ReceptionRequest {
    ReceptionRequest::builder()
        .request_id("a1b2c3d4-e5f6-7890-abcd-123456789012")
        .session_id("s-1")
        .channel(Channel {
            device_type: Some("mobile".to_owned()),
            ..Channel::default()
        })
        .language("en-US")
        .medium(Medium::Chat)
        .interface_type("chat")
        .variant("A")
        .thread_id("t-1")
        .parent_id("r-0")
        .organization_id("o-1")
        .user_id("u-1")
        .reference_id("ticket", "4711")
        .conversation(
            Conversation::new()
                .id("c-1")
                .participant(Participant::user("p-1").named("Zoë \u{1f600}"))
                .participant(Participant::operator("p-2"))
                .message(
                    ConversationMessage::new("line\nbreak \"quoted\" \u{7f}")
                        .by("p-1")
                        .at("2024-01-15T10:30:00.000Z"),
                ),
        )
        .interaction(Interaction {
            role: Some("system".to_owned()),
            ..Interaction::default()
        })
        .settings(Settings {
            disable_stream: Some(true),
            ..Settings::default()
        })
        .build()
}
