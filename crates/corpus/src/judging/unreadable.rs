use frontdesk_json::{ReadError, ReadErrorKind};
use frontdesk_report::{Finding, RuleId};

use crate::input::{Document, Place};
use crate::rules;
use frontdesk_json::is_secret;

/// Reports a document that is no strict JSON.
pub(crate) fn no_json(document: &Document, error: &ReadError, of_recording: bool) -> Finding {
    let place = &document.place;
    let finding = if is_torn(document, error) {
        let message = "the file ends in the middle of this document, as when its writer was cut \
                       off: complete it or remove it";
        place.finding(rules::TRUNCATED_RECORDING, message)
    } else {
        place.finding(RuleId::new(error.kind().rule()), what(error))
    };
    let finding = if place.within.is_some() {
        // The text is written with escapes, so that no place of it is one of the file.
        finding.with("body_offset", error.offset())
    } else {
        let whole_file = place.line.is_none() && place.offset == 0;
        let line = place.line.or(whole_file.then(|| error.line() as u64));
        finding
            .in_file(place.file.as_ref(), line)
            .with("offset", place.offset + error.offset() as u64)
            .with("column", error.column())
    };
    if error.pointer().is_root() {
        return finding;
    }
    let finding = finding.at_instance(error.pointer());
    if of_recording {
        finding.with("in", "recording")
    } else {
        finding
    }
}

/// Reports a recording whose body is no strict JSON.
pub(crate) fn no_json_body(place: &Place, message: &str, error: &ReadError) -> Finding {
    place
        .finding(RuleId::new(error.kind().rule()), what(error))
        .at_instance(error.pointer())
        .with("in", "body")
        .with("contract_message", message)
        .with("body_offset", error.offset())
}

/// Says what is wrong without the place, which a finding names better.
///
/// A number is quoted unless it may be a secret.
pub(crate) fn what(error: &ReadError) -> String {
    if is_secret(error.pointer()) {
        match error.kind() {
            ReadErrorKind::MalformedNumber => return "malformed number".to_owned(),
            ReadErrorKind::NumberOutOfRange => {
                return "number beyond the range of a double".to_owned();
            }
            _ => {}
        }
    }
    let text = error.to_string();
    match text.rsplit_once(" (line ") {
        Some((what, _)) => what.to_owned(),
        None => text,
    }
}

/// Tells whether the document would go on, had the file not ended.
fn is_torn(document: &Document, error: &ReadError) -> bool {
    if document.ended {
        return false;
    }
    match error.kind() {
        ReadErrorKind::UnexpectedEnd => true,
        // `1.` at the very end may have been going to be `1.5`.
        ReadErrorKind::MalformedNumber => document.bytes[error.offset()..]
            .iter()
            .all(|byte| in_number(*byte)),
        ReadErrorKind::InvalidUtf8 => {
            std::str::from_utf8(&document.bytes).is_err_and(|error| error.error_len().is_none())
        }
        _ => false,
    }
}

fn in_number(byte: u8) -> bool {
    byte.is_ascii_digit() || b"+-.eE".contains(&byte)
}
