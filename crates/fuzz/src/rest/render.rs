use std::fmt::Write as _;

use frontdesk_payload::raw_cases;
use serde_json::Value;

use crate::case::{Case, Credentials, Framing, Spelling, Twist};
use crate::endpoint::{Operation, Part, is_json};
use crate::request::{Request, TOKEN_NAME};

use super::secrets::{cut_of, expired_of, unsigned_of, without_scheme};

/// What a client shows of itself with each request, placeholders for secrets.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shown {
    /// Whether there is a token, sent as a bearer.
    pub(crate) token: bool,
    /// Headers with secrets.
    pub(crate) headers: Vec<ShownHeader>,
}

/// A header with a secret, as it is shown.
#[derive(Clone, Debug)]
pub(crate) struct ShownHeader {
    pub(crate) name: String,
    /// The environment variable that stands for the secret.
    pub(crate) variable: String,
    /// The word before a token, such as `Bearer`, where the secret is of this form.
    pub(crate) scheme: Option<String>,
}

/// Writes a case down as the request that is sent.
pub(crate) fn render(case: &Case, operation: &Operation, base: &str, shown: &Shown) -> Request {
    let value = &case.value;
    let mut headers = vec![(
        "accept".to_owned(),
        "application/json, */*;q=0.5".to_owned(),
    )];
    for (name, value) in members(value, Part::Header) {
        headers.push((name.clone(), header_text(&text_of(value))));
    }
    let cookies: Vec<String> = members(value, Part::Cookie)
        .map(|(name, value)| format!("{name}={}", header_text(&text_of(value))))
        .collect();
    if !cookies.is_empty() {
        headers.push(("cookie".to_owned(), cookies.join("; ")));
    }
    let body = value.get(Part::Body.as_str());
    let mut media = operation
        .body
        .as_ref()
        .filter(|_| body.is_some())
        .map(|body| body.media.clone());
    let mut request = Request {
        method: operation.method.clone(),
        target: target(operation, base, value),
        headers: Vec::new(),
        body: body
            .map(|body| encoded(body, media.as_deref()))
            .unwrap_or_default(),
        framing: Framing::Length,
        repeat: case.repeat(),
    };
    let mut credentials = None;
    for twist in &case.twists {
        match twist {
            Twist::Method(method) => request.method.clone_from(method),
            Twist::ContentType(other) => media.clone_from(other),
            Twist::Header(name, value) => headers.push((name.clone(), value.clone())),
            Twist::Credentials(other) => credentials = Some(*other),
            Twist::Spelling(spelling) => {
                if let Some(bytes) = body.and_then(|body| spelled(body, spelling)) {
                    request.body = bytes;
                }
            }
            Twist::Framing(framing) => request.framing = *framing,
            Twist::Repeat(_) => {}
        }
    }
    if let Some(media) = media {
        headers.push(("content-type".to_owned(), media));
    }
    show(shown, credentials, &mut headers);
    request.headers = headers;
    request
}

fn show(shown: &Shown, credentials: Option<Credentials>, headers: &mut Vec<(String, String)>) {
    if shown.token {
        let value = with(credentials, TOKEN_NAME, Some("Bearer"), true);
        headers.extend(value.map(|value| ("authorization".to_owned(), value)));
    }
    for header in &shown.headers {
        let scheme = header.scheme.as_deref();
        let value = with(credentials, &header.variable, scheme, false);
        headers.extend(value.map(|value| (header.name.clone(), value)));
    }
}

/// Writes a header by the name of its secret, which is the token alone or has the scheme before it.
fn with(
    credentials: Option<Credentials>,
    name: &str,
    scheme: Option<&str>,
    alone: bool,
) -> Option<String> {
    let schemed = |text: &str| match scheme {
        Some(scheme) => format!("{scheme} {text}"),
        None => text.to_owned(),
    };
    let whole = |text: String| if alone { schemed(&text) } else { text };
    Some(match credentials {
        // Over HTTP a token may be used again.
        None | Some(Credentials::Used) => whole(format!("${name}")),
        Some(Credentials::Missing | Credentials::Any) => return None,
        Some(Credentials::Empty) => schemed(""),
        Some(Credentials::Unknown | Credentials::Token | Credentials::Wrong) => schemed(UNKNOWN),
        Some(Credentials::OtherScheme) if alone => format!("Basic ${name}"),
        Some(Credentials::OtherScheme) => format!("Basic {}", without_scheme(name)),
        Some(Credentials::Cut) => whole(cut_of(name)),
        Some(Credentials::Unsigned) => schemed(&unsigned_of(name)),
        Some(Credentials::Expired) => schemed(&expired_of(name)),
    })
}

