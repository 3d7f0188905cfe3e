use std::ops::Range;

use frontdesk_json::{MAX_DEPTH, Scanner, read};
use memchr::memchr2_iter;

use crate::recording::{ReadRecording, Recording, is_recording_member};

/// A document, taken apart as far as it takes to tell recordings.
pub(crate) enum Envelope {
    /// A recording, read without its body.
    Recording {
        read: Box<ReadRecording>,
        body: Range<usize>,
    },
    /// An object with other members, or no object.
    Other,
    /// Something to read with care.
    Odd,
}

/// Takes a document apart without reading what may be most of it: a recording's body.
///
/// Whatever is said of a recording holds once its body proves to be strict JSON.
pub(crate) fn open(bytes: &[u8]) -> Envelope {
    let Some(mut scanner) = Scanner::new(bytes) else {
        return Envelope::Odd;
    };
    if scanner.peek().is_some_and(|byte| byte != b'{') {
        return Envelope::Other;
    }
    match members(&mut scanner) {
        Some(Members { known: 0..=2, .. }) => Envelope::Other,
        Some(Members {
            body: Some(body), ..
        }) => recording(bytes, body).unwrap_or(Envelope::Odd),
        Some(_) | None => Envelope::Odd,
    }
}

struct Members {
    /// How many are members of recordings.
    known: usize,
    body: Option<Range<usize>>,
}

/// Passes over all members of an object; gives nothing where a name is odd.
fn members(scanner: &mut Scanner<'_>) -> Option<Members> {
    let mut members = Members {
        known: 0,
        body: None,
    };
    scanner.open()?;
    if scanner.peek()? == b'}' {
        return Some(members);
    }
    loop {
        scanner.peek()?;
        let written = scanner.string()?;
        let name = scanner.spelling(&written);
        scanner.pass(b':')?;
        scanner.peek()?;
        let begin = scanner.at();
        scanner.skip()?;
        if written.escaped() {
            return None;
        }
        members.known += usize::from(is_recording_member(name));
        if name == "body" {
            let body = begin..scanner.at();
            if members.body.replace(body).is_some() {
                return None;
            }
        }
        if !scanner.goes_on(b'}')? {
            return Some(members);
        }
    }
}

/// Reads a recording with nothing in the place of its body.
fn recording(bytes: &[u8], body: Range<usize>) -> Option<Envelope> {
    let brackets = memchr2_iter(b'[', b'{', &bytes[body.clone()]).count();
    // The body is one container deeper than a document of its own.
    if brackets >= MAX_DEPTH {
        return None;
    }
    let without = [&bytes[..body.start], b"null", &bytes[body.end..]].concat();
    let read = Box::new(Recording::from_value(read(&without).ok()?).ok()?);
    Some(Envelope::Recording { read, body })
}

#[cfg(test)]
mod tests {
    use super::{Envelope, open};

    const LINE: &str = r#"{"at":"2025-03-14T09:26:53Z","transport":"rest","direction":"request","message":"m","body": {"a":["}"]} ,"contract":{"name":"c","version":"1"},"origin":{"kind":"recorded"}}"#;

    #[test]
    fn a_recording_is_read_without_its_body() {
        let Envelope::Recording { read, body } = open(LINE.as_bytes()) else {
            panic!("it is a recording");
        };
        assert_eq!(&LINE[body], r#"{"a":["}"]}"#);
        assert_eq!(read.recording.message, "m");
    }

    #[test]
    fn other_documents_are_told_and_odd_ones_left_to_the_careful() {
        for other in [
            "{}",
            "[1]",
            " 17",
            r#"{"message":"a","body":1,"x":{"at":1,"status":1}}"#,
        ] {
            assert!(matches!(open(other.as_bytes()), Envelope::Other), "{other}");
        }
        let deep = format!("{}{}", "[".repeat(127), "]".repeat(127));
        for odd in [
            LINE.replace("body", "b\\u006fdy"),
            LINE.replace("\"at\"", "\"body\":1,\"at\""),
            LINE.replace("\"at\"", "\"at\":1,\"at\""),
            LINE.replace("body", "body_text"),
            LINE.replace(r#"{"a":["}"]}"#, &deep),
            LINE[..LINE.len() - 1].to_owned(),
        ] {
            assert!(matches!(open(odd.as_bytes()), Envelope::Odd), "{odd}");
        }
    }
}
