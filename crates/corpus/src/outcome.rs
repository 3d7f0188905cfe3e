use std::collections::BTreeMap;

use frontdesk_report::{Exit, Finding, Report};
use serde_json::{Value, json};

use crate::judging::{Because, Judged};
use crate::rules;

/// What validation counted and found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// All documents, by verdict.
    pub counts: Counts,
    /// The documents of each message that was named, by verdict.
    pub messages: BTreeMap<String, Counts>,
    /// How many expected verdicts of recordings were compared with the judges' answers.
    pub expectations: u64,
    /// How many documents were refused as their recordings expect; they are among the invalid ones.
    pub refused_as_expected: u64,
    /// How many files were not read: inside folders, of no form that holds documents; anywhere,
    /// reached a second time, by a link or another name.
    pub skipped_files: u64,
    /// How many documents were not judged, since what carried them tells that they are of other
    /// messages than the one that was asked for; they are not among the counted ones.
    pub left_out: u64,
    /// What a person must act on, in the order of the input.
    pub findings: Vec<Finding>,
    /// How many findings are not listed, because there are too many.
    pub omitted_findings: u64,
    /// The worst that the omitted findings mean for the exit code.
    pub(crate) omitted_exit: Exit,
    /// How many documents were told apart, by why.
    pub(crate) told: BTreeMap<Because, u64>,
    strangers: Strangers,
}

/// The documents that are no recordings where recordings were expected, of which the first stands
/// for all.
#[derive(Clone, Debug, Default, PartialEq)]
struct Strangers {
    documents: u64,
    /// Which of the findings is about the first.
    finding: usize,
    /// Where the first few are.
    places: Vec<String>,
}

/// How many documents got which verdict.
///
/// For recordings the verdict is the one of the message's reader on the body, whatever the
/// recording expects; findings alone decide whether a corpus is clean.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// All of them: the sum of the others.
    pub documents: u64,
    /// Accepted.
    pub valid: u64,
    /// Refused.
    pub invalid: u64,
    /// Never brought before a judge: no JSON, no recording, or of no known message.
    pub unreadable: u64,
}

