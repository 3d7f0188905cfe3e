use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use url::Url;

use super::channel::Channel;
use super::checks::{View, is_of_time, look};
use super::conversations::{Ground, cases, endless};
use super::handshake::NotOpened;
use super::kept::KeptChannel;
use super::label::{label, of_all};
use super::line::{End, Line};
use super::step::steps;
use super::talker::{Talker, shown};
use crate::case::{Case, Credentials, Framing, Phase, Repeat, Twist};
use crate::endpoint::Operation;
use crate::exchange::{Answer, Exchange, Outcome, Silence};
use crate::expectation::Expectation;
use crate::phases;
use crate::request::Request;
use crate::rest::{Dialer, RestError, Shown, Tickets, is_loopback, render};
use crate::suspicion::{Suspicion, Symptom};
use crate::target::{Cases, Target, Trial};

/// An endpoint spoken to over WebSocket.
pub struct Socket {
    url: Url,
    channels: Vec<Arc<Channel>>,
    operations: Arc<Vec<Operation>>,
    models: Vec<Option<Value>>,
    talkers: Vec<Talker>,
    has_tickets: bool,
    /// How often it was doubted that something never comes.
    doubts: AtomicU32,
    options: SocketOptions,
}

/// What is allowed over WebSocket, and how long it may take.
#[derive(Clone)]
pub struct SocketOptions {
    /// Hosts beside those of loopback that may be spoken to.
    pub hosts: Vec<String>,
    /// How long an answer may take.
    pub patience: Duration,
    /// What values are drawn from.
    pub seed: u64,
    /// The checks that are left out, by their names.
    pub without: BTreeSet<String>,
    /// Where tokens come from, where connections need one each.
    pub tickets: Option<Tickets>,
    /// Headers of the opening.
    pub headers: Vec<(String, String)>,
}

impl Socket {
    /// Prepares an endpoint at a URL; without a path in it, each channel has its own.
    ///
    /// # Errors
    ///
    /// When the host may not be spoken to.
    pub fn new(
        url: &Url,
        channels: Vec<Channel>,
        dialer: &Dialer,
        options: SocketOptions,
    ) -> Result<Self, RestError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        if !is_loopback(url) && !options.hosts.contains(&host) {
            return Err(RestError::Host(host));
        }
        let talkers = channels.iter().map(|channel| {
            let mut url = url.clone();
            if matches!(url.path(), "" | "/") {
                url.set_path(&channel.path);
            }
            Talker::new(
                &url,
                Arc::clone(dialer),
                options.tickets.clone(),
                options.headers.clone(),
                options.patience,
            )
        });
        let talkers = talkers.collect();
        let operations: Vec<Operation> = channels
            .iter()
            .map(|channel| channel.operation.clone())
            .collect();
        let models = operations.iter().map(|operation| {
            phases::model(operation, options.seed).and_then(|model| model.get("body").cloned())
        });
        Ok(Self {
            url: url.clone(),
            models: models.collect(),
            operations: Arc::new(operations),
            talkers,
            channels: channels.into_iter().map(Arc::new).collect(),
            has_tickets: options.tickets.is_some(),
            doubts: AtomicU32::new(0),
            options,
        })
    }

    /// Returns the channels.
    #[must_use]
    pub fn channels(&self) -> &[Arc<Channel>] {
        &self.channels
    }

    fn suspicions(
        &self,
        channel: &Arc<Channel>,
        lines: &[Line],
        is_unauthorised: bool,
    ) -> Vec<Suspicion> {
        let mut suspicions = Vec::new();
        for line in lines {
            let view = View::new(&channel.rules, &channel.replies, line, is_unauthorised);
            suspicions.extend(look(&view, &self.options.without));
        }
        for suspicion in &mut suspicions {
            if let Symptom::Conversation(_, kept) = &mut suspicion.symptom {
                *kept = Some(KeptChannel(Arc::clone(channel)));
            }
        }
        suspicions
    }

    /// Holds the conversation of a case; a patient one waits for as long as is allowed.
    async fn hold(&self, case: &Case, is_patient: bool) -> Trial {
        let channel = &self.channels[case.operation];
        let credentials = credentials(case);
        let steps = steps(&case.value);
        let begin = Instant::now();
        let lines = self.talkers[case.operation].talk(
            &steps,
            &channel.request,
            &channel.rules,
            credentials,
            is_patient,
        );
        let lines = lines.await;
        let suspicions = self.suspicions(channel, &lines, credentials.is_some());
        let answer = Answer {
            outcome: outcome(&lines),
            elapsed: begin.elapsed(),
        };
        Trial {
            exchange: Exchange {
                request: request(case, channel),
                answers: vec![answer],
            },
            expectation: self.expect(case),
            suspicions,
            throttled: false,
        }
    }

    fn ground(&self, index: usize, seed: u64) -> Ground {
        let operation = &self.operations[index];
        let model = self.models[index].clone();
        let least = model.as_ref().and_then(|model| {
            let least = phases::least(operation, &json!({"body": model}));
            least.get("body").cloned()
        });
        let mut bases: Vec<Value> = model.into_iter().chain(least).collect();
        bases.dedup();
        Ground {
            channel: Arc::clone(&self.channels[index]),
            index,
            bases,
            seed,
            credentials: self.has_tickets,
        }
    }
}

