use std::collections::BTreeMap;

use frontdesk_report::{Exit, Finding, Part};

use crate::rules;

/// Findings of one part beyond this many are counted, not shown.
const MAX_FINDINGS: usize = 50;

/// A part of the check while it runs.
#[derive(Debug)]
pub(crate) struct Tally {
    name: &'static str,
    counts: Vec<(&'static str, u64)>,
    findings: Vec<Finding>,
    more: u64,
    /// Counts that may be zero: what is not there need not be held.
    optional: Vec<&'static str>,
}

impl Tally {
    pub(crate) fn new(name: &'static str, counts: &[&'static str]) -> Self {
        Self {
            name,
            counts: counts.iter().map(|count| (*count, 0)).collect(),
            findings: Vec::new(),
            more: 0,
            optional: Vec::new(),
        }
    }

    /// Declares counts that may stay zero.
    pub(crate) fn optional(mut self, counts: &[&'static str]) -> Self {
        self.optional.extend(counts);
        self
    }

    pub(crate) fn add(&mut self, count: &'static str, more: usize) {
        match self.counts.iter_mut().find(|(name, _)| *name == count) {
            Some((_, total)) => *total += more as u64,
            None => self.counts.push((count, more as u64)),
        }
    }

    pub(crate) fn find(&mut self, finding: Finding) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push(finding.with("part", self.name));
        } else {
            self.more += 1;
        }
    }

    /// Takes in what the same part counted and found elsewhere.
    pub(crate) fn merge(&mut self, other: Self) {
        for (name, count) in other.counts {
            self.add(name, usize::try_from(count).unwrap_or(usize::MAX));
        }
        for finding in other.findings {
            if self.findings.len() < MAX_FINDINGS {
                self.findings.push(finding);
            } else {
                self.more += 1;
            }
        }
        self.more += other.more;
    }

    /// Closes the part; a count that stayed zero is a finding.
    pub(crate) fn close(mut self, milliseconds: u64) -> (Part, Vec<Finding>) {
        let empty: Vec<&str> = self
            .counts
            .iter()
            .filter(|(name, count)| *count == 0 && !self.optional.contains(name))
            .map(|(name, _)| *name)
            .collect();
        if !empty.is_empty() && self.findings.is_empty() {
            let message = format!(
                "{} held no {}: a part that did nothing proves nothing",
                self.name,
                empty.join(", no ")
            );
            self.find(Finding::new(rules::EMPTY_PART, message).exits(Exit::Findings));
        }
        let total = self.findings.len() as u64 + self.more;
        if self.more > 0
            && let Some(last) = self.findings.pop()
        {
            let message = format!("{} ({} more like it not shown)", last.message, self.more);
            self.findings.push(Finding { message, ..last });
        }
        let part = Part {
            name: self.name.to_owned(),
            counts: self
                .counts
                .iter()
                .map(|(name, count)| ((*name).to_owned(), *count))
                .collect(),
            findings: total,
            milliseconds,
        };
        (part, self.findings)
    }
}

/// How often each thing of a set of names was made use of.
#[derive(Debug, Default)]
pub(crate) struct Uses(BTreeMap<String, u64>);

impl Uses {
    pub(crate) fn of(&mut self, name: &str) {
        *self.0.entry(name.to_owned()).or_default() += 1;
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}
