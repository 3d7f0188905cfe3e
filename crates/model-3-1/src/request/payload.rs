//! The request payload as a whole, and the frame that carried it.

use schemars::Schema;

use super::{Request, Session};
use crate::object::object;
use crate::text::closed_text;

object! {
    /// The request payload that all seven messages of 3.1.1 shared.
    ///
    /// AsyncAPI `Payload` requires `request`; the schema in the SDK required nothing.
    pub struct Payload {
        required {
            /// What is asked for. Required (AsyncAPI `Payload`).
            request: Request,
        }
        /// The chat session or call, and where it takes place (AsyncAPI `Payload`).
        session: Session,
    }
}

object! {
    /// The WebSocket frame: the payload, with `action` beside `session` and `request`.
    ///
    /// There was no envelope and there were no headers.
    pub struct Frame {
        required {
            /// What is asked for. Required (AsyncAPI `Payload`).
            request: Request,
        }
        /// The kind of frame. The SDK always wrote it; AsyncAPI leaves it out, so that reading
        /// does not ask for it.
        #[schemars(!skip_serializing_if, transform = without_default)]
        action: FrameAction,
        /// The chat session or call, and where it takes place (AsyncAPI `Payload`).
        session: Session,
    }
}

closed_text! {
    /// The kind of frame, fixed by the SDK.
    pub enum FrameAction {
        /// A message of any of the seven names.
        Message = "message",
    }
}

/// Removes the default of a member that is always written but optional to read: schemars takes it
/// from the absent one.
fn without_default(schema: &mut Schema) {
    schema.remove("default");
}
