use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use super::access::{TokenSource, asking, granted};
use super::pool::{Dialer, Pool};

/// Fetches what opens one connection: a token, which may be good for one time only.
pub type Tickets = Arc<dyn Fn() -> Fetching + Send + Sync>;

/// A token that is being fetched; `None` where none is granted.
pub type Fetching = Pin<Box<dyn Future<Output = Option<String>> + Send>>;

/// Fetches a new token for each connection.
#[must_use]
pub fn tickets(source: &TokenSource, dialer: Dialer, patience: Duration) -> Tickets {
    let pool = Arc::new(Pool::new(&source.url, dialer, patience));
    let request = Arc::new(asking(source));
    Arc::new(move || {
        let (pool, request) = (Arc::clone(&pool), Arc::clone(&request));
        Box::pin(async move {
            let answer = pool.send(&request, str::to_owned).await;
            granted(&answer).ok()
        })
    })
}
