//! The planted bugs, by where they are and what they do.

mod booking_crashes;
mod booking_replies;
mod booking_verdicts;
mod lists;
mod reports;
mod streams;
mod triggers;

use crate::bug::Bug;

/// Lists the planted bugs.
pub fn all() -> impl Iterator<Item = &'static Bug> {
    booking_verdicts::BUGS
        .iter()
        .chain(booking_replies::BUGS)
        .chain(booking_crashes::BUGS)
        .chain(lists::BUGS)
        .chain(reports::BUGS)
        .chain(streams::BUGS)
}

#[cfg(test)]
mod tests;
