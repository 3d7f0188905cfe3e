//! When a reception is at its end.

use std::collections::BTreeSet;
use std::time::Duration;

use frontdesk_model::{State, Superpower};

use super::Event;

/// Says when a reception over WebSocket is at its end.
///
/// No source tells how many superpowers answer, in which order, or which reply is the last, so the
/// caller decides. Several rules can be joined by [`or`](Self::or): the first that holds ends it.
///
/// ```
/// use std::time::Duration;
///
/// use frontdesk_client::Until;
/// use frontdesk_model::Superpower;
///
/// let until = Until::all([Superpower::SentimentAnalysis, Superpower::RiskAssessment])
///     .or(Until::deadline(Duration::from_secs(20)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Until {
    rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Rule {
    All(BTreeSet<Superpower>),
    First(First),
    Quiet(Duration),
    Deadline(Duration),
}

impl Until {
    /// Ends when each of the superpowers has completed or failed.
    #[must_use]
    pub fn all(superpowers: impl IntoIterator<Item = Superpower>) -> Self {
        Self::rule(Rule::All(superpowers.into_iter().collect()))
    }

    /// Ends with the first reply of a kind.
    #[must_use]
    pub fn first(kind: First) -> Self {
        Self::rule(Rule::First(kind))
    }

    /// Ends when nothing has come for a while, and no superpower is known to be at work: at least
    /// one has completed or failed, and so has every one that has said anything.
    #[must_use]
    pub fn quiet(period: Duration) -> Self {
        Self::rule(Rule::Quiet(period))
    }

    /// Ends when so much time has passed since the request was given to the client.
    #[must_use]
    pub fn deadline(time: Duration) -> Self {
        Self::rule(Rule::Deadline(time))
    }

    /// Ends by these rules or by those of `other`, whichever hold first.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.rules.extend(other.rules);
        self
    }

    /// Returns why the reception ends with `event`, if it does.
    pub(super) fn ended_by(&self, event: &Event, progress: &Progress) -> Option<End> {
        self.rules.iter().find_map(|rule| match rule {
            Rule::All(wanted) => wanted.is_subset(&progress.done).then_some(End::AllDone),
            Rule::First(kind) => kind.is_met_by(event).then_some(End::First),
            Rule::Quiet(_) | Rule::Deadline(_) => None,
        })
    }

    /// Returns the silence that ends the reception once nothing is at work.
    pub(super) fn quiet_period(&self) -> Option<Duration> {
        self.rules
            .iter()
            .filter_map(|rule| match rule {
                Rule::Quiet(period) => Some(*period),
                Rule::All(_) | Rule::First(_) | Rule::Deadline(_) => None,
            })
            .min()
    }

    /// Returns how long the reception may last.
    pub(super) fn longest(&self) -> Option<Duration> {
        self.rules
            .iter()
            .filter_map(|rule| match rule {
                Rule::Deadline(time) => Some(*time),
                Rule::All(_) | Rule::First(_) | Rule::Quiet(_) => None,
            })
            .min()
    }

    fn rule(rule: Rule) -> Self {
        Self { rules: vec![rule] }
    }
}

/// The kind of reply that [`Until::first`] waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum First {
    /// A result or a failure, of whichever superpower.
    Outcome,
    /// A result, of whichever superpower.
    Result,
    /// A failure, of whichever superpower.
    Failure,
    /// The result or the failure of one superpower.
    Of(Superpower),
}

impl First {
    fn is_met_by(&self, event: &Event) -> bool {
        let (result, failure) = (
            matches!(event, Event::Result(_)),
            matches!(event, Event::Failure(_)),
        );
        match self {
            Self::Outcome => result || failure,
            Self::Result => result,
            Self::Failure => failure,
            Self::Of(superpower) => (result || failure) && event.superpower() == Some(superpower),
        }
    }
}

/// Says why a reception is at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum End {
    /// Every expected superpower has completed or failed.
    AllDone,
    /// The time was up; what was heard until then may be part of the whole.
    Deadline,
    /// The reply that was waited for has come.
    First,
    /// Nothing has come for a while, and nothing is known to be at work.
    Quiet,
    /// The response was read to its end, as REST knows it.
    Response,
}

/// Which superpowers are at work, and which have completed or failed.
#[derive(Clone, Debug, Default)]
pub(super) struct Progress {
    working: BTreeSet<Superpower>,
    done: BTreeSet<Superpower>,
    resting: bool,
}

impl Progress {
    pub(super) fn note(&mut self, event: &Event) {
        let Some(reply) = event.reply() else {
            return;
        };
        let superpower = reply.payload().superpower().clone();
        match reply.payload().state() {
            State::Completed | State::Error => {
                self.working.remove(&superpower);
                self.done.insert(superpower);
            }
            State::Started | State::Processing | State::Other(_) => {
                self.working.insert(superpower);
            }
        }
        self.resting = self.working.is_empty() && !self.done.is_empty();
    }

    /// Forgets what is at work, since whoever worked is gone and begins anew.
    pub(super) fn interrupted(&mut self) {
        self.working.clear();
        self.resting = false;
    }

    /// Says whether something is done and nothing known to be at work.
    pub(super) fn is_resting(&self) -> bool {
        self.resting
    }
}
