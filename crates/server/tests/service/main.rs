//! The service as its clients see it: over real connections.

#![expect(
    clippy::unwrap_used,
    clippy::format_push_string,
    clippy::format_collect,
    reason = "a test that cannot set its stage fails there, and what it shows is built in lines"
)]

mod conformance;
mod hostile;
mod messages;
mod recording;
mod scenarios;
mod sdk;
mod streaming;
mod superpowers;
mod testkit;
mod tokens;
mod wire;
