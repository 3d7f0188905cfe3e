//! What a conversation is made of: the steps that its value lists.

use serde_json::Value;

use super::frame::{self, Kind};

/// One step of a conversation.
///
/// In a value it is an object with one member that says what it is, so that shrinking and repairing
/// work on conversations as on everything else; what is none of these is left out.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step<'v> {
    /// `text`: a message, as its canonical spelling; with `pieces` in so many frames, and a ping
    /// between them.
    Text(&'v Value, usize),
    /// `raw`: a text as it is.
    Raw(&'v str),
    /// `binary`: a text as binary.
    Binary(&'v str),
    /// `odd`: something that no client sends.
    Odd(Odd),
    /// `wait`: until everything so far is answered.
    Wait,
    /// `reopen`: a close in order, and a new connection.
    Reopen,
}

/// What no client sends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Odd {
    /// A text that is no UTF-8.
    NoUtf8,
    /// A reserved bit.
    Reserved,
    /// A kind of frame that there is not.
    Kind,
    /// The end of a message that has not begun.
    Continuation,
    /// A ping with more than is allowed.
    LongPing,
    /// A ping and a pong that nobody has asked for, which are both allowed.
    Controls,
    /// The beginning of a message, and then the end of what is sent.
    HalfClosed,
    /// A close, and a message after it.
    AfterClose,
    /// A close with one byte of a code.
    CloseByte,
    /// More bytes than the service takes.
    Oversize,
}

impl Odd {
    pub(super) const ALL: [Self; 10] = [
        Self::NoUtf8,
        Self::Reserved,
        Self::Kind,
        Self::Continuation,
        Self::LongPing,
        Self::Controls,
        Self::HalfClosed,
        Self::AfterClose,
        Self::CloseByte,
        Self::Oversize,
    ];

    /// Returns the word for it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::NoUtf8 => "no-utf-8",
            Self::Reserved => "reserved-bit",
            Self::Kind => "unknown-kind",
            Self::Continuation => "continuation",
            Self::LongPing => "long-ping",
            Self::Controls => "controls",
            Self::HalfClosed => "half-closed",
            Self::AfterClose => "after-close",
            Self::CloseByte => "close-byte",
            Self::Oversize => "oversize",
        }
    }
}

/// Reads the steps of a conversation.
pub(super) fn steps(value: &Value) -> Vec<Step<'_>> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(step)
        .collect()
}

fn step(value: &Value) -> Option<Step<'_>> {
    let members = value.as_object()?;
    if let Some(message) = members.get("text") {
        let pieces = members.get("pieces").and_then(Value::as_u64).unwrap_or(1);
        let pieces = usize::try_from(pieces).unwrap_or(1).clamp(1, MOST_PIECES);
        return Some(Step::Text(message, pieces));
    }
    if let Some(text) = members.get("raw") {
        return text.as_str().map(Step::Raw);
    }
    if let Some(text) = members.get("binary") {
        return text.as_str().map(Step::Binary);
    }
    if let Some(name) = members.get("odd") {
        let odd = Odd::ALL.into_iter().find(|odd| *name == *odd.as_str());
        return odd.map(Step::Odd);
    }
    if members.contains_key("wait") {
        return Some(Step::Wait);
    }
    members.contains_key("reopen").then_some(Step::Reopen)
}

impl Step<'_> {
    /// Writes the frames of a step.
    pub(super) fn write(&self, out: &mut Vec<u8>, most: usize) {
        match self {
            Self::Text(message, pieces) => {
                let text = message.to_string();
                let part = text.len().div_ceil(*pieces).max(1);
                let count = text.len().div_ceil(part).max(1);
                for (index, piece) in text.as_bytes().chunks(part).enumerate() {
                    let kind = if index == 0 {
                        Kind::Text
                    } else {
                        Kind::Continuation
                    };
                    frame::write(out, kind, index + 1 == count, piece);
                    if index + 1 < count {
                        frame::write(out, Kind::Ping, true, b"between");
                    }
                }
            }
            Self::Raw(text) => frame::write(out, Kind::Text, true, text.as_bytes()),
            Self::Binary(text) => frame::write(out, Kind::Binary, true, text.as_bytes()),
            Self::Odd(odd) => odd.write(out, most),
            Self::Wait | Self::Reopen => {}
        }
    }
}

impl Odd {
    fn write(self, out: &mut Vec<u8>, most: usize) {
        match self {
            Self::NoUtf8 => frame::write(out, Kind::Text, true, b"\"\xc3\x28\""),
            Self::Reserved => frame::write_raw(out, 0xc1, b"{}"),
            Self::Kind => frame::write_raw(out, 0x83, b"{}"),
            Self::Continuation => frame::write(out, Kind::Continuation, true, b"{}"),
            Self::LongPing => frame::write(out, Kind::Ping, true, &[b'x'; 126]),
            Self::Controls => {
                frame::write(out, Kind::Ping, true, b"");
                frame::write(out, Kind::Pong, true, b"unasked");
            }
            Self::HalfClosed => frame::write(out, Kind::Text, false, b"{"),
            Self::AfterClose => {
                frame::write(out, Kind::Close, true, &1000_u16.to_be_bytes());
                frame::write(out, Kind::Text, true, b"{}");
            }
            Self::CloseByte => frame::write(out, Kind::Close, true, b"\x03"),
            Self::Oversize => {
                let text = vec![b' '; most.saturating_add(1)];
                frame::write(out, Kind::Text, true, &text);
            }
        }
    }
}

const MOST_PIECES: usize = 64;

#[cfg(test)]
mod tests {
    use super::{Odd, Step, steps};
    use serde_json::json;

    #[test]
    fn steps_are_read_and_what_is_none_is_left_out() {
        let value = json!([
            {"text": {"a": 1}, "pieces": 2},
            {"raw": "{"},
            {"odd": "reserved-bit"},
            {"odd": "something else"},
            {"wait": true},
            7,
        ]);
        let message = json!({"a": 1});
        assert_eq!(
            steps(&value),
            [
                Step::Text(&message, 2),
                Step::Raw("{"),
                Step::Odd(Odd::Reserved),
                Step::Wait,
            ]
        );
    }

    #[test]
    fn a_message_in_pieces_has_pings_between_them() {
        let mut out = Vec::new();
        Step::Text(&json!("abcd"), 3).write(&mut out, 0);
        let firsts = [out[0], out[6 + 2], out[6 + 2 + 6 + 7]];
        assert_eq!(firsts, [0x01, 0x89, 0x00]);
    }
}
