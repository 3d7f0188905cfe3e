use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use frontdesk_json::Pointer;
use serde_json::{Map, Value};
use url::{Host, Url};

use crate::case::{Case, Credentials, Framing, Phase, Repeat, Twist};
use crate::checks::{self, Seen};
use crate::endpoint::Operation;
use crate::exchange::{Answer, Exchange, Outcome, Reply, Silence};
use crate::expectation::{Expectation, Reason};
use crate::phases;
use crate::target::{Cases, Target, Trial};

use super::access::{Access, Held, NoToken};
use super::expect::expect;
use super::latency::Latency;
use super::let_in::LetIn;
use super::pool::{Dialer, Pool};
use super::render::{PADDED, Shown, render};
use super::resources::Resources;
use super::show::show;

/// An endpoint spoken to over HTTP.
pub struct Rest {
    base: String,
    origin: String,
    operations: Arc<Vec<Operation>>,
    models: Vec<Option<Value>>,
    pool: Pool,
    held: Held,
    shown: Shown,
    latencies: Vec<Latency>,
    /// The smallest body of each operation that was refused for its size alone.
    limits: Vec<AtomicUsize>,
    resources: Resources,
    let_in: LetIn,
    options: RestOptions,
}

/// What is allowed over HTTP, and how long it may take.
#[derive(Clone, Debug)]
pub struct RestOptions {
    /// Hosts beside those of loopback that may be spoken to.
    pub hosts: Vec<String>,
    /// Whether methods that write may go to such a host.
    pub writes: bool,
    /// How long an answer may take.
    pub patience: Duration,
    /// What values are drawn from.
    pub seed: u64,
    /// The checks that are left out, by their names.
    pub without: std::collections::BTreeSet<String>,
}

/// Why an endpoint is not spoken to.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RestError {
    /// It is neither on loopback nor allowed.
    #[error("{0} is not on loopback: allow it with --allow-host {0}, where you may test it")]
    Host(String),
    /// All that is left writes.
    #[error("every operation writes, and {0} is not on loopback: allow it with --allow-writes")]
    Writes(String),
    /// No token is granted.
    #[error(transparent)]
    Token(#[from] NoToken),
}

impl Rest {
    /// Prepares an endpoint at a URL, whose path is what all operations start with.
    ///
    /// # Errors
    ///
    /// When the host may not be spoken to, or nothing is left that may be sent there.
    pub fn new(
        url: &Url,
        mut operations: Vec<Operation>,
        access: Access,
        dialer: Dialer,
        options: RestOptions,
    ) -> Result<Self, RestError> {
        let host = url.host_str().unwrap_or_default().to_owned();
        if !is_loopback(url) {
            if !options.hosts.contains(&host) {
                return Err(RestError::Host(host));
            }
            if !options.writes {
                operations.retain(|operation| {
                    matches!(operation.method.as_str(), "GET" | "HEAD" | "OPTIONS")
                });
                if operations.is_empty() {
                    return Err(RestError::Writes(host));
                }
            }
        }
        let models = operations
            .iter()
            .map(|operation| phases::richest(operation, options.seed))
            .collect();
        let latencies = operations.iter().map(|_| Latency::default()).collect();
        let limits = operations.iter().map(|_| AtomicUsize::new(usize::MAX));
        let limits = limits.collect();
        let resources = Resources::of(&operations);
        Ok(Self {
            base: url.path().trim_end_matches('/').to_owned(),
            origin: url.origin().ascii_serialization(),
            operations: Arc::new(operations),
            models,
            pool: Pool::new(url, dialer, options.patience),
            shown: access.shown(),
            held: Held::new(access),
            latencies,
            limits,
            resources,
            let_in: LetIn::default(),
            options,
        })
    }

    /// Returns the operations.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// Fetches the first token.
    ///
    /// # Errors
    ///
    /// When none is granted.
    pub async fn prepare(&self) -> Result<(), RestError> {
        Ok(self.held.renew(&self.pool).await?)
    }

