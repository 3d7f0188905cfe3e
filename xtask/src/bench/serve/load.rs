//! Requests over connections that stay open, written as bytes: the driver has to cost little.

use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use super::super::milliseconds;
use super::text;

/// One connection over which requests go, one after the other.
pub(in crate::bench) struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Line {
    pub(in crate::bench) async fn connect(addr: SocketAddr) -> Result<Self, String> {
        let stream = TcpStream::connect(addr).await.map_err(text)?;
        stream.set_nodelay(true).map_err(text)?;
        let buffer = Vec::with_capacity(8 * 1024);
        Ok(Self { stream, buffer })
    }

    /// Sends a request, and returns the body of its answer, whose status has to be 200.
    pub(in crate::bench) async fn exchange(&mut self, request: &[u8]) -> Result<&[u8], String> {
        self.buffer.clear();
        self.stream.write_all(request).await.map_err(text)?;
        loop {
            let read = self.stream.read_buf(&mut self.buffer).await.map_err(text)?;
            if read == 0 {
                return Err("the connection was closed".to_owned());
            }
            if let Some((begin, end)) = body(&self.buffer)?
                && self.buffer.len() >= end
            {
                return Ok(&self.buffer[begin..end]);
            }
        }
    }

    /// Fetches a token.
    pub(in crate::bench) async fn token(&mut self) -> Result<String, String> {
        let request = b"POST /auth/oauth2/token?client_id=demo&client_secret=demo HTTP/1.1\r\n\
            Host: localhost\r\nContent-Length: 0\r\n\r\n";
        let answer = self.exchange(request).await?;
        let answer: Value = serde_json::from_slice(answer).map_err(text)?;
        let token = answer["access_token"].as_str();
        Ok(token.ok_or("there is no token")?.to_owned())
    }
}

/// Writes a request that the service answers.
pub(in crate::bench) fn request(token: &str) -> Vec<u8> {
    let body = payload().to_string();
    let length = body.len();
    format!(
        "POST /message/reception HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nAccept: */*\r\nUser-Agent: bench\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

/// The payload of the docs page's sample, with one message more.
pub(super) fn payload() -> Value {
    let message = |author: &str, content: &str| json!({"participantId": author, "content": content, "timestamp": "2024-01-15T10:30:00.000Z"});
    json!({
        "session": {
            "sessionId": "a1b2c3d4-e5f6-7890-abcd-123456789012",
            "channel": {"language": "en-US"},
            "interface": {"type": "chat"}
        },
        "request": {
            "requestId": "a1b2c3d4-e5f6-7890-1234-56789ab2345",
            "attributes": {"variant": "A"},
            "connections": {"threadId": "9e8d7c6b-5a49-3827-1605-948372615abc"},
            "context": {"organizationId": "f7e8d9c0-b1a2-3456-7890-123456789abc"},
            "scope": {"conversations": [{
                "conversationId": "7f6e5d4c-3b2a-1098-fedc-ba9876543210",
                "participants": [
                    {"participantId": "p-1", "displayName": "John Doe", "role": "user"},
                    {"participantId": "p-2", "displayName": "Sarah Smith", "role": "operator"}
                ],
                "messages": [
                    message("p-1", "Hi, my order has not arrived yet. Can you help me?"),
                    message("p-2", "Of course! Could you give me the number of your order?"),
                    message("p-1", "It is 12345, and I have been waiting for two weeks now.")
                ],
                "metadata": {}
            }]}
        }
    })
}

/// Sends a request again and again for a while, over connections each of which waits for its answer;
/// returns how long each exchange took, in milliseconds.
pub(super) async fn load(
    addr: SocketAddr,
    request: &Rc<[u8]>,
    connections: usize,
    time: Duration,
) -> Result<Vec<f64>, String> {
    let end = Instant::now() + time;
    let local = LocalSet::new();
    let mut running = Vec::new();
    for _ in 0..connections {
        let request = Rc::clone(request);
        let mut line = Line::connect(addr).await?;
        running.push(local.spawn_local(async move {
            let mut latencies = Vec::new();
            let mut begin = Instant::now();
            while begin < end {
                line.exchange(&request).await?;
                let now = Instant::now();
                latencies.push(milliseconds(now - begin));
                begin = now;
            }
            Ok::<_, String>(latencies)
        }));
    }
    local
        .run_until(async {
            let mut latencies = Vec::new();
            for line in running {
                latencies.extend(line.await.map_err(text)??);
            }
            Ok(latencies)
        })
        .await
}

/// Finds where the body of an answer begins and ends, once its head is there.
fn body(answer: &[u8]) -> Result<Option<(usize, usize)>, String> {
    let Some(head) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Ok(None);
    };
    let lines = String::from_utf8_lossy(&answer[..head]);
    if !lines.starts_with("HTTP/1.1 200") {
        let status = lines.lines().next().unwrap_or_default();
        return Err(format!("the answer is {status}"));
    }
    let length = lines.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let is_length = name.eq_ignore_ascii_case("content-length");
        is_length.then(|| value.trim().parse::<usize>().ok())?
    });
    let length = length.ok_or("the answer has no length")?;
    Ok(Some((head + 4, head + 4 + length)))
}

#[cfg(test)]
mod tests {
    use super::body;

    #[test]
    fn bodies_are_found() {
        let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
        assert_eq!(body(answer), Ok(Some((38, 40))));
        assert_eq!(body(&answer[..20]), Ok(None));
        assert!(body(b"HTTP/1.1 503 No\r\n\r\n").is_err());
        assert!(body(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }
}
