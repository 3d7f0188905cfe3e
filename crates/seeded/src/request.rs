use std::time::Duration;

use serde_json::{Value, json};

/// One request over HTTP, as it came.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The path with the query.
    pub target: String,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What comes back.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The content type.
    pub content_type: &'static str,
    /// Which methods there are, where the method was wrong.
    pub allow: Option<&'static str>,
    /// The body.
    pub body: Vec<u8>,
}

/// What happens to a request.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answer {
    /// A reply.
    Reply(Reply),
    /// A reply after a while.
    Late(Duration, Reply),
    /// Nothing, on a connection that stays open.
    Hang,
    /// The end of the connection by force.
    Reset,
}

impl Request {
    /// Makes a request without headers and body.
    #[must_use]
    pub fn new(method: &str, target: impl Into<String>) -> Self {
        Self {
            method: method.to_owned(),
            target: target.into(),
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Gives it a body, and says that it is JSON.
    #[must_use]
    pub fn json(self, body: impl Into<Vec<u8>>) -> Self {
        let mut request = self.header("content-type", "application/json");
        request.body = body.into();
        request
    }

    /// Returns the only header of a name.
    pub(crate) fn only(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.iter().filter(|(known, _)| known == name);
        let (_, value) = values.next()?;
        values.next().is_none().then_some(value)
    }

    /// Tells whether there is a header of a name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known == name)
    }

    /// Returns the path without the query.
    pub(crate) fn path(&self) -> &str {
        self.target
            .split_once('?')
            .map_or(&self.target, |(path, _)| path)
    }

    /// Returns the query, without its percent-encoding.
    pub(crate) fn query(&self) -> Vec<(String, String)> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        form_urlencoded::parse(query.as_bytes())
            .into_owned()
            .collect()
    }
}

impl Reply {
    /// Makes a reply of JSON.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self {
            status,
            content_type: "application/json",
            allow: None,
            body: body.to_string().into_bytes(),
        }
    }

    /// Makes a refusal in the form that the contract has for them.
    pub(crate) fn problem(status: u16, code: &str, message: &str, place: Option<String>) -> Self {
        Self::json(status, &problem(code, message, place))
    }

    /// Makes the reply that a framework gives when nobody has caught an error.
    pub(crate) fn crash() -> Self {
        Self {
            status: 500,
            content_type: "text/plain; charset=utf-8",
            allow: None,
            body: b"Internal Server Error".to_vec(),
        }
    }
}

/// Makes the form that the contract has for refusals.
pub(crate) fn problem(code: &str, message: &str, place: Option<String>) -> Value {
    let mut error = json!({"code": code, "message": message});
    if let Some(place) = place {
        error["place"] = place.into();
    }
    json!({"error": error})
}
