//! The endpoints that are searched, and what counts while they are.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use frontdesk_fuzz::{
    Access, Event, Options, Rest, RestOptions, RunOutcome, Socket, SocketOptions, Target,
    TokenSource, channels_from_asyncapi, channels_from_contract, from_contract, from_openapi,
    plain_dialer, run, tickets,
};
use frontdesk_seeded::Server;
use url::Url;

use super::super::serve::Served;

/// What a search came to.
pub(super) struct Searched {
    pub(super) outcome: RunOutcome,
    /// When the first finding came, in seconds.
    pub(super) first: Option<f64>,
}

/// Searches for so many seconds.
pub(super) async fn search<T: Target>(target: T, seed: u64, seconds: u64) -> Searched {
    let options = Options {
        time: Duration::from_secs(seconds),
        concurrency: 16,
        ..Options::standard(seed)
    };
    let begin = Instant::now();
    let first = Arc::new(Mutex::new(None));
    let noted = Arc::clone(&first);
    let watch = Box::new(move |event| {
        if let Event::Found { .. } = event {
            let mut first = noted.lock().unwrap_or_else(PoisonError::into_inner);
            first.get_or_insert(begin.elapsed().as_secs_f64());
        }
    });
    let outcome = run(Arc::new(target), options, watch, std::future::pending()).await;
    let first = *first.lock().unwrap_or_else(PoisonError::into_inner);
    Searched { outcome, first }
}

/// The local Reception service, over REST.
pub(super) async fn reception_rest(service: &Served, seed: u64) -> Result<Rest, String> {
    let contract = frontdesk::reception();
    let operations = from_contract(&contract, None, &schema_options()).map_err(said)?;
    let access = Access {
        tokens: Some(token_source(service)?),
        headers: Vec::new(),
    };
    let url = url(&format!("http://{}", service.addr))?;
    let rest = Rest::new(&url, operations, access, plain_dialer(), rest_options(seed));
    let rest = rest.map_err(said)?;
    rest.prepare().await.map_err(said)?;
    Ok(rest)
}

/// The local Reception service, over WebSocket.
pub(super) fn reception_socket(service: &Served, seed: u64) -> Result<Socket, String> {
    let contract = frontdesk::reception();
    let channels = channels_from_contract(&contract, None, &schema_options()).map_err(said)?;
    let mut options = socket_options(seed);
    let source = token_source(service)?;
    options.tickets = Some(tickets(&source, plain_dialer(), PATIENCE));
    let url = url(&format!("ws://{}", service.addr))?;
    Socket::new(&url, channels, &plain_dialer(), options).map_err(said)
}

/// The service with planted bugs, over REST.
pub(super) async fn seeded_rest(server: &Server, seed: u64) -> Result<Rest, String> {
    let document = frontdesk_seeded::openapi();
    let (_, operations) = from_openapi(&document, &schema_options()).map_err(said)?;
    let rest = Rest::new(
        &url(&server.url())?,
        operations,
        access(server)?,
        plain_dialer(),
        rest_options(seed),
    );
    let rest = rest.map_err(said)?;
    rest.prepare().await.map_err(said)?;
    Ok(rest)
}

/// The service with planted bugs, over WebSocket.
pub(super) fn seeded_socket(server: &Server, seed: u64) -> Result<Socket, String> {
    let document = frontdesk_seeded::asyncapi();
    let channels = channels_from_asyncapi(&document, URI, &schema_options()).map_err(said)?;
    let url = url(&server.websocket_url())?;
    Socket::new(&url, channels, &plain_dialer(), socket_options(seed)).map_err(said)
}

/// What the service with planted bugs asks for.
pub(super) fn access(server: &Server) -> Result<Access, String> {
    Ok(Access {
        tokens: Some(TokenSource {
            url: url(&server.token_url())?,
            id: "bench".to_owned(),
            secret: "bench".to_owned(),
            in_query: false,
        }),
        headers: Vec::new(),
    })
}

pub(super) fn socket_options(seed: u64) -> SocketOptions {
    SocketOptions {
        hosts: Vec::new(),
        patience: PATIENCE,
        seed,
        without: BTreeSet::new(),
        tickets: None,
        headers: Vec::new(),
    }
}

pub(super) fn url(text: &str) -> Result<Url, String> {
    Url::parse(text).map_err(said)
}

fn rest_options(seed: u64) -> RestOptions {
    RestOptions {
        hosts: Vec::new(),
        writes: true,
        patience: PATIENCE,
        seed,
        without: BTreeSet::new(),
    }
}

fn token_source(service: &Served) -> Result<TokenSource, String> {
    Ok(TokenSource {
        url: url(&format!("http://{}/auth/oauth2/token", service.addr))?,
        id: "demo".to_owned(),
        secret: "demo".to_owned(),
        in_query: true,
    })
}

fn schema_options() -> frontdesk_schema::Options {
    frontdesk_schema::Options::default()
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
pub(super) fn said(error: impl ToString) -> String {
    error.to_string()
}

const PATIENCE: Duration = Duration::from_secs(2);
const URI: &str = "https://frontdesk.invalid/asyncapi.json";
