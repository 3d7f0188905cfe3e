use std::time::Duration;

use serde_json::Value;

use super::{Changer, Fault, change};
use crate::dice::Dice;
use crate::record::message_of;

/// Something that happens on a connection, and when it is due after the request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step<D = Value> {
    pub(crate) at: Duration,
    pub(crate) act: Act<D>,
}

/// A document as it goes over the wire: what waits takes a fifth of the memory of a tree.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Written {
    pub(crate) text: Box<str>,
    /// The message that it is, as recordings name it.
    pub(crate) message: &'static str,
}

/// What happens.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Act<D = Value> {
    /// A document as a text frame.
    Send(D),
    /// The same, a few bytes at a time.
    Dribble(D),
    /// The same, with bytes in it that are no text.
    Garble(D),
    /// The same, with more bytes than anybody wants.
    Swell(D),
    /// Half of the frame, and then nothing any more.
    Half(D),
    /// A close in order.
    Close(u16, &'static str),
    /// The end of the token, and a close for it.
    Expire,
    /// The end of the connection without a close.
    Vanish,
    /// The end of the connection by force.
    Reset,
}

impl Step {
    /// Writes the document, to which no fault happens any more.
    pub(crate) fn written(self) -> Step<Written> {
        let act = match self.act {
            Act::Send(document) => Act::Send(Written::of(&document)),
            Act::Dribble(document) => Act::Dribble(Written::of(&document)),
            Act::Garble(document) => Act::Garble(Written::of(&document)),
            Act::Swell(document) => Act::Swell(Written::of(&document)),
            Act::Half(document) => Act::Half(Written::of(&document)),
            Act::Close(code, reason) => Act::Close(code, reason),
            Act::Expire => Act::Expire,
            Act::Vanish => Act::Vanish,
            Act::Reset => Act::Reset,
        };
        Step { at: self.at, act }
    }
}

impl Written {
    fn of(document: &Value) -> Self {
        Self {
            text: document.to_string().into(),
            message: message_of(document),
        }
    }
}

/// Applies faults to what a request brings; returns what is to be said about it.
pub(crate) fn tamper(
    steps: &mut Vec<Step>,
    faults: &[Fault],
    delay: Duration,
    dice: &Dice,
    changer: &dyn Changer,
) -> Vec<String> {
    let mut said = Vec::new();
    for fault in faults {
        let before = said.len();
        apply(*fault, steps, delay, dice, changer, &mut said);
        if said.len() == before {
            said.push(fault.to_string());
        }
    }
    said
}

fn apply(
    fault: Fault,
    steps: &mut Vec<Step>,
    delay: Duration,
    dice: &Dice,
    changer: &dyn Changer,
    said: &mut Vec<String>,
) {
    match fault {
        Fault::NearMiss => {
            if let Some(Act::Send(document)) = last(steps) {
                let label = change(fault, document, changer);
                said.extend(label.map(|label| format!("{fault}: {label}")));
            }
        }
        Fault::UnknownState | Fault::UnknownSuperpower | Fault::CrossTalk => {
            if let Some(Act::Send(document)) = last(steps) {
                change(fault, document, changer);
            }
        }
        Fault::Bare | Fault::NullForOptional | Fault::UnknownField => {
            for step in steps.iter_mut() {
                if let Act::Send(document) = &mut step.act {
                    change(fault, document, changer);
                }
            }
        }
        Fault::Duplicate => {
            let twice = steps.iter().flat_map(|step| {
                let times = if is_started(&step.act) { 1 } else { 2 };
                std::iter::repeat_n(step.clone(), times)
            });
            *steps = twice.collect();
        }
        Fault::Reorder => {
            let acts: Vec<Act> = steps.iter().rev().map(|step| step.act.clone()).collect();
            for (step, act) in steps.iter_mut().zip(acts) {
                step.act = act;
            }
        }
        Fault::SilenceAfterStarted => steps.retain(|step| is_started(&step.act)),
        Fault::Latency => steps.iter_mut().for_each(|step| step.at += delay),
        Fault::Jitter => jitter(steps, delay, dice),
        Fault::InvalidUtf8 => become_last(steps, Act::Garble),
        Fault::Oversize => become_last(steps, Act::Swell),
        Fault::Dribble => {
            for step in steps.iter_mut() {
                if let Act::Send(document) = &mut step.act {
                    step.act = Act::Dribble(document.take());
                }
            }
        }
        Fault::HalfFrame => {
            become_last(steps, Act::Half);
        }
        Fault::TokenExpiry => end_with(steps, Act::Expire),
        Fault::Close(1006) => end_with(steps, Act::Vanish),
        Fault::Close(code) => end_with(steps, Act::Close(code, reason(code))),
        Fault::Reset => end_with(steps, Act::Reset),
        // These have no meaning for a frame.
        Fault::Enveloped
        | Fault::RefusedUpgrade
        | Fault::Status(_)
        | Fault::Token(_)
        | Fault::TruncatedBody
        | Fault::WrongContentType => {}
    }
}

fn last(steps: &mut [Step]) -> Option<&mut Act> {
    steps.last_mut().map(|step| &mut step.act)
}

fn become_last(steps: &mut [Step], make: impl FnOnce(Value) -> Act) {
    if let Some(act) = last(steps)
        && let Act::Send(document) = act
    {
        *act = make(document.take());
    }
}

/// Ends everything where the first result would be.
fn end_with(steps: &mut Vec<Step>, act: Act) {
    let end = steps
        .iter()
        .position(|step| !is_started(&step.act))
        .unwrap_or(steps.len());
    let at = steps.get(end).map_or(Duration::ZERO, |step| step.at);
    steps.truncate(end);
    steps.push(Step { at, act });
}

fn jitter(steps: &mut [Step], delay: Duration, dice: &Dice) {
    let most = u64::try_from(delay.as_micros()).unwrap_or(u64::MAX);
    let mut earliest = Duration::ZERO;
    for step in steps {
        // What is late makes late what comes after it, so that the order stays.
        step.at = (step.at + Duration::from_micros(dice.below(most))).max(earliest);
        earliest = step.at;
    }
}

fn is_started(act: &Act) -> bool {
    let Act::Send(document) = act else {
        return false;
    };
    let payload = document.get("payload").unwrap_or(document);
    payload.get("state").is_some_and(|state| state == "started")
}

fn reason(code: u16) -> &'static str {
    match code {
        1000 => "done",
        1001 => "going away",
        1008 => "policy violation",
        1011 => "server error",
        _ => "",
    }
}
