//! Replies that belong to no open request.

use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::Event;

/// A reply that belongs to no open request.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncorrelated {
    /// The id that it names: of a request that has ended, or of none that the client knows.
    pub correlation_id: Option<String>,
    /// What it says.
    pub event: Event,
}

/// Reads replies that belong to no open request, from now on.
///
/// Whoever reads slowly misses the oldest, and is told how many.
#[derive(Debug)]
pub struct UncorrelatedReplies {
    replies: broadcast::Receiver<Uncorrelated>,
    missed: u64,
}

impl UncorrelatedReplies {
    /// Returns the next one; none when the client and all its requests are gone.
    ///
    /// Nothing is lost when the waiting is given up.
    pub async fn next(&mut self) -> Option<Uncorrelated> {
        loop {
            match self.replies.recv().await {
                Ok(reply) => return Some(reply),
                Err(RecvError::Lagged(missed)) => self.missed = self.missed.saturating_add(missed),
                Err(RecvError::Closed) => return None,
            }
        }
    }

    /// Returns how many have given way to later ones.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.missed
    }

    pub(crate) fn none() -> Self {
        let (_, replies) = broadcast::channel(1);
        Self::of(replies)
    }

    pub(crate) fn of(replies: broadcast::Receiver<Uncorrelated>) -> Self {
        Self { replies, missed: 0 }
    }
}
