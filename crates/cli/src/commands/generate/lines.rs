use serde::Serialize;

use crate::context::Context;
use crate::failure::Failure;

/// How much text is gathered before it is written.
const CHUNK: usize = 1 << 16;

/// Lines of JSON on standard output, a chunk at a time.
pub(super) struct Lines<'l, 'c> {
    context: &'l mut Context<'c>,
    buffer: Vec<u8>,
    printed: u64,
}

impl<'l, 'c> Lines<'l, 'c> {
    pub(super) fn new(context: &'l mut Context<'c>) -> Self {
        Self {
            context,
            buffer: Vec::with_capacity(2 * CHUNK),
            printed: 0,
        }
    }

    /// Counts the lines so far.
    pub(super) fn printed(&self) -> u64 {
        self.printed
    }

    pub(super) fn line(&mut self, line: &impl Serialize) -> Result<(), Failure> {
        let start = self.buffer.len();
        serde_json::to_writer(&mut self.buffer, line)
            .map_err(|error| Failure::Output(error.into()))?;
        escape_breaks(&mut self.buffer, start);
        self.buffer.push(b'\n');
        self.printed += 1;
        if self.buffer.len() >= CHUNK {
            self.flush()?;
        }
        Ok(())
    }

    pub(super) fn flush(&mut self) -> Result<(), Failure> {
        self.context.output.bytes(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }
}

/// The characters beside those that JSON has escaped at which some readers of lines break them.
const BREAKS: [(&[u8], &[u8]); 3] = [
    ("\u{85}".as_bytes(), br"\u0085"),
    ("\u{2028}".as_bytes(), br"\u2028"),
    ("\u{2029}".as_bytes(), br"\u2029"),
];

/// The bytes that these characters begin with.
const LEADS: [u8; 2] = [0xc2, 0xe2];

/// Escapes what would break a line of JSON, from `start` on.
fn escape_breaks(buffer: &mut Vec<u8>, start: usize) {
    // Hardly any line has one, and a look for single bytes costs next to nothing.
    if !LEADS.iter().any(|lead| buffer[start..].contains(lead)) {
        return;
    }
    let line = buffer.split_off(start);
    let mut copied = 0;
    for at in 0..line.len() {
        let found = BREAKS.iter().find(|(raw, _)| line[at..].starts_with(raw));
        if let Some((raw, escaped)) = found {
            buffer.extend_from_slice(&line[copied..at]);
            buffer.extend_from_slice(escaped);
            copied = at + raw.len();
        }
    }
    buffer.extend_from_slice(&line[copied..]);
}

#[cfg(test)]
mod tests {
    use super::escape_breaks;
    use serde_json::{Value, json};

    #[test]
    fn a_line_stays_one_line_and_the_same_value() {
        for (value, line) in [
            (
                json!({"\u{2028}": "a\u{2029}\u{85}"}),
                r#"{"\u2028":"a\u2029\u0085"}"#,
            ),
            (json!("\u{2028}\u{2028}"), r#""\u2028\u2028""#),
            (json!("\u{e2}\u{2027}\u{86}"), "\"\u{e2}\u{2027}\u{86}\""),
            (json!(r"\u2028"), r#""\\u2028""#),
        ] {
            let mut buffer = b"\xe2\x80\xa8".to_vec();
            serde_json::to_writer(&mut buffer, &value).unwrap();
            escape_breaks(&mut buffer, 3);
            // What stood there before is not touched.
            let written = std::str::from_utf8(&buffer).unwrap();
            assert_eq!(written.strip_prefix('\u{2028}'), Some(line));
            assert_eq!(serde_json::from_str::<Value>(line).unwrap(), value);
        }
    }
}
