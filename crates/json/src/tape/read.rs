//! Filling the tape: one function per kind of value.

use super::guess::Before;
use super::twice::NamesOfObject;
use super::{Entry, Tape};
use crate::Numeral;
use crate::names::name_hash;
use crate::scan::{Scanner, Written, unescape};

/// Fills the tape with a document, and returns its text.
pub(super) fn fill<'t>(tape: &mut Tape, bytes: &'t [u8]) -> Option<&'t str> {
    // Places are kept in 32 bits.
    u32::try_from(bytes.len()).ok()?;
    tape.entries.clear();
    tape.unescaped.clear();
    let mut filler = Filler {
        scanner: Scanner::new(bytes)?,
        tape,
    };
    filler.value(0)?;
    filler.scanner.is_at_end().then(|| filler.scanner.text())
}

struct Filler<'t, 'a> {
    scanner: Scanner<'t>,
    tape: &'a mut Tape,
}

impl Filler<'_, '_> {
    /// Reads a value; what it holds is called by this name.
    fn value(&mut self, name: u32) -> Option<()> {
        // Each entry is pushed where it is made: one that is carried around is copied.
        match self.scanner.peek()? {
            b'"' => {
                let written = self.scanner.string()?;
                self.string(&written, |_| 0);
            }
            b'{' => self.object(name)?,
            b'[' => self.array(name)?,
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => {
                self.scanner.word(b"true")?;
                self.tape.entries.push(Entry::Boolean(true));
            }
            b'f' => {
                self.scanner.word(b"false")?;
                self.tape.entries.push(Entry::Boolean(false));
            }
            b'n' => {
                self.scanner.word(b"null")?;
                self.tape.entries.push(Entry::Null);
            }
            _ => return None,
        }
        Some(())
    }

    fn number(&mut self) -> Option<()> {
        self.tape.entries.push(match self.scanner.number()? {
            Numeral::Unsigned(integer) => Entry::Unsigned(integer),
            Numeral::Negative(integer) => Entry::Negative(integer),
            Numeral::Double(double) => Entry::Double(double),
        });
        Some(())
    }

    fn array(&mut self, name: u32) -> Option<()> {
        self.scanner.open()?;
        let start = self.start();
        let mut count = 0;
        if self.scanner.peek()? == b']' {
            self.scanner.close();
        } else {
            loop {
                self.value(name)?;
                count += 1;
                if !self.scanner.goes_on(b']')? {
                    break;
                }
            }
        }
        let after = index(self.tape.entries.len());
        self.tape.entries[start] = Entry::Array { count, after };
        Some(())
    }

    fn object(&mut self, name: u32) -> Option<()> {
        self.scanner.open()?;
        let start = self.start();
        let mut names = NamesOfObject::default();
        if self.scanner.peek()? == b'}' {
            self.scanner.close();
        } else {
            let mut before = Before {
                object: name,
                last: 0,
            };
            loop {
                let hash = self.name(before)?;
                let text = self.scanner.text();
                names.is_new(self.tape, text, start, hash).then_some(())?;
                self.value(hash)?;
                before.last = hash;
                if !self.scanner.goes_on(b'}')? {
                    break;
                }
            }
        }
        let text = self.scanner.text();
        names.are_all_new(self.tape, text, start).then_some(())?;
        let (count, after) = (names.count(), index(self.tape.entries.len()));
        self.tape.entries[start] = Entry::Object { count, after };
        Some(())
    }

    /// Keeps the place where a container is put once it is known what it holds.
    fn start(&mut self) -> usize {
        self.tape.entries.push(Entry::Null);
        self.tape.entries.len() - 1
    }

    /// Passes a name with its colon, and returns its hash.
    #[inline]
    fn name(&mut self, before: Before) -> Option<u32> {
        if self.scanner.peek()? != b'"' {
            return None;
        }
        if let Some(guessed) = self.tape.guesses.next(before, self.scanner.rest()) {
            // A name that has been read before holds nothing that would end it earlier.
            let start = index(self.scanner.at()) + 1;
            self.scanner.pass_bytes(guessed.length as usize);
            self.tape.entries.push(Entry::Plain {
                start,
                end: start + guessed.length - 3,
                hash: guessed.hash,
            });
            return Some(guessed.hash);
        }
        let written = self.scanner.string()?;
        let hash = self.string(&written, |text| name_hash(text.as_bytes()));
        let bytes = self.scanner.text().as_bytes();
        self.tape.guesses.learn(before, bytes, &written, hash);
        self.scanner.pass(b':')?;
        Some(hash)
    }

    /// Puts a string on the tape that has been passed, and returns its hash.
    #[inline]
    fn string(&mut self, written: &Written, hash_of: impl Fn(&str) -> u32) -> u32 {
        let spelling = self.scanner.spelling(written);
        if written.escaped() {
            let start = self.tape.unescaped.len();
            unescape(spelling, &mut self.tape.unescaped);
            let hash = hash_of(&self.tape.unescaped[start..]);
            self.tape.entries.push(Entry::Unescaped {
                start: index(start),
                end: index(self.tape.unescaped.len()),
                hash,
            });
            return hash;
        }
        let hash = hash_of(spelling);
        self.tape.entries.push(Entry::Plain {
            start: index(written.start()),
            end: index(written.end()),
            hash,
        });
        hash
    }
}

/// Counts are below the length of the document, which fits.
pub(super) fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
