use std::sync::Arc;
use std::time::{Duration, SystemTime};

use frontdesk_corpus::{Direction, Timestamp, Transport};
use frontdesk_json::{Pointer, is_secret};
use frontdesk_tls::{Fault, speaks_tls};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Empty, Full};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HOST, HeaderMap, HeaderName, HeaderValue};
use hyper::{Request, Response, StatusCode, Version};
use hyper_util::client::legacy::Error;
use tokio::sync::mpsc::Sender;

use crate::observed::{End, Observed, Route};
use crate::proxy::Shared;
use crate::tee::{Copy, Tee};
use crate::tunnel::{self, Tunnel};

/// What a client gets.
pub(crate) type Passed = UnsyncBoxBody<Bytes, Box<dyn std::error::Error + Send + Sync>>;

/// Passes one request on, and what comes back.
pub(crate) async fn pass(
    shared: &Shared,
    request: Request<Incoming>,
    tunnels: Sender<Tunnel>,
) -> Response<Passed> {
    let route = Arc::new(Route::of(&request, shared.upstream.name()));
    let wanted = request
        .uri()
        .path_and_query()
        .map_or("/", |path| path.as_str());
    let Ok(uri) = shared.upstream.at(wanted) else {
        return refusal(
            StatusCode::BAD_REQUEST,
            "the address of the request is none",
        );
    };
    if tunnel::is_asked_for(request.headers()) {
        return tunnel::open(shared, request, uri, route, tunnels).await;
    }
    let (mut head, body) = request.into_parts();
    let body = if body.is_end_stream() {
        nothing()
    } else {
        let observed = route.observed(Direction::Request, None, &head.headers);
        let tee = Tee::new(body, shared.copy(observed));
        tee.map_err(Into::into).boxed_unsync()
    };
    head.uri = uri;
    head.version = Version::HTTP_11;
    head.headers = passed_headers(&head.headers);
    match shared.client.request(Request::from_parts(head, body)).await {
        Ok(response) => answered(shared, response, &route),
        Err(error) => unreachable(shared, &error).await,
    }
}

/// Passes a response on.
pub(crate) fn answered(
    shared: &Shared,
    response: Response<Incoming>,
    route: &Arc<Route>,
) -> Response<Passed> {
    let (mut head, body) = response.into_parts();
    let body = if body.is_end_stream() {
        nothing()
    } else {
        let status = Some(head.status.as_u16());
        let observed = route.observed(Direction::Response, status, &head.headers);
        let tee = Tee::new(body, shared.copy(observed));
        tee.map_err(Into::into).boxed_unsync()
    };
    head.version = Version::HTTP_11;
    head.headers = without_hops(&head.headers);
    Response::from_parts(head, body)
}

pub(crate) fn nothing() -> Passed {
    Empty::new().map_err(|never| match never {}).boxed_unsync()
}

/// Says that the service cannot be reached, without what the address may tell; the first time to a
/// person as well.
pub(crate) async fn unreachable(shared: &Shared, error: &Error) -> Response<Passed> {
    let mut is_first = false;
    shared.sink.tally.count(|outcome| {
        outcome.unreachable += 1;
        is_first = outcome.unreachable_because.is_none();
    });
    let mut why = if let Some(fault) = Fault::find_in(error) {
        format!("the upstream is not trusted: {fault}")
    } else if error.is_connect() {
        "the upstream cannot be connected to: is it running?".to_owned()
    } else {
        "the upstream was gone before it answered".to_owned()
    };
    if is_first {
        let upstream = &shared.upstream;
        if !error.is_connect()
            && !upstream.needs_tls()
            && speaks_tls(upstream.host(), upstream.port(), SHORT).await
        {
            "the upstream speaks TLS there: write https://".clone_into(&mut why);
        }
        (shared.listener)(&why);
        let told = why.clone();
        shared.sink.tally.count(|outcome| {
            outcome.unreachable_because.get_or_insert(told);
        });
    }
    refusal(StatusCode::BAD_GATEWAY, &why)
}

