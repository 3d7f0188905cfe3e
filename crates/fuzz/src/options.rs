use std::time::Duration;

use crate::finding::Finding;

/// How a run goes.
#[derive(Clone, Debug)]
pub struct Options {
    /// What random choices are drawn from.
    pub seed: u64,
    /// When it ends at the latest.
    pub time: Duration,
    /// After how many requests it ends, where that is limited.
    pub cases: Option<u64>,
    /// How many requests a second are sent at the most, where that is limited.
    pub rate: Option<u32>,
    /// How many requests are open at once.
    pub concurrency: usize,
    /// How long an answer may take.
    pub patience: Duration,
    /// What an earlier run has found.
    pub known: Vec<Finding>,
}

impl Options {
    /// Runs for 26 seconds with 8 requests open at once.
    #[must_use]
    pub fn standard(seed: u64) -> Self {
        Self {
            seed,
            time: Duration::from_secs(26),
            cases: None,
            rate: None,
            concurrency: 8,
            patience: Duration::from_secs(5),
            known: Vec::new(),
        }
    }
}
