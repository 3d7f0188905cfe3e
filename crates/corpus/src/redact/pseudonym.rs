use std::fmt;

use sha2::{Digest, Sha256};

use super::Personal;

/// What pseudonyms are made with: who does not have it cannot tell who is behind one.
#[derive(Clone)]
pub struct RedactionKey([u8; 32]);

impl RedactionKey {
    /// Takes a key; draw one for each run, and keep it nowhere.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Makes the pseudonym of a person: the same for every spelling of the same address.
    pub(super) fn pseudonym(&self, kind: Personal, found: &str) -> String {
        let digest = self.digest(kind, found);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        let word = format!("{:010x}", u64::from_be_bytes(first) >> 24);
        match kind {
            Personal::Email => format!("{word}@pseudonym.invalid"),
            Personal::Phone => self.reshaped(kind, found),
            Personal::Name => {
                let [given, family] =
                    [digest[8], digest[9]].map(|byte| usize::from(byte) % NAMES.len());
                format!("{} {}{}", NAMES[given], NAMES[family], &word[..4])
            }
        }
    }

    /// Makes a pseudonym that has letters and digits where the person's had them.
    pub(super) fn reshaped(&self, kind: Personal, found: &str) -> String {
        let digest = self.digest(kind, found);
        let mut next = digest.iter().cycle();
        let mut block = 0_u8;
        reshaped(found, |character| {
            let byte = next.next().copied().unwrap_or_default().wrapping_add(block);
            block = block.wrapping_add(1);
            let letter = char::from(b'a' + byte % 26);
            if character.is_ascii_digit() {
                char::from(b'0' + byte % 10)
            } else if character.is_uppercase() {
                letter.to_ascii_uppercase()
            } else {
                letter
            }
        })
    }

    /// Hashes with the key inside and outside (HMAC), so that guesses cannot be tried without it.
    fn digest(&self, kind: Personal, found: &str) -> [u8; 32] {
        let padded = |pad: u8| {
            let mut block = [pad; 64];
            for (byte, key) in block.iter_mut().zip(self.0) {
                *byte ^= key;
            }
            block
        };
        let mut inner = Sha256::new();
        inner.update(padded(0x36));
        inner.update(kind.as_str());
        inner.update(kind.plain(found));
        let mut outer = Sha256::new();
        outer.update(padded(0x5c));
        outer.update(inner.finalize());
        outer.finalize().into()
    }
}

/// Replaces letters and digits, and keeps what stands between them.
pub(super) fn reshaped(text: &str, mut replaced: impl FnMut(char) -> char) -> String {
    text.chars()
        .map(|character| {
            if character.is_alphanumeric() {
                replaced(character)
            } else {
                character
            }
        })
        .collect()
}

impl fmt::Debug for RedactionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("RedactionKey([redacted])")
    }
}

/// Words that stand for names, and are nobody's.
const NAMES: [&str; 16] = [
    "Amber", "Birch", "Cedar", "Dune", "Elm", "Fern", "Grove", "Heath", "Iris", "Jade", "Kelp",
    "Linden", "Maple", "Nettle", "Oak", "Pine",
];
