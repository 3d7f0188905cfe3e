//! Messages over REST.

use frontdesk_json::to_canonical_vec;
use frontdesk_model::{MessageName, ReceptionRequest};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use reqwest::{Method, Request};
use url::Url;

use crate::answers;
use crate::credentials::Credentials;
use crate::error::{Error, ErrorKind, Stage};
use crate::http::{Answer, Http};
use crate::tokens::{Ticket, Tokens};
use crate::{Endpoint, Reception};

/// Sends messages over REST.
pub(crate) struct Rest {
    http: Http,
    endpoint: Endpoint,
    tokens: Tokens,
    request_limit: usize,
}

impl Rest {
    pub(crate) fn new(
        http: Http,
        endpoint: Endpoint,
        credentials: Credentials,
        request_limit: usize,
    ) -> Self {
        Self {
            tokens: Tokens::new(http.clone(), endpoint.token_url(), credentials),
            http,
            endpoint,
            request_limit,
        }
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Sends a message, whose name is part of the URL.
    pub(crate) async fn message(
        &self,
        name: &MessageName,
        request: &ReceptionRequest,
    ) -> Result<Reception, Error> {
        let body =
            to_canonical_vec(request).map_err(|error| Error::new(Stage::Reception, 0, error))?;
        let size = body.len();
        if size > self.request_limit {
            let limit = Some(self.request_limit);
            return Err(Error::new(
                Stage::Reception,
                0,
                ErrorKind::TooLarge { size, limit },
            ));
        }
        let (answer, attempts, ticket) = self.authorized(name, body).await?;
        answers::reception(&answer, size, &self.tokens.redactor(Some(&ticket)))
            .map_err(|cause| Error::new(Stage::Reception, attempts, cause))
    }

    /// Sends with the token, and once more with a new one if it is refused and the policy has an
    /// attempt left.
    async fn authorized(
        &self,
        name: &MessageName,
        body: Vec<u8>,
    ) -> Result<(Answer, u32, Ticket), Error> {
        let mut request = Self::request(self.endpoint.message_url(name.as_str()), body);
        let mut ticket = self.tokens.get().await?;
        let (mut answer, mut attempts) = self.send(&mut request, &ticket, 0).await?;
        if answer.status == UNAUTHORIZED
            && attempts < self.http.policy.max_attempts
            && let Some(fresh) = self.tokens.replace(&ticket).await?
        {
            ticket = fresh;
            (answer, attempts) = self.send(&mut request, &ticket, attempts).await?;
        }
        if answer.status == UNAUTHORIZED {
            self.tokens.forget(&ticket).await;
        }
        Ok((answer, attempts, ticket))
    }

    /// Sends after `before` attempts of the same call.
    async fn send(
        &self,
        request: &mut Request,
        ticket: &Ticket,
        before: u32,
    ) -> Result<(Answer, u32), Error> {
        request
            .headers_mut()
            .insert(AUTHORIZATION, ticket.header.clone());
        self.http.send(Stage::Reception, request, before).await
    }

    fn request(url: Url, body: Vec<u8>) -> Request {
        let mut request = Request::new(Method::POST, url);
        let json = HeaderValue::from_static("application/json");
        request.headers_mut().insert(ACCEPT, json.clone());
        request.headers_mut().insert(CONTENT_TYPE, json);
        *request.body_mut() = Some(body.into());
        request
    }
}

const UNAUTHORIZED: u16 = 401;
