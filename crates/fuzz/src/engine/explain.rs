use super::known::Known;
use super::probe::halves;
use crate::case::{Case, Repeat, Twist};
use crate::checks::same_text;
use crate::expectation::Expectation;
use crate::suspicion::Suspicion;
use crate::target::Trial;

/// How a known cause may explain a failure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Explained {
    /// The request has everything that the cause says.
    Cause(usize),
    /// It would have, if it was sent before, as it may have been.
    History(usize),
    /// What is wrong with the request is what the cause says is not looked at.
    Label(usize),
    /// Every request fails so, and the words of the answer are the same.
    Signature(usize),
}

impl Explained {
    pub(super) fn index(self) -> usize {
        match self {
            Self::Cause(index)
            | Self::History(index)
            | Self::Label(index)
            | Self::Signature(index) => index,
        }
    }
}

/// Finds a known cause that may explain a failure, but for some that do not.
pub(super) fn explain(
    known: &[Known],
    but: &[usize],
    case: &Case,
    trial: &Trial,
    suspicion: &Suspicion,
) -> Option<Explained> {
    let (coarse, fine) = halves(&suspicion.signature);
    let check = suspicion.check.as_str();
    let same = |known: &Known| {
        known.operation == case.operation && known.finding.check == check && known.coarse == coarse
    };
    let first = |is: &dyn Fn(&Known) -> bool| {
        let mut known = known.iter().enumerate();
        known.find_map(|(index, known)| (!but.contains(&index) && is(known)).then_some(index))
    };
    let by_cause = || {
        let is = |known: &Known| same(known) && !known.is_always() && known.matches(case);
        first(&is).map(Explained::Cause)
    };
    let by_history = || {
        if case.repeat().is_some() {
            return None;
        }
        let again = case.clone().twisted(Twist::Repeat(Repeat::Again));
        let is = |known: &Known| same(known) && known.needs_history() && known.matches(&again);
        first(&is).map(Explained::History)
    };
    let by_label = || {
        let Expectation::Refused(reason) = &trial.expectation else {
            return None;
        };
        let own = (
            reason.keyword.clone(),
            reason.schema.clone(),
            reason.place(),
        );
        let is = |known: &Known| {
            known.finding.check == "invalid-accepted"
                && check == "invalid-accepted"
                && known.operation == case.operation
                && known
                    .breaks()
                    .is_some_and(|broken| broken == own || reason.also.contains(&broken))
        };
        first(&is).map(Explained::Label)
    };
    let by_signature = || {
        let is = |known: &Known| same(known) && known.is_always() && same_text(&known.fine, fine);
        first(&is).map(Explained::Signature)
    };
    by_cause()
        .or_else(by_history)
        .or_else(by_label)
        .or_else(by_signature)
}
