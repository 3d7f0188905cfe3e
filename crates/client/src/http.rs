//! Sending one request, as often as the policy allows.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, RETRY_AFTER};
use reqwest::{Request, Response};
use secrecy::SecretString;

use crate::error::{Cause, Error, ErrorKind, Stage};
use crate::{RetryPolicy, Surroundings, retry_after};

/// What all requests of a client have in common.
#[derive(Clone)]
pub(crate) struct Http {
    pub(crate) client: reqwest::Client,
    pub(crate) policy: RetryPolicy,
    pub(crate) surroundings: Surroundings,
    pub(crate) response_limit: usize,
    /// The values of the caller's own headers, which must not be in an error.
    pub(crate) header_values: Arc<[SecretString]>,
}

/// A response that was read to its end.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    /// What the response says its body is, if it says so.
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
}

impl Http {
    /// Returns the answer, of whatever status, and the number of requests made, `before` included.
    pub(crate) async fn send(
        &self,
        stage: Stage,
        request: &Request,
        before: u32,
    ) -> Result<(Answer, u32), Error> {
        let mut attempts = before;
        loop {
            attempts = attempts.saturating_add(1);
            let outcome = self.attempt(request).await;
            let random = (self.surroundings.random)();
            match self.policy.wait(attempts, &outcome, random) {
                Some(wait) => (self.surroundings.sleep)(wait).await,
                None => {
                    return match outcome {
                        Ok(answer) => Ok((answer, attempts)),
                        Err(cause) => Err(Error::new(stage, attempts, cause)),
                    };
                }
            }
        }
    }

    async fn attempt(&self, request: &Request) -> Result<Answer, Cause> {
        // Only a body that streams cannot be cloned, and there is none.
        let request = request.try_clone().ok_or(ErrorKind::Setup)?;
        let response = self
            .client
            .execute(request)
            .await
            .map_err(Cause::unanswered)?;
        self.answer(response).await
    }

    /// Reads a response to its end.
    pub(crate) async fn answer(&self, response: Response) -> Result<Answer, Cause> {
        let status = response.status();
        let retry_after = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| retry_after::parse(text, (self.surroundings.now)()));
        let content_type = response.headers().get(CONTENT_TYPE);
        let content_type = content_type
            .map(|kind| String::from_utf8_lossy(kind.as_bytes()).into_owned())
            .filter(|kind| !kind.trim().is_empty());
        let body = match self.read(response).await {
            Ok(body) => body,
            Err(cause) if status.is_success() => return Err(cause),
            // The status says more than why its explanation could not be read.
            Err(_) => Vec::new(),
        };
        Ok(Answer {
            status: status.as_u16(),
            retry_after,
            content_type,
            body,
        })
    }

    /// Reads a body, but never more of it than the limit.
    async fn read(&self, mut response: Response) -> Result<Vec<u8>, Cause> {
        let limit = self.response_limit;
        let too_large = || Cause::from(ErrorKind::ResponseTooLarge { limit });
        let announced = response.content_length().unwrap_or_default();
        if usize::try_from(announced).map_or(true, |length| length > limit) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(Cause::cut)? {
            if chunk.len() > limit - body.len() {
                return Err(too_large());
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}
