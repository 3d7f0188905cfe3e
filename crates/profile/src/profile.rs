use std::collections::BTreeMap;
use std::io::Read;

use serde::{Deserialize, Serialize};

use crate::error::ProfileError;
use crate::part::{MessagePart, Part};
use crate::profiler::Profiler;
use crate::reading::{ReadOutcome, Reading, read_all};

/// What traffic showed, by the partition that showed it.
///
/// Partitions are kept apart until they are looked at, so that [`merge`](Self::merge) is
/// commutative, associative and idempotent without any of them being counted twice. What one
/// partition takes is bounded, whatever its size.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    parts: BTreeMap<String, Part>,
}

/// Looks at every document and keeps what they show together under a partition's name.
///
/// Documents are read one at a time; recordings that expect to be refused are counted, not followed.
///
/// ```
/// use frontdesk_corpus::{Judges, MessageJudges, Target};
/// use frontdesk_profile::{Reading, profile};
/// use frontdesk_schema::{Options, Schema};
/// use serde_json::json;
///
/// let schema = json!({"properties": {"text": {"maxLength": 5}, "mood": {"enum": ["good", "bad"]}}});
/// let reader = Schema::compile(schema, &Options::default())?;
/// let judges = Judges::from_iter([("greeting", MessageJudges::of_reader(reader))]);
/// let reading = Reading {
///     paths: &["-".into()],
///     judges: &judges,
///     target: Target::message("greeting"),
///     max_document_bytes: 1024,
///     max_findings: 10,
/// };
/// let stdin = &b"{\"text\": \"hello\", \"mood\": \"good\"}\n{\"text\": \"hi\"}\n"[..];
/// let (profile, outcome) = profile("monday", &reading, stdin)?;
/// let shown = profile.view(&judges).to_json();
/// let message = &shown["messages"]["greeting"];
/// assert_eq!(outcome.documents, 2);
/// assert_eq!(message["fields"][1]["pointer"], "/mood");
/// assert_eq!((&message["fields"][1]["present"], &message["fields"][1]["parents"]), (&json!(1), &json!(2)));
/// assert_eq!(message["unexercised"][0]["value"], "bad");
/// assert_eq!(message["near_limits"][0]["keyword"], "maxLength");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// When the documents are said to be a message without a schema, or `-` is named twice.
pub fn profile(
    partition: &str,
    reading: &Reading<'_>,
    stdin: impl Read,
) -> Result<(Profile, ReadOutcome), ProfileError> {
    let mut profiler = Profiler::new();
    let outcome = read_all(reading, stdin, &mut profiler)?;
    let part = profiler.finish(outcome.unreadable);
    let parts = BTreeMap::from([(partition.to_owned(), part)]);
    Ok((Profile { parts }, outcome))
}

impl Profile {
    /// Takes another profile in.
    ///
    /// A partition that both have counts once. Where it was read twice and differs, as when the first
    /// attempt was cut off, the one with more documents is kept.
    pub fn merge(&mut self, other: Self) {
        for (name, part) in other.parts {
            match self.parts.get(&name) {
                Some(own) if rank(own) >= rank(&part) => {}
                _ => drop(self.parts.insert(name, part)),
            }
        }
    }

    /// Iterates over the names of the partitions, in order.
    pub fn partitions(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// Reads a profile that [`to_partial`](Self::to_partial) wrote.
    ///
    /// # Errors
    ///
    /// When the bytes are none, or are of another version's format.
    pub fn from_partial(bytes: &[u8]) -> Result<Self, ProfileError> {
        let file: PartialFile = serde_json::from_slice(bytes).map_err(ProfileError::NoPart)?;
        if file.partial_profile != FORMAT {
            return Err(ProfileError::OtherFormat(file.partial_profile));
        }
        Ok(Self { parts: file.parts })
    }

    /// Writes everything that is known, on one line, to be merged later.
    ///
    /// Equal profiles are equal bytes.
    ///
    /// # Panics
    ///
    /// Never: all members have names that are texts.
    #[must_use]
    pub fn to_partial(&self) -> String {
        let file = PartialFile {
            partial_profile: FORMAT,
            parts: self.parts.clone(),
        };
        serde_json::to_string(&file).expect("all names of a partial profile are texts")
    }

    /// Adds all partitions up, in the order of their names.
    pub(crate) fn total(&self) -> Part {
        let mut total = Part::default();
        self.parts.values().for_each(|part| total.merge(part));
        total
    }

    /// Adds up what all partitions showed, by message.
    pub(crate) fn messages(&self) -> BTreeMap<String, MessagePart> {
        self.total().messages
    }
}

/// A file of partitions.
#[derive(Deserialize, Serialize)]
struct PartialFile {
    partial_profile: u64,
    parts: BTreeMap<String, Part>,
}

/// Orders two readings of one partition, the better one last.
fn rank(part: &Part) -> (u64, String) {
    // Spelled out, it is an order that all machines agree on.
    (
        part.documents(),
        serde_json::to_string(part).unwrap_or_default(),
    )
}

const FORMAT: u64 = 1;
