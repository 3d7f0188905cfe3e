//! Whoever waits for what one request brings.

use std::collections::BTreeSet;

use frontdesk_model::State;

use crate::error::ErrorKind;
use crate::websocket::conversation::Time;
use crate::websocket::{End, Event};

/// What one request has seen.
pub(super) struct Reader {
    pub(super) id: String,
    pub(super) policy: usize,
    pub(super) has_key: bool,
    pub(super) opened: Time,
    pub(super) last_heard: Time,
    /// Written on the connection that is open.
    pub(super) sent: bool,
    pub(super) writes: u32,
    pub(super) events: Vec<Event>,
    pub(super) course: Course,
}

#[derive(PartialEq)]
pub(super) enum Course {
    Running,
    GivenUp,
    Ended(Result<End, ErrorKind>),
}

impl Reader {
    pub(super) fn is_running(&self) -> bool {
        self.course == Course::Running
    }

    pub(super) fn progress(&self) -> (BTreeSet<String>, BTreeSet<String>) {
        let (mut done, mut working) = (BTreeSet::new(), BTreeSet::new());
        for event in &self.events {
            let Some(reply) = event.reply() else {
                if matches!(event, Event::Repeated { .. }) {
                    working.clear();
                }
                continue;
            };
            let name = reply.payload().superpower().to_string();
            if matches!(reply.payload().state(), State::Completed | State::Error) {
                working.remove(&name);
                done.insert(name);
            } else {
                working.insert(name);
            }
        }
        (done, working)
    }
}
