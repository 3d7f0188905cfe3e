use crate::input::Exchange;
use crate::recording::{Direction, Transport};

/// A place of an interface, and the messages that travel there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Route {
    /// What carries them.
    pub transport: Transport,
    /// The method of the requests; absent where there is none or any will do.
    pub method: Option<String>,
    /// The path; a name in braces stands for one segment.
    pub path: String,
    /// The messages that clients send there.
    pub requests: Vec<String>,
    /// The messages that come back.
    pub replies: Vec<String>,
}

impl Route {
    /// Tells whether an exchange was here; never, where its URL is not known.
    pub(crate) fn was_taken_by(&self, exchange: &Exchange) -> bool {
        let path = exchange.url.as_deref().map(path);
        let method = exchange.method.as_deref();
        let its_method = match (&self.method, method) {
            (Some(own), Some(method)) => own.eq_ignore_ascii_case(method),
            (_, _) => true,
        };
        self.transport == exchange.transport
            && its_method
            && path.is_some_and(|path| is_at(&self.path, path))
    }

    /// Lists the messages that travel here in a direction.
    pub(crate) fn messages(&self, direction: Direction) -> &[String] {
        match direction {
            Direction::Request => &self.requests,
            Direction::Response => &self.replies,
        }
    }
}

/// Cuts the host off a URL that has no query.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |slash| &rest[slash..])
}

fn is_at(template: &str, path: &str) -> bool {
    let mut expected = template.trim_end_matches('/').split('/');
    let mut found = path.trim_end_matches('/').split('/');
    loop {
        match (expected.next(), found.next()) {
            (None, None) => return true,
            (Some(expected), Some(found)) => {
                let is_variable = expected.starts_with('{') && expected.ends_with('}');
                if expected != found && (!is_variable || found.is_empty()) {
                    return false;
                }
            }
            (Some(_), None) | (None, Some(_)) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{is_at, path};

    #[test]
    fn variables_stand_for_one_segment() {
        for (template, url) in [
            ("/", "https://a.invalid"),
            ("/", "wss://a.invalid/"),
            ("/a/{id}/b", "https://a.invalid/a/7/b"),
            ("/a/{id}/b", "/a/7/b/"),
        ] {
            assert!(is_at(template, path(url)), "{template} {url}");
        }
        for (template, url) in [
            ("/a/{id}/b", "https://a.invalid/a//b"),
            ("/a/{id}", "https://a.invalid/a/1/2"),
            ("/a", "https://a.invalid/b"),
            ("/a/b", "https://a.invalid/a"),
        ] {
            assert!(!is_at(template, path(url)), "{template} {url}");
        }
    }
}
