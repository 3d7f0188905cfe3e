//! Clock, chance and waiting.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rand::TryRng;
use rand::rngs::SysRng;

/// Holds what makes a client's behaviour depend on the moment, so that a test can fix it.
///
/// ```
/// use std::sync::Arc;
///
/// use frontdesk_client::Surroundings;
///
/// let without_waiting = Surroundings {
///     random: Arc::new(|| 0.5),
///     sleep: Arc::new(|_| Box::pin(async {})),
///     ..Surroundings::real()
/// };
/// assert_eq!((without_waiting.random)(), 0.5);
/// ```
#[derive(Clone)]
pub struct Surroundings {
    /// Returns the time, with which a date in `Retry-After` is compared.
    pub now: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    /// Returns a number from 0 to 1: how much of a backoff is waited.
    pub random: Arc<dyn Fn() -> f64 + Send + Sync>,
    /// Waits.
    pub sleep: Arc<dyn Fn(Duration) -> Sleep + Send + Sync>,
}

/// The waiting that [`Surroundings::sleep`] begins.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

impl Surroundings {
    /// Returns the system's clock and randomness, and the waiting of tokio.
    #[must_use]
    pub fn real() -> Self {
        Self {
            now: Arc::new(SystemTime::now),
            random: Arc::new(chance),
            sleep: Arc::new(|wait| Box::pin(tokio::time::sleep(wait))),
        }
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").finish_non_exhaustive()
    }
}

/// Without randomness of the system the whole backoff is waited.
fn chance() -> f64 {
    SysRng
        .try_next_u32()
        .map_or(1.0, |drawn| f64::from(drawn) / f64::from(u32::MAX))
}
