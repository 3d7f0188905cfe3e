use std::collections::BTreeMap;

use frontdesk_payload::raw_cases;
use serde_json::Value;

use super::{Ground, Made};
use crate::case::{Case, Framing, Phase, Spelling, Twist};
use crate::rest::PADDED;

/// What no value is: spellings, framings, types of content, methods, headers, credentials.
pub(super) fn cases(ground: &Ground) -> Made {
    let mut cases = Vec::new();
    for base in ground.bases() {
        let twists = twists(ground, &base);
        cases.extend(twists.into_iter().map(|(intent, twist)| {
            ground
                .case(Phase::Bytes, intent, base.clone())
                .twisted(twist)
        }));
    }
    cases.extend(padded(ground));
    let spelled = spelled(ground);
    Box::new(cases.into_iter().chain(spelled))
}

fn twists(ground: &Ground, base: &Value) -> Vec<(String, Twist)> {
    let operation = ground.operation();
    let mut twists = Vec::new();
    if operation.secured {
        for &credentials in &*ground.credentials {
            twists.push((
                format!("credentials: {credentials:?}"),
                Twist::Credentials(credentials),
            ));
        }
    }
    if ground.writes {
        for method in METHODS
            .into_iter()
            .filter(|method| *method != operation.method)
        {
            twists.push((format!("method {method}"), Twist::Method(method.to_owned())));
        }
    }
    for (name, value) in HEADERS {
        twists.push((
            format!("header {name}"),
            Twist::Header(name.to_owned(), value.to_owned()),
        ));
    }
    twists.push((
        "a long header".to_owned(),
        Twist::Header("x-long".to_owned(), "a".repeat(6_000)),
    ));
    let body = base.get("body");
    if body.is_some() && operation.body.is_some() {
        for framing in FRAMINGS {
            twists.push((format!("framing: {framing:?}"), Twist::Framing(framing)));
        }
    }
    if body.is_some() && operation.sends_json() {
        twists.push(("no content type".to_owned(), Twist::ContentType(None)));
        for media in MEDIA {
            twists.push((
                format!("content type {media}"),
                Twist::ContentType(Some(media.to_owned())),
            ));
        }
        for name in SPELLINGS {
            let spelling = Spelling::whole(name);
            twists.push((format!("the body {name}"), Twist::Spelling(spelling)));
        }
    }
    twists
}

/// The smallest request with blanks after it, its length said before and not.
fn padded(ground: &Ground) -> Vec<Case> {
    let Some(least) = ground
        .least
        .as_ref()
        .filter(|least| least.get("body").is_some())
    else {
        return Vec::new();
    };
    if !ground.operation().sends_json() {
        return Vec::new();
    }
    let mut cases = Vec::new();
    for (name, _) in PADDED {
        let spelling = Spelling::whole(name);
        let case = ground.case(Phase::Bytes, format!("the body {name}"), least.clone());
        let case = case.twisted(Twist::Spelling(spelling));
        cases.push(case.clone());
        cases.push(case.twisted(Twist::Framing(Framing::Chunked)));
    }
    cases
}

/// The byte-level cases of the smallest request and, each kind a few times, of the rich one.
fn spelled(ground: &Ground) -> impl Iterator<Item = Case> + Send + use<> {
    let bases = [ground.least.clone(), ground.model.clone()];
    let mut spellings = Vec::new();
    if ground.operation().sends_json() {
        for (base, value) in bases.iter().enumerate() {
            let Some(body) = value.as_ref().and_then(|value| value.get("body")) else {
                continue;
            };
            let is_rich = base > 0;
            let mut named: BTreeMap<&str, usize> = BTreeMap::new();
            for raw in raw_cases(body) {
                let count = named.entry(raw.name).or_default();
                *count += 1;
                if is_rich && *count > MOST_OF_A_KIND {
                    continue;
                }
                let spelling = Spelling {
                    name: raw.name.to_owned(),
                    pointer: raw.pointer.to_string(),
                    member: raw.member,
                };
                spellings.push((base, spelling));
            }
        }
    }
    let ground = ground.clone();
    spellings.into_iter().filter_map(move |(base, spelling)| {
        let intent = format!("{} at {}", spelling.name, spelling.pointer);
        let case = ground.case(Phase::Bytes, intent, bases[base].clone()?);
        Some(case.twisted(Twist::Spelling(spelling)))
    })
}

const FRAMINGS: [Framing; 7] = [
    Framing::Chunked,
    Framing::Slow,
    Framing::Truncated,
    Framing::LengthTooLarge,
    Framing::TwoLengths,
    Framing::LengthGarbled,
    Framing::NoLength,
];
const METHODS: [&str; 8] = [
    "GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "QUERY",
];
const HEADERS: [(&str, &str); 9] = [
    ("accept-language", "xx-invalid;q=2"),
    ("user-agent", ""),
    ("x-forwarded-for", "127.0.0.1, ::1"),
    ("x-request-id", "'\"<>"),
    ("content-encoding", "identity"),
    ("if-match", "*"),
    ("cookie", "a=b; a=c; ="),
    ("origin", "null"),
    ("x-empty", ""),
];
const MEDIA: [&str; 9] = [
    "application/json;charset=UTF-8",
    "application/json; charset=utf-8",
    "Application/JSON",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application",
    "application/jsonx",
];
const SPELLINGS: [&str; 14] = [
    "utf-16",
    "utf-16-with-mark",
    "nested-1000-deep",
    "nested-100000-deep",
    "escaped",
    "spaced",
    "single-quotes",
    "trailing-comma",
    "comment",
    "empty",
    "only-spaces",
    "nan",
    "twice",
    "truncated",
];
const MOST_OF_A_KIND: usize = 8;
