use serde_json::Number;
use twox_hash::XxHash3_64;

/// Hashes bytes, the same on every machine and in every version.
pub(crate) fn hash(kind: u8, bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot_with_seed(kind.into(), bytes)
}

/// Hashes what a string says.
pub(crate) fn hash_text(text: &str) -> u64 {
    hash(b's', text.as_bytes())
}

/// Hashes `true` or `false`.
pub(crate) fn hash_boolean(boolean: bool) -> u64 {
    hash(b'b', &[u8::from(boolean)])
}

/// Hashes a number; equal ones have equal hashes however they are spelled.
pub(crate) fn hash_number(number: &Number) -> u64 {
    if let Some(whole) = number.as_i64() {
        return hash(b'i', &whole.to_le_bytes());
    }
    if let Some(whole) = number.as_u64() {
        return hash(b'u', &whole.to_le_bytes());
    }
    let float = number.as_f64().unwrap_or_default();
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and small")]
    if float.fract() == 0.0 && float.abs() < 9e15 {
        return hash(b'i', &(float as i64).to_le_bytes());
    }
    hash(b'f', &float.to_bits().to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::{hash, hash_number, hash_text};
    use serde_json::Number;

    #[test]
    fn numbers_hash_by_what_they_are() {
        let three = hash_number(&3.into());
        assert_eq!(Number::from_f64(3.0).as_ref().map(hash_number), Some(three));
        assert_ne!(hash_text("3"), three);
        assert_ne!(hash_number(&(-1).into()), hash_number(&u64::MAX.into()));
    }

    #[test]
    fn hashes_never_change() {
        // Parts that were made by another version are merged by them.
        assert_eq!(hash(b's', b"greeting!"), 0xb7d4_c19b_0db1_3c60);
    }
}
