use url::Url;

use super::target::{Socket, SocketOptions};
use crate::exchange::{Outcome, Silence};
use crate::finding::Finding;
use crate::rest::{Dialer, ReplayOutcome};
use crate::suspicion::Symptom;
use crate::target::Target as _;

/// Holds the conversation of a finding again, several times where it does not always fail.
pub async fn replay_conversation(
    url: &Url,
    dialer: &Dialer,
    options: SocketOptions,
    finding: &Finding,
) -> ReplayOutcome {
    let Symptom::Conversation(kind, Some(channel)) = &finding.symptom else {
        return ReplayOutcome::Error("the finding is not one of a conversation".to_owned());
    };
    let socket = Socket::new(url, vec![(*channel.0).clone()], dialer, options);
    let socket = match socket {
        Ok(socket) => socket,
        Err(error) => return ReplayOutcome::Error(error.to_string()),
    };
    let attempts = match finding.rate {
        // Ninety-nine of a hundred times it is seen.
        Some(rate) => 460_u32.div_ceil(u32::from(rate.max(1))).clamp(3, 400),
        None => 2,
    };
    let mut case = finding.case.clone();
    case.operation = 0;
    for _ in 0..attempts {
        let trial = socket.attempt(&case).await;
        let is_down = trial
            .exchange
            .answers
            .iter()
            .any(|answer| answer.outcome == Outcome::Silent(Silence::NoConnection));
        if is_down {
            return ReplayOutcome::Error(Silence::NoConnection.as_str().to_owned());
        }
        // Nothing was said, unless the opening itself is what fails.
        let opening = ["not-opened", "not-websocket", "auth-bypass"];
        if !opening.contains(&finding.check.as_str())
            && let Some(not) = trial
                .suspicions
                .iter()
                .find(|of| of.check.as_str() == "not-opened")
        {
            return ReplayOutcome::Error(not.message.clone());
        }
        let failing = trial.suspicions.iter().find(|suspicion| {
            suspicion.check.as_str() == finding.check
                && matches!(&suspicion.symptom, Symptom::Conversation(found, _) if found == kind)
        });
        if let Some(failing) = failing {
            return ReplayOutcome::StillFailing {
                came: failing.message.clone(),
            };
        }
    }
    ReplayOutcome::Fixed { attempts }
}
