//! When a request is repeated.

use std::time::Duration;

use crate::error::{Cause, ErrorKind};
use crate::http::Answer;

/// Says when a request is repeated, and after how long.
///
/// What was sent is not repeated, since the service may have acted on it and REST documents no
/// place for an idempotency key. Two cases are safe: no byte of the request was sent, or the
/// service has answered 429 or 503 with `Retry-After`, by which it asks for the repetition.
///
/// Over WebSocket the same holds for messages: what was written when a connection is lost is sent
/// again with `repeat_sent` alone, and only if its envelope has an idempotency key, which is kept.
/// Opening a connection sends no message and is repeated `max_attempts` times in a row at most,
/// after a lost connection, a timeout, and the statuses 429, 500, 502, 503 and 504.
///
/// Between two requests lies a random part of a backoff that doubles each time (full jitter), on
/// top of what `Retry-After` asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How many times a call sends its message at most, the first included, and also the one that
    /// brings a new token after a refused one. Each fetch of a token has as many for itself.
    pub max_attempts: u32,
    /// The backoff before the second request.
    pub first_delay: Duration,
    /// The longest backoff.
    pub max_delay: Duration,
    /// The longest `Retry-After` that is waited for; a longer one ends the call at once, and the
    /// error names it.
    pub longest_retry_after: Duration,
    /// Whether to repeat also what may have arrived: after a lost connection, a timeout, and the
    /// statuses 429, 500, 502, 503 and 504. The service may then act twice.
    pub repeat_sent: bool,
}

