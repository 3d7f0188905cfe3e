use std::collections::BTreeMap;

use frontdesk_report::Exit;
use serde_json::{Map, Value, json};

use crate::judging::Because;
use crate::outcome::{Counts, Outcome};
use crate::partial::read::{Malformed, count, exit, object};

/// What was counted in one part of a corpus.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Partition {
    pub(super) counts: Counts,
    messages: BTreeMap<String, Counts>,
    told: BTreeMap<Because, u64>,
    expectations: u64,
    refused_as_expected: u64,
    skipped_files: u64,
    left_out: u64,
    /// How many findings there are, listed or not.
    pub(super) findings: u64,
    /// The worst of them.
    pub(super) exit: Exit,
    /// Stands for all that was counted and found.
    pub(super) digest: String,
}

impl Partition {
    /// Takes what was counted; the digest is for others to make.
    pub(super) fn of(outcome: &Outcome) -> Self {
        Self {
            counts: outcome.counts,
            messages: outcome.messages.clone(),
            told: outcome.told.clone(),
            expectations: outcome.expectations,
            refused_as_expected: outcome.refused_as_expected,
            skipped_files: outcome.skipped_files,
            left_out: outcome.left_out,
            findings: outcome.omitted_findings + outcome.findings.len() as u64,
            exit: outcome.exit(),
            digest: String::new(),
        }
    }

    /// Adds what was counted to an outcome.
    pub(super) fn add_to(&self, outcome: &mut Outcome) {
        let add = |sum: &mut u64, more: u64| *sum = sum.saturating_add(more);
        outcome.counts.append(self.counts);
        for (message, counts) in &self.messages {
            let sum = outcome.messages.entry(message.clone()).or_default();
            sum.append(*counts);
        }
        for (because, count) in &self.told {
            add(outcome.told.entry(*because).or_default(), *count);
        }
        add(&mut outcome.expectations, self.expectations);
        add(&mut outcome.refused_as_expected, self.refused_as_expected);
        add(&mut outcome.skipped_files, self.skipped_files);
        add(&mut outcome.left_out, self.left_out);
        add(&mut outcome.omitted_findings, self.findings);
        outcome.omitted_exit = outcome.omitted_exit.max(self.exit);
    }

    pub(super) fn to_json(&self) -> Value {
        let messages = self.messages.iter();
        let messages: Map<String, Value> = messages
            .map(|(name, counts)| (name.clone(), counts.to_json()))
            .collect();
        let told = self.told.iter();
        let told: Map<String, Value> = told
            .map(|(because, count)| (because.as_str().to_owned(), json!(count)))
            .collect();
        json!({
            "counts": self.counts.to_json(),
            "messages": messages,
            "told_apart": told,
            "expectations": self.expectations,
            "refused_as_expected": self.refused_as_expected,
            "skipped_files": self.skipped_files,
            "left_out": self.left_out,
            "findings": self.findings,
            "exit": self.exit.code(),
            "digest": self.digest,
        })
    }

    pub(super) fn from_json(value: &Value) -> Result<Self, Malformed> {
        let messages = object(value, "messages")?.iter();
        let told = object(value, "told_apart")?.iter();
        let digest = value.get("digest").and_then(Value::as_str);
        Ok(Self {
            counts: counts(value.get("counts"))?,
            messages: messages
                .map(|(name, value)| Ok((name.clone(), counts(Some(value))?)))
                .collect::<Result<_, Malformed>>()?,
            told: told
                .map(|(name, count)| {
                    let because = Because::from_name(name).ok_or(Malformed("told_apart"))?;
                    Ok((because, count.as_u64().ok_or(Malformed("told_apart"))?))
                })
                .collect::<Result<_, Malformed>>()?,
            expectations: count(value, "expectations")?,
            refused_as_expected: count(value, "refused_as_expected")?,
            skipped_files: count(value, "skipped_files")?,
            // Older parts left nothing out, and do not say so.
            left_out: value
                .get("left_out")
                .map_or(Ok(0), |_| count(value, "left_out"))?,
            findings: count(value, "findings")?,
            exit: exit(value)?,
            digest: digest.ok_or(Malformed("digest"))?.to_owned(),
        })
    }
}

fn counts(value: Option<&Value>) -> Result<Counts, Malformed> {
    let value = value.ok_or(Malformed("counts"))?;
    let counts = Counts {
        documents: count(value, "documents")?,
        valid: count(value, "valid")?,
        invalid: count(value, "invalid")?,
        unreadable: count(value, "unreadable")?,
    };
    let sum = counts.valid.checked_add(counts.invalid);
    let sum = sum.and_then(|sum| sum.checked_add(counts.unreadable));
    (sum == Some(counts.documents))
        .then_some(counts)
        .ok_or(Malformed("documents"))
}
