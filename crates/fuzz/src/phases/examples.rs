use std::sync::Arc;

use frontdesk_payload::{Kind, Payloads};

use super::model::examples;
use super::{Ground, Made, is_sendable};
use crate::case::Phase;

/// The documented examples, the fullest and the simplest request, and some realistic ones.
pub(super) fn cases(ground: &Ground) -> Made {
    let ground = ground.clone();
    let mut cases = Vec::new();
    for base in ground.bases() {
        cases.push(ground.case(Phase::Examples, "a right request", base));
    }
    for example in examples(ground.operation(), ground.seed) {
        if is_sendable(&example, ground.operation()) {
            cases.push(ground.case(Phase::Examples, "an example", example));
        }
    }
    let drawn = Payloads::new(Arc::clone(&ground.operation().schema), ground.seed);
    let mut drawn = drawn.realistic(|_| {});
    let realistic = (0..REALISTIC).filter_map(move |_| {
        let payload = drawn.draw(Kind::Valid).ok()?.payload;
        is_sendable(&payload, ground.operation())
            .then(|| ground.case(Phase::Examples, "a realistic request", payload))
    });
    Box::new(cases.into_iter().chain(realistic))
}

const REALISTIC: usize = 20;
