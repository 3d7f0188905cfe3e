use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::TcpStream;
use url::Url;

use crate::exchange::{Answer, Outcome, Silence};
use crate::request::Request;

use super::connection::{Connection, Given, Stream};
use super::wire::wire;

/// Opens connections to a host and port, for instance with TLS.
pub type Dialer = Arc<dyn Fn(String, u16) -> Dialing + Send + Sync>;

/// A connection that is being opened.
pub type Dialing = Pin<Box<dyn Future<Output = io::Result<Box<dyn Stream>>> + Send>>;

/// Opens connections without TLS.
#[must_use]
pub fn plain_dialer() -> Dialer {
    Arc::new(|host, port| {
        Box::pin(async move {
            let stream = TcpStream::connect((host, port)).await?;
            stream.set_nodelay(true)?;
            Ok(Box::new(stream) as Box<dyn Stream>)
        })
    })
}

/// The connections to one endpoint, which are used again.
pub(super) struct Pool {
    dialer: Dialer,
    host: String,
    port: u16,
    /// As the header has it.
    authority: String,
    idle: Mutex<Vec<Connection>>,
    patience: Duration,
}

impl Pool {
    pub(super) fn new(url: &Url, dialer: Dialer, patience: Duration) -> Self {
        let host = url.host_str().unwrap_or("localhost");
        let host = host
            .trim_start_matches('[')
            .trim_end_matches(']')
            .to_owned();
        let port = url.port_or_known_default().unwrap_or(80);
        let authority = match (url.host_str(), url.port()) {
            (Some(host), Some(port)) => format!("{host}:{port}"),
            (host, _) => host.unwrap_or("localhost").to_owned(),
        };
        Self {
            dialer,
            host,
            port,
            authority,
            idle: Mutex::new(Vec::new()),
            patience,
        }
    }

    /// Sends a request once and returns what came back.
    pub(super) async fn send(&self, request: &Request, reveal: impl Fn(&str) -> String) -> Answer {
        let wire = wire(request, &self.authority, reveal);
        let started = Instant::now();
        let patience = if wire.reusable {
            self.patience
        } else {
            self.patience.min(SHORT)
        };
        let sending = async {
            if wire.reusable
                && let Some(mut connection) = self.take()
            {
                match connection.exchange(&wire, &request.method).await {
                    // The server may have closed a connection that nobody used.
                    Given::Silence(Silence::Closed, true) => {}
                    given => return self.settle(connection, given),
                }
            }
            let Ok(stream) = (self.dialer)(self.host.clone(), self.port).await else {
                return Outcome::Silent(Silence::NoConnection);
            };
            let mut connection = Connection::new(stream);
            let given = connection.exchange(&wire, &request.method).await;
            self.settle(connection, given)
        };
        let outcome = tokio::time::timeout(patience, sending).await;
        Answer {
            outcome: outcome.unwrap_or(Outcome::Silent(Silence::TimedOut)),
            elapsed: started.elapsed(),
        }
    }

    fn take(&self) -> Option<Connection> {
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
    }

    fn settle(&self, connection: Connection, given: Given) -> Outcome {
        match given {
            Given::Reply(reply, open) => {
                if open {
                    let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
                    if idle.len() < MOST_IDLE {
                        idle.push(connection);
                    }
                }
                Outcome::Replied(reply)
            }
            Given::Silence(silence, _) => Outcome::Silent(silence),
        }
    }
}

/// Asks what a server can do, of no path at all, which changes nothing there.
///
/// What comes back tells whether it speaks HTTP.
pub async fn greet(url: &Url, dialer: Dialer, patience: Duration) -> Outcome {
    let pool = Pool::new(url, dialer, patience);
    let request = Request {
        method: "OPTIONS".to_owned(),
        target: "*".to_owned(),
        ..Request::nothing()
    };
    pool.send(&request, str::to_owned).await.outcome
}

/// Fetches a document by its URL.
///
/// # Errors
///
/// When nothing comes, or another status than 200.
pub async fn fetch(url: &Url, dialer: Dialer) -> Result<Vec<u8>, String> {
    let pool = Pool::new(url, dialer, Duration::from_secs(20));
    let request = Request {
        method: "GET".to_owned(),
        target: url[url::Position::BeforePath..url::Position::AfterQuery].to_owned(),
        ..Request::nothing()
    };
    match pool.send(&request, str::to_owned).await.outcome {
        Outcome::Replied(reply) if reply.status == 200 && !reply.cut => Ok(reply.body),
        Outcome::Replied(reply) => Err(format!("status {}", reply.status)),
        Outcome::Silent(silence) => Err(silence.as_str().to_owned()),
        Outcome::Frames(_) => Err("frames came".to_owned()),
    }
}

/// How long a server may think about a request that is no whole request.
const SHORT: Duration = Duration::from_secs(1);
const MOST_IDLE: usize = 256;
