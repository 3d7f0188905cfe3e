use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::access::{NoToken, TokenSource, asking, granted};
use super::pool::{Dialer, Pool};
use crate::request::Request;

/// Fetches what opens one connection: a token, which may be good for one time only.
pub type Tickets = Arc<dyn Fn() -> Fetching + Send + Sync>;

/// A token that is being fetched.
pub type Fetching = Pin<Box<dyn Future<Output = Result<String, NoToken>> + Send>>;

/// Fetches a new token for each connection.
#[must_use]
pub fn tickets(source: &TokenSource, dialer: Dialer, patience: Duration) -> Tickets {
    let pool = Arc::new(Pool::new(&source.url, dialer, patience));
    let asked: Arc<(Request, String)> = Arc::new((asking(source), source.url.to_string()));
    Arc::new(move || {
        let (pool, asked) = (Arc::clone(&pool), Arc::clone(&asked));
        Box::pin(async move {
            let (request, url) = &*asked;
            let token = granted(&pool.send(request, str::to_owned).await, url)?;
            Ok(token.text)
        })
    })
}
