use serde_json::{Map, Value};

use super::{Entry, TapeDocument};
use crate::Numeral;
use crate::names::name_hash;

/// A value that lies on a tape.
#[derive(Clone, Copy, Debug)]
pub struct TapeValue<'t> {
    document: &'t TapeDocument<'t>,
    at: u32,
}

/// The type of a value on a tape.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TapeKind {
    /// `null`
    Null,
    /// `true` or `false`
    Boolean,
    /// A number.
    Number,
    /// A string.
    String,
    /// An array.
    Array,
    /// An object.
    Object,
}

/// The name of a member to be looked up often.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TapeName {
    text: Box<str>,
    hash: u32,
}

impl TapeName {
    /// Prepares a name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self {
            text: name.into(),
            hash: name_hash(name.as_bytes()),
        }
    }
}

impl<'t> TapeValue<'t> {
    pub(super) fn new(document: &'t TapeDocument<'t>, at: u32) -> Self {
        Self { document, at }
    }

    /// Returns its type.
    #[inline]
    #[must_use]
    pub fn kind(self) -> TapeKind {
        match self.entry() {
            Entry::Null => TapeKind::Null,
            Entry::Boolean(_) => TapeKind::Boolean,
            Entry::Unsigned(_) | Entry::Negative(_) | Entry::Double(_) => TapeKind::Number,
            Entry::Plain { .. } | Entry::Unescaped { .. } => TapeKind::String,
            Entry::Array { .. } => TapeKind::Array,
            Entry::Object { .. } => TapeKind::Object,
        }
    }

    /// Returns its number among the values and names of its document.
    #[inline]
    #[must_use]
    pub fn index(self) -> u32 {
        self.at
    }

    /// Returns the document on whose tape it lies.
    #[inline]
    #[must_use]
    pub fn document(self) -> &'t TapeDocument<'t> {
        self.document
    }

    /// Tells whether it is `null`.
    #[inline]
    #[must_use]
    pub fn is_null(self) -> bool {
        matches!(self.entry(), Entry::Null)
    }

    /// Returns what it says if it is `true` or `false`.
    #[inline]
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        match self.entry() {
            Entry::Boolean(boolean) => Some(boolean),
            _ => None,
        }
    }

    /// Returns the number that it is.
    #[inline]
    #[must_use]
    pub fn as_numeral(self) -> Option<Numeral> {
        match self.entry() {
            Entry::Unsigned(integer) => Some(Numeral::Unsigned(integer)),
            Entry::Negative(integer) => Some(Numeral::Negative(integer)),
            Entry::Double(double) => Some(Numeral::Double(double)),
            _ => None,
        }
    }

    /// Returns the string that it is.
    #[inline]
    #[must_use]
    pub fn as_str(self) -> Option<&'t str> {
        self.entry()
            .text(self.document.text, self.document.unescaped)
    }

    /// Returns how many items or members it has.
    #[inline]
    #[must_use]
    pub fn count(self) -> usize {
        match self.entry() {
            Entry::Array { count, .. } | Entry::Object { count, .. } => count as usize,
            _ => 0,
        }
    }

    /// Iterates over the items of an array; anything else has none.
    #[inline]
    #[must_use]
    pub fn items(self) -> TapeItems<'t> {
        let left = match self.entry() {
            Entry::Array { count, .. } => count,
            _ => 0,
        };
        TapeItems {
            next: self.following(),
            left,
        }
    }

    /// Iterates over the members of an object; anything else has none.
    #[inline]
    #[must_use]
    pub fn members(self) -> TapeMembers<'t> {
        let left = match self.entry() {
            Entry::Object { count, .. } => count,
            _ => 0,
        };
        TapeMembers {
            next: self.following(),
            left,
        }
    }

    /// Finds the member of a name.
    #[inline]
    #[must_use]
    pub fn get(self, name: &TapeName) -> Option<Self> {
        let Entry::Object { mut count, .. } = self.entry() else {
            return None;
        };
        let mut member = self.following();
        while count > 0 {
            let value = member.following();
            let (Entry::Plain { hash, .. } | Entry::Unescaped { hash, .. }) = member.entry() else {
                return None;
            };
            if hash == name.hash && member.as_str() == Some(&*name.text) {
                return Some(value);
            }
            member = value.after();
            count -= 1;
        }
        None
    }

    /// Returns the value as [`read`](crate::read) gives it.
    #[must_use]
    pub fn to_value(self) -> Value {
        match self.entry() {
            Entry::Null => Value::Null,
            Entry::Boolean(boolean) => Value::Bool(boolean),
            Entry::Unsigned(_) | Entry::Negative(_) | Entry::Double(_) => {
                let number = self.as_numeral().map(Numeral::to_number);
                number.map_or(Value::Null, Value::Number)
            }
            Entry::Plain { .. } | Entry::Unescaped { .. } => {
                Value::String(self.as_str().unwrap_or_default().to_owned())
            }
            Entry::Array { .. } => self.items().map(Self::to_value).collect(),
            Entry::Object { .. } => {
                let members = self.members();
                let members = members.map(|(name, value)| (name.to_owned(), value.to_value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    /// Returns what lies behind this entry, be it inside or after the value.
    #[inline]
    fn following(self) -> Self {
        Self {
            at: self.at + 1,
            ..self
        }
    }

    /// Returns what lies behind the whole value.
    #[inline]
    fn after(self) -> Self {
        let at = match self.entry() {
            Entry::Array { after, .. } | Entry::Object { after, .. } => after,
            _ => self.at + 1,
        };
        Self { at, ..self }
    }

    #[inline]
    fn entry(self) -> Entry {
        // Behind the last entry nothing is asked for: containers know how much they hold.
        let entries = self.document.entries;
        entries
            .get(self.at as usize)
            .copied()
            .unwrap_or(Entry::Null)
    }
}

/// The items of an array.
#[derive(Clone, Debug)]
pub struct TapeItems<'t> {
    next: TapeValue<'t>,
    left: u32,
}

impl<'t> Iterator for TapeItems<'t> {
    type Item = TapeValue<'t>;

    #[expect(
        clippy::inline_always,
        reason = "what a call hands over in memory is slow to read at once"
    )]
    #[inline(always)]
    fn next(&mut self) -> Option<TapeValue<'t>> {
        self.left = self.left.checked_sub(1)?;
        let item = self.next;
        self.next = item.after();
        Some(item)
    }
}

/// The members of an object, in the order of the document.
#[derive(Clone, Debug)]
pub struct TapeMembers<'t> {
    next: TapeValue<'t>,
    left: u32,
}

impl<'t> TapeMembers<'t> {
    /// Returns the next member, its name as a value of its own.
    #[expect(
        clippy::inline_always,
        reason = "what a call hands over in memory is slow to read at once"
    )]
    #[inline(always)]
    pub fn next_member(&mut self) -> Option<(TapeValue<'t>, TapeValue<'t>)> {
        self.left = self.left.checked_sub(1)?;
        let name = self.next;
        let value = name.following();
        self.next = value.after();
        Some((name, value))
    }
}

impl<'t> Iterator for TapeMembers<'t> {
    type Item = (&'t str, TapeValue<'t>);

    #[expect(
        clippy::inline_always,
        reason = "what a call hands over in memory is slow to read at once"
    )]
    #[inline(always)]
    fn next(&mut self) -> Option<(&'t str, TapeValue<'t>)> {
        let (name, value) = self.next_member()?;
        Some((name.as_str().unwrap_or_default(), value))
    }
}
