//! Expressions of ECMA-262 in a spelling that the judges can read.

use std::fmt::Write as _;

/// Spells an expression so that the judges can read it, `None` where they can as it is.
///
/// The classes `[]` and `[^]`, characters written as two halves of UTF-16, and references to groups
/// by name are what they do not know.
pub(crate) fn spelled(source: &str) -> Option<String> {
    let suspicious = ["[]", "[^]", r"\u", r"\k<"];
    if !suspicious.iter().any(|part| source.contains(part)) {
        return None;
    }
    let mut speller = Speller {
        rest: source,
        text: String::with_capacity(source.len()),
        names: names(source),
    };
    speller.spell();
    (speller.text != source).then_some(speller.text)
}

struct Speller<'s> {
    rest: &'s str,
    text: String,
    /// The names of all groups, `None` for those without; none where nothing refers to a name.
    names: Vec<Option<&'s str>>,
}

impl Speller<'_> {
    fn spell(&mut self) {
        let mut inside = false;
        while let Some(character) = self.rest.chars().next() {
            let taken = if character == '\\' {
                self.escape()
            } else if inside {
                inside = character != ']';
                false
            } else if character == '[' {
                let class = self.class();
                inside = !class;
                class
            } else {
                character == '(' && self.group()
            };
            if !taken {
                self.copy(character.len_utf8());
            }
        }
    }

    /// Takes a class of nothing or of everything.
    fn class(&mut self) -> bool {
        self.exchange("[]", NOTHING) || self.exchange("[^]", ANYTHING)
    }

    /// Takes the name off a group; the engines know no numbers beside names.
    fn group(&mut self) -> bool {
        if self.names.is_empty() {
            return false;
        }
        let Some((_, rest)) = name_of_group(self.rest) else {
            return false;
        };
        self.text.push('(');
        self.rest = rest;
        true
    }

    fn escape(&mut self) -> bool {
        if let Some((character, rest)) = surrogates(self.rest) {
            self.text.push(character);
            self.rest = rest;
            return true;
        }
        let reference = self.rest.strip_prefix(r"\k<");
        if let Some((name, rest)) = reference.and_then(|rest| rest.split_once('>'))
            && let Some(at) = self.names.iter().position(|other| *other == Some(name))
        {
            // Writing to a string does not fail.
            let _ = write!(self.text, r"(?:\{})", at + 1);
            self.rest = rest;
            return true;
        }
        // Whatever is escaped opens and ends nothing.
        let escaped = self.rest.chars().nth(1).map_or(0, char::len_utf8);
        self.copy(1 + escaped);
        true
    }

    fn exchange(&mut self, part: &str, other: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(part) else {
            return false;
        };
        self.text.push_str(other);
        self.rest = rest;
        true
    }

    fn copy(&mut self, bytes: usize) {
        let (copied, rest) = self.rest.split_at(bytes);
        self.text.push_str(copied);
        self.rest = rest;
    }
}

/// Lists the names of all groups, in the order of their numbers; none where none is referred to.
fn names(source: &str) -> Vec<Option<&str>> {
    let mut names = Vec::new();
    if !source.contains(r"\k<") {
        return names;
    }
    let mut inside = false;
    let mut characters = source.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => drop(characters.next()),
            '[' => inside = true,
            ']' => inside = false,
            '(' if !inside => {
                let rest = &source[at..];
                match name_of_group(rest) {
                    Some((name, _)) => names.push(Some(name)),
                    None if rest.starts_with("(?") => {}
                    None => names.push(None),
                }
            }
            _ => {}
        }
    }
    names
}

/// Reads `(?<name>`, and returns what follows.
fn name_of_group(text: &str) -> Option<(&str, &str)> {
    let (name, rest) = text.strip_prefix("(?<")?.split_once('>')?;
    (!name.starts_with(['=', '!'])).then_some((name, rest))
}

/// Reads a character written as two halves, and returns what follows.
fn surrogates(text: &str) -> Option<(char, &str)> {
    let half = |text: &str| -> Option<u16> {
        let digits = text.strip_prefix(r"\u")?.get(..4)?;
        u16::from_str_radix(digits, 16).ok()
    };
    let units = [half(text)?, half(text.get(6..)?)?];
    // Two characters that are no halves come out as the first of them.
    if !(0xD800..0xDC00).contains(&units[0]) {
        return None;
    }
    let character = char::decode_utf16(units).next()?.ok()?;
    Some((character, text.get(12..)?))
}

/// A class of no character.
const NOTHING: &str = r"[^\s\S]";

/// A class of every character.
const ANYTHING: &str = r"[\s\S]";

#[cfg(test)]
mod tests {
    use super::spelled;

    #[test]
    fn only_what_the_judges_cannot_read_is_spelled_anew() {
        for (source, expected) in [
            ("^a[b]$", None),
            (r"\[]", None),
            (r"[a[]", None),
            (r"[\]\k<]", None),
            (r"\u00e9\ud83d", None),
            (r"(?<a>b)", None),
            ("[]", Some(r"[^\s\S]")),
            ("a[^]b[c]", Some(r"a[\s\S]b[c]")),
            (r"\ud83d\ude00", Some("\u{1F600}")),
            (
                r"[\uD83D\uDE00-\uD83D\uDE4F]",
                Some("[\u{1F600}-\u{1F64F}]"),
            ),
            (r"(a)(?<b>c)(?:d)\k<b>", Some(r"(a)(c)(?:d)(?:\2)")),
            (
                r"(?<=x)(?<y>[0-9(])\k<y>\k<z>",
                Some(r"(?<=x)([0-9(])(?:\1)\k<z>"),
            ),
        ] {
            assert_eq!(spelled(source).as_deref(), expected, "{source}");
        }
    }
}
