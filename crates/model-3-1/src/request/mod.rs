//! What the client sent.

mod body;
mod material;
mod payload;
mod scope;
mod session;

pub use body::{Agent, Attributes, Connections, Context, Cursor, Request, Settings};
pub use material::{Code, Link, NamedId, Reference, Resources};
pub use payload::{Frame, FrameAction, Payload};
pub use scope::{ConversationMessage, Interaction, Scope};
pub use session::{Channel, Interface, Network, Session};