impl Target for Socket {
    fn operation(&self, operation: usize) -> String {
        self.operations[operation].name.clone()
    }

    fn cases(&self, seed: u64) -> Vec<Cases> {
        let mut all = Vec::new();
        for index in 0..self.operations.len() {
            let ground = self.ground(index, seed);
            all.push(Cases {
                phase: Phase::Conversation,
                operation: index,
                cases: Box::new(cases(&ground).into_iter()),
                not_before: None,
            });
            all.push(Cases {
                phase: Phase::Search,
                operation: index,
                cases: Box::new(endless(ground)),
                not_before: None,
            });
            let model = self.models[index]
                .as_ref()
                .map(|model| json!({"body": model}));
            let of_messages = phases::of_operation(
                &self.operations,
                index,
                model.as_ref(),
                seed,
                true,
                [].into(),
            );
            for made in of_messages {
                let operation = self.operations[index].clone();
                let told = made.cases.filter_map(move |case| told(case, &operation));
                all.push(Cases {
                    phase: made.phase,
                    operation: index,
                    cases: Box::new(told),
                    not_before: None,
                });
            }
        }
        all
    }

    fn expect(&self, case: &Case) -> Expectation {
        if credentials(case).is_some() {
            return Expectation::Unauthorised;
        }
        let channel = &self.channels[case.operation];
        let steps = steps(&case.value);
        let labels = steps
            .iter()
            .map(|step| label(step, &channel.request, &channel.rules));
        let labels: Vec<_> = labels.collect();
        of_all(labels.iter())
    }

    async fn attempt(&self, case: &Case) -> Trial {
        let trial = self.hold(case, false).await;
        // A machine that is busy is late now and then: what is only late is no bug.
        if trial.suspicions.iter().any(is_of_time)
            && self.doubts.fetch_add(1, Ordering::Relaxed) < MOST_DOUBTS
        {
            return self.hold(case, true).await;
        }
        trial
    }

    async fn attempt_patiently(&self, case: &Case) -> Trial {
        self.hold(case, true).await
    }

    fn model(&self, operation: usize) -> Option<Value> {
        let model = self.models[operation].as_ref()?;
        Some(json!([{"text": model}]))
    }

    fn dictionary(&self, operation: usize) -> Vec<Value> {
        phases::dictionary(&self.operations[operation])
    }

    fn show(&self, case: &Case, exchange: &Exchange) -> Map<String, Value> {
        let mut members = Map::new();
        let sent = json!({
            "method": "GET",
            "url": self.url.as_str(),
            "headers": {"upgrade": "websocket"},
            "conversation": case.value,
        });
        members.insert("request".to_owned(), sent);
        let frames = exchange
            .answers
            .first()
            .map(|answer| match &answer.outcome {
                Outcome::Frames(frames) => json!({"frames": frames}),
                Outcome::Silent(silence) => json!({"none": silence.as_str()}),
                Outcome::Replied(reply) => json!({"status": reply.status}),
            });
        members.insert("response".to_owned(), frames.unwrap_or_default());
        members
    }
}

/// Makes a conversation of a case that has one message.
fn told(case: Case, operation: &Operation) -> Option<Case> {
    let message = case.value.get("body")?;
    let text = json!({"text": message});
    let steps = match case.twists.as_slice() {
        [] => json!([text]),
        [Twist::Repeat(Repeat::AtOnce)] => json!([text, text]),
        [Twist::Repeat(Repeat::Again)] => json!([text, {"wait": true}, text]),
        // How large a message may be is for the rules to say, and tried by `oversize`.
        [Twist::Spelling(spelling)] if spelling.name.starts_with("padded-") => return None,
        [Twist::Spelling(_)] => {
            let body = render(&case, operation, "", &Shown::default()).body;
            json!([{"raw": String::from_utf8(body).ok()?}])
        }
        _ => return None,
    };
    Some(Case::plain(case.operation, case.phase, case.intent, steps))
}

fn credentials(case: &Case) -> Option<Credentials> {
    case.twists.iter().find_map(|twist| match twist {
        Twist::Credentials(credentials) => Some(*credentials),
        _ => None,
    })
}

fn outcome(lines: &[Line]) -> Outcome {
    match lines.first().map(|line| &line.end) {
        Some(End::NotOpened(NotOpened::NoConnection)) => Outcome::Silent(Silence::NoConnection),
        _ => Outcome::Frames(shown(lines)),
    }
}

/// Says a conversation as the request that opens it.
fn request(case: &Case, channel: &Channel) -> Request {
    Request {
        method: "GET".to_owned(),
        target: channel.path.clone(),
        headers: vec![("upgrade".to_owned(), "websocket".to_owned())],
        body: case.value.to_string().into_bytes(),
        framing: Framing::Length,
        repeat: None,
    }
}

/// So often everything is tried again with all patience before it is suspected.
const MOST_DOUBTS: u32 = 8;
