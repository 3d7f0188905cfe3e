//! Live fuzzing of endpoints: finds bugs, tells them apart by cause, shrinks and replays them.
//!
//! An endpoint is described by its operations; a [`Target`] sends [`Case`]s to it in one way, over
//! REST for instance, and looks at what comes back. The engine draws cases, and makes of each
//! failure a [`Finding`] with its cause: what must be in a request so that it fails.
//!
//! The crate knows no particular contract, prints nothing, and reads no environment.

mod baseline;
mod case;
mod checks;
mod endpoint;
mod engine;
mod evidence;
mod exchange;
mod expectation;
mod finding;
mod moment;
mod options;
mod phases;
mod place;
mod progress;
mod report;
mod request;
mod rest;
mod socket;
mod suspicion;
mod target;

pub use baseline::{Accepted, Baseline};
pub use case::{Case, Credentials, Framing, Phase, Repeat, Spelling, Twist};
pub use checks::{CHECKS, Check};
pub use endpoint::{
    Content, EndpointError, Operation, Parameter, Part, Readings, ReplyContent, ReplyDescription,
    from_contract, from_openapi, from_schema,
};
pub use engine::{Feature, Outcome as RunOutcome, Stop, Trait, run};
pub use evidence::{Evidence, EvidenceError, Tokens};
pub use exchange::{Answer, Exchange, Outcome, Reply, Silence};
pub use expectation::{Expectation, Reason};
pub use finding::Finding;
pub use moment::Oddity;
pub use options::Options;
pub use progress::{Event, Tick};
pub use request::{Request, TOKEN_PLACEHOLDER};
pub use rest::{
    Access, Dialer, Dialing, Fetching, NoToken, ReplayOutcome, Replayer, Rest, RestError,
    RestOptions, SecretHeader, Stream, Tickets, TokenSource, fetch, greet, is_loopback,
    plain_dialer, tickets,
};
pub use socket::{
    Channel, KeptChannel, Mark, Rules, SOCKET_CHECKS, Socket, SocketCheck, SocketOptions,
    channels_from_asyncapi, channels_from_contract, replay_conversation,
};
pub use suspicion::{Expected, KeptSchema, Suspicion, Symptom};
pub use target::{Cases, Target, Trial};