impl Outcome {
    /// Tells how a command that found this ends.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.findings
            .iter()
            .map(|finding| finding.exit)
            .fold(self.omitted_exit, Exit::max)
    }

    /// Turns the outcome into a report.
    #[must_use]
    pub fn into_report(self) -> Report {
        let mut report = Report::default();
        report.count("documents", self.counts.documents);
        report.count("valid", self.counts.valid);
        report.count("invalid", self.counts.invalid);
        report.count("unreadable", self.counts.unreadable);
        report.count("expectations", self.expectations);
        report.count("refused_as_expected", self.refused_as_expected);
        report.count("skipped_files", self.skipped_files);
        if self.left_out > 0 {
            report.count("left_out", self.left_out);
        }
        if !self.told.is_empty() {
            let told = self.told.iter();
            report.count(
                "told_apart",
                told.map(|(because, count)| (because.as_str(), *count))
                    .collect::<Value>(),
            );
        }
        let messages = self.messages.into_iter();
        report.count(
            "messages",
            messages
                .map(|(name, counts)| (name, counts.to_json()))
                .collect::<Value>(),
        );
        report.findings = self.findings;
        if self.omitted_findings > 0 {
            report.count("omitted_findings", self.omitted_findings);
            let message = format!(
                "{} further findings are not listed: mend the listed ones first, or raise the limit",
                self.omitted_findings
            );
            let finding = Finding::new(rules::FINDINGS_OMITTED, message)
                .with("omitted", self.omitted_findings)
                .exits(self.omitted_exit);
            report.findings.push(finding);
        }
        report
    }

    /// Takes in what was said of one document.
    pub(crate) fn take(&mut self, judged: Judged, limit: usize) {
        self.counts.add(judged.verdict);
        let as_expected = judged.expectations > 0 && judged.findings.is_empty();
        if judged.verdict == DocumentVerdict::Invalid && as_expected {
            self.refused_as_expected += 1;
        }
        if let Some(message) = &judged.message {
            self.count(message, judged.verdict);
        }
        if let Some(because) = judged.because {
            *self.told.entry(because).or_default() += 1;
        }
        self.expectations += judged.expectations;
        self.find(judged.findings, limit);
        self.omit(judged.omitted, Exit::Findings);
    }

    /// Counts a document that is plainly valid.
    pub(crate) fn count_valid(&mut self, message: Option<&str>, because: Option<Because>) {
        self.counts.add(DocumentVerdict::Valid);
        if let Some(message) = message {
            self.count(message, DocumentVerdict::Valid);
        }
        if let Some(because) = because {
            *self.told.entry(because).or_default() += 1;
        }
    }

    fn count(&mut self, message: &str, verdict: DocumentVerdict) {
        // Nearly always the message is there, and its name need not be copied.
        if let Some(counts) = self.messages.get_mut(message) {
            counts.add(verdict);
        } else {
            let counts = self.messages.entry(message.to_owned()).or_default();
            counts.add(verdict);
        }
    }

    /// Takes in what was found in what comes after.
    pub(crate) fn append(&mut self, after: Self, limit: usize) {
        self.counts.append(after.counts);
        for (message, counts) in after.messages {
            self.messages.entry(message).or_default().append(counts);
        }
        for (because, count) in after.told {
            *self.told.entry(because).or_default() += count;
        }
        self.expectations += after.expectations;
        self.refused_as_expected += after.refused_as_expected;
        self.skipped_files += after.skipped_files;
        self.left_out += after.left_out;
        let more = after.strangers;
        self.find(after.findings, limit);
        // The first of them was counted just now.
        self.strangers.documents += more.documents.saturating_sub(1);
        self.strangers
            .places
            .extend(more.places.into_iter().skip(1));
        self.strangers.places.truncate(MOST_PLACES);
        self.omit(after.omitted_findings, after.omitted_exit);
    }

    /// Takes findings in, up to the limit.
    pub(crate) fn find(&mut self, findings: impl IntoIterator<Item = Finding>, limit: usize) {
        for finding in findings {
            if finding.rule == rules::NOT_A_RECORDING {
                self.stranger(finding);
            } else if self.listed() < limit {
                self.findings.push(finding);
            } else {
                self.omit(1, finding.exit);
            }
        }
    }

    /// Returns how many findings are listed that a limit is about.
    pub(crate) fn listed(&self) -> usize {
        self.findings.len() - usize::from(self.strangers.documents > 0)
    }

    /// Takes in a document that is no recording.
    fn stranger(&mut self, finding: Finding) {
        if self.strangers.places.len() < MOST_PLACES {
            let file = finding.file.as_deref().unwrap_or_default();
            let place = match finding.line {
                Some(line) => format!("{file}:{line}"),
                None => file.to_owned(),
            };
            self.strangers.places.push(place);
        }
        if self.strangers.documents == 0 {
            self.strangers.finding = self.findings.len();
            self.findings.push(finding);
        }
        self.strangers.documents += 1;
    }

    /// Has the first document that is no recording speak for all.
    pub(crate) fn finish(&mut self) {
        let Strangers {
            documents,
            finding,
            places,
        } = &self.strangers;
        if *documents < 2 {
            return;
        }
        let Some(finding) = self.findings.get_mut(*finding) else {
            return;
        };
        finding.message = format!(
            "{documents} documents are no recordings, of which this is the first: say what they \
             are with `--message` or `--schema`, or have it found out with `--auto`"
        );
        finding
            .evidence
            .insert("documents".to_owned(), (*documents).into());
        finding.evidence.insert("places".to_owned(), json!(places));
    }

    /// Counts findings that are not listed.
    pub(crate) fn omit(&mut self, findings: u64, exit: Exit) {
        if findings > 0 {
            self.omitted_findings += findings;
            self.omitted_exit = self.omitted_exit.max(exit);
        }
    }
}

impl Counts {
    /// Counts one more document.
    pub(crate) fn add(&mut self, verdict: DocumentVerdict) {
        self.documents += 1;
        match verdict {
            DocumentVerdict::Valid => self.valid += 1,
            DocumentVerdict::Invalid => self.invalid += 1,
            DocumentVerdict::Unreadable => self.unreadable += 1,
        }
    }

    pub(crate) fn append(&mut self, more: Self) {
        // Partial reports come from anywhere, and a sum of theirs must not overflow.
        self.documents = self.documents.saturating_add(more.documents);
        self.valid = self.valid.saturating_add(more.valid);
        self.invalid = self.invalid.saturating_add(more.invalid);
        self.unreadable = self.unreadable.saturating_add(more.unreadable);
    }

    pub(crate) fn to_json(self) -> Value {
        json!({
            "documents": self.documents,
            "valid": self.valid,
            "invalid": self.invalid,
            "unreadable": self.unreadable,
        })
    }
}

/// What became of one document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum DocumentVerdict {
    Valid,
    Invalid,
    Unreadable,
}

/// Of how many documents that are no recordings the places are shown.
const MOST_PLACES: usize = 10;
