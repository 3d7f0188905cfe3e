//! What the shop answers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::order::OrderId;

/// What became of an order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    tag = "outcome",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum OrderReply {
    /// The shop sends it.
    Accepted {
        /// The order.
        order: OrderId,
        /// In how many days it arrives.
        days: u8,
        /// Where to watch the parcel.
        tracking: Option<String>,
    },
    /// The shop does not send it.
    Rejected {
        /// The order.
        order: OrderId,
        /// Why not.
        reason: Rejection,
        /// The lines that are at fault; none when the whole order is.
        lines: Vec<RejectedLine>,
    },
}

/// Why an order is not sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// There is not enough of it.
    OutOfStock,
    /// It cannot be sent to where the customer lives.
    NotDeliverable,
    /// The customer has not paid.
    Unpaid,
}

/// A line that cannot be sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RejectedLine {
    /// What the shop calls the goods.
    pub sku: String,
    /// How many pieces there are.
    pub available: u16,
    /// How full the shelf is, from 0 to 1.
    pub level: f64,
}
