//! The handler that the service is measured against: it reads the body, and answers what never changes.

use std::io::{self, Write as _};

use axum::Router;
use axum::body::Bytes;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use tokio::net::TcpListener;

use super::text;

/// Serves a JSON text of so many bytes at the path of receptions, until the process is ended.
pub(in crate::bench) fn serve(words: &[String]) -> Result<(), String> {
    let size = words.first().and_then(|size| size.parse().ok());
    let size: usize = size.ok_or("the size of the answer is missing")?;
    // Quotes and a text between them.
    let fixed = Bytes::from(format!("\"{}\"", "x".repeat(size.saturating_sub(2))));
    let answer = move |_body: Bytes| {
        let fixed = fixed.clone();
        async move { ([(CONTENT_TYPE, "application/json")], fixed) }
    };
    let router = Router::new().route("/message/reception", post(answer));
    let runtime = tokio::runtime::Runtime::new().map_err(text)?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(text)?;
        let addr = listener.local_addr().map_err(text)?;
        writeln!(io::stdout(), "listening on http://{addr}").map_err(text)?;
        axum::serve(listener, router).await.map_err(text)
    })
}
