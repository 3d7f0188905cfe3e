//! Conversations and what happened around them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::optional::present;
use crate::text::closed_text;

/// A conversation: who takes part and what was said.
///
/// No source requires any member of it, not even participants or messages.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// The id of the conversation, without a format; the docs page shows it both empty and filled.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["7f6e5d4c-3b2a-1098-fedc-ba9876543210"]))]
    pub conversation_id: Option<String>,
    /// Who takes part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Participant>,
    /// What was said, in the order of time on the docs page.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<ConversationMessage>,
    /// Anything else about the conversation: an object here, while a channel's metadata is an array
    /// (C-32).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Map<String, Value>")]
    pub metadata: Option<Map<String, Value>>,
}

impl Conversation {
    /// Starts an empty conversation.
    ///
    /// ```
    /// use frontdesk_model::{Conversation, ConversationMessage, Participant};
    ///
    /// let conversation = Conversation::new()
    ///     .participant(Participant::user("p-1").named("John Doe"))
    ///     .participant(Participant::operator("p-2").named("Sarah Smith"))
    ///     .message(ConversationMessage::new("Hi!").by("p-1").at("2024-01-15T10:30:00.000Z"));
    /// assert_eq!(conversation.participants.len(), 2);
    /// ```
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives the conversation an id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.conversation_id = Some(id.into());
        self
    }

    /// Adds someone who takes part.
    #[must_use]
    pub fn participant(mut self, participant: Participant) -> Self {
        self.participants.push(participant);
        self
    }

    /// Adds something that was said.
    #[must_use]
    pub fn message(mut self, message: ConversationMessage) -> Self {
        self.messages.push(message);
        self
    }
}

/// Someone who takes part in a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// The id that messages refer to, without a format.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["2c4f8a9b-1d3e-5f70-8293-456789012def"]))]
    pub participant_id: Option<String>,
    /// The name shown to people, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["John Doe"]))]
    pub display_name: Option<String>,
    /// The part played: one of three in the vendor schema (C-07).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Role")]
    pub role: Option<Role>,
}

impl Participant {
    /// Makes the end user.
    #[must_use]
    pub fn user(id: impl Into<String>) -> Self {
        Self::new(id, Role::User)
    }

    /// Makes an operator.
    #[must_use]
    pub fn operator(id: impl Into<String>) -> Self {
        Self::new(id, Role::Operator)
    }

    /// Makes a bot.
    #[must_use]
    pub fn bot(id: impl Into<String>) -> Self {
        Self::new(id, Role::Bot)
    }

    /// Makes a participant with an id and a role.
    #[must_use]
    pub fn new(id: impl Into<String>, role: Role) -> Self {
        Self {
            participant_id: Some(id.into()),
            display_name: None,
            role: Some(role),
        }
    }

    /// Gives the participant a name for people.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.display_name = Some(name.into());
        self
    }
}

closed_text! {
    /// The part someone plays in a conversation. Vendor schema: one of three; 3.1.1 had free text
    /// such as `EndUser` (C-07).
    pub enum Role {
        /// Someone who works for the organization.
        Operator = "operator",
        /// The end user.
        User = "user",
        /// A program.
        Bot = "bot",
    }
}

/// Something that was said in a conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationMessage {
    /// The text that was said.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["Hi, can you help me?"]))]
    pub content: Option<String>,
    /// The id of who said it; no source ties it to the participants.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["2c4f8a9b-1d3e-5f70-8293-456789012def"]))]
    pub participant_id: Option<String>,
    /// When it was said. No format in the vendor schema; the docs page writes ISO 8601 UTC with
    /// milliseconds.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["2024-01-15T10:30:00.000Z"]))]
    pub timestamp: Option<String>,
}

impl ConversationMessage {
    /// Makes a message of a text.
    #[must_use]
    pub fn new(content: impl Into<String>) -> Self {
        Self {
            content: Some(content.into()),
            participant_id: None,
            timestamp: None,
        }
    }

    /// Says who said it.
    #[must_use]
    pub fn by(mut self, participant_id: impl Into<String>) -> Self {
        self.participant_id = Some(participant_id.into());
        self
    }

    /// Says when it was said.
    #[must_use]
    pub fn at(mut self, timestamp: impl Into<String>) -> Self {
        self.timestamp = Some(timestamp.into());
        self
    }
}

/// Something that happened around the conversations, such as a ticket being made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Interaction {
    /// What happened, as text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["Support ticket T12345 has been created for user John Doe"]))]
    pub content: Option<String>,
    /// The id of the event, without a format.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["1"]))]
    pub id: Option<String>,
    /// The kind of event, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["ticket_created"]))]
    pub name: Option<String>,
    /// Who caused it. Free text, unlike a participant's role; sources write `system` and `System`
    /// (C-08).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["system"]))]
    pub role: Option<String>,
    /// When it happened; no format in the vendor schema.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["2024-01-15T10:29:45.000Z"]))]
    pub timestamp: Option<String>,
}
