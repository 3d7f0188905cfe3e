//! One request, until its end.

use std::time::Duration;

use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::{Outgoing, Rules, Time};
use crate::RetryPolicy;
use crate::websocket::until::Progress;
use crate::websocket::{End, Event};

/// A request that is open: waiting to be sent, or for its replies.
#[derive(Debug)]
pub(super) struct Exchange {
    outgoing: Outgoing,
    progress: Progress,
    opened: Time,
    /// When the silence began that the timeout and a quiet period measure.
    silent_since: Time,
    sent: bool,
    attempts: u32,
}

/// What happens to a request by the passing of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    End(End),
    Timeout,
}

impl Exchange {
    pub(super) fn new(outgoing: Outgoing, now: Time) -> Self {
        Self {
            outgoing,
            progress: Progress::default(),
            opened: now,
            silent_since: now,
            sent: false,
            attempts: 0,
        }
    }

    /// Takes note that it is being written, and returns what.
    pub(super) fn written(&mut self, now: Time) -> Utf8Bytes {
        self.sent = true;
        self.attempts = self.attempts.saturating_add(1);
        self.silent_since = now;
        self.outgoing.text.clone()
    }

    /// Takes note of an event, and returns why the exchange ends with it, if it does.
    pub(super) fn note(&mut self, now: Time, event: &Event) -> Option<End> {
        self.silent_since = now;
        self.progress.note(event);
        self.outgoing.until.ended_by(event, &self.progress)
    }

    /// Makes it wait to be sent once more.
    pub(super) fn take_back(&mut self) {
        self.sent = false;
        self.progress.interrupted();
    }

    pub(super) fn postpone(&mut self, span: Duration) {
        self.silent_since = self.silent_since.saturating_add(span);
    }

    /// Returns what happens next by the passing of time alone, and when.
    ///
    /// While nothing is read, only a deadline counts.
    pub(super) fn due(&self, rules: &Rules, paused: bool) -> Option<(Time, Due)> {
        let until = &self.outgoing.until;
        let deadline = until
            .longest()
            .map(|longest| (self.opened.saturating_add(longest), Due::End(End::Deadline)));
        let silence = match until.quiet_period() {
            // Whoever waits for the quiet is not disappointed by it.
            Some(period) if self.sent && self.progress.is_resting() => {
                (period, Due::End(End::Quiet))
            }
            _ => (rules.silence, Due::Timeout),
        };
        let silence = (!paused).then(|| (self.silent_since.saturating_add(silence.0), silence.1));
        deadline
            .into_iter()
            .chain(silence)
            .min_by_key(|(at, _)| *at)
    }

    pub(super) fn may_be_repeated(&self, policy: &RetryPolicy) -> bool {
        policy.repeat_sent && self.outgoing.has_key && self.attempts < policy.max_attempts
    }

    pub(super) fn correlation_id(&self) -> &str {
        &self.outgoing.correlation_id
    }

    /// Says whether the service may have heard of it, over this connection or an earlier one.
    pub(super) fn may_have_arrived(&self) -> bool {
        self.attempts > 0
    }

    /// Says whether it was written on the connection that there is.
    pub(super) fn is_sent(&self) -> bool {
        self.sent
    }

    pub(super) fn attempts(&self) -> u32 {
        self.attempts
    }
}
