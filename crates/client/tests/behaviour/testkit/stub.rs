//! Mock servers that fail loudly and end safely.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use frontdesk_client::Endpoint;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use super::{CLIENT_ID, OTHER_TOKEN, SECRET, TOKEN};

/// A service that answers by script; a request that the script does not foresee is an error.
pub(crate) struct Stub {
    server: Unrecorded,
    script: Arc<Script>,
}

type Rule = Box<dyn Fn(&Request) -> ResponseTemplate + Send + Sync>;

struct Script {
    tokens: Mutex<VecDeque<ResponseTemplate>>,
    messages: Mutex<VecDeque<ResponseTemplate>>,
    /// Answers messages in place of the queue.
    rule: Option<Rule>,
    seen: Mutex<Vec<Value>>,
    unforeseen: Mutex<Vec<String>>,
}

impl Stub {
    /// Answers token requests and messages in turn.
    pub(crate) async fn start(
        tokens: impl IntoIterator<Item = ResponseTemplate>,
        messages: impl IntoIterator<Item = ResponseTemplate>,
    ) -> Self {
        Self::with(tokens, messages, None).await
    }

    /// Answers token requests in turn, and messages by a rule.
    pub(crate) async fn ruled(
        tokens: impl IntoIterator<Item = ResponseTemplate>,
        rule: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
    ) -> Self {
        Self::with(tokens, [], Some(Box::new(rule))).await
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        self.server.endpoint()
    }

    /// Returns the requests in the order in which they came, after checking that the script was
    /// followed to its end.
    pub(crate) fn finish(self) -> Vec<Value> {
        let unforeseen = taken(&self.script.unforeseen);
        assert!(unforeseen.is_empty(), "unforeseen: {unforeseen:?}");
        let left = taken(&self.script.tokens).len() + taken(&self.script.messages).len();
        assert_eq!(left, 0, "answers that nobody asked for");
        taken(&self.script.seen)
    }

    async fn with(
        tokens: impl IntoIterator<Item = ResponseTemplate>,
        messages: impl IntoIterator<Item = ResponseTemplate>,
        rule: Option<Rule>,
    ) -> Self {
        let script = Arc::new(Script {
            tokens: Mutex::new(tokens.into_iter().collect()),
            messages: Mutex::new(messages.into_iter().collect()),
            rule,
            seen: Mutex::default(),
            unforeseen: Mutex::default(),
        });
        let answering = Arc::clone(&script);
        let server = Unrecorded::start(move |request: &Request| answering.answer(request)).await;
        Self { server, script }
    }
}

impl Script {
    fn answer(&self, request: &Request) -> ResponseTemplate {
        push(&self.seen, described(request));
        let queue = match (request.method.as_str(), request.url.path()) {
            ("POST", "/auth/oauth2/token") => &self.tokens,
            ("POST", "/message/reception") => match &self.rule {
                Some(rule) => return rule(request),
                None => &self.messages,
            },
            _ => return self.unforeseen(request),
        };
        let next = queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop_front();
        next.unwrap_or_else(|| self.unforeseen(request))
    }

    fn unforeseen(&self, request: &Request) -> ResponseTemplate {
        let line = format!("{} {}", request.method, request.url.path());
        push(&self.unforeseen, line);
        ResponseTemplate::new(599)
    }
}

/// A mock server with one answering function for every request, which keeps nothing itself.
///
/// It is not taken from the pool, because a pooled server listens on after its end. It ends on a
/// thread of its own: dropping many servers within one poll of a task hangs.
pub(crate) struct Unrecorded {
    server: Option<MockServer>,
    uri: String,
}

impl Unrecorded {
    pub(crate) async fn start(respond: impl Respond + 'static) -> Self {
        let server = MockServer::builder()
            .disable_request_recording()
            .start()
            .await;
        Mock::given(any())
            .respond_with(respond)
            .named("every request")
            .mount(&server)
            .await;
        Self {
            uri: server.uri(),
            server: Some(server),
        }
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::base(&self.uri).expect("a mock server has a usable URL")
    }
}

impl Drop for Unrecorded {
    fn drop(&mut self) {
        let server = self.server.take();
        // The result says whether the server panicked, which must not end a test that ends anyway.
        let _ = thread::spawn(move || drop(server)).join();
    }
}

/// Describes a request without what differs from run to run and what is secret.
fn described(request: &Request) -> Value {
    let query: Vec<String> = request
        .url
        .query_pairs()
        .map(|(name, value)| format!("{name}={}", known(&value)))
        .collect();
    let headers: BTreeMap<String, String> = request
        .headers
        .iter()
        .map(|(name, value)| {
            let text = String::from_utf8_lossy(value.as_bytes());
            let shown = match name.as_str() {
                "host" => "[host]".to_owned(),
                "user-agent" => text.replace(env!("CARGO_PKG_VERSION"), "[version]"),
                _ => known(&text),
            };
            (name.to_string(), shown)
        })
        .collect();
    let body = if request.body.is_empty() {
        Value::Null
    } else {
        frontdesk_json::read(&request.body).expect("the client sends JSON")
    };
    json!({
        "request": format!("{} {}", request.method, request.url.path()),
        "query": query,
        "headers": headers,
        "body": body,
    })
}

/// Names the secrets that are the right ones; any other value stays visible.
fn known(text: &str) -> String {
    [
        (SECRET, "[secret]"),
        (CLIENT_ID, "[client id]"),
        (TOKEN, "[token]"),
        (OTHER_TOKEN, "[other token]"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (value, name)| {
        text.replace(value, name)
    })
}

fn push<T>(list: &Mutex<Vec<T>>, item: T) {
    list.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(item);
}

fn taken<T: Default>(held: &Mutex<T>) -> T {
    std::mem::take(&mut held.lock().unwrap_or_else(PoisonError::into_inner))
}
