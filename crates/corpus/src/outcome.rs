use std::collections::BTreeMap;

use frontdesk_report::{Exit, Finding, Report};
use serde_json::{Value, json};

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
    /// How many files were not read: inside folders, of no form that holds documents; anywhere,
    /// reached a second time, by a link or another name.
    pub skipped_files: u64,
    /// What a person must act on, in the order of the input.
    pub findings: Vec<Finding>,
    /// How many findings are not listed, because there are too many.
    pub omitted_findings: u64,
    /// The worst that the omitted findings mean for the exit code.
    omitted_exit: Exit,
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
        report.count("skipped_files", self.skipped_files);
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

    /// Takes findings in, up to the limit.
    pub(crate) fn find(&mut self, findings: impl IntoIterator<Item = Finding>, limit: usize) {
        for finding in findings {
            if self.findings.len() < limit {
                self.findings.push(finding);
            } else {
                self.omit(1, finding.exit);
            }
        }
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

    fn to_json(self) -> Value {
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
