use frontdesk_json::Pointer;

/// Why there is no payload.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPayload {
    /// The schema accepts nothing, which is proved.
    #[error("unsatisfiable at `{pointer}`: {reason}")]
    Unsatisfiable {
        /// The subschema that leaves nothing.
        pointer: Pointer,
        /// Why.
        reason: String,
    },
    /// The schema refuses nothing that its keywords could be broken by.
    #[error("nothing to break at `{pointer}`: the schema refuses no value")]
    NothingToBreak {
        /// The subschema that refuses nothing.
        pointer: Pointer,
    },
    /// Nothing was found within the budget, which proves nothing.
    #[error("gave up at `{pointer}`: {reason}")]
    GaveUp {
        /// The subschema that was tried.
        pointer: Pointer,
        /// What was tried.
        reason: String,
    },
}
