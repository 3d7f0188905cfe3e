use std::fmt;

use frontdesk_corpus::Timestamp;
use serde::{Deserialize, Serialize};

/// A moment that can be compared with others: seconds since 1970 and nanoseconds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub(crate) struct Moment(i64, u32);

/// The first and the last moment at which something was seen.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(crate) struct Seen {
    pub(crate) first: Option<Moment>,
    pub(crate) last: Option<Moment>,
}

impl Moment {
    pub(crate) fn of(timestamp: &Timestamp) -> Self {
        let (seconds, nanoseconds) = timestamp.to_unix();
        Self(seconds, nanoseconds)
    }
}

impl fmt::Display for Moment {
    /// Writes the moment in UTC, as RFC 3339 text.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", Timestamp::from_unix(self.0, self.1))
    }
}

impl Seen {
    pub(crate) fn at(&mut self, moment: Option<Moment>) {
        if moment.is_some() {
            self.merge(Self {
                first: moment,
                last: moment,
            });
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.first = [self.first, other.first].into_iter().flatten().min();
        self.last = self.last.max(other.last);
    }
}
