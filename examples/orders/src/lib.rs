//! A second contract, held by the same engines.
//!
//! Orders is what another team would bring: its own types with plain serde and schemars derives,
//! and [`contract`], which names its messages. Its binary hands that to `frontdesk::main` and has
//! every command. The types have what Reception lacks: bounded integers, options that may be null,
//! maps, a tagged reply and a type that contains itself.

mod order;
mod reply;
mod sample;

use frontdesk_contract::{
    Contract, Direction, Host, Interface, Message, Operation, Protocol, Reply, ReplyStatus,
};

pub use crate::order::{
    Bundle, Customer, Line, MalformedOrderId, MalformedPrice, Order, OrderId, Price, Priority,
    Quantity, QuantityOutOfRange,
};
pub use crate::reply::{OrderReply, RejectedLine, Rejection};

/// Returns the contract of the shop that takes orders, version 1.0.0.
///
/// ```
/// let contract = orders::contract();
/// contract.check()?;
/// assert!(contract.find("order.request").is_some());
/// # Ok::<(), frontdesk_contract::ContractError>(())
/// ```
#[must_use]
pub fn contract() -> Contract {
    Contract::new("orders", "1.0.0")
        .message(
            Message::of::<Order>("order.request", Direction::Request)
                .title("Order")
                .example(sample::order(0))
                .authored(sample::order),
        )
        .message(
            Message::of::<OrderReply>("order.reply", Direction::Response)
                .title("Reply to an order")
                .example(sample::reply(0))
                .example(sample::reply(1))
                .authored(sample::reply),
        )
        .served_by(interface())
}

/// Says how orders travel: one request over HTTP.
fn interface() -> Interface {
    Interface {
        title: "Orders",
        description: "Takes orders, and says what becomes of them.",
        hosts: vec![Host {
            name: "shop",
            protocol: Protocol::Https,
            address: "shop.invalid",
            description: "The shop.",
            variables: Vec::new(),
        }],
        operations: vec![Operation {
            name: "order",
            method: "POST",
            path: "/orders",
            summary: "Orders goods",
            description: "",
            security: None,
            parameters: Vec::new(),
            request: Some("order.request"),
            replies: vec![Reply {
                status: ReplyStatus::Code(200),
                description: "The shop has read the order, and sends it or does not.",
                message: Some("order.reply"),
            }],
        }],
        ..Interface::default()
    }
}
