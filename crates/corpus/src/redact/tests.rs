use serde_json::{Value, json};

use super::{Personal, RedactionKey, Redactor};
use crate::recording::Body;

fn all() -> Redactor {
    Redactor::default().personal(Personal::ALL, RedactionKey::from_bytes([3; 32]))
}

#[test]
fn secrets_leave_texts_and_documents() {
    let redactor = Redactor::new(["s3cret".to_owned(), String::new()]);
    assert_eq!(
        redactor.text("demo said s3cret and eyJhbGciOiJ9.eyJzdWIi.abc"),
        "demo said [redacted] and [redacted]"
    );
    let mut document = json!({
        "token": "x", "a": ["s3cret!", 1], "s3cret": true, "credentials": {"pin": 1234, "on": true}
    });
    redactor.document(&mut document);
    let expected = json!({
        "token": "[redacted]", "a": ["[redacted]!", 1], "[redacted]": true,
        "credentials": {"pin": 0, "on": true}
    });
    assert_eq!(document, expected);
}

#[test]
fn secrets_leave_queries_forms_and_torn_documents() {
    let redactor = Redactor::default();
    for (text, clean) in [
        (
            "grant_type=client_credentials&client_id=me&client_secret=abc%20d&x=1",
            "grant_type=client_credentials&client_id=me&client_secret=[redacted]&x=1",
        ),
        (
            r#"{"client_secret": "abc", "a": 1"#,
            r#"{"client_secret": "[redacted]", "a": 1"#,
        ),
        (
            r#"{"accessToken":"abc","#,
            r#"{"accessToken":"[redacted]","#,
        ),
        ("Authorization: Basic", "Authorization: [redacted]"),
        (
            "see https://ann:pw@example.org/",
            "see https://[redacted]@example.org/",
        ),
        ("Bearer 0123456789abcdef==", "Bearer [redacted]"),
        ("the token expired", "the token expired"),
    ] {
        assert_eq!(redactor.loose_text(text), clean);
    }
    let body = redactor.body(Body::Bytes(b"\xffpassword=hush".to_vec()));
    assert_eq!(body, Body::Text("\u{fffd}password=[redacted]".to_owned()));
}

#[test]
fn persons_get_the_same_pseudonym_everywhere() {
    let mut document = json!({
        "participants": [{"displayName": "John Doe", "email": "john@example.org"}],
        "messages": ["John Doe here, john@Example.org or +49 (0)30 901820."],
        "phone": "004930901820",
        "customer": {"name": "Ada"},
        "interface": {"name": "salesforce"},
    });
    all().document(&mut document);
    let person = &document["participants"][0];
    let (name, mail) = (
        person["displayName"].as_str().unwrap(),
        person["email"].as_str().unwrap(),
    );
    let said = document["messages"][0].as_str().unwrap();
    assert!(
        said.starts_with(&format!("{name} here, {mail} or +")),
        "{said}"
    );
    assert!(!document.to_string().contains("901820") && !document.to_string().contains("Ada"));
    assert_eq!(document["interface"]["name"], "salesforce");
}

#[test]
fn what_only_looks_like_a_person_is_kept() {
    let document = json!({
        "at": "2024-01-15T10:30:00.000Z", "day": "2024-01-15", "id": "12345678-1234-1234-1234-123456789012",
        "uuid": "a1b2c3d4-e5f6-7890-abcd-123456789012", "order": "1234567890123", "amount": "1.234.567,89",
        "version": "10.0.19045.3803", "location": "45.42,-75.69", "date": "15/01/2024 10:30", "n": 5,
        "label": "Pay now", "ip": "10.20.30.40",
    });
    let mut clean = document.clone();
    all().document(&mut clean);
    assert_eq!(clean, document);
}

#[test]
fn pseudonyms_depend_on_the_key_and_can_keep_their_shape() {
    let with =
        |key: u8| Redactor::default().personal(Personal::ALL, RedactionKey::from_bytes([key; 32]));
    let text = "ann@example.org";
    assert_ne!(with(1).text(text), with(2).text(text));
    let shaped = with(1)
        .keeping_shape()
        .text("Ann7@example.org")
        .into_owned();
    assert_eq!(shaped.len(), 16);
    assert!(
        shaped.as_bytes()[3].is_ascii_digit() && shaped.contains('@') && !shaped.contains("Ann")
    );
    let mut document = json!({"token": "abc-123"});
    Redactor::default().keeping_shape().document(&mut document);
    assert_eq!(document, json!({"token": "xxx-000"}));
    let secret = Redactor::new(["hush".to_owned()]);
    assert!(!format!("{secret:?} {:?}", with(9)).contains("hush"));
}

#[test]
fn reports_call_all_persons_the_same() {
    let redactor = Redactor::default().masking(Personal::ALL);
    assert_eq!(
        redactor.text("ann@example.org, +1 555 0100 999"),
        "[email], [phone]"
    );
    let mut value = Value::from("bob@example.org");
    redactor.document(&mut value);
    assert_eq!(value, "[email]");
}
