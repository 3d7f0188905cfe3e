use super::{Fault, Parser, Step};
use crate::ReadErrorKind;

impl Parser<'_> {
    /// Parses a string that starts with `"`, for a value or a member name.
    pub(super) fn string(&mut self) -> Step<String> {
        self.at += 1;
        let run = self.plain_run();
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(self.text[run..self.at - 1].to_owned());
        }
        self.string_with_escapes(run)
    }

    fn string_with_escapes(&mut self, mut run: usize) -> Step<String> {
        let mut string = String::new();
        loop {
            string.push_str(&self.text[run..self.at]);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(string);
                }
                Some(b'\\') => string.push(self.escape()?),
                Some(_) => return Err(self.control_character()),
                None => return Err(self.end()),
            }
            run = self.plain_run();
        }
    }

    /// Skips what stands for itself, and returns where that began.
    fn plain_run(&mut self) -> usize {
        let start = self.at;
        self.at += plain_length(&self.text.as_bytes()[start..]);
        start
    }

    fn escape(&mut self) -> Step<char> {
        let start = self.at;
        let kind = *self
            .text
            .as_bytes()
            .get(start + 1)
            .ok_or_else(|| self.end())?;
        self.at += 2;
        Ok(match kind {
            b'"' | b'\\' | b'/' => char::from(kind),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode_escape(start),
            _ => return Err(Fault::new(ReadErrorKind::MalformedEscape, start)),
        })
    }

    /// Parses what follows `\u`: four hexadecimal digits, or two such escapes for a pair.
    fn unicode_escape(&mut self, start: usize) -> Step<char> {
        let mut code = self.four_digits(start)?;
        if (0xD800..0xDC00).contains(&code) {
            let second = self.at;
            let rest = &self.text.as_bytes()[second..];
            if b"\\u".starts_with(rest) {
                return Err(self.end());
            }
            if rest.starts_with(b"\\u") {
                self.at += 2;
                let low = self.four_digits(second)?;
                if (0xDC00..0xE000).contains(&low) {
                    code = 0x1_0000 + ((code - 0xD800) << 10) + (low - 0xDC00);
                }
            }
        }
        char::from_u32(code).ok_or_else(|| Fault::new(ReadErrorKind::LoneSurrogate, start))
    }

    fn four_digits(&mut self, start: usize) -> Step<u32> {
        let mut code = 0;
        for _ in 0..4 {
            let byte = self.peek().ok_or_else(|| self.end())?;
            let digit = char::from(byte)
                .to_digit(16)
                .ok_or_else(|| Fault::new(ReadErrorKind::MalformedEscape, start))?;
            code = code << 4 | digit;
            self.at += 1;
        }
        Ok(code)
    }

    #[cold]
    fn control_character(&self) -> Fault {
        let found = self.text.as_bytes()[self.at];
        Fault::new(ReadErrorKind::ControlCharacter, self.at).because(format!("\\u{found:04x}"))
    }
}

/// Counts the bytes before the first `"`, `\` or control character, eight at a time.
fn plain_length(bytes: &[u8]) -> usize {
    let mut length = 0;
    while let Some(chunk) = bytes[length..].first_chunk() {
        let marks = marks(u64::from_le_bytes(*chunk));
        if marks != 0 {
            return length + marks.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    let tail = &bytes[length..];
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    length + tail.iter().position(is_special).unwrap_or(tail.len())
}

/// Sets the high bit of each special byte of a word.
///
/// The lowest bit set is exact. Borrows may set wrong ones above it, which nobody looks at.
fn marks(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let each = |byte: u8| ONES * u64::from(byte);
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let quote = zero(word ^ each(b'"'));
    let backslash = zero(word ^ each(b'\\'));
    let control = word.wrapping_sub(each(b' ')) & !word;
    (quote | backslash | control) & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::plain_length;

    #[test]
    fn every_special_byte_is_found_at_every_place() {
        for special in (0..0x20).chain([b'"', b'\\']) {
            for length in 0..40 {
                for filler in [b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff] {
                    let mut bytes = vec![filler; length];
                    assert_eq!(plain_length(&bytes), length);
                    bytes.push(special);
                    bytes.extend([special ^ 1, filler, 0, b'"', filler, filler, filler, filler]);
                    assert_eq!(
                        plain_length(&bytes),
                        length,
                        "{special} after {length} {filler}"
                    );
                }
            }
        }
    }
}
