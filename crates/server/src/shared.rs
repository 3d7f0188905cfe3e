use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk_corpus::Redactor;
use frontdesk_model::{MessageId, SuperpowerResponse};
use frontdesk_payload::{Kind, Payloads};
use serde_json::Value;

use crate::builder::ServiceBuilder;
use crate::contract::Schemas;
use crate::dice::Dice;
use crate::error::ServiceError;
use crate::faults::{Changer, Schedule};
use crate::held::held;
use crate::journal::Journal;
use crate::log::{EntryKind, Log};
use crate::record::{Observed, Recorder};
use crate::superpowers::Analysis;
use crate::timeline::Pace;
use crate::tokens::Tokens;
use crate::{Limits, Scenario};

/// What all connections of a service have in common.
pub(crate) struct Shared {
    pub(crate) clients: BTreeMap<String, String>,
    pub(crate) tokens: Tokens,
    pub(crate) schemas: Arc<Schemas>,
    pub(crate) dice: Dice,
    pub(crate) pace: Pace,
    pub(crate) faults: Schedule,
    pub(crate) fault_delay: Duration,
    pub(crate) scenario: Option<Scenario>,
    pub(crate) analyses: Vec<Box<dyn Analysis>>,
    pub(crate) limits: Limits,
    pub(crate) log: Log,
    pub(crate) journal: Journal,
    pub(crate) recorder: Option<Recorder>,
    pub(crate) redactor: Redactor,
    arrivals: AtomicU64,
    seed: u64,
    near_misses: Mutex<Option<Payloads>>,
    drawn: Mutex<Option<Payloads>>,
}

impl Shared {
    pub(crate) fn new(builder: ServiceBuilder) -> Result<Self, ServiceError> {
        let schemas = Schemas::shared()?;
        let redactor = Redactor::new(
            builder
                .clients
                .values()
                .filter(|secret| *secret != PUBLIC)
                .cloned(),
        );
        let log = Log::new(builder.listener, redactor.clone());
        let recorder = builder
            .record
            .map(|folder| Recorder::create(folder, redactor.clone(), Arc::clone(&schemas)))
            .transpose()?;
        let faults = Schedule::default();
        for (fault, times) in builder.faults {
            faults.add(fault, times);
        }
        Ok(Self {
            clients: builder.clients,
            tokens: Tokens::new(builder.token_lifetime),
            schemas,
            dice: Dice::new(builder.seed),
            pace: builder.pace,
            faults,
            fault_delay: builder.fault_delay,
            scenario: builder.scenario,
            analyses: builder.analyses,
            limits: builder.limits,
            log,
            journal: Journal::new(builder.journal),
            recorder,
            redactor,
            arrivals: AtomicU64::new(0),
            seed: builder.seed,
            near_misses: Mutex::default(),
            drawn: Mutex::default(),
        })
    }

    /// Records a document, where recording was asked for.
    pub(crate) fn record(&self, observed: Observed<'_>) {
        let Some(recorder) = &self.recorder else {
            return;
        };
        if let Err(reason) = recorder.record(observed) {
            self.log.say(None, EntryKind::Trouble, &reason);
        }
    }

    /// Tells whether anything asks for the headers and the document that a message came with.
    pub(crate) fn looks_at_requests(&self) -> bool {
        self.journal.keeps() || self.scenario.is_some()
    }

    /// Gives the next request its number.
    pub(crate) fn arrival(&self) -> u64 {
        self.arrivals.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Draws a completed reply from the writer schema.
    pub(crate) fn draw_reply(&self) -> Result<SuperpowerResponse, String> {
        let mut drawn = held(&self.drawn);
        let payloads = drawn.get_or_insert_with(|| {
            Payloads::new(self.schemas.superpower_writer(), self.seed).realistic(|_| {})
        });
        let payload = payloads.draw(Kind::Valid);
        let mut document = payload.map_err(|reason| reason.to_string())?.payload;
        // A failure has another form.
        document["state"] = "completed".into();
        serde_json::from_value(document).map_err(|error| error.to_string())
    }

    /// Draws a reply that breaks one keyword of the reader schema.
    fn draw_near_miss(&self) -> Option<(Value, String)> {
        let mut drawn = held(&self.near_misses);
        let payloads =
            drawn.get_or_insert_with(|| Payloads::new(self.schemas.superpower_reader(), self.seed));
        let payload = payloads.draw_any(Kind::Invalid).ok()?;
        let label = payload.target.map_or_else(String::new, |target| {
            format!("{} at {}{}", target.keyword, ROOT, target.instance)
        });
        Some((payload.payload, label))
    }
}

/// What changes of the replies to one request draw from.
pub(crate) struct Drawer<'s> {
    pub(crate) shared: &'s Shared,
    /// The other requests that are open on the connection.
    pub(crate) others: Vec<String>,
}

impl Changer for Drawer<'_> {
    fn near_miss(&self) -> Option<(Value, String)> {
        self.shared.draw_near_miss()
    }

    fn another_id(&self) -> String {
        self.others
            .first()
            .cloned()
            .unwrap_or_else(|| MessageId::generate().to_string())
    }
}

/// The secret that everybody knows, since it is printed.
const PUBLIC: &str = "demo";
/// Stands where a document was not kept.
pub(crate) static NOTHING: Value = Value::Null;
/// Stands before a pointer, so that the root is seen too.
const ROOT: &str = "#";
