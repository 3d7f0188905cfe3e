use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Hashes bytes with SHA-256, written in lower-case hexadecimal.
///
/// ```
/// assert!(frontdesk_contract::hash(b"").starts_with("e3b0c44298fc1c14"));
/// ```
#[must_use]
pub fn hash(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn the_digest_is_the_standard_one() {
        assert_eq!(
            hash(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }
}
