use std::fmt;
use std::sync::Arc;

use frontdesk_report::RuleId;
use frontdesk_schema::{Options, Schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use serde_json::{Value, json};

use crate::exchange::{Answer, Outcome, Silence};
use crate::socket::KeptChannel;

/// What a check found wrong with one answer.
#[derive(Clone, Debug)]
pub struct Suspicion {
    /// The check.
    pub check: RuleId,
    /// What tells this kind of answer from others that the same check finds wrong.
    ///
    /// Two failures of one cause have the same signature; the opposite is for the detective to say.
    pub signature: String,
    /// What can be asked of another answer, whether it has the same fault.
    pub symptom: Symptom,
    /// Which of the answers of the exchange, from 0.
    pub answer: usize,
    /// What a person reads: what came.
    pub message: String,
    /// What was expected instead, and by which part of the contract.
    pub expected: Expected,
}

/// What was expected, and who says so.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Expected {
    /// What was expected.
    pub what: String,
    /// The place of the contract that says so, as a pointer, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The keyword there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keyword: Option<String>,
}

/// What is wrong with an answer, decidable from the answer alone.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Symptom {
    /// A status of a range, both ends included.
    Status(u16, u16),
    /// A status that is not of this list, which may hold classes such as `2XX`.
    StatusNotOf(Vec<String>),
    /// Nothing that can be read.
    Silence(Silence),
    /// An answer that takes longer than so many milliseconds.
    Slow(u64),
    /// A type of content that is not of this list, with a body.
    MediaNotOf(u16, Vec<String>),
    /// A body, with this status, that a schema refuses at a keyword.
    Violation {
        /// The status that the schema is for.
        status: u16,
        /// What refuses.
        schema: KeptSchema,
        /// The pointer of the subschema.
        at: String,
        /// The keyword.
        keyword: String,
    },
    /// A body, with this status, that is no JSON.
    NoJson(u16),
    /// A body that holds a text.
    Holds(String),
    /// A body that is not read to its end, since it is too large.
    Cut,
    /// What a check of conversations calls it, and the channel whose rules say so.
    Conversation(String, Option<KeptChannel>),
}

/// A schema that is kept with a symptom.
#[derive(Clone)]
pub struct KeptSchema(pub Arc<Schema>);

impl Symptom {
    /// Returns the status that an answer must have to have the fault, where it is one.
    pub(crate) fn status(&self) -> Option<u16> {
        match self {
            Self::Status(from, to) if from == to => Some(*from),
            Self::MediaNotOf(status, _) | Self::Violation { status, .. } | Self::NoJson(status) => {
                Some(*status)
            }
            _ => None,
        }
    }

    /// Returns the status where the fault is the form of an answer that says no.
    pub(crate) fn form_of(&self) -> Option<u16> {
        match self {
            Self::MediaNotOf(status, _) | Self::Violation { status, .. } | Self::NoJson(status) => {
                Some(*status).filter(|status| *status >= 400)
            }
            _ => None,
        }
    }

    /// Tells whether an answer has the fault.
    #[must_use]
    pub fn is_of(&self, answer: &Answer) -> bool {
        let reply = answer.reply();
        match self {
            Self::Slow(milliseconds) => answer.elapsed.as_millis() > u128::from(*milliseconds),
            Self::Silence(silence) => answer.outcome == Outcome::Silent(*silence),
            Self::Status(from, to) => {
                reply.is_some_and(|reply| (*from..=*to).contains(&reply.status))
            }
            Self::StatusNotOf(known) => reply.is_some_and(|reply| {
                !known
                    .iter()
                    .any(|pattern| status_matches(pattern, reply.status))
            }),
            Self::MediaNotOf(status, known) => reply.is_some_and(|reply| {
                let media = reply.media_type().unwrap_or_default();
                reply.status == *status && !reply.body.is_empty() && !known.contains(&media)
            }),
            Self::NoJson(status) => reply.is_some_and(|reply| {
                reply.status == *status && frontdesk_json::read(&reply.body).is_err()
            }),
            Self::Holds(text) => reply
                .is_some_and(|reply| String::from_utf8_lossy(&reply.body).contains(text.as_str())),
            Self::Violation {
                status,
                schema,
                at,
                keyword,
            } => reply.is_some_and(|reply| {
                reply.status == *status
                    && frontdesk_json::read(&reply.body).is_ok_and(|body| {
                        let violations = schema.0.violations(&body);
                        violations.iter().any(|found| {
                            found.schema.to_string() == *at && found.keyword == *keyword
                        })
                    })
            }),
            Self::Cut => reply.is_some_and(|reply| reply.cut),
            Self::Conversation(..) => false,
        }
    }
}

/// Tells whether a status is `200`, of the class `2XX`, or anything for `default`.
pub(crate) fn status_matches(pattern: &str, status: u16) -> bool {
    if pattern == "default" {
        return true;
    }
    let written = status.to_string();
    pattern.len() == written.len()
        && pattern
            .bytes()
            .zip(written.bytes())
            .all(|(wanted, found)| wanted.eq_ignore_ascii_case(&b'x') || wanted == found)
}

impl fmt::Debug for KeptSchema {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("KeptSchema")
    }
}

impl Serialize for KeptSchema {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let resources = &self.0.options().resources;
        json!({"document": self.0.document(), "resources": resources}).serialize(serializer)
    }
}

impl<'d> Deserialize<'d> for KeptSchema {
    fn deserialize<D: Deserializer<'d>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Kept {
            document: Value,
            resources: Vec<(String, Value)>,
        }
        let kept = Kept::deserialize(deserializer)?;
        let options = Options {
            resources: kept.resources,
            ..Options::default()
        };
        let schema = Schema::compile(kept.document, &options).map_err(de::Error::custom)?;
        Ok(Self(Arc::new(schema)))
    }
}
