use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

/// Fetches what opens one connection: a token, which may be good for one time only.
pub type Tickets = Arc<dyn Fn() -> Fetching + Send + Sync>;

/// A token that is being fetched; `None` where none is granted.
pub type Fetching = Pin<Box<dyn Future<Output = Option<String>> + Send>>;
