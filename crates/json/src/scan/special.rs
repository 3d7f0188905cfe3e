//! Where the next byte of a string is that does not stand for itself.

use wide::u8x16;

/// Returns where the first `"`, `\` or control character is, from a place on; the end if there is none.
#[inline]
pub(super) fn next_special(bytes: &[u8], start: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let (blocks, tail) = rest.as_chunks();
    let mut at = start;
    for block in blocks {
        let marks = marks(*block);
        if marks != 0 {
            return at + marks.trailing_zeros() as usize;
        }
        at += block.len();
    }
    at + tail
        .iter()
        .copied()
        .position(is_special)
        .unwrap_or(tail.len())
}

/// Sets a bit for each special byte of a block, the lowest for the first one.
#[inline]
fn marks(block: [u8; 16]) -> u32 {
    let block = u8x16::new(block);
    let quotes = block.simd_eq(u8x16::splat(b'"'));
    let backslashes = block.simd_eq(u8x16::splat(b'\\'));
    let controls = block.min(u8x16::splat(0x1f)).simd_eq(block);
    (quotes | backslashes | controls).to_bitmask()
}

fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..0x20)
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
