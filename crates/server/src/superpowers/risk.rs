use frontdesk_model::{Superpower, SuperpowerItem};
use serde_json::json;

use super::lexicon::Subject;
use super::{Analysis, Material, hundredths, item};

/// Risk assessment: media, hacker and financial.
///
/// Whether these are three messages, three results or three names is in no source; here they are
/// three items of one result, each with `risk`, `level` (`none`, `some`, `high`), `score` from 0 to
/// 1, and `words`. All illustrative.
#[derive(Clone, Copy, Debug)]
pub struct Risk;

impl Analysis for Risk {
    fn superpower(&self) -> Superpower {
        Superpower::RiskAssessment
    }

    fn analyse(&self, material: &Material) -> Result<Vec<SuperpowerItem>, String> {
        let kinds = KINDS.iter().map(|(name, subject)| {
            let mut words: Vec<&str> = material.hits(*subject).iter().map(|hit| hit.term).collect();
            words.truncate(20);
            words.dedup();
            let (level, shown) = match words.len() {
                0 => ("none", "No"),
                1 => ("some", "Some"),
                _ => ("high", "High"),
            };
            let found = u32::try_from(words.len()).map_or(f64::MAX, f64::from);
            item(
                format!("{shown} {name} risk."),
                [
                    ("risk", json!(name)),
                    ("level", json!(level)),
                    ("score", json!(hundredths(found / (found + 1.0)))),
                    ("words", json!(words)),
                ],
            )
        });
        Ok(kinds.collect())
    }
}

pub(super) const KINDS: [(&str, Subject); 3] = [
    ("media", Subject::Media),
    ("hacker", Subject::Hacker),
    ("financial", Subject::Financial),
];
