use std::time::Duration;

/// How much a service takes, and how long it waits.
///
/// Beside the size of an envelope no source states a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long a client may take to send the headers of a request, the time between two requests
    /// of one connection included.
    pub header_time: Duration,
    /// How long a client may take to send a body.
    pub body_time: Duration,
    /// How long a client may take to receive a reply.
    pub write_time: Duration,
    /// How long a WebSocket may be silent in both directions.
    pub idle_time: Duration,
    /// How large a REST body may be, in bytes.
    pub body_bytes: usize,
    /// How long an envelope may be, in UTF-16 units; as many as that are taken, as by the SDK.
    pub envelope_units: usize,
    /// How many headers a request may have.
    pub headers: usize,
    /// How large the head of a request may be, in bytes; 8192 at least.
    pub head_bytes: usize,
    /// How many connections may be open; further ones wait.
    pub connections: usize,
    /// How many requests may be open on one WebSocket; further ones wait.
    pub in_flight: usize,
}

impl Limits {
    /// Takes bodies of 1 MiB, envelopes of 131,072 units, 16,000 connections and 256 requests on
    /// each.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            header_time: Duration::from_secs(30),
            body_time: Duration::from_secs(30),
            write_time: Duration::from_secs(30),
            idle_time: Duration::from_secs(600),
            body_bytes: 1024 * 1024,
            envelope_units: 131_072,
            headers: 100,
            head_bytes: 64 * 1024,
            connections: 16_000,
            in_flight: 256,
        }
    }
}
