//! Strings: plain, odd, of a format, of several expressions at once.

pub(crate) mod format;
pub(crate) mod repetition;

use frontdesk_text::{Draw, Source};

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

/// Words, each with the number of its characters.
const WORDS: [(&str, u64); 16] = [
    ("order", 5),
    ("late", 4),
    ("hello", 5),
    ("thanks", 6),
    ("please", 6),
    ("agent", 5),
    ("refund", 6),
    ("blue", 4),
    ("north", 5),
    ("summer", 6),
    ("über", 4),
    ("naïve", 5),
    ("日本", 2),
    ("Привет", 6),
    ("🙂", 1),
    ("x", 1),
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
    let mut left = wanted;
    while left > 0 {
        if left < wanted {
            text.push(' ');
            left -= 1;
        }
        let (word, length) = source.pick(&WORDS).map_or(("x", 1), |word| *word);
        if length <= left {
            text.push_str(word);
            left -= length;
        } else {
            text.extend(word.chars().zip(0..left).map(|(character, _)| character));
            left = 0;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::plain;
    use frontdesk_text::Seeded;

    #[test]
    fn words_are_as_long_as_they_say() {
        for (word, length) in super::WORDS {
            assert_eq!(word.chars().count() as u64, length, "{word}");
        }
    }

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
