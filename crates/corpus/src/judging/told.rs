use frontdesk_report::Finding;
use serde_json::{Value, json};

use crate::config::Judges;
use crate::input::{Exchange, Place};
use crate::judging::bench::Judged;
use crate::judging::candidates::{Candidate, accepting, candidates, nearest};
use crate::judging::shapes::Shapes;
use crate::judging::violations::{evidence, said_of_union};
use crate::outcome::DocumentVerdict;
use crate::recording::Direction;
use crate::rules;

/// Why a document was taken for a message.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Because {
    /// It is a recording, which names its message.
    Recording,
    /// No other message's schema accepts it.
    OnlyOne,
    /// Several accept it, and this one travels where it was sent.
    Place,
    /// Several accept it, and a tag says which it is.
    Tag,
    /// Several accept it, and it has most members of this one.
    Members,
    /// Several accept it alike, and this one comes first.
    First,
}

impl Because {
    /// Finds the reason that has this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let all = [
            Self::Recording,
            Self::OnlyOne,
            Self::Place,
            Self::Tag,
            Self::Members,
            Self::First,
        ];
        all.into_iter().find(|because| because.as_str() == name)
    }

    /// Returns the name that reports use.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Recording => "it is a recording, which names its message",
            Self::OnlyOne => "only this message's schema accepts it",
            Self::Place => {
                "several messages' schemas accept it, and this one travels where it was sent"
            }
            Self::Tag => "several messages' schemas accept it, and a tag is this one's",
            Self::Members => "several messages' schemas accept it, and most members are this one's",
            Self::First => "several messages' schemas accept it alike, and this is the first",
        }
    }
}

/// Finds out what message a document is, and judges it as that.
pub(crate) fn tell_and_judge(
    place: &Place,
    value: &Value,
    exchange: Option<&Exchange>,
    judges: &Judges,
    shapes: &Shapes,
) -> Judged {
    let candidates = candidates(value, exchange, judges, shapes);
    let accepting = accepting(&candidates, value);
    let because = match accepting.as_slice() {
        [] => return fits_none(place, value, exchange, &candidates),
        [_] => Because::OnlyOne,
        [best, next, ..] if best.rank() == next.rank() => Because::First,
        [best, next, ..] if best.is_at_home != next.is_at_home => Because::Place,
        [best, next, ..] if best.likeness.tags == next.likeness.tags => Because::Members,
        [..] => Because::Tag,
    };
    Judged {
        message: accepting.first().map(|best| best.name.to_owned()),
        because: Some(because),
        ..Judged::new(DocumentVerdict::Valid)
    }
}

/// Reports a document that is no message, with the one that it comes nearest to.
fn fits_none(
    place: &Place,
    value: &Value,
    exchange: Option<&Exchange>,
    candidates: &[Candidate<'_, '_>],
) -> Judged {
    let written = match exchange.map(|exchange| exchange.direction) {
        None => "",
        Some(Direction::Request) => " of the client",
        Some(Direction::Response) => " of the server",
    };
    let Some((nearest, violations)) = nearest(candidates, value) else {
        let message = format!("there is no message{written} that the document could be");
        return invalid(place.finding(rules::NO_MESSAGE_FITS, message));
    };
    let first = violations.first();
    let said = first.map(|violation| format!(": {}", said_of_union(violation)));
    let message = format!(
        "the document is no message{written}; it comes nearest to `{}`{}",
        nearest.name,
        said.unwrap_or_default()
    );
    let shown: Vec<Value> = violations
        .iter()
        .take(MAX_VIOLATIONS)
        .map(evidence)
        .collect();
    let mut finding = place
        .finding(rules::NO_MESSAGE_FITS, message)
        .with("contract_message", nearest.name)
        .with("because", nearest.because())
        .with("violations", json!(shown));
    if let Some(first) = first {
        finding = finding
            .at_instance(&first.instance)
            .by_keyword(&first.schema, first.keyword.clone());
    }
    invalid(finding)
}

impl Candidate<'_, '_> {
    fn because(&self) -> String {
        match (self.tag, self.likeness.known) {
            (Some(tag), _) => format!("its `{tag}` is of this message"),
            (None, 0) => "nothing of it is like any message, and this one refuses least".to_owned(),
            (None, known) => format!("{known} of its members are of this message"),
        }
    }
}

fn invalid(finding: Finding) -> Judged {
    Judged {
        findings: vec![finding],
        ..Judged::new(DocumentVerdict::Invalid)
    }
}

/// How many violations of the nearest message are shown.
const MAX_VIOLATIONS: usize = 3;
