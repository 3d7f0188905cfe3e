//! The token: fetched once, used until it is refused.

use std::sync::atomic::{AtomicU64, Ordering};

use frontdesk_model::AccessToken;
use reqwest::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request};
use secrecy::ExposeSecret;
use tokio::sync::Mutex;
use url::Url;

use crate::answers;
use crate::credentials::{Credentials, bearer};
use crate::error::{Error, Stage};
use crate::http::Http;
use crate::redact::Redactor;

/// Keeps the token of a client.
///
/// The lock is held while a token is fetched, so that calls at the same time wait for one fetch and
/// share what it brings, be it a token or an error.
pub(crate) struct Tokens {
    http: Http,
    url: Url,
    credentials: Credentials,
    held: Mutex<Held>,
    /// How many fetches have ended. Who read it before waiting for the lock can tell whether one
    /// has ended meanwhile.
    ended: AtomicU64,
}

/// A token with the number of its fetch, by which a refusal is told from that of an older token.
#[derive(Clone)]
pub(crate) struct Ticket {
    pub(crate) token: AccessToken,
    pub(crate) header: HeaderValue,
    number: u64,
}

#[derive(Default)]
struct Held {
    ticket: Option<Ticket>,
    failure: Option<Error>,
}

impl Tokens {
    pub(crate) fn new(http: Http, url: Url, credentials: Credentials) -> Self {
        Self {
            http,
            url,
            credentials,
            held: Mutex::new(Held::default()),
            ended: AtomicU64::new(0),
        }
    }

    /// Returns the token, after fetching it if there is none.
    pub(crate) async fn get(&self) -> Result<Ticket, Error> {
        let seen = self.ended.load(Ordering::Acquire);
        self.get_since(seen).await
    }

    /// Fetches a token that nobody else has used, and keeps it for nobody else.
    pub(crate) async fn fresh(&self) -> Result<Ticket, Error> {
        self.fetch(0).await
    }

    /// Says whether there is one token only, which was fetched elsewhere.
    pub(crate) fn are_ready_made(&self) -> bool {
        self.credentials.ready_token().is_some()
    }

    /// Returns a token in place of one that was refused; there is none for a ready-made token.
    pub(crate) async fn replace(&self, refused: &Ticket) -> Result<Option<Ticket>, Error> {
        if self.credentials.ready_token().is_some() {
            return Ok(None);
        }
        let seen = self.ended.load(Ordering::Acquire);
        self.forget(refused).await;
        self.get_since(seen).await.map(Some)
    }

    /// Drops a refused token, unless it has been replaced already.
    pub(crate) async fn forget(&self, refused: &Ticket) {
        self.held
            .lock()
            .await
            .ticket
            .take_if(|ticket| ticket.number == refused.number);
    }

    /// Returns what must not be in an error.
    pub(crate) fn redactor(&self, ticket: Option<&Ticket>) -> Redactor {
        let token = ticket.map(|ticket| ticket.token.expose());
        let values = self.http.header_values.iter();
        let values = values.map(ExposeSecret::expose_secret);
        let secrets = [self.credentials.secret()].into_iter();
        Redactor::new(secrets.chain(token).chain(values))
    }

    async fn get_since(&self, seen: u64) -> Result<Ticket, Error> {
        let mut held = self.held.lock().await;
        if let Some(ticket) = &held.ticket {
            return Ok(ticket.clone());
        }
        let ended = self.ended.load(Ordering::Acquire);
        if let (true, Some(failure)) = (ended != seen, &held.failure) {
            return Err(failure.clone());
        }
        let fetched = self.fetch(ended).await;
        held.ticket = fetched.as_ref().ok().cloned();
        held.failure = fetched.as_ref().err().cloned();
        self.ended.fetch_add(1, Ordering::Release);
        fetched
    }

    async fn fetch(&self, number: u64) -> Result<Ticket, Error> {
        let (token, attempts) = match self.credentials.ready_token() {
            Some(token) => (token.clone(), 0),
            None => self.ask().await?,
        };
        let header = bearer(&token).map_err(|kind| Error::new(Stage::Token, attempts, kind))?;
        Ok(Ticket {
            token,
            header,
            number,
        })
    }

    async fn ask(&self) -> Result<(AccessToken, u32), Error> {
        let mut url = self.url.clone();
        self.credentials.write_to(&mut url);
        let mut request = Request::new(Method::POST, url);
        let headers = request.headers_mut();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(
            CONTENT_TYPE,
            HeaderValue::from_static("application/x-www-form-urlencoded"),
        );
        // Not written for an empty body otherwise, and some servers refuse to go on without.
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        let (answer, attempts) = self.http.send(Stage::Token, &request, 0).await?;
        let token = answers::token(&answer, &self.redactor(None))
            .map_err(|kind| Error::new(Stage::Token, attempts, kind))?;
        Ok((token, attempts))
    }
}
