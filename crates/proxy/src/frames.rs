use crate::observed::End;

/// Reads the messages of one direction of a WebSocket from its bytes, as they are passed on.
///
/// It follows what is said and takes no part: no frame is delayed or changed by it. Only text and
/// binary messages are kept, without extensions, which the proxy lets nobody agree on.
pub(crate) struct Frames {
    most: usize,
    header: Vec<u8>,
    /// The frame that is being read, after its header.
    frame: Option<Frame>,
    message: Vec<u8>,
    end: End,
    /// Whether a message has begun and goes on in the next frame.
    inside: bool,
    closed: bool,
    broken: bool,
}

struct Frame {
    left: u64,
    mask: Option<[u8; 4]>,
    at: usize,
    control: bool,
    last: bool,
}

/// A message that was read.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Message {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: End,
}

impl Frames {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            most,
            header: Vec::new(),
            frame: None,
            message: Vec::new(),
            end: End::Whole,
            inside: false,
            closed: false,
            broken: false,
        }
    }

    /// Tells whether this direction was closed as it should be.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Tells whether what goes on is no WebSocket that can be followed.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Reads on, and lists the messages that are complete.
    pub(crate) fn read(&mut self, mut bytes: &[u8]) -> Vec<Message> {
        let mut found = Vec::new();
        while !self.broken
            && (!bytes.is_empty() || self.frame.as_ref().is_some_and(|frame| frame.left == 0))
        {
            match self.frame.take() {
                None => {
                    self.header.push(bytes[0]);
                    bytes = &bytes[1..];
                    self.begin();
                }
                Some(mut frame) => {
                    let length = usize::try_from(frame.left)
                        .unwrap_or(usize::MAX)
                        .min(bytes.len());
                    let (payload, rest) = bytes.split_at(length);
                    self.keep(&mut frame, payload);
                    bytes = rest;
                    if frame.left > 0 {
                        self.frame = Some(frame);
                    } else if frame.last && !frame.control {
                        self.inside = false;
                        found.push(Message {
                            bytes: std::mem::take(&mut self.message),
                            end: std::mem::replace(&mut self.end, End::Whole),
                        });
                    }
                }
            }
        }
        found
    }

    /// Returns the message that was cut off, where there is one.
    pub(crate) fn rest(&mut self) -> Option<Message> {
        let open = self.inside || self.frame.as_ref().is_some_and(|frame| !frame.control);
        (open && !self.broken).then(|| Message {
            bytes: std::mem::take(&mut self.message),
            end: if self.end == End::Whole {
                End::Cut
            } else {
                self.end
            },
        })
    }

    /// Begins a frame when its header is complete.
    fn begin(&mut self) {
        let [first, second, ..] = self.header[..] else {
            return;
        };
        let (extended, masked) = match second & 0x7f {
            126 => (2, second & 0x80 != 0),
            127 => (8, second & 0x80 != 0),
            _ => (0, second & 0x80 != 0),
        };
        if self.header.len() < 2 + extended + if masked { 4 } else { 0 } {
            return;
        }
        let length = &self.header[2..2 + extended];
        let left = if extended == 0 {
            u64::from(second & 0x7f)
        } else {
            length
                .iter()
                .fold(0, |left, byte| left << 8 | u64::from(*byte))
        };
        let mask = masked.then(|| {
            let mut mask = [0; 4];
            mask.copy_from_slice(&self.header[2 + extended..]);
            mask
        });
        let (opcode, last) = (first & 0x0f, first & 0x80 != 0);
        let control = opcode >= 8;
        self.closed |= opcode == 8;
        // An extension would mean something by these bits, and none was agreed on.
        self.broken = first & 0x70 != 0 || matches!(opcode, 3..=7 | 11..=15);
        self.inside |= !control;
        self.header.clear();
        self.frame = Some(Frame {
            left,
            mask,
            at: 0,
            control,
            last,
        });
    }

    fn keep(&mut self, frame: &mut Frame, payload: &[u8]) {
        frame.left -= payload.len() as u64;
        if frame.control {
            return;
        }
        if self.end == End::TooLarge || self.message.len() + payload.len() > self.most {
            self.end = End::TooLarge;
            self.message = Vec::new();
            return;
        }
        let (mask, at) = (frame.mask.unwrap_or_default(), frame.at);
        let plain = payload.iter().zip(at..);
        self.message
            .extend(plain.map(|(byte, at)| byte ^ mask[at % 4]));
        frame.at = (at + payload.len()) % 4;
    }
}