pub(crate) fn refusal(status: StatusCode, text: &str) -> Response<Passed> {
    let text = format!("frontdesk record: {text}\n");
    let mut response = Response::new(
        Full::from(text)
            .map_err(|never| match never {})
            .boxed_unsync(),
    );
    *response.status_mut() = status;
    response
}

/// Leaves out what is between the client and the proxy alone, and asks for bodies that can be read.
pub(crate) fn passed_headers(headers: &HeaderMap) -> HeaderMap {
    let mut passed = without_hops(headers);
    passed.remove(HOST);
    passed.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
    passed
}

/// Leaves out the headers of one connection, those that `Connection` names included.
pub(crate) fn without_hops(headers: &HeaderMap) -> HeaderMap {
    let named = headers.get_all("connection").into_iter();
    let named: Vec<String> = named
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|name| name.trim().to_ascii_lowercase())
        .collect();
    let is_hop = |name: &HeaderName| {
        HOPS.contains(&name.as_str()) || named.iter().any(|named| named == name.as_str())
    };
    let kept = headers.iter().filter(|(name, _)| !is_hop(name));
    let mut passed = HeaderMap::with_capacity(headers.len());
    for (name, value) in kept {
        passed.append(name, value.clone());
    }
    passed
}

impl Shared {
    /// Prepares to keep a body.
    pub(crate) fn copy(&self, observed: Observed) -> Copy {
        Copy::new(observed, self.max_body_bytes, self.sink.clone())
    }
}

impl Route {
    /// Notes where a request goes, and the secrets that stand around its body.
    pub(crate) fn of(request: &Request<Incoming>, service: String) -> Self {
        let mut secrets = Vec::new();
        for (name, value) in request.headers() {
            let value = value.to_str().unwrap_or_default();
            match name.as_str() {
                "authorization" | "proxy-authorization" => {
                    secrets.extend(value.split(' ').next_back().map(str::to_owned));
                }
                "sec-websocket-protocol" => {
                    secrets.extend(value.split(',').skip(1).map(|part| part.trim().to_owned()));
                }
                "cookie" => {
                    let pairs = value.split(';').filter_map(|pair| pair.split_once('='));
                    secrets.extend(pairs.map(|(_, value)| value.trim().to_owned()));
                }
                name if is_secret(&Pointer::from_tokens([name])) => secrets.push(value.to_owned()),
                _ => {}
            }
        }
        let query = request.uri().query().unwrap_or_default();
        let query = form_urlencoded::parse(query.as_bytes());
        secrets.extend(
            query
                .filter(|(name, _)| is_secret(&Pointer::from_tokens([&**name])))
                .map(|(_, value)| value.trim_start_matches("Bearer ").to_owned()),
        );
        Self {
            service,
            method: request.method().as_str().to_owned(),
            path: request.uri().path().to_owned(),
            secrets,
        }
    }

    /// Starts to observe a body of this route.
    fn observed(
        self: &Arc<Self>,
        direction: Direction,
        status: Option<u16>,
        headers: &HeaderMap,
    ) -> Observed {
        let encoded = headers
            .get(CONTENT_ENCODING)
            .is_some_and(|encoding| encoding.as_bytes() != b"identity");
        Observed {
            at: Timestamp::of(SystemTime::now()),
            transport: Transport::Rest,
            direction,
            route: Arc::clone(self),
            status,
            headers: headers
                .iter()
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes());
                    (name.as_str().to_owned(), value.into_owned())
                })
                .collect(),
            bytes: Vec::new(),
            end: if encoded { End::Encoded } else { End::Whole },
        }
    }
}

/// How long it is looked for a reason, beside what is said already.
const SHORT: Duration = Duration::from_secs(2);
/// The headers that are between two neighbours.
const HOPS: [&str; 9] = [
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];
