use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use frontdesk_check::{LEDGER, stale_finding, tampering_finding};
use frontdesk_compat::{Assumptions, Date, Gate, Ledger};
use frontdesk_contract::{Release, Source, Staleness, Store};
use frontdesk_report::Finding;
use frontdesk_schema::Options;
use serde_json::Map;

use crate::context::Context;
use crate::failure::Failure;

/// What a gate reads: releases, sources and the ledger.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) store: Store,
    pub(crate) releases: Vec<Release>,
    pub(crate) sources: Vec<Source>,
    pub(crate) ledger: Ledger,
    pub(crate) today: Date,
    options: Options,
}

impl Inputs {
    /// Reads everything below a folder of schemas.
    pub(crate) fn load(schemas: &Path, context: &Context<'_>) -> Result<Self, Failure> {
        let store = Store::new(schemas);
        Ok(Self {
            releases: store.releases(context.contract.name())?,
            sources: store.sources()?,
            ledger: ledger(&schemas.join(LEDGER))?,
            today: today(),
            options: context.schema_options()?,
            store,
        })
    }

    /// Names the file of the ledger.
    pub(crate) fn ledger_path(&self) -> PathBuf {
        self.store.root().join(LEDGER)
    }

    /// Puts the gate together.
    pub(crate) fn gate<'g>(
        &'g self,
        context: &Context<'g>,
        assumptions: &'g Assumptions,
    ) -> Gate<'g> {
        Gate {
            contract: context.contract,
            releases: &self.releases,
            sources: &self.sources,
            ledger: &self.ledger,
            judges: context.judges,
            today: self.today,
            options: &self.options,
            assumptions,
        }
    }

    /// Finds what the gate cannot trust: exported files that are stale, releases that were changed.
    pub(crate) fn findings(&self, context: &Context<'_>) -> Result<Vec<Finding>, Failure> {
        let stale = stale(&self.store.check_next(context.contract)?);
        let tampered = self.releases.iter().flat_map(Release::verify);
        let tampered = tampered.map(|tampering| tampering_finding(&tampering));
        Ok(stale.into_iter().chain(tampered).collect())
    }
}

/// Says once that what is exported is stale: `schema export --check` shows each difference.
fn stale(stale: &[Staleness]) -> Option<Finding> {
    let [first, more @ ..] = stale else {
        return None;
    };
    let mut finding = stale_finding(first);
    if !more.is_empty() {
        finding.message = format!(
            "{} files are not what the types say: run `schema export`, and review the diff",
            stale.len()
        );
        let files = stale.iter().map(|stale| stale.file.display().to_string());
        finding.evidence = Map::from_iter([("files".to_owned(), files.collect())]);
    }
    Some(finding)
}

/// Looks at the clock.
/// Tells the day of today.
pub(crate) fn today() -> Date {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let days = since.map_or(0, |since| since.as_secs() / SECONDS_OF_A_DAY);
    Date::of_unix_days(u32::try_from(days).unwrap_or(u32::MAX / 400))
}

/// Reads the ledger; where there is none, nothing was accepted.
fn ledger(path: &Path) -> Result<Ledger, Failure> {
    if !path.exists() {
        return Ok(Ledger::default());
    }
    let text = fs_err::read_to_string(path).map_err(Failure::Unreadable)?;
    Ledger::parse(&text).map_err(|source| Failure::Ledger {
        path: path.to_owned(),
        source,
    })
}

const SECONDS_OF_A_DAY: u64 = 86_400;
