use super::probe::Probe;
use crate::case::Case;
use crate::suspicion::Suspicion;
use crate::target::{Target, Trial};

/// How often a case fails.
pub(super) enum Confirmed {
    /// Every time it was sent.
    Always(Box<(Trial, Suspicion)>),
    /// Sometimes: of a hundred requests, about so many.
    Sometimes(Box<(Trial, Suspicion)>, u8),
    /// Never again.
    Never,
}

/// Sends a failing case again, to see how often it fails.
pub(super) async fn confirm<T: Target>(probe: &mut Probe<'_, T>, case: &Case) -> Confirmed {
    let mut last = None;
    let mut failed = 0_u32;
    let mut sent = 0_u32;
    while sent < AT_FIRST || (failed < sent && sent < MOST) {
        sent += 1;
        if let Some(found) = probe.fails(case).await {
            failed += 1;
            last = Some(found);
        }
        // A case that does not fail at all soon shows.
        if failed == 0 && sent >= PATIENCE {
            return Confirmed::Never;
        }
    }
    match last {
        None => Confirmed::Never,
        Some(found) if failed == sent => Confirmed::Always(Box::new(found)),
        Some(found) => {
            let rate = u8::try_from(failed * 100 / sent).unwrap_or(100).max(1);
            Confirmed::Sometimes(Box::new(found), rate)
        }
    }
}

const AT_FIRST: u32 = 3;
const PATIENCE: u32 = 16;
const MOST: u32 = 32;
