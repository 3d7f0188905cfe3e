use std::cmp::Reverse;

use frontdesk_contract::{Interface, ReplyStatus};
use frontdesk_corpus::{Direction, Judges, Transport};
use serde_json::Value;

use crate::observed::Observed;

/// Lists the messages that the interface has at the place where something was sent.
///
/// `None` says that the interface has no such place; an empty list that nothing travels there.
pub(crate) fn candidates(interface: &Interface, observed: &Observed) -> Option<Vec<&'static str>> {
    let route = &observed.route;
    match observed.transport {
        Transport::WebSocket => {
            let mut channels = interface.channels.iter();
            let channel = channels.find(|channel| is_at(channel.address, &route.path))?;
            Some(match observed.direction {
                Direction::Request => channel.requests.clone(),
                Direction::Response => channel.replies.clone(),
            })
        }
        Transport::Rest => {
            let mut operations = interface.operations.iter();
            let operation = operations.find(|operation| {
                operation.method.eq_ignore_ascii_case(&route.method)
                    && is_at(operation.path, &route.path)
            })?;
            if observed.direction == Direction::Request {
                return Some(operation.request.into_iter().collect());
            }
            let status = observed.status.unwrap_or_default();
            let mut replies: Vec<_> = operation
                .replies
                .iter()
                .filter_map(|reply| Some((fits(reply.status, status)?, reply.message?)))
                .collect();
            replies.sort_by_key(|(rank, _)| *rank);
            let best = replies.first().map(|(rank, _)| *rank);
            let replies = replies.into_iter();
            Some(
                replies
                    .filter(|(rank, _)| Some(*rank) == best)
                    .map(|(_, message)| message)
                    .collect(),
            )
        }
    }
}

/// Chooses the message that a document is: one that accepts it, or else the one that refuses least.
///
/// Of several that accept it, one whose writers would have written it is the likelier.
pub(crate) fn choose(
    candidates: &[&'static str],
    judges: &Judges,
    document: Option<&Value>,
) -> Option<&'static str> {
    let (Some(document), true) = (document, candidates.len() > 1) else {
        return candidates.first().copied();
    };
    let rank = |name: &&'static str| {
        let judges = judges.get(name)?;
        let accepted = judges.reader.accepts(document);
        let written = judges
            .writer
            .as_ref()
            .is_some_and(|writer| writer.accepts(document));
        let refusals = if accepted {
            judges
                .writer
                .as_ref()
                .map_or(0, |writer| writer.violations(document).len())
        } else {
            judges.reader.violations(document).len()
        };
        Some((accepted, written, Reverse(refusals)))
    };
    let mut best = candidates.first().copied();
    let mut best_rank = best.as_ref().and_then(rank);
    for candidate in candidates.iter().skip(1) {
        let candidate_rank = rank(candidate);
        if candidate_rank > best_rank {
            (best, best_rank) = (Some(*candidate), candidate_rank);
        }
    }
    best
}

/// Tells whether a path is what a template says: a variable in braces stands for one segment.
fn is_at(template: &str, path: &str) -> bool {
    let segments = |text: &str| -> Vec<String> {
        text.trim_end_matches('/')
            .split('/')
            .map(str::to_owned)
            .collect()
    };
    let (template, path) = (segments(template), segments(path));
    template.len() == path.len()
        && template.iter().zip(&path).all(|(expected, found)| {
            expected == found
                || expected.starts_with('{') && expected.ends_with('}') && !found.is_empty()
        })
}

/// Tells how well a status is described, the best first.
fn fits(described: ReplyStatus, status: u16) -> Option<u8> {
    match described {
        ReplyStatus::Code(code) => (code == status).then_some(0),
        ReplyStatus::Success => (200..300).contains(&status).then_some(1),
        ReplyStatus::Other => Some(2),
    }
}

#[cfg(test)]
mod tests {
    use super::is_at;

    #[test]
    fn variables_stand_for_one_segment() {
        assert!(is_at("/", "/") && is_at("/", ""));
        assert!(is_at("/a/{id}/b", "/a/7/b"));
        assert!(!is_at("/a/{id}/b", "/a//b") && !is_at("/a/{id}", "/a/1/2") && !is_at("/a", "/b"));
    }
}
