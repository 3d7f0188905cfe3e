use frontdesk_json::Pointer;

/// Why a document is no usable schema.
#[derive(Debug, thiserror::Error)]
#[error("{kind}")]
pub struct SchemaError {
    kind: SchemaErrorKind,
}

/// The kinds of [`SchemaError`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SchemaErrorKind {
    /// The document breaks the rules of its draft.
    #[error("no valid schema at `{pointer}`: {message}")]
    Malformed {
        /// Where in the schema document.
        pointer: Pointer,
        /// What the draft's own schema says.
        message: String,
    },
    /// A reference leads to a place that the document does not have.
    #[error("dangling reference: {message}; mend the reference or add what it names")]
    Dangling {
        /// Which reference, and what became of it.
        message: String,
    },
    /// The document names a dialect that is none of the drafts this version reads.
    #[error(
        "unknown $schema {name:?}: this version reads 2020-12, 2019-09, 7, 6 and 4; hand a meta-schema of your own in with --resource URI=PATH"
    )]
    UnknownDialect {
        /// What `$schema` says.
        name: String,
    },
    /// A reference leads nowhere, or to a document that was not handed in.
    #[error(
        "unresolved reference: {message}; hand the document in with --resource URI=PATH, nothing is fetched"
    )]
    Unresolved {
        /// Which reference, and what became of it.
        message: String,
    },
    /// The document under a resource URI cannot be registered.
    #[error("resource {uri}: {message}")]
    Resource {
        /// The URI that was given.
        uri: String,
        /// What is wrong with it.
        message: String,
    },
}

impl SchemaError {
    /// Returns what went wrong.
    #[must_use]
    pub fn kind(&self) -> &SchemaErrorKind {
        &self.kind
    }
}

impl From<SchemaErrorKind> for SchemaError {
    fn from(kind: SchemaErrorKind) -> Self {
        Self { kind }
    }
}
