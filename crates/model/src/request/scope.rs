//! The scope of a request.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Conversation, Interaction};
use crate::optional::present;

/// The material of a request: conversations and the things they are about.
///
/// Beside conversations, interactions and products, all lists take items of any JSON form. By a
/// comment in the SDK an item is either the object itself or a reference to it with `id` (then
/// mandatory), `name`, `type` and `timestamp`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Scope {
    /// The conversations. Required by the docs page; optional in the vendor payload schema. No
    /// source asks for an item when the message is reception, so that an empty list is read;
    /// authored requests have at least one.
    #[schemars(with = "Conversations")]
    pub conversations: Vec<Conversation>,
    /// What happened around the conversations (docs page, full example).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interactions: Vec<Interaction>,
    /// Products, by their ids (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<Product>,
    /// Accounts, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<Value>,
    /// Appointments, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appointments: Vec<Value>,
    /// Assets, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Value>,
    /// Bookings, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bookings: Vec<Value>,
    /// Cases, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cases: Vec<Value>,
    /// Documents, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<Value>,
    /// Events, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Value>,
    /// Items, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Value>,
    /// Locations, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub locations: Vec<Value>,
    /// Offers. Since late 3.1.1 they live in `request.resources.offers`, and the SDK's defaults
    /// leave them out here, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Value>,
    /// Operators, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub operators: Vec<Value>,
    /// Orders, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orders: Vec<Value>,
    /// Organizations, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organizations: Vec<Value>,
    /// Persons, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub persons: Vec<Value>,
    /// Policies, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<Value>,
    /// Properties, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub properties: Vec<Value>,
    /// Services, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Value>,
    /// Subscriptions, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subscriptions: Vec<Value>,
    /// Tickets, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tickets: Vec<Value>,
    /// Transactions, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transactions: Vec<Value>,
    /// Users, of any JSON form (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<Value>,
}

/// A product that the conversations are about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Product {
    /// The id of the product, without a format.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub id: Option<String>,
}

/// Gives `conversations` its schema: what is authored has at least one, what is read may have none.
struct Conversations;

impl JsonSchema for Conversations {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Conversations".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema =
            json_schema!({ "type": "array", "items": generator.subschema_for::<Conversation>() });
        if generator.contract().is_serialize() {
            schema.insert("minItems".to_owned(), 1.into());
        }
        schema
    }
}
