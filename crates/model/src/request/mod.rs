//! What the client sends.

mod body;
mod builder;
mod conversation;
mod payload;
mod reference;
mod scope;
mod session;
mod settings;

pub use body::{Attributes, Connections, Context, Request};
pub use builder::{Given, Missing, ReceptionBuilder};
pub use conversation::{Conversation, ConversationMessage, Interaction, Participant, Role};
pub use payload::ReceptionRequest;
pub use reference::{Code, Link, NamedId, Reference, Resources};
pub use scope::{Product, Scope};
pub use session::{Channel, Interface, Medium, Session};
pub use settings::{Agent, Cursor, Settings};
