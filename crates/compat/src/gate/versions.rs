//! Which client works with which server.

use frontdesk_contract::Direction;

use super::jobs::Jobs;
use super::side::{Compiled, Edition};
use crate::verdict::Verdict;

/// Which client works with which server.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Versions {
    /// The releases, the oldest first, and `next`.
    pub names: Vec<String>,
    /// For each client of `names` what it is with each server of `names`.
    pub rows: Vec<Vec<Works>>,
}

/// Whether a client works with a server.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Works {
    /// Whatever either writes, the other reads.
    Yes,
    /// That is neither proved nor refuted.
    Undecided,
    /// Something is not read.
    No,
}

impl Works {
    /// Returns the word that reports use.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Undecided => "undecided",
            Self::No => "no",
        }
    }
}

/// Asks for what the table is made of.
pub(super) fn ask(editions: &[&Edition], jobs: &mut Jobs<'_>) {
    for client in editions {
        for server in editions {
            for (writer, reader) in exchanges(client, server).into_iter().flatten() {
                jobs.ask_verdict(writer, reader);
            }
        }
    }
}

/// Makes the table of what was answered.
pub(super) fn table(editions: &[&Edition], jobs: &Jobs<'_>) -> Versions {
    let works = |client: &Edition, server: &Edition| {
        let exchanges = exchanges(client, server).into_iter();
        let works = exchanges.map(|exchange| match exchange {
            None => Works::No,
            Some((writer, reader)) => match jobs.verdict(writer, reader) {
                Some(Verdict::Compatible(_)) => Works::Yes,
                Some(Verdict::Breaking(_)) => Works::No,
                Some(Verdict::Undecided(_)) | None => Works::Undecided,
            },
        });
        let all_read = client.unread.is_empty() && server.unread.is_empty();
        let start = if all_read {
            Works::Yes
        } else {
            Works::Undecided
        };
        works.fold(start, Works::max)
    };
    let row = |client: &Edition| {
        editions
            .iter()
            .map(|server| works(client, server))
            .collect()
    };
    Versions {
        names: editions
            .iter()
            .map(|edition| edition.name.clone())
            .collect(),
        rows: editions.iter().map(|client| row(client)).collect(),
    }
}

/// Lists what a client and a server write to each other; none for a request that the server lacks.
fn exchanges<'e>(
    client: &'e Edition,
    server: &'e Edition,
) -> Vec<Option<(&'e Compiled, &'e Compiled)>> {
    let requests = client
        .messages
        .iter()
        .filter(|(_, sides)| sides.direction == Direction::Request)
        .map(|(name, sides)| {
            let read = server.written_by(name, Direction::Request)?;
            Some((&sides.writer, &read.reader))
        });
    // A reply that the client does not know answers nothing that it asked.
    let replies = server
        .messages
        .iter()
        .filter(|(_, sides)| sides.direction == Direction::Response)
        .filter_map(|(name, sides)| {
            let read = client.written_by(name, Direction::Response)?;
            Some(Some((&sides.writer, &read.reader)))
        });
    requests.chain(replies).collect()
}
