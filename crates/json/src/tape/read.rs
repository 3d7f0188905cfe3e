//! Filling the tape: one function per kind of value.

use super::{Entry, Name, Tape, hash_of};
use crate::scan::{Scanner, Written, unescape};

/// Fills the tape with a document, and returns its text.
pub(super) fn fill<'t>(tape: &mut Tape, bytes: &'t [u8]) -> Option<&'t str> {
    // Places are kept in 32 bits.
    u32::try_from(bytes.len()).ok()?;
    tape.entries.clear();
    tape.unescaped.clear();
    tape.names.clear();
    let mut filler = Filler {
        scanner: Scanner::new(bytes)?,
        tape,
    };
    filler.value()?;
    filler.scanner.is_at_end().then(|| filler.scanner.text())
}

struct Filler<'t, 'a> {
    scanner: Scanner<'t>,
    tape: &'a mut Tape,
}

impl Filler<'_, '_> {
    fn value(&mut self) -> Option<()> {
        let entry = match self.scanner.next()? {
            b'"' => {
                let written = self.scanner.string()?;
                self.string(written, false)
            }
            b'{' => return self.object(),
            b'[' => return self.array(),
            b'-' | b'0'..=b'9' => Entry::Number(self.scanner.number()?),
            b't' => self.scanner.word(b"true").map(|()| Entry::Boolean(true))?,
            b'f' => self
                .scanner
                .word(b"false")
                .map(|()| Entry::Boolean(false))?,
            b'n' => self.scanner.word(b"null").map(|()| Entry::Null)?,
            _ => return None,
        };
        self.tape.entries.push(entry);
        Some(())
    }

    fn array(&mut self) -> Option<()> {
        self.scanner.open()?;
        let start = self.start();
        let mut count = 0;
        if self.scanner.next()? == b']' {
            self.scanner.close();
        } else {
            loop {
                self.value()?;
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

    fn object(&mut self) -> Option<()> {
        self.scanner.open()?;
        let start = self.start();
        let mut names = Names {
            base: self.tape.names.len(),
            seen: 0,
        };
        let mut count = 0;
        if self.scanner.next()? == b'}' {
            self.scanner.close();
        } else {
            loop {
                self.name(&mut names)?;
                self.scanner.pass(b':')?;
                self.value()?;
                count += 1;
                if !self.scanner.goes_on(b'}')? {
                    break;
                }
            }
        }
        self.forget(&names)?;
        let after = index(self.tape.entries.len());
        self.tape.entries[start] = Entry::Object { count, after };
        Some(())
    }

    /// Keeps the place where a container is put once it is known what it holds.
    fn start(&mut self) -> usize {
        self.tape.entries.push(Entry::Null);
        self.tape.entries.len() - 1
    }

    #[inline]
    fn name(&mut self, names: &mut Names) -> Option<()> {
        if self.scanner.next()? != b'"' {
            return None;
        }
        let written = self.scanner.string()?;
        let entry = self.string(written, true);
        let (Entry::Plain { hash, .. } | Entry::Unescaped { hash, .. }) = entry else {
            return None;
        };
        let name = Name {
            hash,
            entry: index(self.tape.entries.len()),
        };
        self.tape.entries.push(entry);
        self.add(names, name)
    }

    #[inline]
    fn string(&mut self, written: Written, is_name: bool) -> Entry {
        let spelling = self.scanner.spelling(&written);
        if written.escaped() {
            let start = self.tape.unescaped.len();
            unescape(spelling, &mut self.tape.unescaped);
            let text = &self.tape.unescaped[start..];
            return Entry::Unescaped {
                hash: if is_name { hash_of(text.as_bytes()) } else { 0 },
                start: index(start),
                end: index(self.tape.unescaped.len()),
            };
        }
        Entry::Plain {
            hash: if is_name {
                hash_of(spelling.as_bytes())
            } else {
                0
            },
            start: index(written.start()),
            end: index(written.end()),
        }
    }
}

/// The names of one object while it is read.
struct Names {
    /// Where they start among those of all objects that are open.
    base: usize,
    /// A bit for what the hashes that have been seen end in.
    seen: u64,
}

impl Filler<'_, '_> {
    /// Adds a name; nothing if it is known to be there.
    #[inline]
    fn add(&mut self, names: &mut Names, name: Name) -> Option<()> {
        let bit = 1 << (name.hash & 63);
        let before = &self.tape.names[names.base..];
        if names.seen & bit != 0 && before.len() < FEW {
            let mut before = before.iter();
            if before.any(|other| other.hash == name.hash && self.are_equal(*other, name)) {
                return None;
            }
        }
        names.seen |= bit;
        self.tape.names.push(name);
        Some(())
    }

    /// Forgets the names; nothing if one came twice.
    #[inline]
    fn forget(&mut self, names: &Names) -> Option<()> {
        // Few names have been compared as they came.
        let twice = self.tape.names.len() - names.base > FEW && self.has_twice(names);
        self.tape.names.truncate(names.base);
        (!twice).then_some(())
    }

    #[cold]
    fn has_twice(&mut self, names: &Names) -> bool {
        let mut all = std::mem::take(&mut self.tape.names);
        let of_this = &mut all[names.base..];
        // By hash and text: however many share a hash, equal ones end up side by side.
        of_this.sort_unstable_by(|left, right| {
            let by_text = || self.text_of(*left).cmp(self.text_of(*right));
            left.hash.cmp(&right.hash).then_with(by_text)
        });
        let twice = of_this
            .windows(2)
            .any(|pair| pair[0].hash == pair[1].hash && self.are_equal(pair[0], pair[1]));
        self.tape.names = all;
        twice
    }

    fn are_equal(&self, left: Name, right: Name) -> bool {
        self.text_of(left) == self.text_of(right)
    }

    fn text_of(&self, name: Name) -> &str {
        let entry = self.tape.entries.get(name.entry as usize);
        entry
            .and_then(|entry| entry.text(self.scanner.text(), &self.tape.unescaped))
            .unwrap_or_default()
    }
}

/// Up to so many names, each is compared with those before it.
const FEW: usize = 24;

/// Counts are below the length of the document, which fits.
fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
