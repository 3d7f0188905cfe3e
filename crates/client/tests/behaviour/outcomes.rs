//! What the client makes of every answer to a message.

use std::time::Duration;

use frontdesk_client::{ClientBuilder, Credentials, RetryPolicy};
use frontdesk_model::{AccessToken, Conversation, ReceptionRequest};
use serde_json::{Map, Value, json};

use crate::testkit::{
    Scenario, TOKEN, completed, empty, enveloped, error_reply, failed, json as answer, labelled,
    reply, request, scenarios, text,
};

scenarios! { outcomes:
    one_reply = Scenario::answers([completed()]);
    created = Scenario::answers([answer(201, &reply("translate", "started", &json!([])))]);
    enveloped_reply =
        Scenario::answers([answer(200, &enveloped(&reply("translate", "completed", &json!([{}]))))]);
    several_replies = Scenario::answers([answer(200, &json!([
        reply("sentiment_analysis", "completed", &json!([{ "label": "calm" }])),
        enveloped(&reply("search", "completed", &json!([]))),
    ]))]);
    no_replies = Scenario::answers([answer(200, &json!([]))]);
    results_beside_errors = Scenario::answers([answer(200, &json!([
        error_reply("no"),
        reply("search", "completed", &json!([])),
    ]))]);
    deviations_are_reported = Scenario::answers([answer(200, &json!([
        reply("a", "completed", &json!([])),
        reply("b", "processing", &json!({ "label": "calm" })),
    ]))]);
    unknown_members_are_kept = Scenario::answers([answer(200, &json!({
        "action": "superpower", "actionType": "new", "state": "paused", "message": {}, "more": [1.5],
    }))]);

    error_reply_of_the_docs_page = Scenario::answers([failed(200)]);
    error_reply_in_an_envelope = Scenario::answers([answer(200, &enveloped(&error_reply("no")))]);
    error_reply_with_code = Scenario::answers([answer(200, &reply(
        "risk_assessment", "error", &json!({ "content": "a\nb", "error_code": "PROCESSING_FAILED" }),
    ))]);
    error_reply_that_says_nothing =
        Scenario::answers([answer(200, &reply("risk_assessment", "error", &json!([])))]);
    error_replies_alone = Scenario::answers([answer(201, &json!([
        reply("a", "error", &json!([{ "content": "one" }, { "error_code": "TWO" }])),
        reply("b", "error", &json!([{ "content": "three" }])),
    ]))]);

    not_json_but_html = Scenario::answers([text(200, "<html>busy</html>")]);
    not_json_but_empty = Scenario::answers([empty(200)]);
    not_json_but_cut = Scenario::answers([text(200, "{\"action\":\"super")]);
    not_json_but_latin = Scenario::answers([empty(200).set_body_bytes(b"\"\xe9\"".to_vec())]);
    not_json_to_its_end = Scenario::answers([text(200, "[] []")]);
    labelled_as_a_page = Scenario::answers([labelled(200, "[]", "text/html; charset=utf-8")]);
    labelled_as_other_json = Scenario::answers([labelled(200, "[]", "Application/Problem+JSON;v=1")]);
    labelled_as_nothing = Scenario::answers([empty(200).set_body_bytes(b"[]".to_vec())]);
    token_labelled_as_a_page =
        Scenario::tokens([labelled(200, "{\"access_token\":\"t\"}", "text/html")], []);
    wrong_shape_at_the_root = Scenario::answers([answer(200, &json!(7))]);
    wrong_shape_without_state =
        Scenario::answers([answer(200, &json!({ "action": "superpower", "actionType": "a", "message": {} }))]);
    wrong_shape_deep_inside = Scenario::answers([answer(200, &json!([
        reply("a", "completed", &json!([])),
        reply("b", "completed", &json!([{}, "text"])),
    ]))]);
    wrong_shape_by_repetition = Scenario::answers([text(200, "{\"action\":\"superpower\",\"action\":\"superpower\"}")]);

    success_without_content = Scenario::answers([empty(204)]);
    redirect_is_not_followed =
        Scenario::answers([empty(307).insert_header("location", "/elsewhere")]);
    response_at_the_limit = Scenario::tokens([], [answer(200, &json!([]))])
        .credentials(Credentials::token(AccessToken::new(TOKEN)))
        .settings(|client| client.response_limit(2));
    response_above_the_limit = Scenario::answers([completed()]).settings(|client| client.response_limit(64));
    error_above_the_limit = Scenario::answers([failed(422)]).settings(|client| client.response_limit(64));

    request_above_the_limit =
        Scenario::tokens([], []).settings(|client| client.request_limit(LENGTH - 1));
    request_at_the_limit = Scenario::answers([completed()]).settings(|client| client.request_limit(LENGTH));
    request_too_large_for_the_service = Scenario::answers([text(413, "nginx")]);
    request_that_cannot_be_written = Scenario::tokens([], []).request(deep_request());

    timeout = Scenario::answers([completed().set_delay(Duration::from_secs(20))])
        .settings(|client| client.request_timeout(Duration::from_millis(800)));
    timeout_repeated_on_request = Scenario::answers([
        completed().set_delay(Duration::from_secs(20)),
        completed(),
    ]).settings(|client| opted_in(client).request_timeout(Duration::from_millis(800)));

    rate_limited = Scenario::answers([empty(429)]);
    rate_limited_for_seconds =
        Scenario::answers([empty(429).insert_header("retry-after", "2"), completed()]);
    rate_limited_until_a_date = Scenario::answers([
        empty(429).insert_header("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT"),
        completed(),
    ]);
    rate_limited_for_too_long = Scenario::answers([empty(429).insert_header("retry-after", "31")]);
    rate_limited_in_other_words = Scenario::answers([empty(429).insert_header("retry-after", "soon")]);
    rate_limited_again_and_again =
        Scenario::answers([(); 3].map(|()| empty(429).insert_header("retry-after", "0")));
    unavailable = Scenario::answers([empty(503)]);
    unavailable_for_seconds =
        Scenario::answers([empty(503).insert_header("retry-after", "2"), completed()]);
    unavailable_and_never_repeated = Scenario::answers([empty(503).insert_header("retry-after", "2")])
        .settings(|client| client.retry(RetryPolicy::never()));
    server_error = Scenario::answers([text(500, "<html>oops</html>")]);
    server_error_that_says_when = Scenario::answers([failed(502).insert_header("retry-after", "2")]);
    server_error_repeated_on_request =
        Scenario::answers([empty(500), empty(504), completed()]).settings(opted_in);
    status_beyond_all = Scenario::answers([empty(777)]);
}

/// The size of [`request`] in its one spelling.
const LENGTH: usize = 285;

#[test]
fn the_length_is_that_of_the_request() {
    let body = frontdesk_json::to_canonical_vec(&request()).unwrap();
    assert_eq!(body.len(), LENGTH);
}

fn opted_in(client: ClientBuilder) -> ClientBuilder {
    client.retry(RetryPolicy {
        repeat_sent: true,
        ..RetryPolicy::standard()
    })
}

fn deep_request() -> ReceptionRequest {
    let deep = (0..200).fold(Value::Null, |inner, _| Value::Array(vec![inner]));
    let mut conversation = Conversation::new();
    conversation.metadata = Some(Map::from_iter([("deep".to_owned(), deep)]));
    let mut request = request();
    request.request.scope.conversations = vec![conversation];
    request
}
