//! Whether a name comes twice in an object that is being read.

/// The names of the objects that are open, in room that is kept.
#[derive(Clone, Debug, Default)]
pub struct Names {
    all: Vec<Name>,
}

/// A name: where it stands, and what tells it from most others.
#[derive(Clone, Copy, Debug)]
pub struct Name {
    /// What [`name_hash`] gives for it.
    pub hash: u32,
    /// Where it starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
}

/// Which of the names are those of one object.
#[derive(Clone, Copy, Debug)]
pub struct NamesOfOne {
    base: usize,
    /// A bit for what the hashes that have been seen end in.
    seen: u64,
}

impl Names {
    /// Opens an object.
    #[inline]
    #[must_use]
    pub fn open(&self) -> NamesOfOne {
        NamesOfOne {
            base: self.all.len(),
            seen: 0,
        }
    }

    /// Adds a name of the innermost object; false if it is known to be there.
    #[inline]
    pub fn add<'t>(
        &mut self,
        object: &mut NamesOfOne,
        name: Name,
        text_of: impl Fn(Name) -> &'t str,
    ) -> bool {
        let bit = 1 << (name.hash & 63);
        let before = &self.all[object.base..];
        if object.seen & bit != 0 && before.len() < FEW {
            let mut before = before.iter();
            if before.any(|other| other.hash == name.hash && text_of(*other) == text_of(name)) {
                return false;
            }
        }
        object.seen |= bit;
        self.all.push(name);
        true
    }

    /// Closes the innermost object; false if one of its names came twice.
    #[inline]
    pub fn close<'t>(&mut self, object: &NamesOfOne, text_of: impl Fn(Name) -> &'t str) -> bool {
        let of_this = &mut self.all[object.base..];
        // Few names have been compared as they came.
        let twice = of_this.len() > FEW && has_twice(of_this, text_of);
        self.all.truncate(object.base);
        !twice
    }

    /// Forgets this object and all that were opened after it.
    #[inline]
    pub fn forget(&mut self, object: &NamesOfOne) {
        self.all.truncate(object.base);
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.all.clear();
    }

    /// Returns how many bytes of room are kept.
    #[must_use]
    pub fn capacity(&self) -> usize {
        self.all.capacity() * size_of::<Name>()
    }
}

#[cold]
fn has_twice<'t>(names: &mut [Name], text_of: impl Fn(Name) -> &'t str) -> bool {
    // By hash and text: however many share a hash, equal ones end up side by side.
    names.sort_unstable_by(|left, right| {
        let by_text = || text_of(*left).cmp(text_of(*right));
        left.hash.cmp(&right.hash).then_with(by_text)
    });
    names
        .windows(2)
        .any(|pair| pair[0].hash == pair[1].hash && text_of(pair[0]) == text_of(pair[1]))
}

/// Up to so many names, each is compared with those before it.
const FEW: usize = 24;

/// Mixes what tells most names apart: the length, the first and the last eight bytes.
#[inline]
#[must_use]
pub fn name_hash(name: &[u8]) -> u32 {
    // Two words that overlap have no loop, whose end would have to be guessed.
    let eight = name.first_chunk().zip(name.last_chunk());
    let four = name.first_chunk().zip(name.last_chunk());
    let (first, last) = if let Some((first, last)) = eight {
        (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
    } else if let Some((first, last)) = four {
        let word = |bytes: &[u8; 4]| u64::from(u32::from_le_bytes(*bytes));
        (word(first), word(last))
    } else {
        let byte = |at: usize| name.get(at).copied().map_or(0, u64::from);
        (byte(0) << 16 | byte(1) << 8 | byte(2), 0)
    };
    let mixed = (first ^ last.rotate_left(29) ^ (name.len() as u64)).wrapping_mul(SPREAD);
    // The upper half is where the bits are mixed.
    (mixed >> 32) as u32
}

/// An odd number whose bits follow no rule: 2^64 divided by the golden ratio.
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
