//! The client: one facade over whatever transport carries the messages.

use std::fmt;
use std::sync::Arc;

use frontdesk_model::ReceptionRequest;

use crate::rest::Rest;
use crate::{ClientBuilder, Endpoint, Error, Reception};

/// Calls Reception.
///
/// A clone shares connections and token with the original.
#[derive(Clone)]
pub struct Client {
    rest: Arc<Rest>,
}

impl Client {
    /// Starts a client of the service at `endpoint`.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use frontdesk_client::{Client, Credentials, Endpoint, RetryPolicy};
    ///
    /// let client = Client::builder(Endpoint::base("http://127.0.0.1:8080")?)
    ///     .request_timeout(Duration::from_secs(10))
    ///     .retry(RetryPolicy { max_attempts: 5, ..RetryPolicy::standard() })
    ///     .build(Credentials::new("my-client", "my-secret"))?;
    /// assert!(!format!("{client:?}").contains("my-secret"));
    /// # Ok::<_, frontdesk_client::Error>(())
    /// ```
    pub fn builder(endpoint: Endpoint) -> ClientBuilder {
        ClientBuilder::new(endpoint)
    }

    /// Sends a reception request and returns what the superpowers say.
    ///
    /// Statuses 200 and 201 succeed. A response in which some superpowers have failed is a success
    /// that holds [both](Reception::errors); when all have failed it is an error.
    ///
    /// # Errors
    ///
    /// When no token is to be had, when the request is too large or refused, when the connection
    /// fails, or when the response is not what the contract says: see [`ErrorKind`](crate::ErrorKind).
    pub async fn reception(&self, request: &ReceptionRequest) -> Result<Reception, Error> {
        self.rest.reception(request).await
    }

    /// Returns where the service is.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        self.rest.endpoint()
    }

    pub(crate) fn over(rest: Rest) -> Self {
        Self {
            rest: Arc::new(rest),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("endpoint", self.endpoint())
            .finish_non_exhaustive()
    }
}