    /// Judges a request by the contract, and by the limit that the service has shown.
    fn judged(&self, case: &Case, request: &crate::Request) -> Expectation {
        let operation = &self.operations[case.operation];
        let expectation = expect(case, request, operation, &self.operations);
        let limit = self.limit(case.operation);
        if expectation == Expectation::Accepted
            && padded(case).is_some()
            && request.body.len() >= limit
        {
            let message = format!(
                "a body of {limit} bytes is refused with 413 where its length is said before"
            );
            return Expectation::Refused(Reason::of_text("limit", message));
        }
        expectation
    }

    /// Returns from how many bytes on bodies are refused: what the operation has shown, or others,
    /// where it documents that it refuses them as well.
    fn limit(&self, operation: usize) -> usize {
        let shown = |limit: &AtomicUsize| limit.load(Ordering::Relaxed);
        let own = shown(&self.limits[operation]);
        let mut replies = self.operations[operation].replies.iter();
        if own == usize::MAX && replies.any(|reply| reply.status == "413") {
            return self.limits.iter().map(shown).min().unwrap_or(own);
        }
        own
    }

    /// Lists what a case shows as credentials in the place of the right ones.
    fn credentials(&self, case: &Case, request: &crate::Request) -> Vec<String> {
        let is_about = |twist: &Twist| matches!(twist, Twist::Credentials(_));
        if !case.twists.iter().any(is_about) {
            return Vec::new();
        }
        let own = |name: &str| {
            name == "authorization" || self.shown.headers.iter().any(|header| header.name == name)
        };
        let headers = request.headers.iter().filter(|(name, _)| own(name));
        let shown = headers.filter_map(|(_, value)| {
            let revealed = self.held.reveal(value);
            revealed.split_whitespace().last().map(str::to_owned)
        });
        shown
            .filter(|shown| shown.len() >= SHORTEST_SHOWN)
            .collect()
    }

    /// Makes the case of a token that has ended, for when it has.
    fn expired(&self, index: usize) -> Option<Cases> {
        let ends = self.held.first_ends()?;
        let model = self.models[index].clone()?;
        let case = Case::plain(index, Phase::Bytes, "credentials: Expired", model);
        let case = case.twisted(Twist::Credentials(Credentials::Expired));
        self.operations[index].secured.then(|| Cases {
            phase: Phase::Bytes,
            operation: index,
            cases: Box::new(std::iter::once(case)),
            not_before: Some(ends),
        })
    }

    fn writes_allowed(&self) -> bool {
        self.options.hosts.is_empty() || self.options.writes
    }

    async fn answers(&self, request: &crate::Request, case: &Case) -> Vec<Answer> {
        let reveal = |value: &str| self.held.reveal(value);
        match case.repeat() {
            None => vec![self.pool.send(request, reveal).await],
            Some(Repeat::Again) => {
                let first = self.pool.send(request, reveal).await;
                vec![first, self.pool.send(request, reveal).await]
            }
            Some(Repeat::AtOnce) => {
                let (first, second) = tokio::join!(
                    self.pool.send(request, reveal),
                    self.pool.send(request, reveal)
                );
                vec![first, second]
            }
        }
    }
}

impl Target for Rest {
    fn operation(&self, operation: usize) -> String {
        self.operations[operation].name.clone()
    }

    fn cases(&self, seed: u64) -> Vec<Cases> {
        let mut cases = Vec::new();
        for index in 0..self.operations.len() {
            cases.extend(phases::of_operation(
                &self.operations,
                index,
                self.models[index].as_ref(),
                seed,
                self.writes_allowed(),
                self.held.wrong().into(),
            ));
            cases.extend(self.expired(index));
        }
        cases
    }

    fn expect(&self, case: &Case) -> Expectation {
        let operation = &self.operations[case.operation];
        let request = render(case, operation, &self.base, &self.shown);
        self.judged(case, &request)
    }

