use frontdesk_json::Pointer;

/// Why an API document cannot be read, and where.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{kind}")]
pub struct DocumentError {
    // Boxed, because success is what callers pass on nearly always.
    kind: Box<DocumentErrorKind>,
}

/// The kinds of [`DocumentError`].
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentErrorKind {
    /// References lead in a circle and never to anything.
    #[error(
        "the references from {pointer} lead back to themselves: let one of them name something"
    )]
    Cycle {
        /// One of the references.
        pointer: Pointer,
    },
    /// A reference leads to a place that the document does not have.
    #[error("the reference {reference:?} at {pointer} leads nowhere: mend it or add what it names")]
    Dangling {
        /// Where the reference stands.
        pointer: Pointer,
        /// What it says.
        reference: String,
    },
    /// Schemas are written in a dialect that this version does not read.
    #[error(
        "unknown dialect {dialect:?} at {pointer}: this version reads that of OpenAPI 3.1 and the drafts 2020-12, 2019-09, 7, 6 and 4, one in a document"
    )]
    Dialect {
        /// Where the dialect is named.
        pointer: Pointer,
        /// Its name.
        dialect: String,
    },
    /// A dynamic reference could mean several places.
    #[error("the dynamic reference at {pointer} depends on who asks: write a `$ref` instead")]
    Dynamic {
        /// Where it stands.
        pointer: Pointer,
    },
    /// A reference leads to another document.
    #[error(
        "the reference {reference:?} at {pointer} leads to another document: bundle both into one, nothing is fetched"
    )]
    External {
        /// Where the reference stands.
        pointer: Pointer,
        /// What it says.
        reference: String,
    },
    /// A part of the document is not what the language asks for.
    #[error("at {pointer}: expected {expected}")]
    Malformed {
        /// Which part.
        pointer: Pointer,
        /// What belongs there.
        expected: &'static str,
    },
    /// The document describes no API.
    #[error("no API document: none of `openapi`, `asyncapi` and `swagger` names its version")]
    NoApi,
    /// A payload is described in another language than JSON Schema.
    #[error("the schema format {format:?} at {pointer} is no JSON Schema: convert the schema")]
    SchemaFormat {
        /// Where the format is named.
        pointer: Pointer,
        /// Its name.
        format: String,
    },
    /// Two places describe the same operation or message.
    #[error("{key} is described at {first} and again at {second}: leave one of them out")]
    Twice {
        /// What identifies it.
        key: String,
        /// The first place.
        first: Pointer,
        /// The other place.
        second: Pointer,
    },
    /// The document is of another version.
    #[error(
        "version {version:?} is not read: convert the document to OpenAPI 3.0 or 3.1, or to AsyncAPI 2.6 or 3.0"
    )]
    Version {
        /// The version as the document says it.
        version: String,
    },
}

impl DocumentError {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &DocumentErrorKind {
        &self.kind
    }

    pub(super) fn malformed(pointer: &Pointer, expected: &'static str) -> Self {
        let pointer = pointer.clone();
        DocumentErrorKind::Malformed { pointer, expected }.into()
    }
}

impl From<DocumentErrorKind> for DocumentError {
    fn from(kind: DocumentErrorKind) -> Self {
        let kind = Box::new(kind);
        Self { kind }
    }
}
