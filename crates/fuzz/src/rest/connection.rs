use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use crate::exchange::{Reply, Silence};

use super::wire::Wire;

/// A stream of bytes in both directions.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A connection, and what was read from it and belongs to no response yet.
pub(super) struct Connection {
    stream: Box<dyn Stream>,
    buffer: Vec<u8>,
}

/// What a connection gave.
pub(super) enum Given {
    /// A response, and whether the connection is good for another.
    Reply(Reply, bool),
    /// Nothing that can be read; whether not a single byte came.
    Silence(Silence, bool),
}

impl Connection {
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        Self {
            stream,
            buffer: Vec::new(),
        }
    }

    /// Sends a request and reads the response.
    ///
    /// Whoever calls sets a limit on the time.
    pub(super) async fn exchange(&mut self, wire: &Wire, method: &str) -> Given {
        for (piece, pause) in &wire.pieces {
            // A server may answer, and close, before it has read everything.
            if self.stream.write_all(piece).await.is_err() || self.stream.flush().await.is_err() {
                break;
            }
            if !pause.is_zero() {
                tokio::time::sleep(*pause).await;
            }
        }
        if wire.ends {
            // It may have answered and gone already.
            let _ = self.stream.shutdown().await;
        }
        match self.response(method).await {
            Ok((mut reply, open)) => {
                if reply.cut {
                    reply.body.truncate(KEPT_OF_CUT);
                }
                // What is left over belongs to no request.
                let reusable = open && wire.reusable && self.buffer.is_empty();
                Given::Reply(reply, reusable)
            }
            Err(silence) => Given::Silence(silence, self.buffer.is_empty()),
        }
    }

    async fn response(&mut self, method: &str) -> Result<(Reply, bool), Silence> {
        loop {
            let head = self.head().await?;
            // Interim responses announce the real one.
            if !(100..200).contains(&head.status) || head.status == 101 {
                return self.body(head, method).await;
            }
        }
    }

    async fn head(&mut self) -> Result<Head, Silence> {
        loop {
            if let Some((head, length)) = parse(&self.buffer)? {
                self.buffer.drain(..length);
                return Ok(head);
            }
            if self.buffer.len() > MOST_HEAD {
                return Err(Silence::Garbled);
            }
            if self.fill().await.unwrap_or(0) == 0 {
                let told = self.buffer.is_empty() || self.buffer.starts_with(b"HTTP/1.");
                return Err(if told {
                    Silence::Closed
                } else {
                    Silence::Garbled
                });
            }
        }
    }

    async fn body(&mut self, head: Head, method: &str) -> Result<(Reply, bool), Silence> {
        let bodiless = method == "HEAD" || matches!(head.status, 101 | 204 | 304);
        let keeps = head.keeps_open;
        let mut reply = Reply {
            status: head.status,
            headers: head.headers,
            body: Vec::new(),
            cut: false,
        };
        if bodiless {
            return Ok((reply, keeps));
        }
        let chunked = reply
            .header("transfer-encoding")
            .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
        if chunked {
            reply.cut = !self.chunks(&mut reply.body).await?;
        } else if let Some(length) = reply.header("content-length") {
            let length: usize = length.trim().parse().map_err(|_| Silence::Garbled)?;
            let wanted = length.min(MOST_BODY);
            while self.buffer.len() < wanted {
                if self.fill().await.unwrap_or(0) == 0 {
                    return Err(Silence::Closed);
                }
            }
            reply.body = self.buffer.drain(..wanted).collect();
            reply.cut = wanted < length;
        } else {
            while self.buffer.len() < MOST_BODY && self.fill().await.unwrap_or(0) > 0 {}
            reply.cut = self.buffer.len() >= MOST_BODY;
            reply.body = std::mem::take(&mut self.buffer);
            return Ok((reply, false));
        }
        let open = keeps && !reply.cut;
        Ok((reply, open))
    }

    /// Reads chunks to the end; tells whether the end was reached.
    async fn chunks(&mut self, body: &mut Vec<u8>) -> Result<bool, Silence> {
        loop {
            let line = self.line().await?;
            let digits = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(digits, 16).map_err(|_| Silence::Garbled)?;
            if size == 0 {
                while !self.line().await?.is_empty() {}
                return Ok(true);
            }
            if body.len().saturating_add(size) > MOST_BODY {
                return Ok(false);
            }
            while self.buffer.len() < size + 2 {
                if self.fill().await.unwrap_or(0) == 0 {
                    return Err(Silence::Closed);
                }
            }
            body.extend(self.buffer.drain(..size));
            self.buffer.drain(..2);
        }
    }

    async fn line(&mut self) -> Result<String, Silence> {
        loop {
            if let Some(end) = self.buffer.windows(2).position(|pair| pair == b"\r\n") {
                let line = String::from_utf8_lossy(&self.buffer[..end]).into_owned();
                self.buffer.drain(..end + 2);
                return Ok(line);
            }
            if self.buffer.len() > MOST_HEAD {
                return Err(Silence::Garbled);
            }
            if self.fill().await.unwrap_or(0) == 0 {
                return Err(Silence::Closed);
            }
        }
    }

    async fn fill(&mut self) -> io::Result<usize> {
        self.stream.read_buf(&mut self.buffer).await
    }
}

/// The start of a response.
struct Head {
    status: u16,
    headers: Vec<(String, String)>,
    keeps_open: bool,
}

/// Reads the start of a response and tells its length, `None` while it is not all there.
fn parse(buffer: &[u8]) -> Result<Option<(Head, usize)>, Silence> {
    if buffer.is_empty() {
        return Ok(None);
    }
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut response = httparse::Response::new(&mut headers);
    let length = match response.parse(buffer) {
        Ok(httparse::Status::Complete(length)) => length,
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(Silence::Garbled),
    };
    let status = response.code.ok_or(Silence::Garbled)?;
    let version = response.version;
    let headers: Vec<(String, String)> = response
        .headers
        .iter()
        .map(|header| {
            let value = String::from_utf8_lossy(header.value).into_owned();
            (header.name.to_ascii_lowercase(), value)
        })
        .collect();
    let connection = headers.iter().find(|(name, _)| name == "connection");
    let says = connection
        .map(|(_, value)| value.to_ascii_lowercase())
        .unwrap_or_default();
    let keeps_open = if version == Some(0) {
        says.contains("keep-alive")
    } else {
        !says.contains("close")
    };
    Ok(Some((
        Head {
            status,
            headers,
            keeps_open,
        },
        length,
    )))
}

/// How much is kept of a body that is too large.
const KEPT_OF_CUT: usize = 4 * 1024;
const MOST_HEADERS: usize = 128;
const MOST_HEAD: usize = 256 * 1024;
/// More of a body is not read: it is a fault by itself.
const MOST_BODY: usize = 8 * 1024 * 1024;
