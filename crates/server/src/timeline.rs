//! What a request brings, and when: worked out before anything is sent.

use std::time::Duration;

use frontdesk_model::{
    ErrorItem, ErrorResponse, ResponsePayload, State, Superpower, SuperpowerItem,
    SuperpowerResponse,
};
use serde_json::Value;

use crate::superpowers::{Analysis, Material};

/// One reply, and when it is due after the request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Timed {
    pub(crate) at: Duration,
    pub(crate) reply: ResponsePayload,
}

/// How long superpowers take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// How long the slowest one thinks.
    pub(crate) thinking: Duration,
    /// The time between two partial updates.
    pub(crate) update: Duration,
}

impl Pace {
    fn thinking_of(self, analysis: &dyn Analysis) -> Duration {
        self.thinking.mul_f64(analysis.effort().clamp(0.0, 1.0))
    }
}

/// Works out the replies of superpowers: each starts at once, and they finish one after the other.
///
/// With `streaming`, what a superpower says comes in parts, each with the whole text so far. Which
/// state a part carries is in no source; here it is `started`.
pub(crate) fn timeline<'a>(
    analyses: impl Iterator<Item = &'a dyn Analysis>,
    fails: &[Superpower],
    material: &Material,
    pace: Pace,
    streaming: bool,
) -> Vec<Timed> {
    let (mut started, mut timed) = (Vec::new(), Vec::new());
    for analysis in analyses {
        let name = analysis.superpower();
        let thinking = pace.thinking_of(analysis);
        started.push(Timed {
            at: Duration::ZERO,
            reply: SuperpowerResponse::started(name.clone()).into(),
        });
        match found(analysis, &name, fails, material) {
            Err(text) => timed.push(Timed {
                at: thinking,
                reply: failure(name, &text),
            }),
            Ok(items) if streaming => timed.extend(updates(&name, items, thinking, pace.update)),
            Ok(items) => timed.push(Timed {
                at: thinking,
                reply: SuperpowerResponse::completed(name, items).into(),
            }),
        }
    }
    // Stable, so that what is due at the same time keeps the order of its making.
    timed.sort_by_key(|timed| timed.at);
    started.extend(timed);
    started
}

/// Works out what the superpower says that finishes first: all that REST returns unless it is asked for
/// more, so that the others need not think. Also names all of them, in the order of finishing.
///
/// One that fails gives way to the next; where all of them fail, all failures are returned.
pub(crate) fn first_finished<'a>(
    analyses: impl Iterator<Item = &'a dyn Analysis>,
    fails: &[Superpower],
    material: &Material,
    pace: Pace,
) -> (Vec<Timed>, Vec<Superpower>) {
    let mut waiting: Vec<(Duration, &dyn Analysis)> = analyses
        .map(|analysis| (pace.thinking_of(analysis), analysis))
        .collect();
    waiting.sort_by_key(|(at, _)| *at);
    let names = waiting.iter().map(|(_, analysis)| analysis.superpower());
    let names = names.collect();
    let mut failed = Vec::new();
    for (at, analysis) in waiting {
        let name = analysis.superpower();
        match found(analysis, &name, fails, material) {
            Ok(items) => {
                let reply = SuperpowerResponse::completed(name, items).into();
                return (vec![Timed { at, reply }], names);
            }
            Err(text) => failed.push(Timed {
                at,
                reply: failure(name, &text),
            }),
        }
    }
    (failed, names)
}

fn found(
    analysis: &dyn Analysis,
    name: &Superpower,
    fails: &[Superpower],
    material: &Material,
) -> Result<Vec<SuperpowerItem>, String> {
    if fails.contains(name) {
        Err(FAILED.to_owned())
    } else {
        analysis.analyse(material)
    }
}

/// Says that a superpower has failed, in the words of the docs page where there are no better ones.
pub(crate) fn failure(superpower: Superpower, text: &str) -> ResponsePayload {
    ErrorResponse::new(superpower, ErrorItem::new(text).code("PROCESSING_FAILED")).into()
}

/// The text of the docs page.
pub(crate) const FAILED: &str = "Error while fetching results";

/// Brings items in parts: an update each time, and the whole at the end.
fn updates(
    name: &Superpower,
    items: Vec<SuperpowerItem>,
    thinking: Duration,
    update: Duration,
) -> Vec<Timed> {
    let longest = items.iter().map(|item| content(item).chars().count()).max();
    let parts = longest.unwrap_or_default().div_ceil(CHARACTERS).max(1);
    let mut timed: Vec<Timed> = (1..parts)
        .map(|part| {
            let so_far = items.iter().map(|item| {
                let text: String = content(item).chars().take(part * CHARACTERS).collect();
                SuperpowerItem::from_iter([("content".to_owned(), Value::from(text))])
            });
            let mut response = SuperpowerResponse::completed(name.clone(), so_far);
            response.state = State::Started;
            Timed {
                at: update * u32::try_from(part).unwrap_or(u32::MAX),
                reply: response.into(),
            }
        })
        .collect();
    timed.push(Timed {
        at: thinking.max(update * u32::try_from(parts).unwrap_or(u32::MAX)),
        reply: SuperpowerResponse::completed(name.clone(), items).into(),
    });
    timed
}

fn content(item: &SuperpowerItem) -> &str {
    item.get("content")
        .and_then(Value::as_str)
        .unwrap_or_default()
}

/// How many characters are written between two updates.
const CHARACTERS: usize = 12;

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use frontdesk_model::{
        Conversation, ConversationMessage, MessageName, ReceptionRequest, ResponsePayload,
        Superpower,
    };

    use super::{Pace, timeline};
    use crate::superpowers::{Material, reception};

    fn shown(streaming: bool) -> String {
        let request = ReceptionRequest::builder()
            .thread_id("t")
            .organization_id("o")
            .conversation(Conversation::new().message(ConversationMessage::new("Great, thanks!")))
            .build();
        let material = Material::new(MessageName::Reception, request);
        let pace = Pace {
            thinking: Duration::from_secs(1),
            update: Duration::from_millis(500),
        };
        let analyses = reception();
        let fails = [Superpower::RiskAssessment];
        let analyses = analyses.iter().map(|analysis| &**analysis);
        let lines: Vec<String> = timeline(analyses, &fails, &material, pace, streaming)
            .iter()
            .map(|timed| {
                let content = match &timed.reply {
                    ResponsePayload::Superpower(response) => {
                        let item = response.items().next();
                        item.and_then(|item| item["content"].as_str().map(str::to_owned))
                    }
                    ResponsePayload::Error(error) => {
                        error.items().next().and_then(|item| item.content.clone())
                    }
                };
                let (name, state) = (timed.reply.superpower(), timed.reply.state());
                let content = content.unwrap_or_default();
                let line = format!("{:>5} ms {name} {state} {content}", timed.at.as_millis());
                line.trim_end().to_owned()
            })
            .collect();
        lines.join("\n")
    }

    #[test]
    fn superpowers_finish_in_their_own_time() {
        insta::assert_snapshot!("whole", shown(false));
        insta::assert_snapshot!("streamed", shown(true));
    }
}
