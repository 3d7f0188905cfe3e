//! What services author: replies, tokens and refusals.

use frontdesk_model::{
    AccessToken, ErrorItem, ErrorResponse, Extra, MessageName, ResponseEnvelope, ResponsePayload,
    Superpower, SuperpowerItem, SuperpowerResponse, Timestamp, TokenError, TokenErrorCause,
    TokenErrorDetail, TokenResponse,
};
use serde_json::{Map, Number, Value, json};

use super::requests::{any_value, headers, number, timestamp};
use super::{perhaps, some, text};
use crate::dice::Dice;

/// What a superpower has found, in the form of the docs page.
pub(super) fn documented() -> SuperpowerResponse {
    SuperpowerResponse::completed(
        Superpower::SentimentAnalysis,
        [item([("content", json!("The end user is calm."))])],
    )
}

/// How a superpower has failed, in the form of the docs page.
pub(super) fn documented_error() -> ErrorResponse {
    ErrorResponse::new(
        Superpower::SentimentAnalysis,
        ErrorItem::new("Error while fetching results"),
    )
}

/// The answer to the example of a request envelope.
pub(super) fn documented_envelope() -> ResponseEnvelope {
    let request = super::requests::documented_envelope().headers;
    let mut envelope = ResponseEnvelope::answering(&request, documented());
    envelope.headers.issued_at = Timestamp::try_from("2024-01-15T10:30:01.000Z").ok();
    envelope
}

/// A token as the docs page shows it; it opens nothing.
pub(super) fn documented_token() -> TokenResponse {
    TokenResponse::new(AccessToken::new("sample-token-that-opens-nothing"))
}

/// Any superpower response that the constructors make.
pub(super) fn superpower(dice: &mut Dice) -> SuperpowerResponse {
    let name = name(dice);
    if dice.below(4) == 0 {
        SuperpowerResponse::started(name)
    } else {
        SuperpowerResponse::completed(name, some(dice, 3, any_item))
    }
}

/// Any superpower error that the constructor makes.
pub(super) fn error(dice: &mut Dice) -> ErrorResponse {
    let item = ErrorItem::new(text(dice));
    let item = if dice.coin() {
        item.code(dice.pick(&["PROCESSING_FAILED", "TIMEOUT", ""]))
    } else {
        item
    };
    ErrorResponse::new(name(dice), item)
}

/// Any reply in an envelope.
pub(super) fn envelope(dice: &mut Dice) -> ResponseEnvelope {
    let payload: ResponsePayload = if dice.below(3) == 0 {
        error(dice).into()
    } else {
        superpower(dice).into()
    };
    let request = headers(dice, MessageName::Reception);
    let mut envelope = ResponseEnvelope::answering(&request, payload);
    envelope.headers.issued_at = timestamp(dice);
    envelope
}

/// Any token response.
pub(super) fn token(dice: &mut Dice) -> TokenResponse {
    let token = AccessToken::new(format!("sample-token-{:016x}", dice.bits()));
    let mut response = TokenResponse::new(token);
    response.token_type = perhaps(dice, |_| "Bearer".to_owned());
    response.expires_in = perhaps(dice, |dice| Number::from(dice.below(86_400)));
    response.expires_at = perhaps(dice, |_| Number::from(1_705_314_600));
    response
}

/// Any refusal of a token, as a text or as an object with texts.
pub(super) fn token_error(dice: &mut Dice) -> TokenError {
    let code = dice.pick(&["invalid_client", "invalid_request", "", "access_denied"]);
    if dice.coin() {
        return TokenError::new(format!("{code} {}", text(dice)));
    }
    let detail = TokenErrorDetail {
        error_description: perhaps(dice, |dice| text(dice).to_owned()),
        message: perhaps(dice, |dice| text(dice).to_owned()),
        error: perhaps(dice, |_| code.to_owned()),
        extra: Extra::default(),
    };
    TokenError {
        error: TokenErrorCause::Detail(detail),
        extra: Extra::default(),
    }
}

fn name(dice: &mut Dice) -> Superpower {
    match dice.below(4) {
        0 => Superpower::SentimentAnalysis,
        1 => Superpower::RiskAssessment,
        2 => Superpower::Translate,
        _ => Superpower::from(dice.pick(&["escalation_need", "language_identification", ""])),
    }
}

fn any_item(dice: &mut Dice) -> SuperpowerItem {
    match dice.below(4) {
        0 => Map::new(),
        1 => item([("content", json!(text(dice)))]),
        2 => item([
            ("score", json!(number(dice))),
            ("language", json!("fr")),
            ("needed", json!(dice.coin())),
        ]),
        _ => item([("content", json!(text(dice))), ("details", any_value(dice))]),
    }
}

fn item<const N: usize>(members: [(&str, Value); N]) -> SuperpowerItem {
    members
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect()
}
