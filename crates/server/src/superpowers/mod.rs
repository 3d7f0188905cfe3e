//! The superpowers that the service has itself: rules and word lists, no network, no model.
//!
//! What they say depends on what was said in the conversations. **The form of their items is this
//! service's own**: no source defines the content of any superpower, its scales or its labels, and
//! three of the five names are in no source either. Every item has a `content`, which a person can
//! read, beside the members that the module of the superpower lists.

mod escalation;
mod language;
mod lexicon;
mod material;
mod others;
mod risk;
mod search;
mod sentiment;

use frontdesk_model::{MessageName, Superpower, SuperpowerItem};
use serde_json::Value;

pub use escalation::Escalation;
pub use language::Language;
pub use material::Material;
pub use others::Other;
pub use risk::Risk;
pub use search::Search;
pub use sentiment::Sentiment;

/// Analyses conversations: one superpower of the service.
///
/// A service has [five](reception) of them; [`ServiceBuilder::superpower`] adds one, or takes the
/// place of one that has its name.
///
/// [`ServiceBuilder::superpower`]: crate::ServiceBuilder::superpower
pub trait Analysis: Send + Sync {
    /// Names the superpower: the `actionType` of its replies.
    fn superpower(&self) -> Superpower;

    /// Says what it finds, as items of one result.
    ///
    /// # Errors
    ///
    /// When it fails, with a text for the error reply.
    fn analyse(&self, material: &Material) -> Result<Vec<SuperpowerItem>, String>;

    /// Says how much of the [thinking time](crate::ServiceBuilder::thinking) it takes, from 0 to 1.
    fn effort(&self) -> f64 {
        1.0
    }
}

/// Returns the five superpowers of reception, in the order of the docs page.
#[must_use]
pub fn reception() -> Vec<Box<dyn Analysis>> {
    vec![
        Box::new(Sentiment),
        Box::new(Risk),
        Box::new(Escalation),
        Box::new(Language),
        Box::new(Search),
    ]
}

/// Tells whether a message is answered by the superpowers of reception.
pub(crate) fn is_intake(message: &MessageName) -> bool {
    matches!(
        message,
        MessageName::Reception | MessageName::Interaction | MessageName::CustomerInteraction
    )
}

/// Puts an item together.
fn item<const N: usize>(content: String, members: [(&str, Value); N]) -> SuperpowerItem {
    let content = ("content".to_owned(), Value::String(content));
    let members = members.map(|(name, value)| (name.to_owned(), value));
    [content].into_iter().chain(members).collect()
}

/// Rounds to what a scale of words can carry.
fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
