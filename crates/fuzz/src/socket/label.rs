use frontdesk_schema::{Schema, Verdict, Violation};
use serde_json::Value;

use super::rules::Rules;
use super::step::{Odd, Step};
use crate::expectation::{Expectation, Reason};

/// What the contract says about one message.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Label {
    /// It is right.
    Good,
    /// It is wrong.
    Bad(Reason),
    /// The contract does not say, or readers differ.
    Unsaid,
    /// It is no message, and ends the connection.
    Fatal,
    /// It is no message, and nothing comes of it.
    Nothing,
}

/// Judges a step by what is really sent.
pub(super) fn label(step: &Step<'_>, schema: &Schema, rules: &Rules) -> Label {
    match step {
        Step::Text(message, _) => of_message(message, schema, rules),
        Step::Raw(text) if rules.most_bytes.is_some_and(|most| text.len() > most) => Label::Fatal,
        Step::Raw(text) => match frontdesk_json::read(text.as_bytes()) {
            Ok(message) => of_message(&message, schema, rules),
            Err(error) => Label::Bad(Reason::of_text(error.kind().rule(), error.to_string())),
        },
        Step::Odd(Odd::Controls) | Step::Wait | Step::Reopen => Label::Nothing,
        // Some services read binary frames that hold a text.
        Step::Binary(_) | Step::Odd(_) => Label::Fatal,
    }
}

fn of_message(message: &Value, schema: &Schema, rules: &Rules) -> Label {
    let size = rules
        .most_bytes
        .map(|most| message.to_string().len() > most);
    if size == Some(true) {
        return Label::Fatal;
    }
    match schema.judge(message) {
        Verdict::Accepted if rules.asks.as_ref().is_none_or(|mark| mark.is_on(message)) => {
            Label::Good
        }
        Verdict::Accepted | Verdict::Undecided => Label::Unsaid,
        Verdict::Refused => {
            let violations = schema.violations(message);
            // A member that nobody knows is often let pass, and that is no bug.
            let breaks = |violation: &&Violation| {
                !matches!(
                    violation.keyword.as_str(),
                    "additionalProperties" | "unevaluatedProperties" | "false"
                )
            };
            violations
                .iter()
                .find(breaks)
                .map_or(Label::Unsaid, |violation| {
                    Label::Bad(Reason {
                        keyword: violation.keyword.clone(),
                        schema: violation.schema.to_string(),
                        instance: violation.instance.to_string(),
                        message: violation.message.clone(),
                        also: violations
                            .iter()
                            .filter(|other| *other != violation)
                            .take(MOST_OTHERS)
                            .map(|other| {
                                let place = crate::place::of(&other.instance).to_string();
                                (other.keyword.clone(), other.schema.to_string(), place)
                            })
                            .collect(),
                    })
                })
        }
    }
}

/// Says of a whole conversation what is said of its messages.
pub(super) fn of_all<'l>(labels: impl Iterator<Item = &'l Label>) -> Expectation {
    let mut expectation = Expectation::Accepted;
    for label in labels {
        match label {
            Label::Good | Label::Nothing => {}
            Label::Bad(reason) => {
                if expectation == Expectation::Accepted {
                    expectation = Expectation::Refused(reason.clone());
                }
            }
            Label::Unsaid | Label::Fatal => return Expectation::Any,
        }
    }
    expectation
}

const MOST_OTHERS: usize = 8;
