use frontdesk_report::{Exit, Finding as Reported, RuleId};
use serde_json::{Value, json};

use crate::finding::Finding;

impl Finding {
    /// Makes the entry of a report of it; `replay` is the line that sends it again.
    #[must_use]
    pub fn reported(&self, replay: &str) -> Reported {
        let rule = RuleId::composed(&format!("fuzz-{}", self.check));
        let mut reported = Reported::new(rule, self.message.clone())
            .with("check", self.check.as_str())
            .with("operation", self.operation.as_str())
            .with("count", self.count)
            .with("expected", json!(self.expected))
            .with(
                "cause",
                self.cause
                    .iter()
                    .map(ToString::to_string)
                    .collect::<Vec<_>>(),
            )
            .with("replay", replay)
            .showing("expected", self.expected.what.clone())
            .showing("seen", seen(self))
            .showing("replay", replay)
            .exits(Exit::Findings);
        if let Some(rate) = self.rate {
            reported = reported.with("rate", rate);
        }
        for (name, value) in &self.shown {
            reported = reported.with(name, value.clone());
        }
        if let Some(curl) = self.shown.get("curl").and_then(|line| line.as_str()) {
            reported = reported.showing("curl", curl);
        }
        for (name, frames) in [
            (
                "sends",
                self.shown
                    .get("request")
                    .and_then(|of| of.get("conversation")),
            ),
            (
                "hears",
                self.shown.get("response").and_then(|of| of.get("frames")),
            ),
        ] {
            for line in frames.map(said).into_iter().flatten() {
                reported = reported.showing(name, line);
            }
        }
        reported.instance = self
            .cause
            .iter()
            .map(|feature| &feature.place)
            .find(|place| !place.is_empty())
            .cloned();
        let pointer = self.expected.pointer.as_deref();
        // The document is named beside it, among what was expected.
        reported.schema = pointer.map(|at| at.rsplit_once('#').map_or(at, |(_, at)| at).to_owned());
        reported.keyword.clone_from(&self.expected.keyword);
        reported.id.clone_from(&self.id);
        reported
    }
}

/// Writes the first frames of a conversation down, a line each.
fn said(frames: &Value) -> Vec<String> {
    let frames = frames.as_array().map_or(&[][..], Vec::as_slice);
    let lines = frames.iter().take(MOST_FRAMES).map(|frame| {
        let text = match (frame.get("text"), frame.get("raw")) {
            (Some(message), _) => message.to_string(),
            (_, Some(raw)) => raw.to_string(),
            _ => frame.to_string(),
        };
        frontdesk_json::excerpt(&text, LONGEST_FRAME)
    });
    let more = frames.len().saturating_sub(MOST_FRAMES);
    let rest = (more > 0).then(|| format!("and {more} more"));
    lines.chain(rest).collect()
}

const MOST_FRAMES: usize = 6;
const LONGEST_FRAME: usize = 300;

fn seen(finding: &Finding) -> String {
    let times = match finding.count {
        1 => "once".to_owned(),
        count => format!("{count} times"),
    };
    match finding.rate {
        Some(rate) => format!("{times}; of a hundred such requests {rate} fail"),
        None => times,
    }
}
