//! What the client makes of refusals: of the credentials, of the token, of the request.

use std::time::Duration;

use frontdesk_client::{Credentials, RetryPolicy};
use frontdesk_model::AccessToken;
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::testkit::{
    OTHER_TOKEN, SECRET, Scenario, TOKEN, completed, empty, enveloped, error_reply, failed,
    granted, json as answer, reply, scenarios, text,
};

scenarios! { outcomes:
    credentials_refused_with_a_text = refused_token(401, "bad credentials");
    credentials_refused_with_an_object =
        Scenario::tokens([answer(403, &json!({ "error": { "message": "wrong environment" } }))], []);
    credentials_refused_as_oauth2_does = Scenario::tokens(
        [answer(400, &json!({ "error": "invalid_client", "error_description": "no such client" }))], [],
    );
    credentials_refused_with_html = Scenario::tokens([text(401, "<html>no</html>")], []);
    credentials_refused_in_silence = Scenario::tokens([empty(401)], []);
    credentials_are_tried_anew_by_the_next_call =
        Scenario::tokens([empty(401), granted(TOKEN)], [completed()]).calls(2);
    token_is_no_json = Scenario::tokens([text(200, TOKEN)], []);
    token_is_a_number = Scenario::tokens([answer(200, &json!({ "access_token": 7 }))], []);
    token_is_missing = Scenario::tokens([answer(200, &json!({ "expires_in": 900 }))], []);
    token_is_unusable = Scenario::tokens([granted("two\nlines")], []);
    token_not_found = Scenario::tokens([text(404, "not here")], []);
    token_elsewhere = Scenario::tokens([empty(302).insert_header("location", "/elsewhere")], []);
    token_rate_limited = Scenario::tokens(
        [empty(429).insert_header("retry-after", "3"), granted(TOKEN)], [completed()],
    );
    token_server_error = Scenario::tokens([empty(500)], []);

    token_refused_and_replaced =
        Scenario::tokens([granted(TOKEN), granted(OTHER_TOKEN)], [failed(401), completed()]);
    token_refused_twice =
        Scenario::tokens([granted(TOKEN), granted(OTHER_TOKEN)], [failed(401), failed(401)]);
    token_refused_twice_is_forgotten = Scenario::tokens(
        [granted(TOKEN), granted(TOKEN), granted(OTHER_TOKEN)],
        [empty(401), empty(401), completed()],
    ).calls(2);
    token_refused_when_nothing_is_repeated =
        Scenario::tokens([granted(TOKEN), granted(OTHER_TOKEN)], [empty(401), completed()])
            .settings(|client| client.retry(RetryPolicy::never()))
            .calls(2);
    token_refused_between_repetitions = Scenario::tokens(
        [granted(TOKEN), granted(OTHER_TOKEN)],
        [busy(), empty(401), busy()],
    );
    token_replaced_but_no_answer = Scenario::tokens(
        [granted(TOKEN), granted(OTHER_TOKEN)],
        [empty(401), completed().set_delay(Duration::from_secs(20))],
    ).settings(|client| client.request_timeout(Duration::from_millis(800)));
    token_refused_and_not_to_be_had =
        Scenario::tokens([granted(TOKEN), answer(401, &json!({ "error": "locked" }))], [empty(401)]);
    ready_made_token_refused = Scenario::tokens([], [empty(401)])
        .credentials(Credentials::token(AccessToken::new(TOKEN)));

    refused_400 = Scenario::answers([failed(400)]);
    refused_403 = Scenario::answers([answer(403, &json!([error_reply("one"), enveloped(&error_reply("two"))]))]);
    refused_404 = Scenario::answers([text(404, "<html>not here</html>")]);
    refused_409 = Scenario::answers([answer(409, &json!({ "error": "conflict" }))]);
    refused_422 = Scenario::answers([answer(422, &json!({ "unknown": "form" }))]);
    refused_418 = Scenario::answers([empty(418)]);

    // A service may repeat what it was sent; none of it may be kept.
    secret_repeated_by_the_token_error = refused_token(401, &format!("not {SECRET} for {SECRET}"));
    secret_repeated_as_a_query = refused_token(403, "client_secret=s3cr3t%2B%22%2F+%26%C3%A9%3D&x");
    short_secret_repeated_by_the_token_error = refused_token(401, "k3y is no secret")
        .credentials(Credentials::new("me", "k3y"));
    short_token_repeated_by_an_error_reply = Scenario::tokens([], [answer(
        200, &reply("a", "error", &json!([{ "content": "t0k expired", "error_code": "SHORT" }])),
    )]).credentials(Credentials::token(AccessToken::new("t0k")));
    token_repeated_by_a_refusal = Scenario::answers([answer(422, &error_reply(TOKEN))]);
    token_repeated_by_an_error_reply = Scenario::answers([answer(
        200, &reply(TOKEN, "error", &json!([{ "content": SECRET, "error_code": TOKEN }])),
    )]);
    token_repeated_as_a_value = Scenario::answers([answer(200, &json!({ "action": TOKEN }))]);
    token_repeated_as_a_name =
        Scenario::answers([text(200, &format!("{{\"{TOKEN}\":{{\"{TOKEN}\":1,\"{TOKEN}\":2}}}}"))]);
}

fn busy() -> ResponseTemplate {
    empty(429).insert_header("retry-after", "0")
}

fn refused_token(status: u16, why: &str) -> Scenario {
    Scenario::tokens([answer(status, &json!({ "error": why }))], [])
}
