use std::time::Duration;

use crate::case::Framing;
use crate::request::Request;

/// A request as bytes, in pieces with a pause after each.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    pub(super) pieces: Vec<(Vec<u8>, Duration)>,
    /// Whether the stream ends after the last piece.
    pub(super) ends: bool,
    /// Whether the connection is good for another request.
    pub(super) reusable: bool,
}

/// Writes a request down, its secrets put in by `reveal`.
pub(super) fn wire(request: &Request, host: &str, reveal: impl Fn(&str) -> String) -> Wire {
    let mut head = Vec::with_capacity(256 + request.body.len());
    let mut line = |text: &str| {
        head.extend_from_slice(text.as_bytes());
        head.extend_from_slice(b"\r\n");
    };
    line(&format!("{} {} HTTP/1.1", request.method, request.target));
    line(&format!("host: {host}"));
    for (name, value) in &request.headers {
        line(&format!("{name}: {}", reveal(value)));
    }
    let length = request.body.len();
    let bodiless = length == 0 && matches!(request.method.as_str(), "GET" | "HEAD" | "DELETE");
    match request.framing {
        Framing::Length if bodiless => {}
        Framing::Length | Framing::Slow | Framing::Truncated => {
            line(&format!("content-length: {length}"));
        }
        Framing::Chunked => line("transfer-encoding: chunked"),
        Framing::LengthTooLarge => line(&format!("content-length: {}", length + 1)),
        Framing::TwoLengths => {
            line(&format!("content-length: {length}"));
            line(&format!("content-length: {}", length + 7));
        }
        Framing::LengthGarbled => line("content-length: twelve"),
        Framing::NoLength => {}
    }
    line("");
    let body = &request.body;
    let pieces = match request.framing {
        Framing::Slow => {
            let size = (length / SLOW_PIECES).max(1);
            let mut pieces = vec![(head, SLOW_PAUSE)];
            pieces.extend(body.chunks(size).map(|piece| (piece.to_vec(), SLOW_PAUSE)));
            pieces
        }
        Framing::Chunked => {
            for chunk in body.chunks((length / 3).max(1)) {
                head.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                head.extend_from_slice(chunk);
                head.extend_from_slice(b"\r\n");
            }
            head.extend_from_slice(b"0\r\n\r\n");
            vec![(head, Duration::ZERO)]
        }
        Framing::Truncated => {
            head.extend_from_slice(&body[..length / 2]);
            vec![(head, Duration::ZERO)]
        }
        Framing::Length
        | Framing::LengthTooLarge
        | Framing::TwoLengths
        | Framing::LengthGarbled
        | Framing::NoLength => {
            head.extend_from_slice(body);
            vec![(head, Duration::ZERO)]
        }
    };
    let honest = is_honest(request.framing);
    Wire {
        pieces,
        ends: matches!(
            request.framing,
            Framing::Truncated | Framing::LengthTooLarge
        ),
        reusable: honest,
    }
}

/// Tells whether a framing says what is true of the body.
pub(super) fn is_honest(framing: Framing) -> bool {
    matches!(framing, Framing::Length | Framing::Chunked | Framing::Slow)
}

const SLOW_PIECES: usize = 4;
const SLOW_PAUSE: Duration = Duration::from_millis(25);

#[cfg(test)]
mod tests {
    use super::wire;
    use crate::case::Framing;
    use crate::request::Request;

    #[test]
    fn the_framing_is_what_was_asked_for() {
        let written = |framing| {
            let request = Request {
                method: "POST".to_owned(),
                target: "/a?b=c".to_owned(),
                headers: vec![("x".to_owned(), "$SECRET".to_owned())],
                body: b"{}".to_vec(),
                framing,
                repeat: None,
            };
            let pieces = wire(&request, "h", |value| value.replace("$SECRET", "s")).pieces;
            String::from_utf8(pieces.into_iter().flat_map(|(bytes, _)| bytes).collect()).unwrap()
        };
        let head = "POST /a?b=c HTTP/1.1\r\nhost: h\r\nx: s\r\n";
        assert_eq!(
            written(Framing::Length),
            format!("{head}content-length: 2\r\n\r\n{{}}")
        );
        assert_eq!(
            written(Framing::Truncated),
            format!("{head}content-length: 2\r\n\r\n{{")
        );
        assert_eq!(
            written(Framing::Chunked),
            format!("{head}transfer-encoding: chunked\r\n\r\n1\r\n{{\r\n1\r\n}}\r\n0\r\n\r\n")
        );
        assert_eq!(written(Framing::NoLength), format!("{head}\r\n{{}}"));
    }
}
