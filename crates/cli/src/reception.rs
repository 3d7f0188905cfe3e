//! The Reception contract: its messages, wired to the types of `frontdesk-model`.
//!
//! This module and the commands `send` and `serve` alone of the crate name the models; every other
//! command works on any contract. It says
//! what the messages are called and what is authored, nothing else: the types are the contract.

mod interface;
mod old;
mod replies;
mod requests;

use frontdesk_contract::{Contract, Direction, Message};
use frontdesk_model::{
    ErrorResponse, ReadError, ReceptionRequest, RequestEnvelope, ResponseEnvelope,
    SuperpowerResponse, TokenError, TokenResponse, from_slice,
};

use crate::dice::Dice;

pub use old::{reception_3_1, reception_judges};

/// Returns the Reception contract, version 3.2.3.
///
/// Every message has examples and an author, which makes the same values from the same seed.
///
/// ```
/// let contract = frontdesk::reception();
/// contract.check()?;
/// let request = contract.lookup("reception.request")?;
/// assert_eq!(request.author(7), request.author(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn reception() -> Contract {
    let contract = Contract::new("reception", "3.2.3");
    tokens(replies(requests(contract))).served_by(interface::interface())
}

fn requests(contract: Contract) -> Contract {
    contract
        .message(
            Message::of::<ReceptionRequest>("reception.request", Direction::Request)
                .title("Reception request")
                .description(
                    "Asks Reception to take in a first contact: the body of a REST request, and \
                     the payload of a WebSocket envelope.",
                )
                .example(requests::smallest())
                .example(requests::documented())
                .authored(|seed| requests::request(&mut Dice::new(seed)))
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
        .message(
            Message::of::<RequestEnvelope>("reception.envelope", Direction::Request)
                .title("Reception request in its WebSocket envelope")
                .description(
                    "A WebSocket frame from the client: headers, and a reception request as the \
                     payload.",
                )
                .example(requests::documented_envelope())
                .authored(|seed| requests::envelope(&mut Dice::new(seed)))
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
}

fn replies(contract: Contract) -> Contract {
    contract
        .message(
            Message::of::<SuperpowerResponse>("superpower.response", Direction::Response)
                .title("Superpower response")
                .description("Says that one superpower has begun, or what it has found.")
                .example(replies::documented())
                .authored(|seed| replies::superpower(&mut Dice::new(seed)))
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
        .message(
            Message::of::<ErrorResponse>("superpower.error", Direction::Response)
                .title("Superpower error")
                .description("Says that one superpower has failed, and why.")
                .example(replies::documented_error())
                .authored(|seed| replies::error(&mut Dice::new(seed)))
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
        .message(
            Message::of::<ResponseEnvelope>("response.envelope", Direction::Response)
                .title("Superpower response or error in its WebSocket envelope")
                .description(
                    "A WebSocket frame from the service: headers, and a superpower response or \
                     error as the payload.",
                )
                .example(replies::documented_envelope())
                .authored(|seed| replies::envelope(&mut Dice::new(seed)))
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
}

fn tokens(contract: Contract) -> Contract {
    contract
        .message(
            Message::of::<TokenResponse>("token.response", Direction::Response)
                .title("Token response")
                .description("Grants the access token that requests carry.")
                .example(replies::documented_token())
                .authored(|seed| replies::token(&mut Dice::new(seed)))
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
        .message(
            Message::of::<TokenError>("token.error", Direction::Response)
                .title("Token error")
                .description("Says why no access token is granted.")
                .example(TokenError::new("invalid_client"))
                .authored(|seed| replies::token_error(&mut Dice::new(seed)))
                .read_with(|bytes| from_slice(bytes).map_err(said)),
        )
}

#[expect(clippy::needless_pass_by_value, reason = "it is handed to map_err")]
fn said(error: ReadError) -> String {
    error.to_string()
}

/// A text as people and programs write them, the odd ones too.
fn text(dice: &mut Dice) -> &'static str {
    dice.pick(&[
        "Hi, can you help me?",
        "My parcel has not arrived.",
        "",
        "Pouvez-vous m'aider ? C'est très urgent…",
        "I want my money back!!! 😡",
        "two\nlines, a\ttab and a \"quote\"",
        "מתי תגיע ההזמנה שלי?",
        "{\"looks\": \"like JSON\"}",
        "null",
        "0",
    ])
}

/// An id without a format, such as those that clients take from their own systems.
fn id(dice: &mut Dice) -> String {
    match dice.below(4) {
        0 => String::new(),
        1 => format!("T{}", dice.below(100_000)),
        _ => message_id(dice),
    }
}

/// A `UUIDv7` of a day in January 2024, whose other bits are drawn.
fn message_id(dice: &mut Dice) -> String {
    let milliseconds = JANUARY_2024 + dice.below(DAY);
    let (high, low) = (milliseconds >> 16, milliseconds & 0xFFFF);
    let (a, b, c) = (
        dice.below(1 << 12),
        dice.below(1 << 14) | 0x8000,
        dice.below(1 << 48),
    );
    format!("{high:08x}-{low:04x}-7{a:03x}-{b:04x}-{c:012x}")
}

/// A time of the same day, with or without milliseconds.
fn time(dice: &mut Dice) -> String {
    let (hour, minute, second) = (dice.below(24), dice.below(60), dice.below(60));
    let fraction = if dice.coin() {
        format!(".{:03}", dice.below(1000))
    } else {
        String::new()
    };
    let zone = dice.pick(&["Z", "Z", "+02:00"]);
    format!("2024-01-15T{hour:02}:{minute:02}:{second:02}{fraction}{zone}")
}

/// Gives a value in half of all cases.
fn perhaps<T>(dice: &mut Dice, make: impl FnOnce(&mut Dice) -> T) -> Option<T> {
    dice.coin().then(|| make(dice))
}

/// Gives up to `most` values.
fn some<T>(dice: &mut Dice, most: u64, mut make: impl FnMut(&mut Dice) -> T) -> Vec<T> {
    let count = dice.below(most + 1);
    (0..count).map(|_| make(dice)).collect()
}

/// Midnight of 15 January 2024, in milliseconds since 1970.
const JANUARY_2024: u64 = 1_705_276_800_000;
const DAY: u64 = 86_400_000;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use frontdesk_contract::Side;
    use frontdesk_schema::{Options, Schema};

    use super::reception;

    const SEEDS: u64 = 200;

    #[test]
    fn the_contract_is_well_formed() {
        let contract = reception().finish().unwrap();
        assert_eq!(contract.messages().len(), 7);
    }

    #[test]
    fn what_is_authored_is_what_both_schemas_accept_and_reads_back() {
        let contract = reception();
        for message in contract.messages() {
            let [writer, reader] = Side::ALL.map(|side| {
                let document = contract.schema(message, side).unwrap();
                Schema::compile(document, &Options::default()).unwrap()
            });
            let authored = (0..SEEDS).map(|seed| message.author(seed).unwrap());
            for value in authored.chain(message.examples().iter().cloned()) {
                let name = message.name();
                assert_eq!(writer.violations(&value), [], "{name}: {value}");
                assert_eq!(reader.violations(&value), [], "{name}: {value}");
                let bytes = frontdesk_json::to_canonical_vec(&value).unwrap();
                assert_eq!(message.read(&bytes), Ok(value), "{name}");
            }
        }
    }

    #[test]
    fn authors_have_variety_and_no_clock() {
        for message in reception().messages() {
            let texts = |()| -> BTreeSet<String> {
                (0..SEEDS)
                    .map(|seed| message.author(seed).unwrap().to_string())
                    .collect()
            };
            let [once, again] = [(); 2].map(texts);
            assert_eq!(once, again, "{}", message.name());
            assert!(once.len() > 50, "{}: {}", message.name(), once.len());
        }
    }
}
