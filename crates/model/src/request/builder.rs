//! The builder that cannot be finished without what Reception requires.

use std::marker::PhantomData;

use super::{
    Attributes, Channel, Connections, Context, Conversation, Interaction, Interface, Medium,
    NamedId, ReceptionRequest, Reference, Request, Resources, Scope, Session, Settings,
};
use crate::ids::MessageId;

/// Marks a part of the request that is still to be given.
#[derive(Clone, Copy, Debug)]
pub enum Missing {}

/// Marks a part of the request that has been given.
#[derive(Clone, Copy, Debug)]
pub enum Given {}

/// Builds a request that Reception accepts.
///
/// The type parameters say whether thread, organization and a conversation have been given: `build`
/// exists only when all three have. Session and request id, which other sources require, are filled
/// in.
#[derive(Clone, Debug)]
#[must_use = "a builder does nothing until `build` is called"]
pub struct ReceptionBuilder<Thread, Organization, Conversations> {
    draft: ReceptionRequest,
    given: PhantomData<(Thread, Organization, Conversations)>,
}

impl ReceptionBuilder<Missing, Missing, Missing> {
    pub(super) fn new() -> Self {
        let draft = ReceptionRequest {
            session: Session::default(),
            request: Request {
                request_id: MessageId::generate().to_string(),
                attributes: None,
                connections: Connections::new(""),
                context: Context::new(""),
                reference: None,
                resources: None,
                scope: Scope::default(),
                settings: None,
                a2a: Vec::new(),
                cursor: None,
            },
        };
        Self {
            draft,
            given: PhantomData,
        }
    }
}

impl ReceptionBuilder<Given, Given, Given> {
    /// Finishes the request.
    #[must_use]
    pub fn build(self) -> ReceptionRequest {
        self.draft
    }
}

impl<T, O, C> ReceptionBuilder<T, O, C> {
    /// Gives the id shared by all requests of one ticket, case or conversation.
    pub fn thread_id(mut self, id: impl Into<String>) -> ReceptionBuilder<Given, O, C> {
        self.draft.request.connections.thread_id = id.into();
        self.now_given()
    }

    /// Gives the client's own organization id.
    pub fn organization_id(mut self, id: impl Into<String>) -> ReceptionBuilder<T, Given, C> {
        self.draft.request.context.organization_id = id.into();
        self.now_given()
    }

    /// Adds a conversation.
    pub fn conversation(mut self, conversation: Conversation) -> ReceptionBuilder<T, O, Given> {
        self.draft.request.scope.conversations.push(conversation);
        self.now_given()
    }

    /// Replaces the request id, a new `UUIDv7` otherwise.
    pub fn request_id(mut self, id: impl Into<String>) -> Self {
        self.draft.request.request_id = id.into();
        self
    }

    /// Names the chat session or call.
    pub fn session_id(mut self, id: impl Into<String>) -> Self {
        self.draft.session.session_id = Some(id.into());
        self
    }

    /// Describes the whole channel; replaces language and medium.
    pub fn channel(mut self, channel: Channel) -> Self {
        self.draft.session.channel = Some(channel);
        self
    }

    /// Says which language the end user speaks, such as `en-US`.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.channel_mut().language = Some(language.into());
        self
    }

    /// Says through which medium the end user talks.
    pub fn medium(mut self, medium: Medium) -> Self {
        self.channel_mut().medium = Some(medium);
        self
    }

    /// Describes the program in which the operator works.
    pub fn interface(mut self, interface: Interface) -> Self {
        self.draft.session.interface = Some(interface);
        self
    }

    /// Says of which kind the operator's program is, such as `chat`.
    pub fn interface_type(mut self, kind: impl Into<String>) -> Self {
        self.draft.session.interface.get_or_insert_default().kind = Some(kind.into());
        self
    }

    /// Chooses the variant of an experiment, such as `A`.
    pub fn variant(mut self, variant: impl Into<String>) -> Self {
        self.attributes_mut().variant = Some(variant.into());
        self
    }

    /// Gives a text to work on.
    pub fn content(mut self, content: impl Into<String>) -> Self {
        self.attributes_mut().content = Some(content.into());
        self
    }

    /// Says what to do with the text.
    pub fn instruction(mut self, instruction: impl Into<String>) -> Self {
        self.attributes_mut().instruction = Some(instruction.into());
        self
    }

    /// Names the request that this one follows up.
    pub fn parent_id(mut self, id: impl Into<String>) -> Self {
        self.draft.request.connections.parent_id = Some(id.into());
        self
    }

    /// Names the customer journey.
    pub fn journey_id(mut self, id: impl Into<String>) -> Self {
        self.draft.request.connections.journey_id = Some(id.into());
        self
    }

    /// Names the end user.
    pub fn user_id(mut self, id: impl Into<String>) -> Self {
        self.draft.request.context.user_id = Some(id.into());
        self
    }

    /// Names the operator.
    pub fn operator_id(mut self, id: impl Into<String>) -> Self {
        self.draft.request.context.operator_id = Some(id.into());
        self
    }

    /// Names the department.
    pub fn department_id(mut self, id: impl Into<String>) -> Self {
        self.draft.request.context.department_id = Some(id.into());
        self
    }

    /// Names the case.
    pub fn case_id(mut self, id: impl Into<String>) -> Self {
        self.draft.request.context.case_id = Some(id.into());
        self
    }

    /// Adds an id of the client's own systems, such as a ticket number.
    pub fn reference_id(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.draft
            .request
            .reference
            .get_or_insert_default()
            .ids
            .push(NamedId::new(name, value));
        self
    }

    /// Gives all references; replaces those added before.
    pub fn reference(mut self, reference: Reference) -> Self {
        self.draft.request.reference = Some(reference);
        self
    }

    /// Gives codes, links and offers.
    pub fn resources(mut self, resources: Resources) -> Self {
        self.draft.request.resources = Some(resources);
        self
    }

    /// Adds something that happened around the conversations.
    pub fn interaction(mut self, interaction: Interaction) -> Self {
        self.draft.request.scope.interactions.push(interaction);
        self
    }

    /// Sets switches and limits for the reply.
    pub fn settings(mut self, settings: Settings) -> Self {
        self.draft.request.settings = Some(settings);
        self
    }

    fn channel_mut(&mut self) -> &mut Channel {
        self.draft.session.channel.get_or_insert_default()
    }

    fn attributes_mut(&mut self) -> &mut Attributes {
        self.draft.request.attributes.get_or_insert_default()
    }

    fn now_given<T2, O2, C2>(self) -> ReceptionBuilder<T2, O2, C2> {
        ReceptionBuilder {
            draft: self.draft,
            given: PhantomData,
        }
    }
}
