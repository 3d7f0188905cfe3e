//! What is so of all answers, or of none, by what was counted so far.

use super::probe::class;
use super::shared::Shared;
use crate::case::Case;
use crate::expectation::Expectation;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

impl<T: Target> Shared<T> {
    /// Tells whether a failure came of less than nine of ten right requests: then it is not that each
    /// of them fails.
    pub(super) fn spares_some(&self, operation: usize, suspicion: &Suspicion) -> bool {
        self.spares(operation, suspicion, 90)
    }

    /// Tells whether a failure came of less than so many of a hundred right requests.
    pub(super) fn spares(&self, operation: usize, suspicion: &Suspicion, rate: u8) -> bool {
        let seen = self.seen();
        let Some((all, of_class)) = seen.right.get(&operation) else {
            return false;
        };
        let failed = of_class.get(&class(suspicion)).copied().unwrap_or(0);
        *all >= ENOUGH_RIGHT && failed * 100 < all * u64::from(rate)
    }

    /// Says which answers all have what is suspected of one, where it is not about the request: those
    /// with a status that says no, or those to whatever is wrong.
    pub(super) fn whenever(
        &self,
        case: &Case,
        trial: &Trial,
        suspicion: &Suspicion,
    ) -> Option<String> {
        let seen = self.seen();
        let class = class(suspicion);
        if let Some(status) = suspicion.symptom.form_of() {
            let (all, wrong) = seen.refusals.get(&(case.operation, status))?;
            let is_in_all = *all >= ENOUGH_REFUSALS && wrong.get(&class) == Some(all);
            return is_in_all.then(|| format!("the status is {status}"));
        }
        let is_wrong = matches!(trial.expectation, Expectation::Refused(_));
        if !is_wrong || suspicion.check.as_str() == "invalid-accepted" {
            return None;
        }
        // A text that is no message at all is often refused in another way.
        let is_of_schema = |key: &(usize, String, String)| !key.2.starts_with('@');
        let of_operation = seen.broken.iter();
        let of_operation =
            of_operation.filter(|(key, _)| key.0 == case.operation && is_of_schema(key));
        let has_it: Vec<bool> = of_operation
            .map(|(_, broken)| {
                let times = broken.suspicious.get(&class).copied().unwrap_or(0);
                times * 2 > broken.times
            })
            .collect();
        let all = has_it.iter().filter(|has_it| **has_it).count();
        let is_in_all = all >= ENOUGH_BROKEN && all * 5 >= has_it.len() * 4;
        is_in_all.then(|| "something is wrong with the request".to_owned())
    }
}

const ENOUGH_RIGHT: u64 = 10;
/// So many keywords of so many subschemas were broken that it is not about one of them.
const ENOUGH_BROKEN: usize = 8;
const ENOUGH_REFUSALS: u64 = 3;
