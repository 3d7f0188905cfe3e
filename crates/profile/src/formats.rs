use std::collections::BTreeMap;

use frontdesk_schema::Format;

/// Names the formats that a text is of.
///
/// A look at the text leaves out nearly all of them; the validator is asked about the rest, so that a
/// format seen here is one that the validator would accept.
pub(crate) struct Formats {
    testers: BTreeMap<&'static str, Format>,
}

impl Formats {
    pub(crate) fn new() -> Self {
        let testers = LOOKS.iter();
        Self {
            testers: testers
                .filter_map(|(name, _)| Some((*name, Format::new(name)?)))
                .collect(),
        }
    }

    /// Lists the formats of a text.
    pub(crate) fn of<'f>(&'f self, text: &'f str) -> impl Iterator<Item = &'static str> + 'f {
        LOOKS
            .iter()
            .filter(move |(_, looks)| text.len() <= LONGEST && looks(text.as_bytes()))
            .filter(move |(name, _)| {
                self.testers
                    .get(name)
                    .is_some_and(|format| format.matches(text))
            })
            .map(|(name, _)| *name)
    }
}

/// Longer texts are of no format worth a suggestion.
const LONGEST: usize = 2_048;

type Looks = fn(&[u8]) -> bool;

/// The formats that are looked for, each with what can be one.
const LOOKS: [(&str, Looks); 8] = [
    ("date", |text| {
        text.len() == 10 && at(text, 4, b'-') && at(text, 7, b'-')
    }),
    ("date-time", |text| {
        text.len() >= 20 && at(text, 4, b'-') && (at(text, 10, b'T') || at(text, 10, b't'))
    }),
    ("email", |text| text.contains(&b'@')),
    ("ipv4", |text| {
        (7..=15).contains(&text.len())
            && text
                .iter()
                .all(|byte| byte.is_ascii_digit() || *byte == b'.')
    }),
    ("ipv6", |text| {
        (2..=45).contains(&text.len())
            && text.contains(&b':')
            && text
                .iter()
                .all(|byte| byte.is_ascii_hexdigit() || b":.".contains(byte))
    }),
    ("time", |text| {
        (9..=24).contains(&text.len()) && at(text, 2, b':') && at(text, 5, b':')
    }),
    ("uri", |text| {
        text.first().is_some_and(u8::is_ascii_alphabetic)
            && text.contains(&b':')
            && !text.contains(&b' ')
    }),
    ("uuid", |text| {
        text.len() == 36 && at(text, 8, b'-') && at(text, 13, b'-')
    }),
];

fn at(text: &[u8], place: usize, byte: u8) -> bool {
    text.get(place) == Some(&byte)
}

#[cfg(test)]
mod tests {
    use super::Formats;

    #[test]
    fn texts_are_of_the_formats_that_validators_know() {
        let formats = Formats::new();
        let of = |text| formats.of(text).collect::<Vec<_>>().join(" ");
        for (text, expected) in [
            ("2025-03-14", "date"),
            ("2025-03-14T09:26:53.589Z", "date-time"),
            ("ann@example.org", "email"),
            ("10.0.0.1", "ipv4"),
            ("300.0.0.1", ""),
            ("fe80::1", "ipv6 uri"),
            ("09:26:53Z", "time"),
            ("https://example.org/a?b=c", "uri"),
            ("a1b2c3d4-e5f6-7890-abcd-123456789012", "uuid"),
            ("plain words", ""),
            ("", ""),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
