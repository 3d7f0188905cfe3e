//! Where the next byte of a string is that does not stand for itself.

/// Returns where the first `"`, `\` or control character is, from a place on; the end if there is none.
#[inline]
pub(super) fn next_special(bytes: &[u8], start: usize) -> usize {
    let mut at = start;
    while let Some(block) = bytes.get(at..).and_then(<[u8]>::first_chunk::<16>) {
        // Without a way out in the middle the compiler looks at all bytes of a block at once.
        let found = block
            .iter()
            .fold(false, |found, byte| found | is_special(byte));
        if found {
            return at + first_in(*block);
        }
        at += block.len();
    }
    let tail = bytes.get(at..).unwrap_or_default();
    at + tail.iter().position(is_special).unwrap_or(tail.len())
}

/// Returns where the first special byte of a block is that has one.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "each half keeps its bits")]
fn first_in(block: [u8; 16]) -> usize {
    let block = u128::from_le_bytes(block);
    let low = marks(block as u64);
    if low != 0 {
        return low.trailing_zeros() as usize / 8;
    }
    8 + marks((block >> 64) as u64).trailing_zeros() as usize / 8
}

#[inline]
#[expect(
    clippy::needless_bitwise_bool,
    clippy::trivially_copy_pass_by_ref,
    reason = "branches would keep the compiler from looking at many bytes at once; iterators give references"
)]
fn is_special(byte: &u8) -> bool {
    (*byte == b'"') | (*byte == b'\\') | (*byte < 0x20)
}

/// Sets the high bit of each special byte of a word.
///
/// The lowest bit set is exact. Borrows may set wrong ones above it, which nobody looks at.
#[inline]
fn marks(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    let each = |byte: u8| ONES * u64::from(byte);
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let quote = zero(word ^ each(b'"'));
    let backslash = zero(word ^ each(b'\\'));
    let control = word.wrapping_sub(each(b' ')) & !word;
    (quote | backslash | control) & (ONES << 7)
}

#[cfg(test)]
mod tests {
    use super::next_special;

    #[test]
    fn every_special_byte_is_found_at_every_place() {
        for special in (0..0x20).chain([b'"', b'\\']) {
            for length in 0..70 {
                for filler in [b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff] {
                    let mut bytes = vec![filler; length];
                    assert_eq!(next_special(&bytes, 0), length);
                    bytes.push(special);
                    bytes.extend([special ^ 1, filler, 0, b'"', filler, filler, filler, filler]);
                    for start in 0..=length {
                        assert_eq!(next_special(&bytes, start), length, "{special} {filler}");
                    }
                }
            }
        }
        assert_eq!(next_special(b"a", 7), 7);
    }
}
