//! What a request that was read brings: superpowers, or a rule of the scenario.

use std::time::Duration;

use frontdesk_model::{
    ErrorItem, ErrorResponse, MessageName, ReceptionRequest, ResponsePayload, Superpower,
    SuperpowerItem, SuperpowerResponse,
};
use serde_json::Value;

use crate::faults::Fault;
use crate::log::EntryKind;
use crate::overrides::{Choice, Overrides};
use crate::scenario::{Answer, Facts, FixedReply, NoMatch, Verdict};
use crate::shared::Shared;
use crate::superpowers::{Analysis, Material, Other, is_intake};
use crate::timeline::{FAILED, Timed, failure, first_finished, timeline};

/// What is sent back, and what is to be said about it.
pub(crate) struct Response {
    pub(crate) timed: Vec<Timed>,
    /// All that would have finished, where only the first has been asked.
    pub(crate) finished: Vec<Superpower>,
    pub(crate) status: Option<u16>,
    /// The faults that the scenario asks for.
    pub(crate) faults: Vec<Fault>,
    pub(crate) rule: Option<String>,
    pub(crate) no_match: Option<NoMatch>,
}

/// Where a request came from.
pub(crate) struct Origin<'o> {
    pub(crate) number: u64,
    pub(crate) transport: &'static str,
    pub(crate) headers: &'o [(String, String)],
    /// The part of the document that is the payload.
    pub(crate) payload: &'o Value,
}

/// Works out what a request brings. An error says why no rule of the scenario matches.
pub(crate) fn respond(
    shared: &Shared,
    message: MessageName,
    payload: Box<ReceptionRequest>,
    overrides: &Overrides,
    origin: &Origin<'_>,
) -> Result<Response, Box<NoMatch>> {
    let material = Material::new(message, payload);
    let (answer, rule, no_match) = played(shared, &material, origin)?;
    let mut response = Response {
        timed: Vec::new(),
        finished: Vec::new(),
        status: answer.status,
        faults: answer
            .faults
            .iter()
            .filter_map(|name| name.parse().ok())
            .collect(),
        rule,
        no_match: no_match.map(|no_match| *no_match),
    };
    response.timed = match (&answer.replies, answer.generate) {
        (Some(replies), _) => replies.iter().map(fixed).collect(),
        (None, Some(count)) => (0..count)
            .map(|_| generated(shared, origin.number))
            .collect(),
        (None, None) => {
            let asks_one = origin.transport == REST && overrides.choice.is_none();
            let (timed, finished) = analysed(shared, &material, &answer, overrides, asks_one);
            response.finished = finished;
            timed
        }
    };
    let delay = Duration::from_millis(answer.delay.unwrap_or_default());
    for timed in &mut response.timed {
        timed.at += delay;
    }
    response.timed.sort_by_key(|timed| timed.at);
    Ok(response)
}

type Played = (Answer, Option<String>, Option<Box<NoMatch>>);

fn played(
    shared: &Shared,
    material: &Material,
    origin: &Origin<'_>,
) -> Result<Played, Box<NoMatch>> {
    let Some(scenario) = &shared.scenario else {
        return Ok((Answer::default(), None, None));
    };
    let request = &material.request().request;
    let facts = Facts {
        message: material.message().as_str(),
        transport: origin.transport,
        thread: &request.connections.thread_id,
        organization: &request.context.organization_id,
        headers: origin.headers,
        said: material.user_text(),
        payload: origin.payload,
    };
    let say = |text: &str| shared.log.say(origin.number, EntryKind::Scenario, text);
    match scenario.play(&facts) {
        Verdict::Rule { name, answer } => {
            say(&format!("the rule `{name}` answers"));
            Ok((answer, Some(name), None))
        }
        Verdict::Superpowers(no_match) => {
            say(&format!("{no_match}; the superpowers answer"));
            Ok((Answer::default(), None, Some(no_match)))
        }
        Verdict::Refused(no_match) => {
            say(&no_match.to_string());
            Err(no_match)
        }
    }
}

fn analysed(
    shared: &Shared,
    material: &Material,
    answer: &Answer,
    overrides: &Overrides,
    asks_one: bool,
) -> (Vec<Timed>, Vec<Superpower>) {
    let settings = material.request().request.settings.as_ref();
    // Without a word about it nothing is streamed (C-26).
    let streaming = settings.and_then(|settings| settings.disable_stream) == Some(false);
    let fails: Vec<Superpower> = answer
        .fail
        .iter()
        .map(|name| Superpower::from(name.as_str()))
        .collect();
    if !is_intake(material.message()) {
        let other = Other(material.message().clone());
        let only: [&dyn Analysis; 1] = [&other];
        let timed = timeline(only.into_iter(), &fails, material, shared.pace, streaming);
        return (timed, Vec::new());
    }
    let wanted = |analysis: &&dyn Analysis| {
        let is = |name: &String| analysis.superpower().as_str() == name;
        let by_rule = answer.superpowers.as_ref();
        let by_header = match &overrides.choice {
            Some(Choice::One(chosen)) => is(chosen),
            Some(Choice::All) | None => true,
        };
        by_header && by_rule.is_none_or(|names| names.iter().any(is))
    };
    let analyses = shared.analyses.iter().map(|analysis| &**analysis);
    let analyses = analyses.filter(wanted);
    if asks_one {
        return first_finished(analyses, &fails, material, shared.pace);
    }
    let timed = timeline(analyses, &fails, material, shared.pace, streaming);
    (timed, Vec::new())
}

fn fixed(reply: &FixedReply) -> Timed {
    let name = Superpower::from(reply.superpower.as_str());
    let items = reply.items.clone().unwrap_or_else(|| {
        let content = reply.content.iter();
        content
            .map(|text| SuperpowerItem::from_iter([("content".to_owned(), text.as_str().into())]))
            .collect()
    });
    let payload: ResponsePayload = match reply.state.as_deref() {
        Some("started") => SuperpowerResponse::started(name).into(),
        Some("error") => {
            let text = reply.content.as_deref().unwrap_or(FAILED);
            let item = ErrorItem::new(text);
            let item = match &reply.code {
                Some(code) => item.code(code.as_str()),
                None => item,
            };
            ErrorResponse::new(name, item).into()
        }
        _ => SuperpowerResponse::completed(name, items).into(),
    };
    Timed {
        at: Duration::from_millis(reply.delay.unwrap_or_default()),
        reply: payload,
    }
}

fn generated(shared: &Shared, number: u64) -> Timed {
    let reply = match shared.draw_reply() {
        Ok(response) => response.into(),
        Err(reason) => {
            shared.log.say(number, EntryKind::Trouble, &reason);
            failure(Superpower::from(MessageName::Reception.as_str()), FAILED)
        }
    };
    Timed {
        at: Duration::ZERO,
        reply,
    }
}

/// The name of the transport that returns one answer.
pub(crate) const REST: &str = "rest";
