//! A whole reception out of its events.

use frontdesk_model::Reply;

use super::Events;
use crate::error::{Error, ErrorKind, Stage};
use crate::explanation::failures;
use crate::reception::Reception;
use crate::redact::Redactor;

/// Reads events to their end; of each superpower the last word counts.
pub(crate) async fn collect(mut events: Events) -> Result<Reception, Error> {
    let mut replies: Vec<Reply> = Vec::new();
    while let Some(event) = events.next().await {
        let event = event?;
        if let Some(reply) = event.reply() {
            replies.retain(|said| said.payload().superpower() != reply.payload().superpower());
            replies.push(reply.clone());
        }
    }
    let error = |kind| Error::new(Stage::Reception, 1, kind);
    if replies.is_empty() {
        // Only a deadline ends a reception that has brought nothing.
        return Err(error(ErrorKind::Timeout { sent: true }));
    }
    let reception = Reception::new(replies);
    if reception.has_failed() {
        let nothing = Redactor::new([]);
        let redactor = events.redactor().unwrap_or(&nothing);
        let failures = failures(reception.errors(), redactor);
        return Err(error(ErrorKind::ErrorReply { failures }));
    }
    Ok(reception)
}
