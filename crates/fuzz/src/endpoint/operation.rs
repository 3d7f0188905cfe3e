use std::sync::Arc;

use frontdesk_schema::Schema;
use serde_json::Value;

/// One operation of an endpoint over HTTP.
#[derive(Clone, Debug)]
pub struct Operation {
    /// What people call it, such as `POST /orders/{id}`.
    pub name: String,
    /// The method, in upper case.
    pub method: String,
    /// The path after the base, with variables in braces.
    pub path: String,
    /// What travels beside the body.
    pub parameters: Vec<Parameter>,
    /// The kind of body that is sent, where there is one.
    pub body: Option<Content>,
    /// Everything that is sent, as one schema of an object with the parts.
    pub schema: Arc<Schema>,
    /// What comes back.
    pub replies: Vec<ReplyDescription>,
    /// Whether it asks for credentials.
    pub secured: bool,
    /// The message of the contract that its body is, where a contract describes it.
    pub message: Option<String>,
    /// Requests, or parts of them, that somebody has sent or written down.
    pub examples: Vec<Value>,
}

/// A part of a request's value.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Part {
    /// The variables of the path.
    Path,
    /// The parameters of the query.
    Query,
    /// The headers.
    Header,
    /// The cookies.
    Cookie,
    /// The body.
    Body,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Where it travels.
    pub part: Part,
    /// Which scalars a text may be read as.
    pub readings: Readings,
}

/// Which JSON values the text of a parameter may stand for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Readings {
    /// Numbers.
    pub number: bool,
    /// `true` and `false`.
    pub boolean: bool,
    /// Several texts, one after the other.
    pub array: bool,
}

/// A body.
#[derive(Clone, Debug)]
pub struct Content {
    /// The type of the content.
    pub media: String,
    /// Whether a request without it is wrong.
    pub required: bool,
}

/// A reply that the description names.
#[derive(Clone, Debug)]
pub struct ReplyDescription {
    /// `200`, `2XX` or `default`.
    pub status: String,
    /// The types of content, none where nothing is said about a body.
    pub contents: Vec<ReplyContent>,
}

/// A type of content of a reply.
#[derive(Clone, Debug)]
pub struct ReplyContent {
    /// The type of the content, in lower case.
    pub media: String,
    /// The schema of the body, where it is JSON and described.
    pub schema: Option<Arc<Schema>>,
}

impl Parameter {
    /// Tells whether it says which requests are one: a service answers again what it has answered to
    /// the same value.
    pub(crate) fn is_key_of_idempotency(&self) -> bool {
        self.part == Part::Header && self.name.to_ascii_lowercase().contains("idempoten")
    }
}

impl Readings {
    /// Reads as either does.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            number: self.number || other.number,
            boolean: self.boolean || other.boolean,
            array: self.array || other.array,
        }
    }
}

impl Part {
    /// Every part, in the order of a request.
    pub const ALL: [Self; 5] = [
        Self::Path,
        Self::Query,
        Self::Header,
        Self::Cookie,
        Self::Body,
    ];

    /// Returns the member that holds the part.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

impl Operation {
    /// Finds what is said about a status: the status itself, its class, or what is said of all others.
    #[must_use]
    pub fn reply(&self, status: u16) -> Option<&ReplyDescription> {
        let exact = status.to_string();
        let class = format!("{}XX", status / 100);
        [exact.as_str(), class.as_str(), "default"]
            .into_iter()
            .find_map(|wanted| {
                self.replies
                    .iter()
                    .find(|reply| reply.status.eq_ignore_ascii_case(wanted))
            })
    }

    /// Tells whether a status is named itself, and not only among all others.
    #[must_use]
    pub fn names(&self, status: u16) -> bool {
        let exact = status.to_string();
        self.replies.iter().any(|reply| reply.status == exact)
    }

    /// Tells whether the body is JSON.
    #[must_use]
    pub fn sends_json(&self) -> bool {
        self.body.as_ref().is_some_and(|body| is_json(&body.media))
    }

    /// Tells whether the path has variables.
    #[must_use]
    pub fn has_variables(&self) -> bool {
        self.path.contains('{')
    }
}

/// Tells whether a type of content is JSON.
pub(crate) fn is_json(media: &str) -> bool {
    let essence = media
        .split(';')
        .next()
        .unwrap_or(media)
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}
