//! Frames as bytes, for what no library writes.

/// Writes a text frame of a service: one frame, not masked.
pub(super) fn text_frame(text: &[u8]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(text.len() + 10);
    frame.push(0x81);
    let length = text.len();
    if let Ok(short) = u8::try_from(length)
        && short < 126
    {
        frame.push(short);
    } else if let Ok(medium) = u16::try_from(length) {
        frame.push(126);
        frame.extend(medium.to_be_bytes());
    } else {
        frame.push(127);
        frame.extend((length as u64).to_be_bytes());
    }
    frame.extend_from_slice(text);
    frame
}

/// Counts the UTF-16 units of a text, as the documented limit does.
pub(super) fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::{text_frame, units};

    #[test]
    fn lengths_have_three_forms() {
        assert_eq!(text_frame(b"hi"), [0x81, 2, b'h', b'i']);
        assert_eq!(text_frame(&[b'x'; 126])[..4], [0x81, 126, 0, 126]);
        assert_eq!(text_frame(&vec![b'x'; 65_536])[..4], [0x81, 127, 0, 0]);
    }

    #[test]
    fn units_are_those_of_javascript() {
        assert_eq!(units("aé😡"), 4);
    }
}
