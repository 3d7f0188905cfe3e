use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::error::ServiceError;
use crate::superpowers::{self, Analysis};
use crate::timeline::Pace;
use crate::{Entry, Fault, Limits, Listener, Scenario, Service};

/// Collects the settings of a [`Service`].
#[must_use = "a builder does nothing until `start` is called"]
pub struct ServiceBuilder {
    pub(crate) addr: SocketAddr,
    pub(crate) seed: u64,
    pub(crate) clients: BTreeMap<String, String>,
    pub(crate) token_lifetime: Duration,
    pub(crate) pace: Pace,
    pub(crate) fault_delay: Duration,
    pub(crate) faults: Vec<(Fault, Option<u32>)>,
    pub(crate) scenario: Option<Scenario>,
    pub(crate) record: Option<PathBuf>,
    pub(crate) listener: Option<Listener>,
    pub(crate) analyses: Vec<Box<dyn Analysis>>,
    pub(crate) limits: Limits,
    pub(crate) journal: usize,
}

impl ServiceBuilder {
    /// Starts the service.
    ///
    /// # Errors
    ///
    /// When the address cannot be listened on, or the folder for recordings cannot be written.
    pub async fn start(mut self) -> Result<Service, ServiceError> {
        if self.clients.is_empty() {
            self.clients.insert(DEMO.to_owned(), DEMO.to_owned());
        }
        Service::begin(self).await
    }

    /// Listens on an address, on a free port of loopback otherwise.
    pub fn addr(mut self, addr: SocketAddr) -> Self {
        self.addr = addr;
        self
    }

    /// Draws tokens, jitter and generated replies from a seed, 0 otherwise.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Knows a client; `demo` with the secret `demo` is known where none is named.
    pub fn client(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.clients.insert(id.into(), secret.into());
        self
    }

    /// Lets tokens live for a while, 15 minutes otherwise.
    pub fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Lets the slowest superpower think for a while, the others for a part of it; otherwise none
    /// takes any time.
    pub fn thinking(mut self, time: Duration) -> Self {
        self.pace.thinking = time;
        self
    }

    /// Brings partial updates in another rhythm than the documented 500 milliseconds.
    pub fn update_every(mut self, time: Duration) -> Self {
        self.pace.update = time;
        self
    }

    /// Says how late `latency` makes replies, and how late `jitter` makes them at most; 1 second
    /// otherwise.
    pub fn fault_delay(mut self, time: Duration) -> Self {
        self.fault_delay = time;
        self
    }

    /// Sends a fault to every request that it can go to.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push((fault, None));
        self
    }

    /// Sends a fault to the next `times` requests that it can go to.
    pub fn fault_times(mut self, fault: Fault, times: u32) -> Self {
        self.faults.push((fault, Some(times)));
        self
    }

    /// Answers by the rules of a scenario.
    pub fn scenario(mut self, scenario: Scenario) -> Self {
        self.scenario = Some(scenario);
        self
    }

    /// Writes the traffic, redacted, as recordings into a folder.
    pub fn record(mut self, folder: impl Into<PathBuf>) -> Self {
        self.record = Some(folder.into());
        self
    }

    /// Hands every entry of the log to a function, as it is made.
    pub fn log(mut self, listener: impl Fn(&Entry) + Send + Sync + 'static) -> Self {
        self.listener = Some(Arc::new(listener));
        self
    }

    /// Adds a superpower of reception, in place of one that has its name.
    pub fn superpower(mut self, analysis: impl Analysis + 'static) -> Self {
        let name = analysis.superpower();
        self.analyses.retain(|known| known.superpower() != name);
        self.analyses.push(Box::new(analysis));
        self
    }

    /// Sets limits, [`Limits::standard`] otherwise.
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Keeps so many of the last requests for [`Service::received`], 1,000 otherwise.
    pub fn keep_received(mut self, requests: usize) -> Self {
        self.journal = requests;
        self
    }

    pub(crate) fn new() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            seed: 0,
            clients: BTreeMap::new(),
            token_lifetime: Duration::from_secs(15 * 60),
            pace: Pace {
                thinking: Duration::ZERO,
                update: Duration::from_millis(500),
            },
            fault_delay: Duration::from_secs(1),
            faults: Vec::new(),
            scenario: None,
            record: None,
            listener: None,
            analyses: superpowers::reception(),
            limits: Limits::standard(),
            journal: 1_000,
        }
    }
}

/// Id and secret of the client that is known where none is named.
const DEMO: &str = "demo";
