//! Why there is no payload, in words.

use frontdesk_json::{Pointer, excerpt};
use frontdesk_schema::Verdict;
use serde_json::Value;

use super::{Drawing, MAX_DEPTH};
use crate::build::Blame;
use crate::no_payload::NoPayload;
use crate::plan::{Node, NodeId, Plan};

/// How much of a value that was drawn in vain is shown.
const MAX_SHOWN: usize = 120;

/// What kept valid payloads from coming out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Hindrance {
    /// Nothing was ever built.
    None,
    /// Nothing was complete before it was too deep.
    Depth,
    /// A keyword refused what was drawn.
    Keyword { pointer: Pointer, keyword: String },
    /// The judges did not agree.
    Judges(String),
}

impl Drawing {
    /// Makes sure that there are two judges, without whom no label can be claimed.
    pub(crate) fn judged(&self) -> Result<(), NoPayload> {
        if let Some(pointer) = self.schema.endless_reference() {
            return Err(self.proof().unwrap_or_else(|| NoPayload::GaveUp {
                pointer,
                reason: "the reference leads back to itself on the same value, and no judge \
                         follows it to an end"
                    .to_owned(),
            }));
        }
        match self.schema.second_judge_error() {
            None => Ok(()),
            Some(error) => Err(self.proof().unwrap_or_else(|| NoPayload::GaveUp {
                pointer: Pointer::root(),
                reason: format!("the second judge cannot judge: {error}"),
            })),
        }
    }

    pub(super) fn proof(&self) -> Option<NoPayload> {
        let proof = self.schema.unsatisfiable()?;
        Some(NoPayload::Unsatisfiable {
            pointer: proof.pointer,
            reason: proof.reason,
        })
    }

    /// Tells that an examination proved that nothing is accepted, with the algebra's reason where
    /// it has one.
    pub(super) fn unsatisfiable(&self) -> NoPayload {
        self.proof().unwrap_or_else(|| NoPayload::Unsatisfiable {
            pointer: Pointer::root(),
            reason: "its keywords leave no value together".to_owned(),
        })
    }

    pub(crate) fn gave_up(&self, what: &str) -> NoPayload {
        let (pointer, reason) = match &self.hardest {
            Some((pointer, hard)) => (pointer.clone(), format!("{what}: {hard}")),
            None => (Pointer::root(), what.to_owned()),
        };
        NoPayload::GaveUp { pointer, reason }
    }

    /// Tells what kept a value that was drawn from being a valid payload.
    pub(super) fn hindered(&self, verdict: Verdict, value: &Value) -> Hindrance {
        if verdict == Verdict::Refused {
            let violation = self.schema.violations(value).into_iter().next();
            return violation.map_or(Hindrance::None, |violation| Hindrance::Keyword {
                pointer: violation.schema,
                keyword: violation.keyword,
            });
        }
        let shown = excerpt(&value.to_string(), MAX_SHOWN);
        Hindrance::Judges(match self.schema.dispute(value) {
            Some(dispute) => format!("the judges disagree on {shown}: {dispute}"),
            None => format!("the second judge gave up on {shown}"),
        })
    }

    pub(super) fn hindrance(&self, hindrance: Hindrance) -> NoPayload {
        match hindrance {
            Hindrance::Judges(reason) => NoPayload::GaveUp {
                pointer: Pointer::root(),
                reason,
            },
            Hindrance::Keyword { pointer, keyword } if self.hardest.is_none() => {
                NoPayload::GaveUp {
                    pointer,
                    reason: format!("what was drawn last is refused by {keyword}"),
                }
            }
            Hindrance::Depth if self.hardest.is_none() => self.gave_up(&format!(
                "no draw was complete within {MAX_DEPTH} levels of nesting"
            )),
            _ => self.gave_up("no draw gave an accepted value"),
        }
    }
}

/// Tells which subschema asks for something too hard, and what.
pub(super) fn explain(plan: &mut Plan, id: NodeId, blame: Blame) -> (Pointer, String) {
    let node = plan.node(id);
    let held = match &*node {
        Node::Shape(shape, _) => shape.held.iter().copied().collect(),
        Node::Dead | Node::Open(_) => Vec::new(),
    };
    let outline = plan.outline();
    let asking = held
        .iter()
        .filter_map(|place| Some((*place, blame.asked(outline.keywords(*place)?)?)))
        .max_by_key(|(_, (weight, _))| *weight);
    match (asking, held.first()) {
        (Some((place, (_, reason))), _) => (outline.place(place).pointer.clone(), reason),
        (None, Some(place)) => (outline.place(*place).pointer.clone(), blame.to_string()),
        (None, None) => (Pointer::root(), blame.to_string()),
    }
}
