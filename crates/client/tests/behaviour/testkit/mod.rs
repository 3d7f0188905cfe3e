//! What the tests have in common; the only place that owns mock servers.

mod answers;
mod fixed;
mod scenario;
mod stub;

pub(crate) use answers::{
    completed, empty, enveloped, error_reply, failed, granted, json, labelled, reply, text,
};
pub(crate) use fixed::{
    CLIENT_ID, OTHER_TOKEN, SECRET, TOKEN, credentials, fixed_surroundings, request,
};
pub(crate) use scenario::{Scenario, outcome, scenarios, shown};
pub(crate) use stub::{Stub, Unrecorded};
