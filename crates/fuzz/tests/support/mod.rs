//! A small orders service that is right, or wrong in ways that a test names.

#![allow(
    dead_code,
    reason = "each test binary compiles this file and uses its own part"
)]

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use frontdesk_fuzz::{
    Access, Options, Rest, RestOptions, RunOutcome, from_openapi, plain_dialer, run,
};
use frontdesk_schema::Schema;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What goes wrong, `None` for what does not.
pub(crate) type Bug = Arc<dyn Fn(&str, &Value, &State) -> Option<Answer> + Send + Sync>;

/// What a bug answers.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
    pub(crate) delay: Duration,
}

/// What the service remembers.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) seen: Mutex<BTreeSet<String>>,
    pub(crate) count: std::sync::atomic::AtomicU64,
}

pub(crate) fn failure(status: u16, text: &str) -> Answer {
    Answer {
        status,
        body: json!({"error": text}),
        delay: Duration::ZERO,
    }
}

pub(crate) fn document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Orders", "version": "1"},
        "servers": [{"url": "https://orders.invalid/v1"}],
        "paths": {
            "/orders": {"post": {
                "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}},
                "responses": {
                    "201": {"description": "made", "content": {"application/json": {"schema": {
                        "type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "total": {"type": "integer"}}
                    }}}},
                    "400": {"$ref": "#/components/responses/Wrong"}
                }
            }},
            "/orders/{id}": {"get": {
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "string", "minLength": 1, "maxLength": 12}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100}}
                ],
                "responses": {
                    "200": {"description": "it", "content": {"application/json": {"schema": {"type": "object"}}}},
                    "400": {"$ref": "#/components/responses/Wrong"}
                }
            }}
        },
        "components": {
            "responses": {"Wrong": {"description": "wrong", "content": {"application/json": {"schema": {
                "type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}
            }}}}},
            "schemas": {"Order": {
                "type": "object",
                "required": ["customer", "items"],
                "properties": {
                    "customer": {"type": "string", "minLength": 1, "maxLength": 80},
                    "note": {"type": "string"},
                    "kind": {"enum": ["web", "shop", "phone"]},
                    "discount": {"type": "number", "minimum": 0, "maximum": 1},
                    "quantity": {"type": "integer", "minimum": 0},
                    "gift": {"type": "boolean"},
                    "placed": {"type": "string", "format": "date-time"},
                    "items": {"type": "array", "minItems": 1, "items": {
                        "type": "object", "required": ["sku"],
                        "properties": {"sku": {"type": "string", "pattern": "^[A-Z]{2}-[0-9]+$"}, "count": {"type": "integer", "minimum": 1}}
                    }}
                }
            }}
        }
    })
}

/// Starts the service with bugs and returns its URL.
pub(crate) async fn serve(bugs: Vec<Bug>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let (_, operations) = from_openapi(&document(), &frontdesk_schema::Options::default()).unwrap();
    let schemas: Arc<Vec<(String, Arc<Schema>)>> = Arc::new(
        operations
            .iter()
            .map(|of| (of.method.clone(), Arc::clone(&of.schema)))
            .collect(),
    );
    let state = Arc::new(State::default());
    let bugs = Arc::new(bugs);
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else {
                return;
            };
            stream.set_nodelay(true).unwrap();
            let (schemas, bugs, state) =
                (Arc::clone(&schemas), Arc::clone(&bugs), Arc::clone(&state));
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let (schemas, bugs, state) =
                        (Arc::clone(&schemas), Arc::clone(&bugs), Arc::clone(&state));
                    async move { Ok::<_, Infallible>(answer(request, &schemas, &bugs, &state).await) }
                });
                let _ = hyper::server::conn::http1::Builder::new()
                    .half_close(false)
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    url
}

async fn answer(
    request: Request<Incoming>,
    schemas: &[(String, Arc<Schema>)],
    bugs: &[Bug],
    state: &State,
) -> Response<Full<Bytes>> {
    let method = request.method().as_str().to_owned();
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default().to_owned();
    let Ok(body) = request.into_body().collect().await else {
        return reply(400, &json!({"error": "no body"}));
    };
    let body = body.to_bytes();
    let value = match (method.as_str(), path.strip_prefix("/v1/orders")) {
        ("POST", Some("")) => match frontdesk_json::read(&body) {
            Ok(body) => json!({"body": body}),
            Err(error) => return reply(400, &json!({"error": error.to_string()})),
        },
        ("GET", Some(id)) if id.len() > 1 && !id[1..].contains('/') => {
            let id = percent_decoded(&id[1..]);
            let mut read = json!({"path": {"1": id}});
            for (name, text) in form_urlencoded::parse(query.as_bytes()) {
                if name == "limit" {
                    let limit = text
                        .parse::<i64>()
                        .map_or_else(|_| json!(text), |number| json!(number));
                    read["query"] = json!({"limit": limit});
                }
            }
            read
        }
        _ => return reply(405, &json!({"error": "no such method"})),
    };
    let (_, schema) = schemas.iter().find(|(of, _)| *of == method).unwrap();
    let valid = schema.accepts(&value);
    let mut seen = value.clone();
    seen["valid"] = json!(valid);
    for bug in bugs {
        if let Some(answer) = bug(&method, &seen, state) {
            tokio::time::sleep(answer.delay).await;
            return reply(answer.status, &answer.body);
        }
    }
    if !valid {
        return reply(400, &json!({"error": "not of the schema"}));
    }
    let status = if method == "POST" { 201 } else { 200 };
    reply(status, &json!({"id": "o-1", "total": 1}))
}

fn percent_decoded(text: &str) -> String {
    let pair = format!("x={}", text.replace('+', "%2B"));
    form_urlencoded::parse(pair.as_bytes())
        .next()
        .unwrap()
        .1
        .into_owned()
}

fn reply(status: u16, body: &Value) -> Response<Full<Bytes>> {
    Response::builder()
        .status(status)
        .header("content-type", "application/json")
        .body(Full::new(Bytes::from(body.to_string())))
        .unwrap()
}

/// Fuzzes the service for some seconds.
pub(crate) async fn fuzz(url: &str, seconds: u64, seed: u64) -> RunOutcome {
    // What is found in so many seconds depends on who else is at work.
    static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _alone = ALONE.lock().await;
    let (_, operations) = from_openapi(&document(), &frontdesk_schema::Options::default()).unwrap();
    let options = RestOptions {
        hosts: Vec::new(),
        writes: true,
        patience: Duration::from_secs(3),
        seed,
        without: BTreeSet::new(),
    };
    let url = url.parse().unwrap();
    let target = Rest::new(&url, operations, Access::default(), plain_dialer(), options).unwrap();
    let options = Options {
        time: Duration::from_secs(seconds),
        ..Options::standard(seed)
    };
    run(
        Arc::new(target),
        options,
        Box::new(|_| {}),
        std::future::pending(),
    )
    .await
}
