use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use sha2::{Digest as _, Sha256};

use super::derive::Cause;
use super::detective::Detective;
use super::feature::Feature;
use super::known::Known;
use super::probe::halves;
use super::triage::{Kind, Lane, Suspect};
use super::words::sentence;
use crate::case::Case;
use crate::exchange::Silence;
use crate::finding::Finding;
use crate::progress::Event;
use crate::suspicion::{Suspicion, Symptom};
use crate::target::{Target, Trial};

impl<T: Target> Detective<'_, T> {
    /// Reports what there is no time left to look into: a failure of which nothing else of its kind
    /// is known, where it came more than once.
    pub(super) fn leave(&self, suspect: Suspect) {
        let kind = suspect.kind();
        let known = self.shared.known();
        let same = |known: &Known| {
            (
                known.operation,
                known.finding.check.as_str(),
                &*known.coarse,
            ) == (kind.0, kind.1, &*kind.2)
        };
        let Suspect {
            case,
            trial,
            suspicion,
        } = suspect;
        let once = self.shared.triage.with(&kind, |lane| lane.seen < 2);
        let explained = self.shared.explain(&case, &trial, &suspicion).is_some();
        // Whether something is only late takes a second look.
        let is_unsure = matches!(kind.1, "slow" | "missing-terminal");
        if once || explained || is_unsure || known.iter().any(same) {
            return;
        }
        let reason = Cause {
            cut_short: true,
            ..Cause::default()
        };
        self.file(case, &trial, &suspicion, reason, None);
    }

    /// Counts a failure that never came again: several of one kind are a bug that comes and goes.
    pub(super) fn fleeting(&self, kind: &Kind, case: Case, trial: &Trial, suspicion: &Suspicion) {
        if suspicion.check.as_str() == "crash" && self.shared.is_over() {
            return;
        }
        let times = self.shared.triage.with(kind, |lane| {
            lane.fleeting += 1;
            lane.fleeting
        });
        // What was there before, or what comes and goes, may be all that it is.
        let remembers = self.shared.remembers(kind.0) || self.shared.is_fickle(kind);
        if kind.1 == "slow" || times != ENOUGH || remembers {
            return;
        }
        let requests = self.shared.requests.load(Ordering::Relaxed).max(1);
        let rate = u8::try_from(times * 100 / requests)
            .unwrap_or(100)
            .clamp(1, 99);
        self.file(case, trial, suspicion, Cause::default(), Some(rate));
    }

    /// Adds a cause to what is known, or counts one that is known already.
    pub(super) fn file(
        &self,
        case: Case,
        trial: &Trial,
        suspicion: &Suspicion,
        reason: Cause,
        rate: Option<u8>,
    ) {
        if matches!(suspicion.symptom, Symptom::Silence(Silence::NoConnection))
            && !self.shared.is_up()
        {
            // Nobody was ever there, which is no bug of one operation.
            return;
        }
        let (coarse, fine) = halves(&suspicion.signature);
        let operation = self.shared.target.operation(case.operation);
        let why = if let Some(whenever) = &reason.whenever {
            format!("whenever {whenever}")
        } else if reason.features.is_empty() && reason.cut_short {
            "by a cause that was not found".to_owned()
        } else {
            with_variable(&sentence(&reason.features), &operation)
        };
        let id = fingerprint(
            &operation,
            suspicion.check.as_str(),
            coarse,
            &reason.features,
        );
        let message = format!("{operation}: {}, {why}", suspicion.message);
        let finding = Finding {
            id: id.clone(),
            check: suspicion.check.as_str().to_owned(),
            operation,
            message: message.clone(),
            cause: reason.features,
            count: 1,
            rate,
            signature: suspicion.signature.clone(),
            expected: suspicion.expected.clone(),
            shown: self.shared.target.show(&case, &trial.exchange),
            sent: trial.exchange.request.clone(),
            symptom: suspicion.symptom.clone(),
            answer: suspicion.answer,
            case,
        };
        let mut known = self
            .shared
            .known
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let complete = !reason.cut_short;
        let new = Known {
            operation: finding.case.operation,
            coarse: coarse.to_owned(),
            fine: fine.to_owned(),
            cures: reason.cures,
            complete,
            finding,
        };
        let unknown = new.is_unknown();
        if rate.is_some()
            && let Some(same) = known
                .iter_mut()
                .find(|known| known.finding.rate.is_some() && known.is_like(&new))
        {
            // What comes and goes is one bug, which is told best where it is said of everything.
            let count = same.finding.count + 1;
            if new.is_always() {
                *same = new;
            }
            same.finding.count = count;
            return;
        }
        if let Some(same) = known.iter_mut().find(|known| {
            known.finding.id == id
                || known.covers(&new)
                || (unknown && known.is_like(&new))
                || new.is_bettered_by(known)
        }) {
            same.finding.count += 1;
            return;
        }
        let of_all = new.is_always() && rate.is_none();
        let is_bettered = |old: &&mut Known| {
            new.covers(old) || old.is_bettered_by(&new) || of_all && new.is_like(old)
        };
        if let Some(old) = known.iter_mut().find(is_bettered) {
            let count = old.finding.count + 1;
            *old = new;
            old.finding.count = count;
            return;
        }
        let good = self.shared.values_at(new.operation, &new.place());
        for old in known.iter_mut() {
            // The same, seen by another value.
            if let Some(piece) = old.piece_with(&new, &good) {
                old.generalise(piece);
                old.finding.count += 1;
                return;
            }
        }
        let kind = (new.operation, suspicion.check.as_str(), new.coarse.clone());
        known.push(new);
        drop(known);
        self.shared.triage.with(&kind, Lane::bears);
        (self.shared.watch)(Event::Found { id, message });
    }
}

/// Calls the variable of a path as the operation does, where it has one.
fn with_variable(text: &str, operation: &str) -> String {
    let mut variables = operation.split('{').skip(1);
    match (variables.next(), variables.next()) {
        (Some(rest), None) => {
            let name = rest.split('}').next().unwrap_or_default();
            text.replace("/path/*", &format!("{{{name}}}"))
        }
        _ => text.to_owned(),
    }
}

/// Names a cause in the same way in every run.
fn fingerprint(operation: &str, check: &str, coarse: &str, cause: &[Feature]) -> String {
    let mut parts: Vec<String> = cause.iter().map(ToString::to_string).collect();
    parts.sort();
    let mut hash = Sha256::new();
    for part in [operation, check, coarse]
        .into_iter()
        .chain(parts.iter().map(String::as_str))
    {
        hash.update(part);
        hash.update([0]);
    }
    let start = hash.finalize();
    start
        .iter()
        .take(6)
        .fold(String::new(), |id, byte| format!("{id}{byte:02x}"))
}

const ENOUGH: u64 = 3;
