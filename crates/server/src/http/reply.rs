use std::time::Duration;

use frontdesk_model::ErrorResponse;
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER,
};
use hyper::{Response, StatusCode};

use super::body::Outgoing;
use super::{Peer, refusal};
use crate::faults::Fault;
use crate::shared::Shared;

/// An answer over HTTP, before it is on its way.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Vec<u8>,
    headers: Vec<(HeaderName, HeaderValue)>,
    content_type: &'static str,
    wait: Duration,
    delivery: Delivery,
}

/// How an answer is brought.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delivery {
    Whole,
    Dribbling,
    Truncated,
    Reset,
    Never,
}

impl Answer {
    pub(crate) fn json(status: StatusCode, body: Vec<u8>) -> Self {
        Self {
            status,
            body,
            headers: Vec::new(),
            content_type: "application/json",
            wait: Duration::ZERO,
            delivery: Delivery::Whole,
        }
    }

    /// Answers that the connection speaks another protocol from now on.
    pub(crate) fn switching() -> Self {
        Self {
            content_type: "",
            ..Self::json(StatusCode::SWITCHING_PROTOCOLS, Vec::new())
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        // What cannot stand in a header is left out: it came from a scenario or a name.
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }

    /// Closes the connection afterwards, since the rest of the request is not read.
    pub(crate) fn closing(mut self) -> Self {
        let close = HeaderValue::from_static("close");
        self.headers.push((CONNECTION, close));
        self
    }

    pub(crate) fn after(mut self, wait: Duration) -> Self {
        self.wait = wait;
        self
    }

    /// Returns the texts of a refusal, for the log.
    pub(crate) fn body_text(&self) -> String {
        let error: Option<ErrorResponse> = serde_json::from_slice(&self.body).ok();
        let items = error.iter().flat_map(ErrorResponse::items);
        let texts: Vec<&str> = items.filter_map(|item| item.content.as_deref()).collect();
        texts.join("; ")
    }

    /// Applies a fault that is about how an answer is brought.
    pub(crate) fn suffer(&mut self, fault: Fault, shared: &Shared) {
        match fault {
            Fault::Status(status) => self.become_status(status),
            Fault::TokenExpiry => self.become_status(401),
            Fault::RefusedUpgrade => self.become_status(403),
            Fault::Latency => self.wait += shared.fault_delay,
            Fault::Jitter => {
                let most = u64::try_from(shared.fault_delay.as_micros()).unwrap_or(u64::MAX);
                self.wait += Duration::from_micros(shared.dice.below(most));
            }
            Fault::WrongContentType => self.content_type = "text/html; charset=utf-8",
            Fault::InvalidUtf8 => garble(&mut self.body),
            Fault::Oversize => self.body.resize(OVERSIZE, b' '),
            Fault::Dribble => self.delivery = Delivery::Dribbling,
            Fault::TruncatedBody => self.delivery = Delivery::Truncated,
            Fault::Reset => self.delivery = Delivery::Reset,
            Fault::SilenceAfterStarted => self.delivery = Delivery::Never,
            Fault::Bare
            | Fault::Close(_)
            | Fault::CrossTalk
            | Fault::Duplicate
            | Fault::Enveloped
            | Fault::HalfFrame
            | Fault::NearMiss
            | Fault::NullForOptional
            | Fault::Reorder
            | Fault::Token(_)
            | Fault::UnknownField
            | Fault::UnknownState
            | Fault::UnknownSuperpower => {}
        }
    }

    /// Brings the answer.
    pub(crate) async fn respond(
        self,
        shared: &Shared,
        peer: &Peer,
        number: u64,
    ) -> Response<Outgoing> {
        // Even the shortest sleep lasts until the next tick of the timer.
        if !self.wait.is_zero() {
            tokio::time::sleep(self.wait).await;
        }
        if self.delivery == Delivery::Never {
            tokio::time::sleep(shared.limits.idle_time).await;
        }
        let length = self.body.len();
        let body = match self.delivery {
            Delivery::Whole => Outgoing::whole(self.body),
            Delivery::Dribbling => Outgoing::dribbling(self.body),
            Delivery::Truncated => Outgoing::breaking(self.body),
            Delivery::Reset | Delivery::Never => {
                peer.fuse.blow();
                Outgoing::whole(self.body)
            }
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if self.status != StatusCode::SWITCHING_PROTOCOLS {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
            headers.insert(CONTENT_LENGTH, length.into());
        }
        headers.extend(self.headers);
        headers.insert(
            HeaderName::from_static("x-frontdesk-request"),
            number.into(),
        );
        response
    }

    pub(crate) fn become_status(&mut self, status: u16) {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        if status.is_success() {
            self.status = status;
            return;
        }
        let text = format!(
            "the status {} was asked of this service",
            status.canonical_reason().unwrap_or("without a name")
        );
        let refused = refusal(status, "FORCED_STATUS", [text]);
        (self.status, self.body) = (refused.status, refused.body);
        self.ask_to_return();
    }

    /// Says when to come back, where the status means that.
    pub(crate) fn ask_to_return(&mut self) {
        if matches!(self.status.as_u16(), 429 | 503) {
            self.headers
                .push((RETRY_AFTER, HeaderValue::from_static("1")));
        }
    }
}

/// Puts bytes that are no UTF-8 into the middle.
pub(crate) fn garble(body: &mut Vec<u8>) {
    let middle = body.len() / 2;
    body.splice(middle..middle, [0xC3, 0x28, 0xFF]);
}

/// How large an oversized answer is: more than any client of the house reads.
pub(crate) const OVERSIZE: usize = 9 * 1024 * 1024;
