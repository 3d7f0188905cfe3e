use frontdesk_json::ReadError;
use frontdesk_report::Finding;
use serde_json::Value;

use crate::config::{Judges, MessageJudges};
use crate::input::Place;
use crate::judging::bench::Judged;
use crate::judging::claims::{Compared, compare};
use crate::judging::unreadable::no_json_body;
use crate::judging::violations::{Refused, refused};
use crate::outcome::DocumentVerdict;
use crate::recording::{MalformedRecording, ReadRecording, Recording, looks_like_recording};
use crate::rules;
use crate::suggest::known_names;

/// A recording's body before its judges.
#[derive(Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) place: &'a Place,
    pub(crate) message: &'a str,
    pub(crate) body: Result<&'a Value, &'a ReadError>,
    pub(crate) judges: &'a MessageJudges,
}

/// Judges a recording by what it expects, or else by its message's reader.
pub(crate) fn judge_recording(
    place: &Place,
    value: Value,
    judges: &Judges,
    limit: usize,
) -> Judged {
    if !looks_like_recording(&value) {
        let message = "the document is no recording: say what it is with `--message` or \
                       `--schema`, or have it found out with `--auto`";
        return Judged::unreadable(place.finding(rules::NOT_A_RECORDING, message));
    }
    let read = match Recording::from_value(value) {
        Ok(read) => read,
        Err(error) => return Judged::unreadable(malformed(place, &error)),
    };
    let mut findings = asides(place, &read);
    let recording = read.recording;
    findings.extend(unknown_contract(place, &recording.contract.name, judges));
    let Some(message) = judges.get(&recording.message) else {
        findings.push(unknown_message(place, &recording.message, judges));
        return Judged {
            findings,
            ..Judged::new(DocumentVerdict::Unreadable)
        };
    };
    let of_body = judge_body(place, &recording, message, limit);
    findings.extend(of_body.findings);
    Judged {
        message: Some(recording.message),
        findings,
        ..of_body
    }
}

fn judge_body(
    place: &Place,
    recording: &Recording,
    judges: &MessageJudges,
    limit: usize,
) -> Judged {
    let body = recording.body.read();
    let case = Case {
        place,
        message: &recording.message,
        body: body.as_deref(),
        judges,
    };
    let accepted = case.body.is_ok_and(|value| judges.reader.accepts(value));
    let verdict = if accepted {
        DocumentVerdict::Valid
    } else {
        DocumentVerdict::Invalid
    };
    if let Some(expectation) = &recording.expect {
        let Compared { verdicts, findings } = compare(&case, expectation);
        return Judged {
            expectations: verdicts,
            findings,
            ..Judged::new(verdict)
        };
    }
    let Refused { findings, omitted } = if accepted {
        Refused::nothing()
    } else {
        refused_body(&case, limit)
    };
    Judged {
        findings,
        omitted,
        ..Judged::new(verdict)
    }
}

fn refused_body(case: &Case<'_>, limit: usize) -> Refused {
    match case.body {
        Ok(value) => {
            let labels = [
                ("in", "body"),
                ("contract_message", case.message),
                ("side", "reader"),
            ];
            refused(case.place, value, &case.judges.reader, &labels, limit)
        }
        Err(error) => Refused {
            findings: vec![no_json_body(case.place, case.message, error)],
            omitted: 0,
        },
    }
}

fn malformed(place: &Place, error: &MalformedRecording) -> Finding {
    place
        .finding(rules::MALFORMED_RECORDING, error.to_string())
        .at_instance(error.pointer())
        .with("in", "recording")
}

fn unknown_message(place: &Place, name: &str, judges: &Judges) -> Finding {
    let hint = known_names(name, judges.names());
    place
        .finding(
            rules::UNKNOWN_MESSAGE,
            format!("no schema is known for the message `{name}`: {hint}"),
        )
        .at_instance("/message")
        .with("in", "recording")
        .with("contract_message", name)
        .with("known", judges.names().collect::<Vec<_>>())
}

/// Reports a recording of another contract; its messages may still have known names.
fn unknown_contract(place: &Place, name: &str, judges: &Judges) -> Option<Finding> {
    let known = judges.contract().filter(|known| *known != name)?;
    let message = format!(
        "the recording is of the contract `{name}`, and the schemas are of `{known}`: correct the \
         name, or move the recording to the corpus of its contract"
    );
    let finding = place
        .finding(rules::UNKNOWN_CONTRACT, message)
        .at_instance("/contract/name")
        .with("in", "recording")
        .with("contract", name)
        .with("known", known);
    Some(finding)
}

/// Reports what was read past without harm to the rest.
fn asides(place: &Place, read: &ReadRecording) -> Vec<Finding> {
    let unknown = read.unknown.iter().map(|member| {
        let hint = match member.suggestion {
            Some(suggestion) => format!("did you mean `{suggestion}`?"),
            None => "remove it, or put it into `origin.note`".to_owned(),
        };
        let message = format!("recordings have no member `{}`: {hint}", member.pointer);
        place
            .finding(rules::UNKNOWN_RECORDING_MEMBER, message)
            .at_instance(&member.pointer)
            .with("in", "recording")
    });
    let unredacted = read.unredacted.iter().map(|name| {
        let message =
            format!("the header `{name}` may hold a secret: write its value as `[redacted]`");
        place
            .finding(rules::UNREDACTED_HEADER, message)
            .at_instance(frontdesk_json::Pointer::from_tokens(["headers", name]))
            .with("in", "recording")
    });
    unknown.chain(unredacted).collect()
}
