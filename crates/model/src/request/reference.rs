//! References and resources of a request.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::optional::present;

/// Names under which the client knows the matter, for analytics.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reference {
    /// Named ids of the client's own systems (docs page).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ids: Vec<NamedId>,
    /// Labels of any JSON form; the docs page shows the list empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Value>,
    /// Tags of any JSON form; the docs page shows the list empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Value>,
}

/// An id of the client's own systems and what it identifies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedId {
    /// What is identified, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["ticket_id"]))]
    pub name: Option<String>,
    /// The id itself, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["T12345"]))]
    pub value: Option<String>,
}

impl NamedId {
    /// Names an id.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            value: Some(value.into()),
        }
    }
}

/// Codes, links and offers that a reply may use.
///
/// A docs page shows links and codes below `request.scope.resources`; there the vendor schema
/// ignores them (C-10).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Resources {
    /// Codes such as order numbers (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Code>,
    /// Links such as payment links (vendor schema).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// Offers of any JSON form, agreed with Optave per customer. The docs and the SDK require some
    /// for recommend.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Value>,
}

/// A code such as an order number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Code {
    /// The id of the code, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub id: Option<String>,
    /// The code's name for people, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub label: Option<String>,
    /// The kind of code, free text with examples in the vendor schema.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["order_number", "booking_reference", "ticket_code"]))]
    pub kind: Option<String>,
    /// The code itself, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[schemars(extend("examples" = ["ORD-56789"]))]
    pub value: Option<String>,
}

/// A link such as a payment link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Link {
    /// When the link stops working, without a format. The one snake-case name of the contract:
    /// vendor schema and SDK write `expires_at`, a docs page `expiresAt`, which is then ignored
    /// (C-10).
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub expires_at: Option<String>,
    /// Whether the link is given as HTML (vendor schema); the SDK sends false.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "bool")]
    pub html: Option<bool>,
    /// The id of the link, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub id: Option<String>,
    /// The link's name for people, free text.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub label: Option<String>,
    /// The kind of link, free text with an example in the vendor schema.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    #[serde(rename = "type")]
    #[schemars(extend("examples" = ["payment_link"]))]
    pub kind: Option<String>,
    /// The address; no format in any source.
    #[serde(default, deserialize_with = "present")]
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "String")]
    pub url: Option<String>,
}