impl RetryPolicy {
    /// Sends a message three times at most, and repeats only what is safe.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            max_attempts: 3,
            first_delay: Duration::from_millis(200),
            max_delay: Duration::from_secs(5),
            longest_retry_after: Duration::from_secs(30),
            repeat_sent: false,
        }
    }

    /// Repeats nothing, also not with a new token: that is for the next call.
    #[must_use]
    pub fn never() -> Self {
        Self {
            max_attempts: 1,
            ..Self::standard()
        }
    }

    /// Returns how long to wait before the next request, if there is to be one after `attempts`.
    ///
    /// `random` is the part of the backoff that is waited, from 0 to 1.
    pub(crate) fn wait(
        &self,
        attempts: u32,
        outcome: &Result<Answer, Cause>,
        random: f64,
    ) -> Option<Duration> {
        if attempts >= self.max_attempts {
            return None;
        }
        let asked = match outcome {
            Ok(answer) => self.asked(answer)?,
            Err(cause) => self.after_failure(&cause.kind)?,
        };
        (asked <= self.longest_retry_after)
            .then(|| asked.saturating_add(self.backoff(attempts, random)))
    }

    fn asked(&self, answer: &Answer) -> Option<Duration> {
        let may_repeat = match answer.status {
            429 | 503 => self.repeat_sent || answer.retry_after.is_some(),
            500 | 502 | 504 => self.repeat_sent,
            _ => false,
        };
        may_repeat.then(|| answer.retry_after.unwrap_or_default())
    }

    fn after_failure(&self, kind: &ErrorKind) -> Option<Duration> {
        match kind {
            ErrorKind::Timeout { sent } | ErrorKind::ConnectionLost { sent } => {
                (self.repeat_sent || !sent).then_some(Duration::ZERO)
            }
            _ => None,
        }
    }

    /// Returns a random part of the backoff before the request after `attempts`.
    pub(crate) fn backoff(&self, attempts: u32, random: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let longest = self.first_delay.saturating_mul(doubled).min(self.max_delay);
        let part = if (0.0..=1.0).contains(&random) {
            random
        } else {
            1.0
        };
        Duration::try_from_secs_f64(longest.as_secs_f64() * part).unwrap_or(longest)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::RetryPolicy;
    use crate::error::{Cause, ErrorKind};
    use crate::http::Answer;

    const STATUSES: [u16; 11] = [200, 201, 302, 400, 401, 422, 429, 500, 502, 503, 504];

    fn answer(status: u16, retry_after: Option<u64>) -> Answer {
        Answer {
            status,
            retry_after: retry_after.map(Duration::from_secs),
            content_type: None,
            body: Vec::new(),
        }
    }

    fn repeated(policy: &RetryPolicy, retry_after: Option<u64>) -> Vec<u16> {
        STATUSES
            .into_iter()
            .filter(|status| {
                policy
                    .wait(1, &Ok(answer(*status, retry_after)), 0.0)
                    .is_some()
            })
            .collect()
    }

    #[test]
    fn answers_are_repeated_when_the_service_asks() {
        let mut policy = RetryPolicy::standard();
        assert_eq!(repeated(&policy, None), [] as [u16; 0]);
        assert_eq!(repeated(&policy, Some(30)), [429, 503]);
        assert_eq!(repeated(&policy, Some(31)), [] as [u16; 0]);
        policy.repeat_sent = true;
        assert_eq!(repeated(&policy, None), [429, 500, 502, 503, 504]);
        assert_eq!(repeated(&policy, Some(31)), [] as [u16; 0]);
    }

    #[test]
    fn failures_are_repeated_when_nothing_was_sent() {
        let policy = RetryPolicy::standard();
        let opted_in = RetryPolicy {
            repeat_sent: true,
            ..RetryPolicy::standard()
        };
        for (kind, safe, wanted) in [
            (ErrorKind::ConnectionLost { sent: false }, true, true),
            (ErrorKind::Timeout { sent: false }, true, true),
            (ErrorKind::ConnectionLost { sent: true }, false, true),
            (ErrorKind::Timeout { sent: true }, false, true),
            (ErrorKind::ResponseTooLarge { limit: 1 }, false, false),
        ] {
            let outcome = Err(Cause::from(kind.clone()));
            assert_eq!(policy.wait(1, &outcome, 0.0).is_some(), safe, "{kind}");
            assert_eq!(opted_in.wait(1, &outcome, 0.0).is_some(), wanted, "{kind}");
        }
    }

    #[test]
    fn backoff_doubles_up_to_its_limit() {
        let policy = RetryPolicy {
            max_attempts: u32::MAX,
            ..RetryPolicy::standard()
        };
        let lost = Err(Cause::from(ErrorKind::ConnectionLost { sent: false }));
        let waits = |random: f64| -> Vec<u128> {
            [1, 2, 3, 5, 6, 1_000]
                .map(|attempts| policy.wait(attempts, &lost, random).unwrap().as_millis())
                .to_vec()
        };
        assert_eq!(waits(1.0), [200, 400, 800, 3200, 5000, 5000]);
        assert_eq!(waits(0.5), [100, 200, 400, 1600, 2500, 2500]);
        assert_eq!(waits(0.0), [0; 6]);
        assert_eq!(waits(f64::NAN), waits(1.0));
        assert_eq!(waits(-1.0), waits(1.0));
    }

    #[test]
    fn attempts_are_counted_and_the_longest_times_hold() {
        let lost = Err(Cause::from(ErrorKind::ConnectionLost { sent: false }));
        assert_eq!(RetryPolicy::never().wait(1, &lost, 0.0), None);
        assert!(RetryPolicy::standard().wait(2, &lost, 0.0).is_some());
        assert_eq!(RetryPolicy::standard().wait(3, &lost, 0.0), None);
        let endless = RetryPolicy {
            max_attempts: 9,
            first_delay: Duration::MAX,
            max_delay: Duration::MAX,
            longest_retry_after: Duration::MAX,
            repeat_sent: false,
        };
        assert_eq!(endless.wait(1, &lost, 1.0), Some(Duration::MAX));
        assert_eq!(
            endless.wait(8, &Ok(answer(503, Some(1))), 1.0),
            Some(Duration::MAX)
        );
    }
}
