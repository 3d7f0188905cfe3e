//! Values that every test agrees on.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use frontdesk_client::{Credentials, Surroundings};
use frontdesk_model::{Conversation, ConversationMessage, Participant, ReceptionRequest};

pub(crate) const CLIENT_ID: &str = "client 7/ü";
/// Changes its spelling in a query and in JSON.
pub(crate) const SECRET: &str = "s3cr3t+\"/ &é=";
pub(crate) const TOKEN: &str = "eyJ0b2tlbi5vbmU.first";
pub(crate) const OTHER_TOKEN: &str = "eyJ0b2tlbi50d28.second";

pub(crate) fn credentials() -> Credentials {
    Credentials::new(CLIENT_ID, SECRET)
}

pub(crate) fn request() -> ReceptionRequest {
    ReceptionRequest::builder()
        .request_id("a1b2c3d4-e5f6-7890-abcd-123456789012")
        .thread_id("t-1")
        .organization_id("o-1")
        .conversation(
            Conversation::new()
                .participant(Participant::user("p-1"))
                .message(ConversationMessage::new("Hello").by("p-1")),
        )
        .build()
}

/// Makes it Sun, 06 Nov 1994 08:49:37 GMT for ever, draws the middle, and notes waits instead of
/// waiting.
pub(crate) fn fixed_surroundings() -> (Surroundings, Arc<Mutex<Vec<Duration>>>) {
    let waits = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&waits);
    let surroundings = Surroundings {
        now: Arc::new(|| SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777)),
        random: Arc::new(|| 0.5),
        sleep: Arc::new(move |wait| {
            noted
                .lock()
                .expect("no test panics while it waits")
                .push(wait);
            Box::pin(async {})
        }),
    };
    (surroundings, waits)
}