#[cfg(test)]
mod tests {
    use super::{Frames, Message};
    use crate::observed::End;

    fn frame(first: u8, payload: &[u8], mask: Option<[u8; 4]>) -> Vec<u8> {
        let bit = if mask.is_some() { 0x80 } else { 0 };
        let mut bytes = vec![first];
        match payload.len() {
            short @ 0..126 => bytes.push(bit | u8::try_from(short).unwrap()),
            medium @ 126..65_536 => {
                bytes.push(bit | 0x7e);
                bytes.extend(u16::try_from(medium).unwrap().to_be_bytes());
            }
            long => {
                bytes.push(bit | 0x7f);
                bytes.extend((long as u64).to_be_bytes());
            }
        }
        bytes.extend(
            mask.unwrap_or_default()
                .iter()
                .take(if mask.is_some() { 4 } else { 0 }),
        );
        let masks = mask.unwrap_or_default();
        bytes.extend(
            payload
                .iter()
                .enumerate()
                .map(|(at, byte)| byte ^ masks[at % 4]),
        );
        bytes
    }

    fn whole(text: &[u8]) -> Message {
        Message {
            bytes: text.to_vec(),
            end: End::Whole,
        }
    }

    #[test]
    fn messages_are_read_however_the_bytes_come() {
        let long = vec![b'x'; 70_000];
        let medium = vec![b'y'; 300];
        let bytes = [
            frame(0x81, b"hello", Some([1, 2, 3, 4])),
            frame(0x01, b"in ", Some([9, 8, 7, 6])),
            frame(0x89, b"ping", None),
            frame(0x80, b"parts", None),
            frame(0x81, b"", None),
            frame(0x82, &long, None),
            frame(0x81, &medium, Some([5; 4])),
            frame(0x88, &[3, 232], None),
        ]
        .concat();
        let expected = [
            whole(b"hello"),
            whole(b"in parts"),
            whole(b""),
            whole(&long),
            whole(&medium),
        ];
        for piece in [1, 2, 3, 7, 64, 4_096, bytes.len()] {
            let mut frames = Frames::new(1 << 20);
            let found: Vec<Message> = bytes
                .chunks(piece)
                .flat_map(|bytes| frames.read(bytes))
                .collect();
            assert_eq!(found, expected, "{piece}");
            assert!(frames.is_closed() && !frames.is_broken() && frames.rest().is_none());
        }
    }

    #[test]
    fn what_is_too_long_or_cut_off_is_told() {
        let mut frames = Frames::new(4);
        let found = frames.read(&frame(0x81, b"hello", None));
        assert_eq!((found[0].end, found[0].bytes.len()), (End::TooLarge, 0));
        assert_eq!(frames.read(&frame(0x81, b"ok", None)), [whole(b"ok")]);
        frames.read(&frame(0x81, b"torn", None)[..4]);
        let rest = frames.rest().unwrap();
        assert_eq!((rest.end, rest.bytes), (End::Cut, b"to".to_vec()));
    }

    #[test]
    fn what_is_no_websocket_is_followed_no_more() {
        let mut frames = Frames::new(100);
        assert_eq!(frames.read(&frame(0xc1, b"packed", None)), []);
        assert!(frames.is_broken() && frames.rest().is_none());
        assert_eq!(frames.read(b"whatever"), []);
    }
}
