use std::collections::BTreeMap;

use crate::case::Phase;

/// Something that happens in a run, for whoever watches.
#[derive(Clone, Debug)]
pub enum Event {
    /// Some time has passed.
    Tick(Tick),
    /// A bug was found that was not known.
    Found {
        /// Which finding, as reports name it.
        id: String,
        /// What a person reads.
        message: String,
    },
    /// Something that a person should know while it goes on.
    Warning(String),
}

/// How far a run is.
#[derive(Clone, Debug, Default)]
pub struct Tick {
    /// The phase that is at work.
    pub phase: Option<Phase>,
    /// How many requests were sent.
    pub requests: u64,
    /// How many of them in the last second.
    pub rate: u64,
    /// How many findings there are.
    pub findings: usize,
    /// How many seconds have passed.
    pub seconds: f64,
    /// How many answers there were of each status; 0 for none at all.
    pub statuses: BTreeMap<u16, u64>,
    /// How many keywords were sent at an edge, and how many broken.
    pub exercised: (usize, usize),
}
