//! What a client can be made of.

use frontdesk_client::{Client, Credentials, Endpoint, EndpointFault, ErrorKind, Stage};
use frontdesk_model::AccessToken;

use crate::testkit::credentials;

#[track_caller]
fn refused(error: &frontdesk_client::Error, kind: &ErrorKind, text: &str) {
    assert_eq!(error.kind(), kind);
    assert_eq!((error.stage(), error.attempts()), (Stage::Setup, 0));
    assert_eq!(error.to_string(), format!("set up the client: {text}"));
}

#[test]
fn plain_http_is_for_loopback_unless_asked_for() {
    for url in ["http://127.0.0.1:1", "http://localhost", "http://[::1]:1"] {
        let endpoint = Endpoint::base(url).unwrap();
        assert!(
            Client::builder(endpoint).build(credentials()).is_ok(),
            "{url}"
        );
    }
    let endpoint = Endpoint::base("http://example.test").unwrap();
    let builder = Client::builder(endpoint);
    refused(
        &builder.clone().build(credentials()).unwrap_err(),
        &ErrorKind::InvalidEndpoint(EndpointFault::PlainHttp),
        "the endpoint is plain http:// to another host than loopback, which `allow_plain_http` would allow",
    );
    assert!(builder.allow_plain_http().build(credentials()).is_ok());
}

#[cfg(not(feature = "tls"))]
#[test]
fn https_needs_the_feature() {
    let endpoint = Endpoint::tenant("acme", "tech").unwrap();
    refused(
        &Client::builder(endpoint).build(credentials()).unwrap_err(),
        &ErrorKind::InvalidEndpoint(EndpointFault::NeedsTls),
        "the endpoint is https://, which needs the cargo feature `tls` of frontdesk-client",
    );
}

#[cfg(feature = "tls")]
#[test]
fn https_is_there() {
    let endpoint = Endpoint::tenant("acme", "tech").unwrap();
    assert!(
        Client::builder(endpoint)
            .no_proxy()
            .build(credentials())
            .is_ok()
    );
}

#[test]
fn a_ready_made_token_has_to_fit_a_header() {
    let endpoint = Endpoint::base("http://127.0.0.1:1").unwrap();
    let token = Credentials::token(AccessToken::new("two\nlines"));
    refused(
        &Client::builder(endpoint).build(token).unwrap_err(),
        &ErrorKind::UnusableToken,
        "the token cannot be sent in a header",
    );
}

#[test]
fn headers_of_ones_own_are_checked_and_hidden() {
    let endpoint = Endpoint::base("http://127.0.0.1:1").unwrap();
    let builder = Client::builder(endpoint);
    let good = builder.clone().header("X-Gateway-Key", "s3cret");
    assert!(!format!("{good:?}").contains("s3cret"));
    assert!(good.build(credentials()).is_ok());
    for (name, value, reason) in [
        ("Authorization", "s3cret", "the client sends it itself"),
        ("sec-websocket-key", "s3cret", "the client sends it itself"),
        ("two words", "s3cret", "that is no name of a header"),
        (
            "x-a",
            "s3cret\n",
            "its value has characters that no header can carry",
        ),
    ] {
        let error = builder.clone().header(name, value).build(credentials());
        let error = error.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("set up the client: the header {name} cannot be sent: {reason}")
        );
        assert!(!format!("{error:?}").contains("s3cret"));
    }
}

#[test]
fn a_url_that_is_refused_is_not_repeated() {
    let error = Endpoint::base("https://me:s3cret@example.test").unwrap_err();
    refused(
        &error,
        &ErrorKind::InvalidEndpoint(EndpointFault::Credentials),
        "the endpoint holds a user name or password, which belong into `Credentials`",
    );
    assert!(!format!("{error:?}").contains("s3cret"));
}
