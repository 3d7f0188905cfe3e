//! A whole contract held against its releases and sources.

mod advice;
mod comparison;
mod jobs;
mod ledger;
mod pairs;
mod patience;
mod side;
mod sources;
mod versions;

use std::num::NonZero;
use std::sync::{Mutex, PoisonError};

use frontdesk_contract::{Contract, DeriveError, Release, Source};
use frontdesk_schema::{Options, SchemaError};
use serde_json::Value;

pub use self::advice::{Advice, Bump};
pub use self::comparison::{Against, Answer, Break, Comparison, Question, Standing};
pub use self::ledger::{LedgerFault, LedgerKind};
pub use self::versions::{Versions, Works};

use self::jobs::Jobs;
use self::pairs::Pair;
use self::side::Edition;
use crate::assumptions::Assumptions;
use crate::judge::Judge;
use crate::ledger::{Date, Ledger};

/// What a contract is held against, and by what.
///
/// ```
/// use frontdesk_compat::{Assumptions, Gate, Ledger};
/// use frontdesk_contract::{Contract, Direction, Message};
///
/// let contract = Contract::new("hotel", "1.0.0")
///     .message(Message::of::<String>("guest.name", Direction::Request));
/// let gate = Gate {
///     contract: &contract,
///     releases: &[],
///     sources: &[],
///     ledger: &Ledger::default(),
///     judges: &[],
///     today: "2026-11-23".parse()?,
///     options: &Default::default(),
///     assumptions: &Assumptions::default(),
/// };
/// let gated = gate.run()?;
/// assert!(gated.comparisons.is_empty() && gated.open().next().is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Gate<'g> {
    /// The contract, as its types are today.
    pub contract: &'g Contract,
    /// Its releases, the oldest first.
    pub releases: &'g [Release],
    /// What others say of it.
    pub sources: &'g [Source],
    /// The breaks that were accepted.
    pub ledger: &'g Ledger,
    /// Types of other times, which are asked about every witness.
    pub judges: &'g [Box<dyn Judge>],
    /// The day that acceptances are held against.
    pub today: Date,
    /// How the schemas of sources are read.
    pub options: &'g Options,
    /// What comparisons take for granted; the budget is that of each.
    pub assumptions: &'g Assumptions,
}

/// A document that was observed.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The message that it is of.
    pub message: String,
    /// What people find it by.
    pub name: String,
    /// The document itself.
    pub body: Value,
}

/// What a gate found.
#[derive(Clone, Debug)]
pub struct Gated {
    /// Every comparison: the releases from the oldest, then the sources, each message by message.
    pub comparisons: Vec<Comparison>,
    /// What is wrong with the ledger.
    pub ledger: Vec<LedgerFault>,
    /// Which version has to come next; none where nothing was released.
    pub advice: Option<Advice>,
    /// Which client works with which server.
    pub versions: Versions,
}

/// Why a gate could not compare.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GateError {
    /// A type gives no schema.
    #[error(transparent)]
    Derive(#[from] DeriveError),
    /// A file holds no schema that compiles.
    #[error("{file}: {source}")]
    Schema {
        /// The file, or the message where the types gave the schema.
        file: String,
        /// What is wrong with it.
        source: SchemaError,
    },
}

impl Gate<'_> {
    /// Compares everything.
    ///
    /// Pairs of schemas that occur more than once are compared once, a few at a time. A frozen schema
    /// that is missing or does not compile leaves its comparison undecided.
    ///
    /// # Errors
    ///
    /// When a schema cannot be derived, or one of a source does not compile.
    pub fn run(&self) -> Result<Gated, GateError> {
        let next = Edition::next(self.contract)?;
        let releases: Vec<Edition> = self.releases.iter().map(Edition::of_release).collect();
        let mut pairs: Vec<Pair> = releases
            .iter()
            .flat_map(|release| pairs::with_release(&next, release))
            .collect();
        for source in self.sources {
            pairs.extend(pairs::with_source(&next, source, self.options)?);
        }
        let mut jobs = Jobs::new(self.assumptions);
        jobs.ask_all(&pairs);
        let editions: Vec<&Edition> = releases.iter().chain([&next]).collect();
        versions::ask(&editions, &mut jobs);
        jobs.run();
        let comparisons: Vec<Comparison> = pairs
            .into_iter()
            .map(|pair| comparison::compared(pair, &jobs, self))
            .collect();
        let advice = releases
            .last()
            .map(|newest| advice::advise(newest, &next, &comparisons, self.assumptions));
        Ok(Gated {
            ledger: ledger::faults(self.ledger, &comparisons, self.today),
            advice,
            versions: versions::table(&editions, &jobs),
            comparisons,
        })
    }

    /// Compares the sources with each other, both ways, where they speak of the same message.
    ///
    /// # Errors
    ///
    /// When a schema does not compile.
    pub fn sources(&self) -> Result<Vec<Comparison>, GateError> {
        let pairs = sources::pairs(self.sources, self.options)?;
        let mut jobs = Jobs::new(self.assumptions);
        jobs.ask_all(&pairs);
        jobs.run();
        let compared = |pair| comparison::compared(pair, &jobs, self);
        Ok(pairs.into_iter().map(compared).collect())
    }
}

impl Gated {
    /// Lists the breaks that nobody accepted.
    pub fn open(&self) -> impl Iterator<Item = (&Comparison, &Break)> {
        self.breaks()
            .filter(|(_, found)| matches!(found.standing, Standing::Open))
    }

    /// Lists all breaks.
    pub fn breaks(&self) -> impl Iterator<Item = (&Comparison, &Break)> {
        self.comparisons.iter().flat_map(|comparison| {
            let breaks = comparison.breaks.iter();
            breaks.map(move |found| (comparison, found))
        })
    }

    /// Holds the breaks of each message against recordings of it, on all cores.
    ///
    /// What is counted does not depend on how recordings are handed in, in one go or in several.
    pub fn hold_recordings(&mut self, recordings: &[Recorded]) {
        let workers = std::thread::available_parallelism().map_or(1, NonZero::get);
        let comparisons = Mutex::new(self.comparisons.iter_mut());
        let next = || {
            let mut comparisons = comparisons.lock().unwrap_or_else(PoisonError::into_inner);
            comparisons.next()
        };
        let work = || {
            while let Some(comparison) = next() {
                let of_message = |recorded: &&Recorded| recorded.message == comparison.message;
                let held: Vec<&Recorded> = recordings.iter().filter(of_message).collect();
                for recorded in held {
                    comparison.hold_recording((&recorded.name, &recorded.body));
                }
            }
        };
        std::thread::scope(|scope| {
            for _ in 1..workers {
                scope.spawn(work);
            }
            work();
        });
    }
}

impl std::fmt::Debug for Gate<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Gate")
            .field("contract", &self.contract.name())
            .finish_non_exhaustive()
    }
}
