//! Authored values, by seed.

use std::collections::BTreeMap;

use crate::order::{Bundle, Customer, Line, Order, OrderId, Price, Priority, Quantity};
use crate::reply::{OrderReply, RejectedLine, Rejection};

/// Makes an order; the digits of the seed choose its parts.
pub(crate) fn order(seed: u64) -> Order {
    let lines = (0..=seed % 3).map(|index| line(seed + index));
    Order {
        id: id(seed),
        customer: (seed % 4 != 1).then(|| Customer {
            number: u32::try_from(seed % 90_000).unwrap_or_default(),
            name: NAMES[pick(seed, NAMES.len())].to_owned(),
            email: seed
                .is_multiple_of(2)
                .then(|| "customer@shop.invalid".to_owned()),
        }),
        lines: lines.collect(),
        priority: [Priority::Standard, Priority::Express, Priority::PickUp][pick(seed, 3)],
        bundle: (seed % 5 > 1).then(|| bundle(seed % 5)),
        notes: (0..seed % 3)
            .map(|index| (format!("system-{index}"), format!("note {seed}")))
            .collect::<BTreeMap<_, _>>(),
    }
}

/// Makes a reply: accepted for even seeds.
pub(crate) fn reply(seed: u64) -> OrderReply {
    let order = id(seed);
    if seed.is_multiple_of(2) {
        return OrderReply::Accepted {
            order,
            days: u8::try_from(seed % 30).unwrap_or_default(),
            tracking: seed
                .is_multiple_of(4)
                .then(|| format!("https://parcels.invalid/{seed}")),
        };
    }
    let reasons = [
        Rejection::OutOfStock,
        Rejection::NotDeliverable,
        Rejection::Unpaid,
    ];
    let lines = (0..seed % 3).map(|index| RejectedLine {
        sku: format!("sku-{index}"),
        available: u16::try_from(seed % 1000).unwrap_or_default(),
        level: f64::from(u8::try_from(seed % 8).unwrap_or_default()) / 8.0,
    });
    OrderReply::Rejected {
        order,
        reason: reasons[pick(seed, reasons.len())],
        lines: lines.collect(),
    }
}

fn line(seed: u64) -> Line {
    let pieces = u32::try_from(1 + seed % 999).unwrap_or(1);
    let price = format!("{}.{:02}", seed % 10_000, seed % 100);
    Line {
        sku: format!("sku-{}", seed % 50),
        quantity: Quantity::try_from(pieces).expect("it is 1 to 999"),
        unit_price: Price::try_from(price).expect("it has the form of a price"),
        grams: seed
            .is_multiple_of(3)
            .then(|| i32::try_from(seed % 5000).unwrap_or_default() - 10),
    }
}

fn bundle(depth: u64) -> Bundle {
    let items = (1..depth).map(|_| bundle(depth - 1));
    Bundle {
        label: format!("parcel {depth}"),
        items: items.collect(),
    }
}

fn id(seed: u64) -> OrderId {
    let text = format!("ord-{:06}", seed % 1_000_000);
    OrderId::try_from(text).expect("it has the form of an id")
}

fn pick(seed: u64, count: usize) -> usize {
    usize::try_from(seed).unwrap_or_default() % count
}

const NAMES: [&str; 4] = ["Ada", "Grace Hopper", "Łukasz", "李"];
