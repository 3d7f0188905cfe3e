//! What a reception call returns.

use std::fmt;

use frontdesk_model::{Deviation, ErrorResponse, Reply, ResponsePayload, SuperpowerResponse};

/// Holds what the superpowers have said to one request.
///
/// Which superpowers answer, how many and in which order, is in no source; the replies are kept in
/// the order of the response. Some may be errors; a response of nothing but errors is an
/// [`ErrorReply`](crate::ErrorKind::ErrorReply) instead.
#[derive(Clone, Debug, PartialEq)]
pub struct Reception {
    replies: Vec<Reply>,
}

impl Reception {
    /// Returns all replies as they were read.
    #[must_use]
    pub fn replies(&self) -> &[Reply] {
        &self.replies
    }

    /// Returns all replies by value.
    #[must_use]
    pub fn into_replies(self) -> Vec<Reply> {
        self.replies
    }

    /// Walks what the superpowers have found, or how far they are.
    pub fn results(&self) -> impl Iterator<Item = &SuperpowerResponse> {
        self.replies
            .iter()
            .filter_map(|reply| match reply.payload() {
                ResponsePayload::Superpower(response) => Some(response),
                ResponsePayload::Error(_) => None,
            })
    }

    /// Walks the superpowers that have failed.
    pub fn errors(&self) -> impl Iterator<Item = &ErrorResponse> {
        self.replies
            .iter()
            .filter_map(|reply| match reply.payload() {
                ResponsePayload::Superpower(_) => None,
                ResponsePayload::Error(error) => Some(error),
            })
    }

    /// Walks what was read although no sample of the contract has it.
    pub fn deviations(&self) -> impl Iterator<Item = ReplyDeviation> {
        self.replies.iter().enumerate().flat_map(|(reply, read)| {
            read.deviations()
                .into_iter()
                .map(move |deviation| ReplyDeviation { reply, deviation })
        })
    }

    pub(crate) fn new(replies: Vec<Reply>) -> Self {
        Self { replies }
    }

    /// Says whether every superpower has failed; none of none has.
    pub(crate) fn has_failed(&self) -> bool {
        !self.replies.is_empty() && self.results().next().is_none()
    }
}

/// A deviation from the contract, and the reply in which it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplyDeviation {
    /// The place of the reply in [`Reception::replies`].
    pub reply: usize,
    /// What deviates.
    pub deviation: Deviation,
}

impl fmt::Display for ReplyDeviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "reply {}: {}", self.reply, self.deviation)
    }
}
