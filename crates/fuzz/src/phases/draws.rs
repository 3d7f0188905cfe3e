use std::sync::Arc;

use frontdesk_payload::{Kind, Payload, Payloads};

use super::{Ground, Made, is_sendable};
use crate::case::{Case, Phase};

/// The systematic payloads of a kind, once each.
pub(super) fn systematic(ground: &Ground, kind: Kind) -> Made {
    let ground = ground.clone();
    let mut payloads = None;
    let phase = match kind {
        Kind::Invalid => Phase::Invalid,
        Kind::Valid | Kind::Boundary => Phase::Boundary,
    };
    let mut drawn = 0;
    Box::new(std::iter::from_fn(move || {
        // Planning takes its time, which is taken when the first case is asked for.
        let payloads = payloads.get_or_insert_with(|| {
            Payloads::new(Arc::clone(&ground.operation().schema), ground.seed)
        });
        loop {
            let coverage = payloads.coverage(kind);
            if drawn > 0 && coverage.tried >= coverage.leaves {
                return None;
            }
            drawn += 1;
            let payload = payloads.draw(kind).ok()?;
            if is_sendable(&payload.payload, ground.operation()) {
                return Some(case(&ground, phase, payload));
            }
        }
    }))
}

/// Requests drawn without end: mostly right ones, some at an edge, some wrong.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let mut payloads = None;
    let mut realistic = None;
    let mut turn = 0_usize;
    Box::new(std::iter::from_fn(move || {
        let schema = &ground.operation().schema;
        let payloads =
            payloads.get_or_insert_with(|| Payloads::new(Arc::clone(schema), !ground.seed));
        let realistic = realistic.get_or_insert_with(|| {
            Payloads::new(Arc::clone(schema), ground.seed ^ 0xfeed).realistic(|_| {})
        });
        for _ in 0..PATIENCE {
            turn += 1;
            let drawn = match turn % 8 {
                0 | 3 | 6 => realistic.draw(Kind::Valid),
                1 | 4 => payloads.draw(Kind::Valid),
                2 | 5 => payloads.draw_any(Kind::Boundary),
                _ => payloads.draw_any(Kind::Invalid),
            };
            match drawn {
                Ok(payload) if is_sendable(&payload.payload, ground.operation()) => {
                    return Some(case(&ground, Phase::Search, payload));
                }
                Ok(_) | Err(_) => {}
            }
        }
        None
    }))
}

fn case(ground: &Ground, phase: Phase, payload: Payload) -> Case {
    let intent = match &payload.target {
        Some(target) => format!("{} {} at {}", payload.kind, target.keyword, target.instance),
        None => payload.kind.to_string(),
    };
    ground.case(phase, intent, payload.payload)
}

const PATIENCE: usize = 32;
