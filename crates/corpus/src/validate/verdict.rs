//! Verdicts as lines of JSON.

use frontdesk_report::Finding;
use serde::Serialize;

use crate::input::Place;
use crate::judging::{Because, Judged, Plain};
use crate::outcome::DocumentVerdict;

/// A line about one document.
#[derive(Serialize)]
struct Told<'l> {
    verdict: &'static str,
    file: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    entry: u64,
    offset: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    within: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contract_message: Option<&'l str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'static str>,
    findings: &'l [Finding],
    #[serde(skip_serializing_if = "is_none")]
    omitted_findings: u64,
}

/// Tells of a document that is plainly valid.
pub(super) fn of_plain(place: &Place, plain: Plain<'_>, lines: &mut Vec<u8>) {
    let line = Told {
        contract_message: plain.message,
        because: plain.because.map(Because::as_str),
        ..Told::new(DocumentVerdict::Valid, place)
    };
    write(&line, lines);
}

/// Tells of a document that was judged with care.
pub(super) fn of_judged(place: &Place, judged: &Judged, lines: &mut Vec<u8>) {
    let most = judged.findings.len().min(MOST_FINDINGS);
    let line = Told {
        contract_message: judged.message.as_deref(),
        because: judged.because.map(Because::as_str),
        findings: &judged.findings[..most],
        omitted_findings: judged.omitted + (judged.findings.len() - most) as u64,
        ..Told::new(judged.verdict, place)
    };
    write(&line, lines);
}

/// Tells of a document that could not be held.
pub(super) fn of_unreadable(finding: &Finding, lines: &mut Vec<u8>) {
    let line = Told {
        verdict: name(DocumentVerdict::Unreadable),
        file: finding.file.as_deref().unwrap_or_default(),
        line: finding.line,
        entry: finding.entry.unwrap_or_default(),
        offset: finding
            .evidence
            .get("offset")
            .and_then(serde_json::Value::as_u64)
            .unwrap_or_default(),
        within: None,
        contract_message: None,
        because: None,
        findings: std::slice::from_ref(finding),
        omitted_findings: 0,
    };
    write(&line, lines);
}

/// Tells of a path or file, and of no document of it.
pub(super) fn of_path(finding: &Finding, lines: &mut Vec<u8>) {
    #[derive(Serialize)]
    struct OfPath<'l> {
        finding: &'l Finding,
    }
    write(&OfPath { finding }, lines);
}

impl<'l> Told<'l> {
    fn new(verdict: DocumentVerdict, place: &'l Place) -> Self {
        Self {
            verdict: name(verdict),
            file: &place.file,
            line: place.line,
            entry: place.entry,
            offset: place.offset,
            within: place.within.as_ref().map(ToString::to_string),
            contract_message: None,
            because: None,
            findings: &[],
            omitted_findings: 0,
        }
    }
}

fn name(verdict: DocumentVerdict) -> &'static str {
    match verdict {
        DocumentVerdict::Valid => "valid",
        DocumentVerdict::Invalid => "invalid",
        DocumentVerdict::Unreadable => "unreadable",
    }
}

/// Writes a line.
///
/// # Panics
///
/// Never: every map in a verdict has strings as keys, and a vector takes every byte.
fn write(line: &impl Serialize, lines: &mut Vec<u8>) {
    serde_json::to_writer(&mut *lines, line).expect("a verdict is always JSON");
    lines.push(b'\n');
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes every field by reference"
)]
fn is_none(count: &u64) -> bool {
    *count == 0
}

/// How many findings a line holds.
pub(super) const MOST_FINDINGS: usize = 100;
