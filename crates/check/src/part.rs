use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use frontdesk_report::{Exit, Finding, Part};
use serde_json::Value;

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
    /// How long the part was at work, over all workers.
    spent: Duration,
    /// What to do where the part held nothing.
    way_out: &'static str,
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
            spent: Duration::ZERO,
            way_out: "",
            optional: Vec::new(),
        }
    }

    /// Says what to do where the part held nothing.
    pub(crate) fn way_out(mut self, way_out: &'static str) -> Self {
        self.way_out = way_out;
        self
    }

    /// Declares counts that may stay zero.
    pub(crate) fn optional(mut self, counts: &[&'static str]) -> Self {
        self.optional.extend(counts);
        self
    }

    /// Does a piece of the part's work on the clock.
    pub(crate) fn timed<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let started = Instant::now();
        let done = work(self);
        self.spent += started.elapsed();
        done
    }

    pub(crate) fn add(&mut self, count: &'static str, more: usize) {
        match self.counts.iter_mut().find(|(name, _)| *name == count) {
            Some((_, total)) => *total += more as u64,
            None => self.counts.push((count, more as u64)),
        }
    }

    /// Takes a finding in; one of the same cause as an earlier one raises that one's count.
    pub(crate) fn find(&mut self, finding: Finding) {
        let finding = finding.with("part", self.name);
        let known = self
            .findings
            .iter()
            .position(|known| same_cause(known, &finding));
        match known {
            Some(index) => {
                let known = &mut self.findings[index];
                let count = known.evidence.get("count").and_then(Value::as_u64);
                let count = count.unwrap_or(1) + 1;
                known.evidence.insert("count".to_owned(), count.into());
            }
            None if self.findings.len() < MAX_FINDINGS => self.findings.push(finding),
            None => self.more += 1,
        }
    }

    /// Takes in what the same part counted and found elsewhere.
    pub(crate) fn merge(&mut self, other: Self) {
        for (name, count) in other.counts {
            self.add(name, usize::try_from(count).unwrap_or(usize::MAX));
        }
        // Messages are held one by one, so that no cause is shared between them.
        for finding in other.findings {
            if self.findings.len() < MAX_FINDINGS {
                self.findings.push(finding);
            } else {
                self.more += 1;
            }
        }
        self.more += other.more;
        self.spent += other.spent;
    }

    /// Closes the part; a count that stayed zero is a finding.
    pub(crate) fn close(mut self) -> (Part, Vec<Finding>) {
        let empty: Vec<&str> = self
            .counts
            .iter()
            .filter(|(name, count)| *count == 0 && !self.optional.contains(name))
            .map(|(name, _)| *name)
            .collect();
        if !empty.is_empty() && self.findings.is_empty() {
            let (name, empty) = (self.name, empty.join(", no "));
            let way_out = match self.way_out {
                "" => String::new(),
                way_out => format!("; {way_out}"),
            };
            let message =
                format!("{name} held no {empty}: a part that did nothing proves nothing{way_out}");
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
            milliseconds: u64::try_from(self.spent.as_millis()).unwrap_or(u64::MAX),
        };
        (part, self.findings)
    }
}

/// Tells whether two findings have the same keyword of the same subschema refuse.
fn same_cause(left: &Finding, right: &Finding) -> bool {
    left.schema.is_some()
        && left.line.is_none()
        && (left.rule, &left.file, &left.schema, &left.keyword)
            == (right.rule, &right.file, &right.schema, &right.keyword)
        && left.evidence.get("contract_message") == right.evidence.get("contract_message")
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
