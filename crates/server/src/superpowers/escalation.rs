use frontdesk_model::{Superpower, SuperpowerItem};
use serde_json::json;

use super::lexicon::Subject;
use super::risk::KINDS;
use super::sentiment::Mood;
use super::{Analysis, Material, item};

/// Escalation need: whether a person with more to say should take over.
///
/// Its name `escalation_need` is in no source, and neither is its item: `needed`, `reasons`.
#[derive(Clone, Copy, Debug)]
pub struct Escalation;

impl Analysis for Escalation {
    fn superpower(&self) -> Superpower {
        Superpower::from("escalation_need")
    }

    fn analyse(&self, material: &Material) -> Result<Vec<SuperpowerItem>, String> {
        let asked = material.hits(Subject::Escalation);
        let mut reasons: Vec<String> = asked
            .iter()
            .take(20)
            .map(|hit| format!("the end user says \"{}\"", hit.term))
            .collect();
        let at_risk = KINDS
            .iter()
            .find(|(_, subject)| !material.hits(*subject).is_empty());
        if let (Some((kind, _)), true) = (at_risk, Mood::of(material).score <= UPSET) {
            reasons.push(format!("the end user is upset, and there is {kind} risk"));
        }
        let needed = !reasons.is_empty();
        let content = if needed {
            "A person in charge should take over."
        } else {
            "No need to escalate."
        };
        Ok(vec![item(
            content.to_owned(),
            [("needed", json!(needed)), ("reasons", json!(reasons))],
        )])
    }

    fn effort(&self) -> f64 {
        0.6
    }
}

/// Two bad words and no good one.
const UPSET: f64 = -0.6;
