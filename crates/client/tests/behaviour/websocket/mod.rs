//! What the client does over WebSocket, and what it makes of everything that may go wrong there.

mod cancelling;
mod events;
mod faults;
mod frames;
mod opening;
mod pressure;
mod repeating;
mod server;
mod splitting;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk_client::{Client, ClientBuilder, Until, WebSocket};
use frontdesk_model::Superpower;

use self::server::Service;
use crate::testkit::{credentials, fixed_surroundings};

pub(crate) use self::faults::all as all_faults;
pub(crate) use self::server::token;

/// Returns the settings that tests begin with: short times, and both superpowers expected.
fn settings() -> WebSocket {
    WebSocket {
        until: Until::all([Superpower::SentimentAnalysis, Superpower::RiskAssessment]),
        message_limit: 64 * 1024,
        frame_limit: 32 * 1024,
        close_timeout: Duration::from_millis(200),
        ..WebSocket::standard()
    }
}

fn builder(service: &Service, settings: WebSocket) -> (ClientBuilder, Arc<Mutex<Vec<Duration>>>) {
    let (surroundings, waits) = fixed_surroundings();
    let builder = Client::builder(service.endpoint())
        .websocket(settings)
        .connect_timeout(TIMEOUT / 2)
        .request_timeout(TIMEOUT)
        .surroundings(surroundings);
    (builder, waits)
}

fn client(service: &Service, settings: WebSocket) -> Client {
    builder(service, settings)
        .0
        .build(credentials())
        .expect("usable settings")
}

/// Long enough for a machine that is busy with other tests.
const TIMEOUT: Duration = Duration::from_secs(2);
