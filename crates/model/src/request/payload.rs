//! The request payload as a whole.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Missing, ReceptionBuilder, Request, Session};

/// The request payload: the body of REST, the `payload` of WebSocket.
///
/// The docs page requires `request.connections.threadId`, `request.context.organizationId` and
/// `request.scope.conversations`; the vendor schema requires `session`, `request` and
/// `request.requestId` (C-01). Reading asks for the former alone; what is authored has both.
/// Members that no source names are ignored on reading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReceptionRequest {
    /// The chat session or call that the request belongs to. Required by the vendor schema,
    /// optional by the docs page.
    #[serde(default)]
    pub session: Session,
    /// What is asked for. Required by every source.
    pub request: Request,
}

impl ReceptionRequest {
    /// Starts a request; it can be finished once thread, organization and a conversation are given.
    ///
    /// ```compile_fail
    /// use frontdesk_model::{Conversation, ReceptionRequest};
    ///
    /// // No organization id: there is no `build` to call.
    /// ReceptionRequest::builder().thread_id("t-1").conversation(Conversation::new()).build();
    /// ```
    ///
    /// ```compile_fail
    /// use frontdesk_model::{Conversation, ReceptionRequest};
    ///
    /// // No thread id.
    /// ReceptionRequest::builder().organization_id("o-1").conversation(Conversation::new()).build();
    /// ```
    ///
    /// ```compile_fail
    /// use frontdesk_model::ReceptionRequest;
    ///
    /// // No conversation.
    /// ReceptionRequest::builder().thread_id("t-1").organization_id("o-1").build();
    /// ```
    ///
    /// ```
    /// use frontdesk_model::{Conversation, ReceptionRequest};
    ///
    /// ReceptionRequest::builder()
    ///     .thread_id("t-1")
    ///     .organization_id("o-1")
    ///     .conversation(Conversation::new())
    ///     .build();
    /// ```
    pub fn builder() -> ReceptionBuilder<Missing, Missing, Missing> {
        ReceptionBuilder::new()
    }
}
