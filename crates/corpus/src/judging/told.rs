use std::cmp::Reverse;

use frontdesk_report::Finding;
use frontdesk_schema::Schema;
use serde_json::{Value, json};

use crate::config::Judges;
use crate::input::{Exchange, Place};
use crate::judging::bench::Judged;
use crate::judging::shapes::{Likeness, Shapes};
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
            Self::Tag => "several messages' schemas accept it, and a tag is this one's",
            Self::Members => "several messages' schemas accept it, and most members are this one's",
            Self::First => "several messages' schemas accept it alike, and this is the first",
        }
    }
}

/// One message that a document may be.
struct Candidate<'a> {
    name: &'a str,
    reader: &'a Schema,
    likeness: Likeness,
    tag: Option<&'a str>,
}

/// Finds out what message a document is, and judges it as that.
pub(crate) fn tell_and_judge(
    place: &Place,
    value: &Value,
    exchange: Option<&Exchange>,
    judges: &Judges,
    shapes: &Shapes,
) -> Judged {
    let direction = exchange.map(|exchange| exchange.direction);
    let candidates: Vec<Candidate<'_>> = judges
        .of_direction(direction)
        .map(|(name, judges)| {
            let (likeness, tag) = shapes.likeness(name, value);
            let reader = &judges.reader;
            Candidate {
                name,
                reader,
                likeness,
                tag,
            }
        })
        .collect();
    let accepting = candidates
        .iter()
        .filter(|candidate| candidate.reader.accepts(value));
    let mut accepting: Vec<&Candidate<'_>> = accepting.collect();
    // Stable, so that of equals the first by name stays the first.
    accepting.sort_by_key(|candidate| Reverse(candidate.likeness));
    let because = match accepting.as_slice() {
        [] => return fits_none(place, value, direction, &candidates),
        [_] => Because::OnlyOne,
        [best, next, ..] if best.likeness == next.likeness => Because::First,
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
    direction: Option<Direction>,
    candidates: &[Candidate<'_>],
) -> Judged {
    let most = candidates.iter().map(|candidate| candidate.likeness).max();
    let alike = candidates
        .iter()
        .filter(|candidate| Some(candidate.likeness) == most);
    let refused = alike.map(|candidate| (candidate, candidate.reader.violations(value)));
    let nearest = refused.min_by_key(|(_, violations)| violations.len());
    let written = match direction {
        None => "",
        Some(Direction::Request) => " of the client",
        Some(Direction::Response) => " of the server",
    };
    let Some((nearest, violations)) = nearest else {
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

impl Candidate<'_> {
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
