//! Which name comes next: records that are alike have their members in the same order.

use crate::scan::Written;

/// What came after which the last time.
#[derive(Debug, Default)]
pub(super) struct Guesses {
    /// Empty until something is learned.
    cells: Vec<Guess>,
}

/// A name as it is written, both quotes and the colon included.
#[derive(Clone, Copy, Debug, Default)]
struct Guess {
    words: Words,
    /// Which bytes of the words count; none where nothing is known.
    mask: Words,
    length: u32,
    hash: u32,
}

/// A name that was guessed right.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guessed {
    /// How many bytes were read, both quotes and the colon included.
    pub(super) length: u32,
    pub(super) hash: u32,
}

/// What a guess depends on: the name that the object has itself, and the name before.
#[derive(Clone, Copy, Debug)]
pub(super) struct Before {
    pub(super) object: u32,
    pub(super) last: u32,
}

type Words = [u64; LONGEST / 8];

impl Guesses {
    /// Tells whether the name that is expected is what comes next.
    #[inline]
    pub(super) fn next(&self, before: Before, rest: &[u8]) -> Option<Guessed> {
        let guess = self.cells.get(before.cell())?;
        let rest = rest.first_chunk()?;
        let differences = words(rest)
            .iter()
            .zip(&guess.words)
            .zip(&guess.mask)
            .fold(0, |all, ((is, expected), mask)| {
                all | ((is ^ expected) & mask)
            });
        (differences == 0 && guess.length > 0).then_some(Guessed {
            length: guess.length,
            hash: guess.hash,
        })
    }

    /// Learns the name that was there instead, if it stands right before its colon.
    pub(super) fn learn(&mut self, before: Before, bytes: &[u8], written: &Written, hash: u32) {
        let spelling = bytes.get(written.start() - 1..written.end() + 2);
        let fitting = spelling.filter(|spelling| {
            spelling.len() <= LONGEST && !written.escaped() && spelling.ends_with(b":")
        });
        let Some(spelling) = fitting else { return };
        if self.cells.is_empty() {
            self.cells.resize(CELLS, Guess::default());
        }
        let (mut text, mut mask) = ([0; LONGEST], [0; LONGEST]);
        text[..spelling.len()].copy_from_slice(spelling);
        mask[..spelling.len()].fill(u8::MAX);
        self.cells[before.cell()] = Guess {
            words: words(&text),
            mask: words(&mask),
            length: super::read::index(spelling.len()),
            hash,
        };
    }

    /// Returns how many bytes of room are kept.
    pub(super) fn capacity(&self) -> usize {
        self.cells.capacity() * size_of::<Guess>()
    }
}

impl Before {
    #[inline]
    fn cell(self) -> usize {
        let mixed = (self.object.rotate_left(16) ^ self.last).wrapping_mul(SPREAD);
        (mixed >> (u32::BITS - CELLS.trailing_zeros())) as usize
    }
}

#[inline]
fn words(bytes: &[u8; LONGEST]) -> Words {
    let mut words = [0; LONGEST / 8];
    for (word, bytes) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u64::from_le_bytes(*bytes);
    }
    words
}

/// The longest name that is guessed, with its quotes and its colon.
const LONGEST: usize = 32;

/// Where two guesses meet in one cell, the last one stays.
const CELLS: usize = 1_024;

/// An odd number whose bits follow no rule: 2^32 divided by the golden ratio.
const SPREAD: u32 = 0x9E37_79B9;

#[cfg(test)]
mod tests {
    use super::LONGEST;
    use crate::{Tape, read};

    /// Reads documents one after the other, each as the reader does.
    #[track_caller]
    fn are_as_read<'d>(documents: impl IntoIterator<Item = &'d str>) {
        let mut tape = Tape::new();
        for document in documents {
            let value = tape.read(document.as_bytes());
            let value = value.map(|document| document.root().to_value());
            assert_eq!(value, read(document.as_bytes()).ok(), "{document}");
        }
    }

    #[test]
    fn a_wrong_guess_changes_nothing() {
        let like = [
            r#"{"a":1,"b":2}"#,
            r#"{"a":1,"c":2}"#,
            r#"{"a":1,"b":2}"#,
            r#"{"a":1,"bc":2}"#,
            r#"{"a":1,"b" :2}"#,
            r#"{"a":1,"b"}"#,
            r#"{"a":1,"b:":2}"#,
            r#"{"a":1,"b\n":2}"#,
            r#"{"a":1,"\u0062":2}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,b:2}"#,
            r#"{"a":1,"b":2,"a":3}"#,
            r#"{"a":1,"b":2,"b":3}"#,
            r#"{"a":{"a":{"b":[{"b":1},{"a":2}]}}}"#,
            r#"{"":1,"\":":2}"#,
            r#"{"":1,"":2}"#,
            r#"{"":1}"#,
            "{}",
        ];
        let twice = like.iter().flat_map(|one| [*one, *one]);
        are_as_read(twice.collect::<Vec<_>>());
        for other in like {
            are_as_read(like.into_iter().flat_map(|one| [one, other, one]));
        }
    }

    #[test]
    fn names_of_any_length_are_read_again() {
        let longer = "x".repeat(2 * LONGEST);
        for length in 0..=longer.len() {
            // Behind the name there may be less than is compared, or more.
            for rest in ["", &longer] {
                let name = &longer[..length];
                let document = format!(r#"{{"{name}":"{rest}","y{name}":[]}}"#);
                let other = document.replace('x', "z");
                let texts = [&document, &document, &other, &document];
                are_as_read(texts.map(String::as_str));
            }
        }
    }

    #[test]
    fn room_for_guesses_is_bounded() {
        let mut tape = Tape::new();
        for number in 0..100_000 {
            let document = format!(r#"{{"a{number}":{{"b{number}":{number}}}}}"#);
            assert!(tape.read(document.as_bytes()).is_some());
        }
        assert!(tape.capacity() < 100_000, "{}", tape.capacity());
    }
}
