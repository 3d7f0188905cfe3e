//! What a profile says, added up and held against the schemas.

mod json;
mod limits;
mod schema;
mod text;
mod unexercised;

use std::collections::BTreeMap;

use frontdesk_corpus::Judges;
use frontdesk_schema::Schema;

use crate::part::MessagePart;
use crate::profile::Profile;
use crate::suggest::Suggestion;

pub(crate) use limits::{NearLimit, near_limits};
pub use schema::profile_schema;
pub(crate) use unexercised::{Unexercised, unexercised};

/// A profile that is ready to be shown.
#[derive(Debug)]
pub struct View {
    pub(crate) partitions: Vec<String>,
    pub(crate) unreadable: u64,
    pub(crate) messages: BTreeMap<String, MessageView>,
}

/// What a profile shows of one message.
#[derive(Debug)]
pub(crate) struct MessageView {
    pub(crate) part: MessagePart,
    /// What there is to exercise in the schema, where it is known.
    pub(crate) leaves: Option<LeavesView>,
    pub(crate) near_limits: Vec<NearLimit>,
    pub(crate) suggestions: Vec<Suggestion>,
}

/// How much of a schema was exercised.
#[derive(Debug)]
pub(crate) struct LeavesView {
    pub(crate) all: usize,
    pub(crate) exercised: usize,
    pub(crate) missing: Vec<Unexercised>,
}

impl Profile {
    /// Adds everything up and holds it against the schemas of the messages.
    #[must_use]
    pub fn view(&self, judges: &Judges) -> View {
        self.view_of(|message| judges.get(message).map(|judges| &judges.reader))
    }

    /// Adds everything up and holds it against one schema, as for values without a message.
    #[must_use]
    pub fn view_of_schema(&self, schema: &Schema) -> View {
        self.view_of(|_| Some(schema))
    }

    fn view_of<'s>(&self, schema: impl Fn(&str) -> Option<&'s Schema>) -> View {
        let total = self.total();
        let messages = total.messages.into_iter().map(|(name, part)| {
            let schema = schema(&name);
            (name, MessageView::new(part, schema))
        });
        View {
            partitions: self.partitions().map(str::to_owned).collect(),
            unreadable: total.unreadable,
            messages: messages.collect(),
        }
    }
}

impl MessageView {
    fn new(part: MessagePart, schema: Option<&Schema>) -> Self {
        Self {
            leaves: schema.map(|schema| unexercised(&part, schema)),
            near_limits: schema.map_or_else(Vec::new, |schema| near_limits(&part, schema)),
            suggestions: Vec::new(),
            part,
        }
    }
}