    async fn attempt(&self, case: &Case) -> Trial {
        let operation = &self.operations[case.operation];
        let request = render(case, operation, &self.base, &self.shown);
        let expectation = self.judged(case, &request);
        if self.held.is_ending() {
            // Where none is granted, the old one is refused, and that is told.
            let _ = self.held.renew(&self.pool).await;
        }
        let mut answers = self.answers(&request, case).await;
        let refused = |answers: &[Answer]| {
            answers
                .iter()
                .any(|answer| answer.reply().is_some_and(|reply| reply.status == 401))
        };
        // A token may have ended; with a new one the answer is about the case.
        if refused(&answers) && expectation != Expectation::Unauthorised && self.shown.token {
            let _ = self.held.renew(&self.pool).await;
            answers = self.answers(&request, case).await;
        }
        let throttled = answers.iter().any(|answer| {
            answer.reply().is_some_and(|reply| {
                reply.status == 429
                    || (reply.status == 503 && reply.header("retry-after").is_some())
            })
        });
        if padded(case) == Some(Framing::Length)
            && let Some(413) = answers[0].reply().map(|reply| reply.status)
        {
            self.limits[case.operation].fetch_min(request.body.len(), Ordering::Relaxed);
        }
        self.resources.note(case, &answers);
        let is_taken = answers[0].reply().is_some_and(Reply::is_success);
        if let Expectation::Refused(reason) = &expectation
            && is_taken
        {
            self.let_in.note(case, &request, reason);
        }
        let shown = self.credentials(case, &request);
        let slow = self.latencies[case.operation].note(answers[0].elapsed);
        let mut suspicions = Vec::new();
        if !throttled {
            for (index, answer) in answers.iter().enumerate() {
                let echoed = answer.reply().and_then(|reply| {
                    let start = &reply.body[..reply.body.len().min(MOST_LOOKED)];
                    let text = String::from_utf8_lossy(start);
                    let invented = || shown.iter().find(|shown| text.contains(*shown)).cloned();
                    self.held.shown_by(&text).or_else(invented)
                });
                let seen = Seen {
                    operation,
                    case,
                    expectation: &expectation,
                    request: &request,
                    answer,
                    index,
                    slow,
                    echoed,
                    let_in: &self.let_in,
                };
                suspicions.extend(checks::look(&seen, &self.options.without));
            }
        }
        Trial {
            exchange: Exchange { request, answers },
            expectation,
            suspicions,
            throttled,
        }
    }

    fn model(&self, operation: usize) -> Option<Value> {
        self.models[operation].clone()
    }

    fn once_only(&self, operation: usize) -> Vec<Pointer> {
        let keys = self.operations[operation].parameters.iter();
        let keys = keys
            .filter(|parameter| parameter.is_key_of_idempotency())
            .map(|key| Pointer::root().member(key.part.as_str()).member(&key.name));
        let gone = self.resources.removes(operation);
        keys.chain(gone.then(|| self.named(operation)).into_iter().flatten())
            .collect()
    }

    fn named(&self, operation: usize) -> Vec<Pointer> {
        self.resources.named(operation)
    }

    fn is_named_value(&self, operation: usize, at: &Pointer, value: &Value) -> bool {
        self.resources.has(operation, at, value)
    }

    fn named_value(&self, operation: usize, at: &Pointer, turn: u64) -> Option<Value> {
        self.resources.one(operation, at, turn)
    }

    fn dictionary(&self, operation: usize) -> Vec<Value> {
        phases::dictionary(&self.operations[operation])
    }

    fn show(&self, _: &Case, exchange: &Exchange) -> Map<String, Value> {
        let url = format!("{}{}", self.origin, exchange.request.target);
        let conceal = |text: &str| self.held.conceal(text).unwrap_or_else(|| text.to_owned());
        show(&exchange.request, &url, &exchange.answers, conceal)
    }
}

/// Tells whether a URL names this machine.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// Tells whether nobody listens there.
pub(crate) fn is_down(answer: &Answer) -> bool {
    answer.outcome == Outcome::Silent(Silence::NoConnection)
}

/// Tells how a body is framed that has blanks after it.
fn padded(case: &Case) -> Option<Framing> {
    let is_padded = |twist: &Twist| match twist {
        Twist::Spelling(spelling) => PADDED.iter().any(|(name, _)| *name == spelling.name),
        _ => false,
    };
    let framing = case.twists.iter().find_map(|twist| match twist {
        Twist::Framing(framing) => Some(*framing),
        _ => None,
    });
    let is_padded = case.twists.iter().any(is_padded);
    is_padded.then(|| framing.unwrap_or_default())
}

/// What is shorter may stand in an answer by chance.
const SHORTEST_SHOWN: usize = 8;
/// A secret that comes back does so early.
const MOST_LOOKED: usize = 64 * 1024;
