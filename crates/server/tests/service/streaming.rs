use std::time::Duration;

use frontdesk_client::{Client, Credentials, End, Endpoint, Event, Until, WebSocket};
use frontdesk_model::{Conversation, ConversationMessage, ReceptionRequest, Settings};
use frontdesk_server::Service;

fn request(streaming: bool) -> ReceptionRequest {
    let settings = Settings {
        disable_stream: Some(!streaming),
        ..Settings::default()
    };
    ReceptionRequest::builder()
        .thread_id("t-1")
        .organization_id("o-1")
        .conversation(Conversation::new().message(ConversationMessage::new("Where is my order?")))
        .settings(settings)
        .build()
}

async fn heard(streaming: bool) -> Vec<String> {
    let service = Service::builder()
        .thinking(Duration::from_millis(50))
        .update_every(Duration::from_millis(30))
        .start()
        .await
        .unwrap();
    let client = Client::builder(Endpoint::base(&service.url()).unwrap())
        .websocket(WebSocket::standard())
        .build(Credentials::new("demo", "demo"))
        .unwrap();
    let until = Until::quiet(Duration::from_millis(200));
    let mut events = client.send_until(&request(streaming), until).await.unwrap();
    let mut heard = Vec::new();
    while let Some(event) = events.next().await {
        let event = event.unwrap();
        let kind = match &event {
            Event::State(_) => "state",
            Event::Partial(_) => "part",
            Event::Result(_) => "result",
            _ => "other",
        };
        let content = event
            .response()
            .and_then(|response| response.items().next());
        let content = content
            .map(|item| item["content"].to_string())
            .unwrap_or_default();
        heard.push(format!("{kind} {} {content}", event.superpower().unwrap()));
    }
    assert_eq!(events.end(), Some(End::Quiet));
    client.close().await;
    service.stop().await;
    heard
}

#[tokio::test]
async fn results_come_in_the_order_in_which_they_are_finished() {
    insta::assert_snapshot!(heard(false).await.join("\n"));
}

#[tokio::test]
async fn updates_carry_the_whole_text_so_far() {
    let heard = heard(true).await;
    let of =
        |name: &str| -> Vec<&String> { heard.iter().filter(|line| line.contains(name)).collect() };
    insta::assert_debug_snapshot!(of("sentiment_analysis"));
    assert_eq!(of("search_requirements").len(), 4);
}
