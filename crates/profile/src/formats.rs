use frontdesk_schema::Format;
use memchr::{memchr, memchr2};

/// Names the formats that a text is of.
///
/// A look at the text leaves out nearly all of them; the validator is asked about the rest, so that a
/// format seen here is one that the validator would accept.
pub(crate) struct Formats {
    /// Those of texts with an `@` or a colon in them.
    marked: Vec<Tester>,
    others: Vec<Tester>,
}

struct Tester {
    number: usize,
    looks: fn(&[u8], usize) -> bool,
    format: Format,
}

/// The formats of a text: a bit for each, by its place in [`LOOKS`].
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct FormatSet(u8);

/// How often each format was seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct FormatCounts([u64; LOOKS.len()]);

impl Formats {
    pub(crate) fn new() -> Self {
        let testers = |is_marked| {
            let looks = LOOKS.iter().enumerate();
            let looks = looks.filter(move |(_, looks)| looks.is_marked == is_marked);
            let testers = looks.filter_map(|(number, looks)| {
                Some(Tester {
                    number,
                    looks: looks.test,
                    format: Format::new(looks.name)?,
                })
            });
            testers.collect()
        };
        Self {
            marked: testers(true),
            others: testers(false),
        }
    }

    /// Finds the formats of a text.
    pub(crate) fn of(&self, text: &str) -> FormatSet {
        let mut found = FormatSet::default();
        if text.len() > LONGEST {
            return found;
        }
        let mut look = |testers: &[Tester], mark| {
            for tester in testers {
                if (tester.looks)(text.as_bytes(), mark) && tester.format.matches(text) {
                    found.0 |= 1 << tester.number;
                }
            }
        };
        // Most texts are plain words, which one look tells.
        match memchr2(b'@', b':', text.as_bytes()) {
            Some(mark) => look(&self.marked, mark),
            None => look(&self.others, text.len()),
        }
        found
    }
}

impl FormatCounts {
    /// Counts the formats of a text that came so many times.
    #[inline]
    pub(crate) fn add(&mut self, formats: FormatSet, times: u64) {
        let mut left = formats.0;
        while left > 0 {
            self.0[left.trailing_zeros() as usize] += times;
            left &= left - 1;
        }
    }

    /// Iterates over the formats that were seen.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let counts = LOOKS.iter().zip(self.0);
        counts
            .filter(|(_, count)| *count > 0)
            .map(|(looks, count)| (looks.name, count))
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
    /// Tells by the text, and where the first mark is.
    test: fn(&[u8], usize) -> bool,
}

/// The formats that are looked for.
const LOOKS: [Looks; 8] = [
    Looks {
        name: "date",
        is_marked: false,
        test: |text, _| text.len() == 10 && at(text, 4, b'-') && at(text, 7, b'-'),
    },
    Looks {
        name: "date-time",
        is_marked: true,
        test: |text, mark| {
            mark == 13 && at(text, 4, b'-') && (at(text, 10, b'T') || at(text, 10, b't'))
        },
    },
    Looks {
        name: "email",
        is_marked: true,
        test: |text, mark| memchr(b'@', &text[mark..]).is_some(),
    },
    Looks {
        name: "ipv4",
        is_marked: false,
        test: |text, _| {
            (7..=15).contains(&text.len())
                && text
                    .iter()
                    .all(|byte| byte.is_ascii_digit() || *byte == b'.')
        },
    },
    Looks {
        name: "ipv6",
        is_marked: true,
        test: |text, mark| {
            mark <= 4
                && (2..=45).contains(&text.len())
                && text
                    .iter()
                    .all(|byte| byte.is_ascii_hexdigit() || b":.".contains(byte))
        },
    },
    Looks {
        name: "time",
        is_marked: true,
        test: |text, mark| mark == 2 && at(text, 5, b':'),
    },
    Looks {
        name: "uri",
        is_marked: true,
        test: |text, mark| {
            text[mark] == b':'
                && text[0].is_ascii_alphabetic()
                && text[..mark]
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
                && memchr(b' ', text).is_none()
        },
    },
    Looks {
        name: "uuid",
        is_marked: false,
        test: |text, _| text.len() == 36 && at(text, 8, b'-') && at(text, 13, b'-'),
    },
];

fn at(text: &[u8], place: usize, byte: u8) -> bool {
    text.get(place) == Some(&byte)
}

#[cfg(test)]
mod tests {
    use super::{FormatCounts, Formats};

    #[test]
    fn texts_are_of_the_formats_that_validators_know() {
        let formats = Formats::new();
        let of = |text| {
            let mut counts = FormatCounts::default();
            counts.add(formats.of(text), 2);
            let names = counts.iter().map(|(name, count)| {
                assert_eq!(count, 2);
                name
            });
            names.collect::<Vec<_>>().join(" ")
        };
        for (text, expected) in [
            ("2025-03-14", "date"),
            ("2025-03-14T09:26:53.589Z", "date-time"),
            ("ann@example.org", "email"),
            ("10.0.0.1", "ipv4"),
            ("300.0.0.1", ""),
            ("fe80::1", "ipv6 uri"),
            ("::1", "ipv6"),
            ("09:26:53Z", "time"),
            ("09:26:53.589+01:00", "time"),
            ("2025-03-14t09:26:53+01:00", "date-time"),
            ("mailto:ann@example.org", "uri"),
            ("note: this", ""),
            ("https://example.org/a?b=c", "uri"),
            ("a1b2c3d4-e5f6-7890-abcd-123456789012", "uuid"),
            ("plain words", ""),
            ("", ""),
        ] {
            assert_eq!(of(text), expected, "{text}");
        }
    }
}
