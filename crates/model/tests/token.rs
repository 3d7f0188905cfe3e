//! Token documents: both names of the token, redaction, both forms of an error.

use frontdesk_model::{AccessToken, TokenError, TokenErrorCause, TokenResponse, from_slice};
use serde_json::json;

#[test]
fn the_token_is_read_under_either_name() {
    for (text, token) in [
        (r#"{"access_token":"a"}"#, "a"),
        (r#"{"token":"b"}"#, "b"),
        (
            r#"{"token":"b","access_token":"a","expires_in":3600,"expiresAt":1.5,"token_type":"Bearer"}"#,
            "a",
        ),
    ] {
        let response: TokenResponse = from_slice(text.as_bytes()).unwrap();
        assert_eq!(response.access_token().expose(), token);
        assert!(response.extra.is_empty());
    }
}

#[test]
fn a_token_is_written_as_it_is() {
    let response = TokenResponse::new(AccessToken::new("s3cret"));
    assert_eq!(
        serde_json::to_value(&response).unwrap(),
        json!({ "access_token": "s3cret" })
    );
}

#[test]
fn secrets_are_neither_shown_nor_repeated_in_errors() {
    let text = r#"{"access_token":"s3cret","refresh_token":"s3cret","scope":"client"}"#;
    let response: TokenResponse = from_slice(text.as_bytes()).unwrap();
    assert_eq!(
        response.extra.names().collect::<Vec<_>>(),
        ["refresh_token", "scope"]
    );
    let shown = format!("{response:?}");
    assert!(
        shown.contains("AccessToken(..)") && !shown.contains("s3cret"),
        "{shown}"
    );

    for (text, path) in [
        (r#"{"access_token":["s3cret"]}"#, "access_token"),
        (r#"{"access_token":"s3cret","token":null}"#, "token"),
        (
            r#"{"access_token":"x","expires_in":"s3cret"}"#,
            "expires_in",
        ),
        (r#"{"refresh_token":"s3cret"}"#, "."),
        (r#""s3cret""#, "."),
        (r#"["s3cret"]"#, "."),
        (r#"{"access_token":"s3cret","access_token":"s3cret"}"#, "."),
    ] {
        let error = from_slice::<TokenResponse>(text.as_bytes()).unwrap_err();
        assert_eq!(error.path(), path, "{error}");
        assert!(
            !format!("{error} {error:?}").contains("s3cret"),
            "{error:?}"
        );
    }
}

#[test]
fn an_error_is_a_text_or_an_object() {
    for (text, description) in [
        (r#"{"error":"invalid_client"}"#, Some("invalid_client")),
        (
            r#"{"error":{"message":"m","error":"e","error_description":"d"}}"#,
            Some("d"),
        ),
        (r#"{"error":{"message":"m","error":"e"}}"#, Some("m")),
        (
            r#"{"error":{"error":"e","error_description":"","code":7}}"#,
            Some("e"),
        ),
        (r#"{"error":{}}"#, None),
    ] {
        let error: TokenError = from_slice(text.as_bytes()).unwrap();
        assert_eq!(error.description(), description);
        let before: serde_json::Value = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_value(&error).unwrap(), before);
    }
    assert_eq!(
        TokenError::new("x").error,
        TokenErrorCause::Text("x".to_owned())
    );
    for text in [
        r#"{"error":null}"#,
        r#"{"error":[]}"#,
        r#"{"error":{"message":null}}"#,
        "{}",
    ] {
        assert!(from_slice::<TokenError>(text.as_bytes()).is_err(), "{text}");
    }
}
