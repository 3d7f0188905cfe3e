use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

/// A scenario as it is written; the schema has checked it before.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Written {
    #[serde(default)]
    pub(super) otherwise: Otherwise,
    pub(super) rules: Vec<Rule>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum Otherwise {
    #[default]
    Refuse,
    Superpowers,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Rule {
    pub(super) name: String,
    #[serde(default)]
    pub(super) when: When,
    #[serde(default)]
    pub(super) then: Vec<Answer>,
    #[serde(default)]
    pub(super) after: After,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum After {
    #[default]
    Last,
    Cycle,
    Nothing,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct When {
    pub(super) message: Option<String>,
    pub(super) transport: Option<String>,
    pub(super) thread: Option<String>,
    pub(super) organization: Option<String>,
    pub(super) state: Option<String>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) contains: Vec<String>,
    #[serde(default)]
    pub(super) body: BTreeMap<String, Value>,
}

/// What answers a request that a rule has matched.
#[derive(Clone, Debug, Default, Deserialize)]
pub(crate) struct Answer {
    pub(crate) delay: Option<u64>,
    pub(crate) status: Option<u16>,
    #[serde(default)]
    pub(crate) faults: Vec<String>,
    pub(crate) superpowers: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) fail: Vec<String>,
    pub(crate) replies: Option<Vec<FixedReply>>,
    pub(crate) generate: Option<usize>,
    pub(crate) state: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct FixedReply {
    pub(crate) superpower: String,
    pub(crate) state: Option<String>,
    pub(crate) items: Option<Vec<Map<String, Value>>>,
    pub(crate) content: Option<String>,
    pub(crate) code: Option<String>,
    pub(crate) delay: Option<u64>,
}
