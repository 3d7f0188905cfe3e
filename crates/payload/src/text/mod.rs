//! Strings: plain, odd, of a pattern, of a format.

pub(crate) mod format;
pub(crate) mod pattern;

use crate::source::{Draw, Source};

/// Legal strings that programs stumble over.
pub(crate) const ODD: [&str; 12] = [
    "",
    " ",
    "\u{0}",
    "\u{1f600}",
    "e\u{301}",
    "\u{202e}abc",
    "\u{feff}",
    "مرحبا",
    "\u{10ffff}",
    "\"\\\u{8}\n\t",
    "null",
    "\u{2028}\u{2029}",
];

const WORDS: [&str; 16] = [
    "order",
    "late",
    "hello",
    "thanks",
    "please",
    "agent",
    "refund",
    "blue",
    "north",
    "summer",
    "über",
    "naïve",
    "日本",
    "Привет",
    "🙂",
    "x",
];

/// Draws a string of `min..=max` characters that reads like words.
pub(crate) fn plain(source: &mut dyn Source, min: u64, max: Option<u64>) -> String {
    let most = max.unwrap_or(u64::MAX).min(min.saturating_add(24)).max(min);
    if source.chance(1, 24) {
        let odd = source.pick(&ODD).map_or("", |odd| *odd);
        let length = odd.chars().count() as u64;
        if (min..=most).contains(&length) {
            return odd.to_owned();
        }
    }
    let wanted = min + source.below(most - min + 1);
    let mut text = String::new();
    let mut length = 0;
    while length < wanted {
        let word = source.pick(&WORDS).map_or("x", |word| *word);
        let gap = if length > 0 { " " } else { "" };
        for character in gap.chars().chain(word.chars()) {
            if length < wanted {
                text.push(character);
                length += 1;
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain;
    use crate::source::Seeded;

    #[test]
    fn plain_strings_keep_their_bounds() {
        let mut source = Seeded::new(3);
        for (min, max) in [
            (0, Some(0)),
            (0, None),
            (3, Some(3)),
            (2, Some(9)),
            (40, None),
        ] {
            for _ in 0..200 {
                let length = plain(&mut source, min, max).chars().count() as u64;
                assert!(
                    length >= min && max.is_none_or(|max| length <= max),
                    "{length}"
                );
            }
        }
    }
}
