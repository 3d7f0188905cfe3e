//! A client whose service sends the input as raw bytes of its WebSocket: the request ends, by an
//! answer or an error, and nothing panics.

use std::sync::OnceLock;
use std::time::Duration;

use frontdesk_client::{Client, Credentials, Endpoint, RetryPolicy, Until, WebSocket};
use frontdesk_model::{Conversation, ReceptionRequest};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

pub(super) fn run(data: &[u8]) {
    runtime().block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener
            .local_addr()
            .expect("a bound socket has an address");
        let service = async {
            while let Ok((stream, _)) = listener.accept().await {
                // A client that hangs up is as good as one that reads on.
                let _ = serve(stream, data).await;
            }
        };
        let client = async {
            let endpoint = Endpoint::base(&format!("http://{address}")).expect("a usable URL");
            let client = Client::builder(endpoint)
                .websocket(WebSocket::standard())
                .retry(RetryPolicy::never())
                .build(Credentials::new("fuzz", "fuzz-secret"))
                .expect("a plain endpoint on loopback");
            let request = ReceptionRequest::builder()
                .thread_id("t-1")
                .organization_id("o-1")
                .conversation(Conversation::new())
                .build();
            let until = Until::deadline(Duration::from_millis(100));
            if let Ok(mut events) = client.send_until(&request, until).await {
                while events.next().await.is_some() {}
            }
            client.close().await;
        };
        tokio::select! {
            () = service => {}
            ended = timeout(Duration::from_secs(10), client) => {
                assert!(ended.is_ok(), "the client hangs");
            }
        }
    });
}

/// Grants a token, or opens a WebSocket and writes what the service has to say.
async fn serve(mut stream: TcpStream, data: &[u8]) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    let head = String::from_utf8_lossy(&head);
    let key = head
        .lines()
        .find_map(|line| line.strip_prefix("sec-websocket-key: "));
    let Some(key) = key else {
        let body = r#"{"access_token":"t0ken-of-the-fuzzer"}"#;
        let length = body.len();
        let answer = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
        );
        return stream.write_all(answer.as_bytes()).await;
    };
    let accept = derive_accept_key(key.as_bytes());
    let answer = format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
         sec-websocket-accept: {accept}\r\nsec-websocket-protocol: optave-v1\r\n\r\n"
    );
    stream.write_all(answer.as_bytes()).await?;
    stream.write_all(data).await?;
    stream.shutdown().await
}

fn runtime() -> &'static Runtime {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| {
        let runtime = Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime")
    })
}
