//! Any request that the types can hold.

use frontdesk_model::{
    Agent, Attributes, Channel, Code, Conversation, ConversationMessage, Cursor, Interaction,
    Interface, Link, Medium, NamedId, Participant, Product, ReceptionRequest, Reference, Resources,
    Role, Scope, Settings,
};
use proptest::array::{uniform3, uniform4, uniform5, uniform8, uniform21};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use serde_json::{Number, Value};

pub(crate) fn payload() -> impl Strategy<Value = ReceptionRequest> {
    let ids = (uniform3(text()), uniform8(some_text()));
    let session = (option::of(channel()), option::of(interface()));
    let parts = (
        option::of(attributes()),
        option::of(reference()),
        option::of(resources()),
        scope(),
        option::of(settings()),
        vec(agent(), 0..2),
        option::of(cursor()),
    );
    (ids, session, parts).prop_map(|((required, optional), (channel, interface), parts)| {
        let [request_id, thread_id, organization_id] = required;
        let mut payload = ReceptionRequest::builder()
            .request_id(request_id)
            .thread_id(thread_id)
            .organization_id(organization_id)
            .conversation(Conversation::new())
            .build();
        payload.session.channel = channel;
        payload.session.interface = interface;
        let request = &mut payload.request;
        [
            payload.session.session_id,
            request.connections.journey_id,
            request.connections.parent_id,
            request.context.case_id,
            request.context.department_id,
            request.context.operator_id,
            request.context.user_id,
            _,
        ] = optional;
        (request.attributes, request.reference, request.resources, ..) =
            (parts.0, parts.1, parts.2);
        (request.scope, request.settings, request.a2a, request.cursor) =
            (parts.3, parts.4, parts.5, parts.6);
        payload
    })
}

fn channel() -> impl Strategy<Value = Channel> {
    let medium = option::of(select(Medium::ALL));
    (uniform8(some_text()), medium, values()).prop_map(|(texts, medium, metadata)| {
        let [
            browser,
            device_info,
            device_type,
            language,
            location,
            section,
            ..,
        ] = texts;
        Channel {
            browser,
            device_info,
            device_type,
            language,
            location,
            medium,
            metadata,
            section,
        }
    })
}

fn interface() -> impl Strategy<Value = Interface> {
    uniform5(some_text()).prop_map(|[app_version, category, language, name, kind]| Interface {
        app_version,
        category,
        language,
        name,
        kind,
    })
}

fn attributes() -> impl Strategy<Value = Attributes> {
    uniform3(some_text()).prop_map(|[content, instruction, variant]| Attributes {
        content,
        instruction,
        variant,
    })
}

fn reference() -> impl Strategy<Value = Reference> {
    let id = (some_text(), some_text()).prop_map(|(name, value)| NamedId { name, value });
    (vec(id, 0..3), values(), values()).prop_map(|(ids, labels, tags)| Reference {
        ids,
        labels,
        tags,
    })
}

fn resources() -> impl Strategy<Value = Resources> {
    let code = uniform4(some_text()).prop_map(|[id, label, kind, value]| Code {
        id,
        label,
        kind,
        value,
    });
    let link = (uniform5(some_text()), option::of(any::<bool>())).prop_map(
        |([expires_at, id, label, kind, url], html)| Link {
            expires_at,
            html,
            id,
            label,
            kind,
            url,
        },
    );
    (vec(code, 0..2), vec(link, 0..2), values()).prop_map(|(codes, links, offers)| Resources {
        codes,
        links,
        offers,
    })
}

fn scope() -> impl Strategy<Value = Scope> {
    let interaction =
        uniform5(some_text()).prop_map(|[content, id, name, role, timestamp]| Interaction {
            content,
            id,
            name,
            role,
            timestamp,
        });
    let product = some_text().prop_map(|id| Product { id });
    (
        vec(conversation(), 1..3),
        vec(interaction, 0..2),
        vec(product, 0..2),
        uniform21(values()),
    )
        .prop_map(|(conversations, interactions, products, lists)| {
            let mut scope = Scope {
                conversations,
                interactions,
                products,
                ..Scope::default()
            };
            [
                scope.accounts,
                scope.appointments,
                scope.assets,
                scope.bookings,
                scope.cases,
                scope.documents,
                scope.events,
                scope.items,
                scope.locations,
                scope.offers,
                scope.operators,
                scope.orders,
                scope.organizations,
                scope.persons,
                scope.policies,
                scope.properties,
                scope.services,
                scope.subscriptions,
                scope.tickets,
                scope.transactions,
                scope.users,
            ] = lists;
            scope
        })
}

fn conversation() -> impl Strategy<Value = Conversation> {
    let role = option::of(select(Role::ALL));
    let participant = (some_text(), some_text(), role).prop_map(|(id, name, role)| Participant {
        participant_id: id,
        display_name: name,
        role,
    });
    let message = uniform3(some_text()).prop_map(|[content, participant_id, timestamp]| {
        ConversationMessage {
            content,
            participant_id,
            timestamp,
        }
    });
    let metadata = option::of(btree_map(text(), value(), 0..3));
    (
        some_text(),
        vec(participant, 0..3),
        vec(message, 0..3),
        metadata,
    )
        .prop_map(
            |(conversation_id, participants, messages, metadata)| Conversation {
                conversation_id,
                participants,
                messages,
                metadata: metadata.map(|members| members.into_iter().collect()),
            },
        )
}

fn settings() -> impl Strategy<Value = Settings> {
    let switches = uniform5(option::of(any::<bool>()));
    (switches, option::of(number()), uniform3(some_text())).prop_map(
        |(switches, max_response_length, overrides)| {
            let [
                disable_browsing,
                disable_search,
                disable_sources,
                disable_stream,
                disable_tools,
            ] = switches;
            let [
                override_interface_language,
                override_output_language,
                override_channel_medium,
            ] = overrides;
            Settings {
                disable_browsing,
                disable_search,
                disable_sources,
                disable_stream,
                disable_tools,
                max_response_length,
                override_interface_language,
                override_output_language,
                override_channel_medium,
            }
        },
    )
}

fn agent() -> impl Strategy<Value = Agent> {
    uniform3(some_text()).prop_map(|[id, name, kind]| Agent { id, name, kind })
}

fn cursor() -> impl Strategy<Value = Cursor> {
    (some_text(), some_text()).prop_map(|(since, until)| Cursor { since, until })
}

fn values() -> impl Strategy<Value = Vec<Value>> {
    vec(value(), 0..2)
}

fn value() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        number().prop_map(Value::Number),
        text().prop_map(Value::String),
    ];
    leaf.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::Array),
            btree_map(text(), inner, 0..3)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
    .boxed()
}

fn number() -> impl Strategy<Value = Number> {
    prop_oneof![
        any::<u64>().prop_map(Number::from),
        any::<i64>().prop_map(Number::from),
        any::<f64>().prop_filter_map("not a number of JSON", Number::from_f64),
    ]
}

fn some_text() -> impl Strategy<Value = Option<String>> {
    option::of(text())
}

/// Makes texts of any characters, also of those that need escapes.
fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..6).prop_map(String::from_iter)
}
