//! Which bug a finding is.

use std::time::Duration;

use frontdesk_fuzz::{Finding, ReplayOutcome, Replayer, plain_dialer, replay_conversation};
use frontdesk_seeded::{Bug, Fired, Server, Switches, bugs};

use super::targets::{access, said, socket_options, url};

/// Finds the bugs that a finding can be: with this one alone it fires at once, and still fails.
pub(super) async fn matching(finding: &Finding) -> Result<Vec<&'static Bug>, String> {
    let (_, fired) = replay(finding, Switches::all()).await?;
    let fired: Vec<&str> = fired.iter().map(|fired| fired.bug).collect();
    let mut found = Vec::new();
    for bug in bugs().filter(|bug| fired.contains(&bug.id)) {
        let (outcome, fired) = replay(finding, Switches::only(bug.id).map_err(said)?).await?;
        // A second attempt is a repetition, which is a bug of its own.
        let is_socket = is_socket(finding);
        let first = if is_socket || finding.rate.is_some() || finding.sent.repeat.is_some() {
            u64::MAX
        } else {
            1
        };
        let does_fire = fired.iter().any(|fired| fired.number <= first);
        if does_fire && matches!(outcome, ReplayOutcome::StillFailing { .. }) {
            found.push(bug);
        }
    }
    Ok(found)
}

/// Replays a finding on a server of its own: what one leaves behind must not set off a bug for the next.
async fn replay(
    finding: &Finding,
    switches: Switches,
) -> Result<(ReplayOutcome, Vec<Fired>), String> {
    let server = Server::start(switches).await.map_err(said)?;
    let outcome = if is_socket(finding) {
        let url = url(&server.websocket_url())?;
        replay_conversation(&url, &plain_dialer(), socket_options(1), finding).await
    } else {
        let url = url(&server.url())?;
        let replayer = Replayer::new(&url, access(&server)?, plain_dialer(), PATIENCE);
        replayer.prepare().await.map_err(said)?;
        replayer.replay(finding).await
    };
    Ok((outcome, server.fired()))
}

fn is_socket(finding: &Finding) -> bool {
    finding.sent.method == "GET" && finding.case.value.is_array()
}

/// Returns how many bytes a finding sends.
pub(super) fn size(finding: &Finding) -> usize {
    match finding.case.value.as_array() {
        Some(steps) => {
            let texts = steps.iter().filter_map(|step| {
                let text = step.get("text").map(ToString::to_string);
                text.or_else(|| step.get("raw")?.as_str().map(str::to_owned))
            });
            texts.map(|text| text.len()).max().unwrap_or(0)
        }
        None => finding.sent.body.len(),
    }
}

const PATIENCE: Duration = Duration::from_secs(2);