/// Spells a body as bytes.
pub(crate) fn spelled(body: &Value, spelling: &Spelling) -> Option<Vec<u8>> {
    if let Some((_, size)) = PADDED.iter().find(|(name, _)| *name == spelling.name) {
        let mut bytes = body.to_string().into_bytes();
        bytes.resize(bytes.len().max(*size), b' ');
        return Some(bytes);
    }
    if let Some((_, levels)) = NESTED.iter().find(|(name, _)| *name == spelling.name) {
        return Some(nested(*levels));
    }
    match spelling.name.as_str() {
        "utf-16" => {
            let text = body.to_string();
            Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
        }
        "utf-16-with-mark" => {
            let text = format!("\u{feff}{body}");
            Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect())
        }
        "escaped" => Some(escaped(&body.to_string()).into_bytes()),
        "spaced" => serde_json::to_vec_pretty(body).ok(),
        "single-quotes" => Some(body.to_string().replace('"', "'").into_bytes()),
        "trailing-comma" => {
            let text = body.to_string();
            let end = text.len() - 1;
            text.ends_with(['}', ']'])
                .then(|| format!("{},{}", &text[..end], &text[end..]).into_bytes())
        }
        "comment" => Some(format!("{body} // comment").into_bytes()),
        "empty" => Some(Vec::new()),
        "only-spaces" => Some(b"  \n ".to_vec()),
        "nan" => Some(b"NaN".to_vec()),
        "twice" => Some(format!("{body}{body}").into_bytes()),
        _ => {
            let cases = raw_cases(body).into_iter();
            let mut same = cases.filter(|raw| {
                raw.name == spelling.name
                    && raw.member == spelling.member
                    && raw.pointer.to_string() == spelling.pointer
            });
            same.next().map(|raw| raw.bytes)
        }
    }
}

/// Writes arrays within each other.
fn nested(levels: usize) -> Vec<u8> {
    let mut text = "[".repeat(levels);
    text.push_str(&"]".repeat(levels));
    text.into_bytes()
}

/// Writes every letter within strings as an escape, which means the same.
fn escaped(text: &str) -> String {
    let mut written = String::new();
    let mut inside = false;
    let mut escape = false;
    for character in text.chars() {
        if inside && !escape && character.is_alphabetic() {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                let _ = write!(written, "\\u{unit:04x}");
            }
            continue;
        }
        match character {
            '"' if !escape => inside = !inside,
            _ => {}
        }
        escape = inside && character == '\\' && !escape;
        written.push(character);
    }
    written
}

fn encoded(body: &Value, media: Option<&str>) -> Vec<u8> {
    match (media, body) {
        (Some("application/x-www-form-urlencoded"), Value::Object(members)) => {
            let mut form = form_urlencoded::Serializer::new(String::new());
            for (name, value) in members {
                form.append_pair(name, &text_of(value));
            }
            form.finish().into_bytes()
        }
        (Some(media), Value::String(text)) if !is_json(media) => text.clone().into_bytes(),
        _ => body.to_string().into_bytes(),
    }
}

fn target(operation: &Operation, base: &str, value: &Value) -> String {
    let mut target = base.to_owned();
    let mut rest = operation.path.as_str();
    let mut position = 0;
    while let Some((before, after)) = rest.split_once('{') {
        let (_, after) = after.split_once('}').unwrap_or((after, ""));
        position += 1;
        target.push_str(before);
        let variable = value
            .get("path")
            .and_then(|path| path.get(position.to_string()));
        target.push_str(&percent(&variable.map(text_of).unwrap_or_default()));
        rest = after;
    }
    target.push_str(rest);
    let mut query = form_urlencoded::Serializer::new(String::new());
    let mut any = false;
    for (name, value) in members(value, Part::Query) {
        let values = match value {
            Value::Array(items) => items.iter().map(text_of).collect(),
            other => vec![text_of(other)],
        };
        for value in values {
            query.append_pair(name, &value);
            any = true;
        }
    }
    if any {
        target.push('?');
        target.push_str(&query.finish());
    }
    target
}

/// Returns the members of a part.
pub(super) fn members(value: &Value, part: Part) -> impl Iterator<Item = (&String, &Value)> {
    value
        .get(part.as_str())
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter(move |(name, _)| {
            // RFC 9110, 5.1: what is no token is no name, and no request either.
            let is_named = matches!(part, Part::Header | Part::Cookie);
            !is_named || (!name.is_empty() && name.bytes().all(is_token))
        })
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Writes a value as the text of a parameter.
pub(super) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Leaves out what no header can hold.
pub(super) fn header_text(text: &str) -> String {
    let allowed = text
        .chars()
        .filter(|character| matches!(character, ' '..='~'));
    allowed.collect::<String>().trim().to_owned()
}

fn percent(text: &str) -> String {
    let mut written = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

/// A token that nobody granted.
const UNKNOWN: &str = "bm9ib2R5LWdyYW50ZWQtdGhpcw";
/// Arrays within each other, more than readers take that call themselves.
pub(crate) const NESTED: [(&str, usize); 2] =
    [("nested-1000-deep", 1_000), ("nested-100000-deep", 100_000)];

/// Blanks after the body, up to sizes around which services have their limits.
pub(crate) const PADDED: [(&str, usize); 4] = [
    ("padded", 70_000),
    ("padded-to-600-kb", 600_000),
    ("padded-to-1100-kb", 1_100_000),
    ("padded-to-5-mb", 5_000_000),
];
