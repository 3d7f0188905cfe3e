use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::case::Case;
use crate::engine::Feature;
use crate::request::Request;
use crate::suspicion::{Expected, Symptom};

/// One bug: its cause, and everything that proves and replays it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Finding {
    /// A fingerprint of the cause, stable between runs.
    pub id: String,
    /// The name of the check.
    pub check: String,
    /// The operation, as people call it.
    pub operation: String,
    /// What a person reads first.
    pub message: String,
    /// What must be in a request so that it fails; none of it where every request does.
    pub cause: Vec<Feature>,
    /// How many requests failed by this cause.
    pub count: u64,
    /// How many of a hundred such requests fail, where it is not all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate: Option<u8>,
    /// What tells answers of its kind from others.
    pub signature: String,
    /// What was expected, and who says so.
    pub expected: Expected,
    /// The smallest case that was found.
    pub case: Case,
    /// The same as it is sent.
    pub sent: Request,
    /// What tells that it fails.
    pub symptom: Symptom,
    /// Which answer fails, from 0.
    #[serde(default)]
    pub answer: usize,
    /// The members of a report: `request`, `response`, `curl`.
    pub shown: Map<String, Value>,
}
