use frontdesk_schema::Format;
use memchr::memchr2;

/// Names the formats that a text is of.
///
/// A look at the text leaves out nearly all of them; the validator is asked about the rest, so that a
/// format seen here is one that the validator would accept.
pub(crate) struct Formats {
    testers: Vec<(Looks, Format)>,
}

impl Formats {
    pub(crate) fn new() -> Self {
        let testers = LOOKS.iter();
        Self {
            testers: testers
                .filter_map(|looks| Some((*looks, Format::new(looks.name)?)))
                .collect(),
        }
    }

    /// Lists the formats of a text.
    pub(crate) fn of<'f>(&'f self, text: &'f str) -> impl Iterator<Item = &'static str> + 'f {
        let is_short = text.len() <= LONGEST;
        // Most texts are plain words, which one look tells.
        let is_marked = is_short && memchr2(b'@', b':', text.as_bytes()).is_some();
        let testers = self.testers.iter();
        testers
            .filter(move |(looks, _)| is_short && (is_marked || !looks.is_marked))
            .filter(move |(looks, format)| (looks.test)(text.as_bytes()) && format.matches(text))
            .map(|(looks, _)| looks.name)
    }
}

/// Longer texts are of no format worth a suggestion.
const LONGEST: usize = 2_048;

/// How a text of a format looks.
#[derive(Clone, Copy)]
struct Looks {
    name: &'static str,
    /// Whether there is an `@` or a colon in it.
    is_marked: bool,
    test: fn(&[u8]) -> bool,
}

/// The formats that are looked for.
const LOOKS: [Looks; 8] = [
    Looks {
        name: "date",
        is_marked: false,
        test: |text| text.len() == 10 && at(text, 4, b'-') && at(text, 7, b'-'),
    },
    Looks {
        name: "date-time",
        is_marked: true,
        test: |text| {
            text.len() >= 20 && at(text, 4, b'-') && (at(text, 10, b'T') || at(text, 10, b't'))
        },
    },
    Looks {
        name: "email",
        is_marked: true,
        test: |text| text.contains(&b'@'),
    },
    Looks {
        name: "ipv4",
        is_marked: false,
        test: |text| {
            (7..=15).contains(&text.len())
                && text
                    .iter()
                    .all(|byte| byte.is_ascii_digit() || *byte == b'.')
        },
    },
    Looks {
        name: "ipv6",
        is_marked: true,
        test: |text| {
            (2..=45).contains(&text.len())
                && text.contains(&b':')
                && text
                    .iter()
                    .all(|byte| byte.is_ascii_hexdigit() || b":.".contains(byte))
        },
    },
    Looks {
        name: "time",
        is_marked: true,
        test: |text| (9..=24).contains(&text.len()) && at(text, 2, b':') && at(text, 5, b':'),
    },
    Looks {
        name: "uri",
        is_marked: true,
        test: |text| {
            text.first().is_some_and(u8::is_ascii_alphabetic)
                && !text.contains(&b' ')
                && text.contains(&b':')
        },
    },
    Looks {
        name: "uuid",
        is_marked: false,
        test: |text| text.len() == 36 && at(text, 8, b'-') && at(text, 13, b'-'),
    },
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
