//! What the answers of the service mean.

use frontdesk_model::{AccessToken, ReadError, ReadErrorKind, Replies, TokenResponse, from_slice};

use crate::error::{Cause, ErrorKind};
use crate::explanation::{Explanation, failures};
use crate::http::Answer;
use crate::reception::Reception;
use crate::redact::Redactor;

/// Reads the answer to a reception request of `size` bytes.
pub(crate) fn reception(
    answer: &Answer,
    size: usize,
    redactor: &Redactor,
) -> Result<Reception, Cause> {
    replied(answer, size, redactor).map_err(|kind| answered(kind, answer, redactor))
}

fn replied(answer: &Answer, size: usize, redactor: &Redactor) -> Result<Reception, ErrorKind> {
    match answer.status {
        200 | 201 => {
            let replies: Replies = from_slice(json(answer, redactor)?)
                .map_err(|error| unreadable(&error, redactor))?;
            let reception = Reception::new(replies.into_vec());
            if reception.has_failed() {
                let failures = failures(reception.errors(), redactor);
                return Err(ErrorKind::ErrorReply { failures });
            }
            Ok(reception)
        }
        401 => Err(bad_credentials(answer, redactor)),
        413 => Err(ErrorKind::TooLarge { size, limit: None }),
        _ => Err(failed(answer, redactor)),
    }
}

/// Reads the answer to a token request.
///
/// Which statuses bad credentials have is in no source. The SDK knows 401 and 403; OAuth2 answers
/// 400 to most of what is wrong with a client.
pub(crate) fn token(answer: &Answer, redactor: &Redactor) -> Result<AccessToken, ErrorKind> {
    match answer.status {
        200..=299 => from_slice::<TokenResponse>(json(answer, redactor)?)
            .map(TokenResponse::into_access_token)
            .map_err(|error| unreadable(&error, redactor)),
        400 | 401 | 403 => Err(bad_credentials(answer, redactor)),
        _ => Err(failed(answer, redactor)),
    }
}

/// Reads the answer to an attempt to open a WebSocket that was not opened.
///
/// Which statuses the service has for that is in no source; 403 is read as for tokens, since the
/// token is all that such a request carries.
pub(crate) fn upgrade(answer: &Answer, redactor: &Redactor) -> Cause {
    let kind = match answer.status {
        401 | 403 => bad_credentials(answer, redactor),
        _ => failed(answer, redactor),
    };
    answered(kind, answer, redactor)
}

/// Keeps what came back beside what is wrong with it.
fn answered(kind: ErrorKind, answer: &Answer, redactor: &Redactor) -> Cause {
    Cause::answered(
        kind,
        &redactor.conceal(&String::from_utf8_lossy(&answer.body)),
    )
}

fn bad_credentials(answer: &Answer, redactor: &Redactor) -> ErrorKind {
    ErrorKind::BadCredentials {
        status: answer.status,
        explanation: Explanation::read(&answer.body, redactor),
    }
}

/// Says what a status means wherever it comes from.
fn failed(answer: &Answer, redactor: &Redactor) -> ErrorKind {
    let (status, retry_after) = (answer.status, answer.retry_after);
    match status {
        429 => ErrorKind::RateLimited { retry_after },
        400..=499 => ErrorKind::RefusedRequest {
            status,
            explanation: Explanation::read(&answer.body, redactor),
        },
        500..=599 => ErrorKind::ServerError {
            status,
            retry_after,
            explanation: Explanation::read(&answer.body, redactor),
        },
        _ => ErrorKind::UnexpectedStatus { status },
    }
}

/// Returns a body, unless the answer says that it is something else than JSON.
///
/// Which type the service writes is in no source, so that one that is missing is no fault. A page of
/// a proxy or of a login has its own, and is named by it.
fn json<'a>(answer: &'a Answer, redactor: &Redactor) -> Result<&'a [u8], ErrorKind> {
    match &answer.content_type {
        Some(kind) if !is_json(kind) => Err(ErrorKind::NotJson {
            detail: format!("its content type is `{}`", redactor.clean(kind)),
        }),
        _ => Ok(&answer.body),
    }
}

/// Tells whether a content type is one of JSON, whatever parameters it has.
fn is_json(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim();
    let (_, subtype) = kind.split_once('/').unwrap_or_default();
    let suffix = subtype.rsplit('+').next().unwrap_or_default();
    suffix.eq_ignore_ascii_case("json")
}

/// Says why a body could not be read; the service chooses names in it, so they are cleaned too.
fn unreadable(error: &ReadError, redactor: &Redactor) -> ErrorKind {
    let detail = redactor.clean(error.message());
    if error.kind() == ReadErrorKind::Syntax {
        ErrorKind::NotJson { detail }
    } else {
        let path = redactor.clean(error.path());
        ErrorKind::WrongShape { path, detail }
    }
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn json_goes_by_several_names() {
        for (content_type, is) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/problem+json", true),
            ("text/json", true),
            ("text/html; charset=utf-8", false),
            ("text/plain", false),
            ("application/x-ndjson", false),
            ("json", false),
            ("", false),
        ] {
            assert_eq!(is_json(content_type), is, "{content_type}");
        }
    }
}
