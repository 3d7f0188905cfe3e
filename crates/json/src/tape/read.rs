//! Filling the tape: one function per kind of value.

use super::{Entry, Tape};
use crate::names::{Name, NamesOfOne, name_hash};
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
        let entry = match self.scanner.peek()? {
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
        if self.scanner.peek()? == b']' {
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
        let mut names = self.tape.names.open();
        let mut count = 0;
        if self.scanner.peek()? == b'}' {
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
        let text_of = texts(self.scanner.text(), &self.tape.unescaped);
        self.tape.names.close(&names, text_of).then_some(())?;
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
    fn name(&mut self, names: &mut NamesOfOne) -> Option<()> {
        if self.scanner.peek()? != b'"' {
            return None;
        }
        let written = self.scanner.string()?;
        let entry = self.string(written, true);
        let name = match entry {
            Entry::Plain { start, end, hash } => Name {
                hash,
                start,
                end,
                unescaped: false,
            },
            Entry::Unescaped { start, end, hash } => Name {
                hash,
                start,
                end,
                unescaped: true,
            },
            _ => return None,
        };
        let text_of = texts(self.scanner.text(), &self.tape.unescaped);
        self.tape.entries.push(entry);
        self.tape.names.add(names, name, text_of).then_some(())
    }

    #[inline]
    fn string(&mut self, written: Written, is_name: bool) -> Entry {
        let spelling = self.scanner.spelling(&written);
        if written.escaped() {
            let start = self.tape.unescaped.len();
            unescape(spelling, &mut self.tape.unescaped);
            let text = &self.tape.unescaped[start..];
            return Entry::Unescaped {
                hash: if is_name {
                    name_hash(text.as_bytes())
                } else {
                    0
                },
                start: index(start),
                end: index(self.tape.unescaped.len()),
            };
        }
        Entry::Plain {
            hash: if is_name {
                name_hash(spelling.as_bytes())
            } else {
                0
            },
            start: index(written.start()),
            end: index(written.end()),
        }
    }
}

/// Tells where the text of a name is found.
fn texts<'t>(document: &'t str, unescaped: &'t str) -> impl Fn(Name) -> &'t str {
    move |name| {
        let text = if name.unescaped { unescaped } else { document };
        let place = name.start as usize..name.end as usize;
        text.get(place).unwrap_or_default()
    }
}

/// Counts are below the length of the document, which fits.
fn index(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
