//! The client: one facade over whatever transport carries the messages.

use std::fmt;
use std::sync::Arc;

use frontdesk_model::{MessageName, ReceptionRequest, RequestEnvelope};

use crate::rest::Rest;
use crate::websocket::{Streaming, collect};
use crate::{ClientBuilder, Endpoint, Error, Events, Reception, UncorrelatedReplies, Until};

/// Calls Reception.
///
/// A clone shares connections and token with the original. A WebSocket is closed when the last
/// clone and the last [`Events`] are gone, or by [`close`](Self::close).
#[derive(Clone)]
pub struct Client {
    transport: Transport,
}

#[derive(Clone)]
enum Transport {
    Rest(Arc<Rest>),
    WebSocket(Arc<Streaming>),
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
    /// Over REST the statuses 200 and 201 succeed. Over WebSocket the reception lasts as
    /// [`WebSocket::until`](crate::WebSocket::until) says, and of each superpower the last word
    /// counts.
    ///
    /// A reception in which some superpowers have failed is a success that holds
    /// [both](Reception::errors); when all have failed it is an error.
    ///
    /// # Errors
    ///
    /// When no token is to be had, when the request is too large or refused, when the connection
    /// fails, or when the response is not what the contract says: see [`ErrorKind`](crate::ErrorKind).
    pub async fn reception(&self, request: &ReceptionRequest) -> Result<Reception, Error> {
        match &self.transport {
            Transport::Rest(rest) => rest.message(&MessageName::Reception, request).await,
            Transport::WebSocket(streaming) => collect(streaming.send(request, None).await?).await,
        }
    }

    /// Sends a reception request and returns what it brings, event by event.
    ///
    /// Over WebSocket the events come as the service sends them, until
    /// [`WebSocket::until`](crate::WebSocket::until) holds; many requests can be open at once. Over
    /// REST they come out of the one response.
    ///
    /// # Errors
    ///
    /// When the request is too large, or no slot becomes free in time; over REST also whatever
    /// [`reception`](Self::reception) fails with. What goes wrong later is the last that the
    /// [`Events`] bring.
    pub async fn send(&self, request: &ReceptionRequest) -> Result<Events, Error> {
        match &self.transport {
            Transport::Rest(rest) => {
                let reception = rest.message(&MessageName::Reception, request).await;
                reception.map(Events::of_response)
            }
            Transport::WebSocket(streaming) => streaming.send(request, None).await,
        }
    }

    /// Sends a reception request and says when the reception ends; REST knows that itself.
    ///
    /// # Errors
    ///
    /// Like [`send`](Self::send).
    pub async fn send_until(
        &self,
        request: &ReceptionRequest,
        until: Until,
    ) -> Result<Events, Error> {
        match &self.transport {
            Transport::Rest(rest) => {
                let reception = rest.message(&MessageName::Reception, request).await;
                reception.map(Events::of_response)
            }
            Transport::WebSocket(streaming) => streaming.send(request, Some(until)).await,
        }
    }

    /// Sends an envelope with headers of the caller's choice; REST sends its payload alone, to the
    /// path of its message.
    ///
    /// This is how the other messages are sent: `RequestEnvelope::new(MessageName::Adjust, request)`.
    ///
    /// Without a correlation id it gets one. Without an idempotency key it is never sent twice.
    ///
    /// # Errors
    ///
    /// Like [`send`](Self::send). That the correlation id is in use is the last that the [`Events`]
    /// bring.
    pub async fn send_envelope(
        &self,
        envelope: RequestEnvelope,
        until: Until,
    ) -> Result<Events, Error> {
        match &self.transport {
            Transport::Rest(rest) => {
                let action = envelope.headers.action;
                let name = action.unwrap_or(MessageName::Reception);
                let reception = rest.message(&name, &envelope.payload).await;
                reception.map(Events::of_response)
            }
            Transport::WebSocket(streaming) => streaming.send_envelope(envelope, Some(until)).await,
        }
    }

    /// Reads replies that belong to no open request, from now on; over REST there are none.
    #[must_use]
    pub fn uncorrelated(&self) -> UncorrelatedReplies {
        match &self.transport {
            Transport::Rest(_) => UncorrelatedReplies::none(),
            Transport::WebSocket(streaming) => streaming.uncorrelated(),
        }
    }

    /// Closes the WebSocket and waits until that is done, for all clones and for good; over REST
    /// there is nothing to close.
    ///
    /// Open requests fail with [`ErrorKind::Closed`](crate::ErrorKind::Closed), and so do later ones.
    pub async fn close(&self) {
        match &self.transport {
            Transport::Rest(_) => {}
            Transport::WebSocket(streaming) => streaming.close().await,
        }
    }

    /// Returns where the service is.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        match &self.transport {
            Transport::Rest(rest) => rest.endpoint(),
            Transport::WebSocket(streaming) => streaming.endpoint(),
        }
    }

    pub(crate) fn over_rest(rest: Rest) -> Self {
        Self {
            transport: Transport::Rest(Arc::new(rest)),
        }
    }

    pub(crate) fn over_websocket(streaming: Streaming) -> Self {
        Self {
            transport: Transport::WebSocket(Arc::new(streaming)),
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
