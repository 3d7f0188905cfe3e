use std::time::{Duration, Instant};

use url::Url;

use crate::case::{Credentials, Repeat, Twist};
use crate::exchange::{Outcome as Came, Silence};
use crate::finding::Finding;
use crate::suspicion::Symptom;

use super::access::{Access, Held, NoToken};
use super::pool::{Dialer, Pool};

/// What sends findings again.
pub struct Replayer {
    pool: Pool,
    held: Held,
}

/// What came of sending a finding again.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It did not fail in any of so many attempts.
    Fixed {
        /// How often it was sent.
        attempts: u32,
    },
    /// It failed.
    StillFailing {
        /// What came.
        came: String,
    },
    /// It could not be sent.
    Error(String),
}

impl Replayer {
    /// Prepares to send findings of an endpoint again.
    #[must_use]
    pub fn new(url: &Url, access: Access, dialer: Dialer, patience: Duration) -> Self {
        Self {
            pool: Pool::new(url, dialer, patience),
            held: Held::new(access),
        }
    }

    /// Fetches a token, where there are any.
    ///
    /// # Errors
    ///
    /// When none is granted.
    pub async fn prepare(&self) -> Result<(), NoToken> {
        self.held.renew(&self.pool).await
    }

    /// Sends a finding again, several times where it does not always fail.
    pub async fn replay(&self, finding: &Finding) -> Outcome {
        let attempts = match finding.rate {
            // Ninety-nine of a hundred times it is seen.
            Some(rate) => 460_u32.div_ceil(u32::from(rate.max(1))).clamp(3, 400),
            None => 2,
        };
        if let Err(why) = self.outlive(finding).await {
            return Outcome::Error(why);
        }
        // Findings name secrets, and answers show them.
        let symptom = match &finding.symptom {
            Symptom::Holds(name) => match self.held.most_of(name) {
                Some(secret) => Symptom::Holds(secret),
                None => finding.symptom.clone(),
            },
            other => other.clone(),
        };
        for _ in 0..attempts {
            let request = &finding.sent;
            let reveal = |value: &str| self.held.reveal(value);
            let mut answers = Vec::new();
            match request.repeat {
                Some(Repeat::AtOnce) => {
                    let both = tokio::join!(
                        self.pool.send(request, reveal),
                        self.pool.send(request, reveal)
                    );
                    answers.extend([both.0, both.1]);
                }
                Some(Repeat::Again) => {
                    answers.push(self.pool.send(request, reveal).await);
                    answers.push(self.pool.send(request, reveal).await);
                }
                None => answers.push(self.pool.send(request, reveal).await),
            }
            let expects_silence = matches!(finding.symptom, Symptom::Silence(_));
            let down = |came: &Came| *came == Came::Silent(Silence::NoConnection);
            if !expects_silence && answers.iter().any(|answer| down(&answer.outcome)) {
                return Outcome::Error(Silence::NoConnection.as_str().to_owned());
            }
            let failing = match finding.sent.repeat {
                Some(Repeat::AtOnce) => answers.iter().find(|answer| symptom.is_of(answer)),
                _ => answers
                    .get(finding.answer)
                    .filter(|answer| symptom.is_of(answer)),
            };
            if let Some(answer) = failing {
                let came = match &answer.outcome {
                    Came::Replied(reply) => format!("status {}", reply.status),
                    Came::Silent(silence) => silence.as_str().to_owned(),
                    Came::Frames(frames) => format!("{} frames", frames.len()),
                };
                return Outcome::StillFailing { came };
            }
            let is_of_credentials = finding
                .case
                .twists
                .iter()
                .any(|twist| matches!(twist, Twist::Credentials(_)));
            let statuses = answers.iter().filter_map(|answer| answer.reply());
            let refused = statuses
                .map(|reply| reply.status)
                .find(|status| *status == 401);
            if let Some(status) = refused.filter(|_| !is_of_credentials) {
                let why = format!("status {status}: the endpoint asks for other credentials");
                return Outcome::Error(why);
            }
        }
        Outcome::Fixed { attempts }
    }

    /// Waits until the token has ended, where that is what a finding is about.
    async fn outlive(&self, finding: &Finding) -> Result<(), String> {
        let expired = Twist::Credentials(Credentials::Expired);
        if !finding.case.twists.contains(&expired) {
            return Ok(());
        }
        let ends = self.held.first_ends();
        let ends = ends.ok_or("the endpoint does not say when a token ends")?;
        let left = ends.saturating_duration_since(Instant::now());
        if left > MOST_OUTLIVED {
            let left = left.as_secs();
            return Err(format!(
                "a token lives for {left} s more, too long to wait for its end"
            ));
        }
        tokio::time::sleep(left).await;
        let renewed = self.held.renew(&self.pool).await;
        renewed.map_err(|why| why.to_string())
    }
}

/// How long the end of a token is waited for.
const MOST_OUTLIVED: Duration = Duration::from_secs(120);
