//! Frames as bytes (RFC 6455), the wrong ones too.

/// What a frame is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Continuation,
    Text,
    Binary,
    Close,
    Ping,
    Pong,
}

/// A frame of the service.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Frame {
    pub(super) kind: Kind,
    pub(super) is_last: bool,
    pub(super) payload: Vec<u8>,
}

/// What is no frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Garbled {
    Reserved,
    Kind,
    Masked,
    Length,
    TooLarge,
}

/// Writes a frame of a client.
pub(super) fn write(out: &mut Vec<u8>, kind: Kind, is_last: bool, payload: &[u8]) {
    let code = match kind {
        Kind::Continuation => 0,
        Kind::Text => 1,
        Kind::Binary => 2,
        Kind::Close => 8,
        Kind::Ping => 9,
        Kind::Pong => 10,
    };
    write_raw(out, if is_last { 0x80 | code } else { code }, payload);
}

/// Writes a frame with any first byte.
pub(super) fn write_raw(out: &mut Vec<u8>, first: u8, payload: &[u8]) {
    out.push(first);
    write_length(out, payload.len());
    out.extend_from_slice(&MASK);
    let masked = payload.iter().zip(MASK.iter().cycle());
    out.extend(masked.map(|(byte, mask)| byte ^ mask));
}

fn write_length(out: &mut Vec<u8>, length: usize) {
    if let Ok(short) = u8::try_from(length)
        && short < 126
    {
        out.push(0x80 | short);
    } else if let Ok(medium) = u16::try_from(length) {
        out.push(0xfe);
        out.extend(medium.to_be_bytes());
    } else {
        out.push(0xff);
        out.extend((length as u64).to_be_bytes());
    }
}

/// Takes a frame of the service off the beginning of what was read, where there is a whole one.
pub(super) fn take(buffer: &mut Vec<u8>, most: usize) -> Result<Option<Frame>, Garbled> {
    let [first, second, ..] = buffer[..] else {
        return Ok(None);
    };
    if first & 0x70 != 0 {
        return Err(Garbled::Reserved);
    }
    if second & 0x80 != 0 {
        return Err(Garbled::Masked);
    }
    let kind = match first & 0x0f {
        0 => Kind::Continuation,
        1 => Kind::Text,
        2 => Kind::Binary,
        8 => Kind::Close,
        9 => Kind::Ping,
        10 => Kind::Pong,
        _ => return Err(Garbled::Kind),
    };
    let (head, length) = match second {
        126 => match buffer.get(2..4) {
            Some(bytes) => (
                4,
                bytes
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
            ),
            None => return Ok(None),
        },
        127 => match buffer.get(2..10) {
            Some(bytes) => (
                10,
                bytes
                    .iter()
                    .fold(0, |sum, byte| sum << 8 | u64::from(*byte)),
            ),
            None => return Ok(None),
        },
        short => (2, u64::from(short)),
    };
    let is_control = matches!(kind, Kind::Close | Kind::Ping | Kind::Pong);
    if is_control && (length > 125 || first & 0x80 == 0) {
        return Err(Garbled::Length);
    }
    let length = usize::try_from(length)
        .ok()
        .filter(|length| *length <= most);
    let Some(length) = length else {
        return Err(Garbled::TooLarge);
    };
    if buffer.len() < head + length {
        return Ok(None);
    }
    let payload = buffer[head..head + length].to_vec();
    buffer.drain(..head + length);
    Ok(Some(Frame {
        kind,
        is_last: first & 0x80 != 0,
        payload,
    }))
}

impl Garbled {
    /// Says it in a few words.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Reserved => "a frame with reserved bits",
            Self::Kind => "a frame of a kind that there is not",
            Self::Masked => "a frame that is masked",
            Self::Length => "a control frame that is long or in parts",
            Self::TooLarge => "a message that is larger than anybody reads",
        }
    }
}

/// Any mask is as good as another where nobody is between the two ends.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

#[cfg(test)]
mod tests {
    use super::{Frame, Garbled, Kind, take, write};

    #[test]
    fn frames_of_the_service_are_read_one_by_one() {
        let mut buffer = vec![0x81, 2, b'h', b'i', 0x89];
        let frame = Frame {
            kind: Kind::Text,
            is_last: true,
            payload: b"hi".to_vec(),
        };
        assert_eq!(take(&mut buffer, 100), Ok(Some(frame)));
        assert_eq!(take(&mut buffer, 100), Ok(None));
        assert_eq!(take(&mut vec![0xc1, 0], 100), Err(Garbled::Reserved));
        assert_eq!(
            take(&mut vec![0x81, 126, 0, 200], 100),
            Err(Garbled::TooLarge)
        );
        assert_eq!(
            take(&mut vec![0x88, 126, 0, 200], 1000),
            Err(Garbled::Length)
        );
        let mut own = Vec::new();
        write(&mut own, Kind::Text, true, b"hi");
        assert_eq!(take(&mut own, 100), Err(Garbled::Masked));
    }
}
