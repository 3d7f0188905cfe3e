use frontdesk_fuzz::{Access, SecretHeader, TokenSource, Tokens, is_loopback};
use url::Url;

use crate::arguments::CredentialVariables;
use crate::failure::Failure;

/// Reads a URL of HTTP.
pub(crate) fn url_of(text: &str) -> Result<Url, Failure> {
    let usage = |why: String| Failure::Usage(format!("{text}: {why}"));
    let url = Url::parse(text).map_err(|error| usage(format!("no URL: {error}")))?;
    match url.scheme() {
        "http" | "https" if url.has_host() => Ok(url),
        _ => Err(usage(
            "write a URL that begins with https:// or http://".to_owned(),
        )),
    }
}

/// Collects what the client shows of itself.
pub(crate) fn access(
    credentials: &CredentialVariables,
    headers: &[String],
    url: &Url,
    tokens: Option<&Tokens>,
    secured: bool,
) -> Result<Access, Failure> {
    let headers: Vec<SecretHeader> = headers
        .iter()
        .map(|header| secret_header(header))
        .collect::<Result<_, Failure>>()?;
    let named = credentials.read()?;
    let demo = || Some(("demo".to_owned(), "demo".to_owned()));
    let by_default = secured && headers.is_empty() && is_loopback(url) && tokens.is_some();
    let tokens = match (
        named.or_else(|| if by_default { demo() } else { None }),
        tokens,
    ) {
        (Some((id, secret)), Some(tokens)) => {
            let granting =
                Url::parse(&tokens.url).map_err(|error| Failure::Usage(error.to_string()))?;
            if granting.origin() != url.origin() {
                return Err(Failure::Usage(format!(
                    "tokens come from {granting}, which is another place: name a header with --header NAME=ENV"
                )));
            }
            Some(TokenSource {
                url: granting,
                id,
                secret,
                in_query: tokens.in_query,
            })
        }
        (Some(_), None) => {
            let text = "nothing says where tokens come from: name a header with --header NAME=ENV";
            return Err(Failure::Usage(text.to_owned()));
        }
        (None, _) => None,
    };
    Ok(Access { tokens, headers })
}

/// Returns where tokens come from, without credentials.
pub(super) fn tokens_of(access: &Access) -> Option<Tokens> {
    let source = access.tokens.as_ref()?;
    Some(Tokens {
        url: source.url.to_string(),
        in_query: source.in_query,
    })
}

/// Reads a header and the environment variable of its value, written `NAME=ENV`.
pub(crate) fn secret_header(text: &str) -> Result<SecretHeader, Failure> {
    let Some((name, variable)) = text
        .split_once('=')
        .filter(|(name, variable)| !name.is_empty() && !variable.is_empty())
    else {
        return Err(Failure::Usage(format!(
            "{text}: write the header, `=` and the environment variable"
        )));
    };
    let secret = std::env::var(variable)
        .ok()
        .filter(|value| !value.is_empty());
    Ok(SecretHeader {
        name: name.to_owned(),
        variable: variable.to_owned(),
        secret: secret.ok_or_else(|| {
            Failure::Usage(format!("the environment variable {variable} is not set"))
        })?,
    })
}
