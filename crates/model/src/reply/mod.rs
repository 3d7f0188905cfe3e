//! What the service sends back.

mod deviation;
mod dispatch;
mod envelope;
mod error;
mod items;
mod payload;
mod replies;
mod superpower;

pub use deviation::{Deviation, DeviationKind};
pub use envelope::{ResponseEnvelope, ResponseHeaders};
pub use error::{ErrorItem, ErrorMessage, ErrorResponse, ErrorResult};
pub use items::Items;
pub use payload::ResponsePayload;
pub use replies::{Replies, Reply};
pub use superpower::{SuperpowerItem, SuperpowerMessage, SuperpowerResponse, SuperpowerResult};
