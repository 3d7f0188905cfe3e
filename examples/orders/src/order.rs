//! What customers send.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a customer wants to have sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// The id that the shop gave to the basket.
    pub id: OrderId,
    /// Who orders; a guest when absent.
    pub customer: Option<Customer>,
    /// What is ordered.
    pub lines: Vec<Line>,
    /// How fast it is wanted.
    #[serde(default)]
    pub priority: Priority,
    /// Goods that are sent in one parcel, and parcels in parcels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bundle: Option<Bundle>,
    /// Notes of the shop's other systems, by the name of the system.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, String>,
}

/// The id of an order: `ord-` and six digits.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = "^ord-[0-9]{6}$"))]
pub struct OrderId(String);

/// Someone with an account.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Customer {
    /// The number of the account.
    pub number: u32,
    /// The name on the parcel.
    pub name: String,
    /// Where to write to; nowhere when absent.
    pub email: Option<String>,
}

/// One kind of goods, and how much of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// What the shop calls the goods.
    pub sku: String,
    /// How many pieces.
    pub quantity: Quantity,
    /// The price of one piece.
    pub unit_price: Price,
    /// The weight of one piece in grams, below zero for balloons.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grams: Option<i32>,
}

/// A number of pieces: 1 to 999.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "u32", into = "u32")]
#[schemars(extend("minimum" = 1, "maximum" = 999))]
pub struct Quantity(u32);

/// An amount of money as decimal text, such as `12.50`.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(extend("pattern" = "^[0-9]{1,7}\\.[0-9]{2}$"))]
pub struct Price(String);

/// How fast an order is wanted.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// When there is time.
    #[default]
    Standard,
    /// Tomorrow.
    Express,
    /// Whenever the customer comes by.
    PickUp,
}

/// Goods in one parcel, and the parcels in it.
#[derive(Clone, Debug, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bundle {
    /// What is written on the parcel.
    pub label: String,
    /// The parcels in it.
    #[serde(default)]
    pub items: Vec<Bundle>,
}

/// Says that a text is no order id.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MalformedOrderId;

/// Says that a text is no price.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MalformedPrice;

/// Says that a number of pieces cannot be ordered.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct QuantityOutOfRange;

impl TryFrom<String> for OrderId {
    type Error = MalformedOrderId;

    fn try_from(text: String) -> Result<Self, MalformedOrderId> {
        match text.strip_prefix("ord-") {
            Some(number) if number.len() == 6 && digits(number) => Ok(Self(text)),
            _ => Err(MalformedOrderId),
        }
    }
}

impl TryFrom<String> for Price {
    type Error = MalformedPrice;

    fn try_from(text: String) -> Result<Self, MalformedPrice> {
        match text.split_once('.') {
            Some((whole, cents))
                if (1..=7).contains(&whole.len())
                    && digits(whole)
                    && cents.len() == 2
                    && digits(cents) =>
            {
                Ok(Self(text))
            }
            _ => Err(MalformedPrice),
        }
    }
}

impl TryFrom<u32> for Quantity {
    type Error = QuantityOutOfRange;

    fn try_from(pieces: u32) -> Result<Self, QuantityOutOfRange> {
        if (1..=999).contains(&pieces) {
            Ok(Self(pieces))
        } else {
            Err(QuantityOutOfRange)
        }
    }
}

impl From<OrderId> for String {
    fn from(id: OrderId) -> Self {
        id.0
    }
}

impl From<Price> for String {
    fn from(price: Price) -> Self {
        price.0
    }
}

impl From<Quantity> for u32 {
    fn from(quantity: Quantity) -> Self {
        quantity.0
    }
}

impl fmt::Display for MalformedOrderId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an order id is `ord-` and six digits")
    }
}

impl fmt::Display for MalformedPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a price is up to seven digits, a point and two digits")
    }
}

impl fmt::Display for QuantityOutOfRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a quantity is 1 to 999")
    }
}

impl std::error::Error for MalformedOrderId {}
impl std::error::Error for MalformedPrice {}
impl std::error::Error for QuantityOutOfRange {}

fn digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
