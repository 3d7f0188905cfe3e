use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// Replaces whatever has the form of a token, or stands where only credentials do.
pub(super) fn tokens(text: &str, hidden: impl Fn(&str) -> String) -> Cow<'_, str> {
    let mut clean = TOKEN.replace_all(text, |found: &Captures<'_>| hidden(&found[0]));
    for (mark, form) in [("earer ", &*BEARER), ("://", &*USER), ("=", &*PARAMETER)] {
        // A look is cheaper than the expression.
        if clean.contains(mark)
            && let Cow::Owned(cleaner) =
                form.replace_all(&clean, |found: &Captures<'_>| kept(found, &hidden))
        {
            clean = Cow::Owned(cleaner);
        }
    }
    clean
}

/// Replaces what a text that is no document holds under a secret's name.
pub(super) fn pairs(text: &str, hidden: impl Fn(&str) -> String) -> Cow<'_, str> {
    PAIR.replace_all(text, |found: &Captures<'_>| kept(found, &hidden))
}

/// Keeps what stands before the secret and after it.
fn kept(found: &Captures<'_>, hidden: &impl Fn(&str) -> String) -> String {
    let part = |name| found.name(name).map_or("", |part| part.as_str());
    let secret = part("secret");
    // What was hidden before stays as it is.
    let secret = if secret.starts_with('[') {
        secret.to_owned()
    } else {
        hidden(secret)
    };
    format!("{}{secret}{}", part("before"), part("after"))
}

fn expression(source: &str) -> Regex {
    Regex::new(source).expect("it is a regular expression")
}

/// A JWT: three parts of base64url, the first of which is an object.
static TOKEN: LazyLock<Regex> =
    LazyLock::new(|| expression(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,4}"));

/// What follows the word that credentials follow.
static BEARER: LazyLock<Regex> =
    LazyLock::new(|| expression(r"(?P<before>\b[Bb]earer +)(?P<secret>[A-Za-z0-9._~+/-]{16,}=*)"));

/// A user and a password in a URL.
static USER: LazyLock<Regex> =
    LazyLock::new(|| expression(r"(?P<before>://)(?P<secret>[^/\s:@]+:[^/\s@]+)(?P<after>@)"));

/// A secret in a query or a form.
static PARAMETER: LazyLock<Regex> = LazyLock::new(|| {
    expression(&format!(
        r#"(?P<before>(?i:\b{NAMES})=)(?P<secret>[^&\s"'<>;]+)"#
    ))
});

/// A secret under its name, in a form, a log, or a document that is torn.
static PAIR: LazyLock<Regex> = LazyLock::new(|| {
    expression(&format!(
        r#"(?P<before>(?i:\b{NAMES})\\?["']?\s*[:=]\s*\\?["']?)(?P<secret>[^"'&\s,;}}\\]+)"#
    ))
});

/// The names of secrets, as `frontdesk_json::is_secret` knows them.
const NAMES: &str = "(?:(?:access|refresh|id|auth)[-_]?token|token|client[-_]?secret|secret|password|\
    passwd|api[-_]?key|authorization|set-cookie|cookie|credentials)";
