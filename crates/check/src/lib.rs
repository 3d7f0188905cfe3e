//! Contract, schemas, payloads and recordings held against each other.
//!
//! [`check`] runs the main job over a whole contract: every part counts what it held, and a part
//! that held nothing fails. [`assert_agreement`] holds one model type against its own schema, for
//! anybody's test, and [`valid`], [`boundary`] and [`invalid`] draw payloads of it:
//!
//! ```
//! #[derive(serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
//! struct Note {
//!     text: String,
//!     stars: Option<u8>,
//! }
//!
//! frontdesk_check::assert_agreement::<Note>();
//! ```

mod agreement;
mod aliases;
mod corpus;
mod emission;
mod exemption;
mod export;
mod labels;
mod part;
mod rules;
mod run;
mod seal;
mod sources;
mod strategy;
mod subject;
mod ways;

pub use agreement::{Agreement, agreement, assert_agreement};
pub use exemption::{EXEMPTIONS, Exemption};
pub use export::{stale_finding, tampering_finding};
pub use run::{CheckError, Config, check, judges};
pub use seal::{LEDGER, SEAL, SealError, Sealed, Sealing, Verified, seal, verify_seal};
pub use strategy::{boundary, invalid, valid};
pub use subject::{Subject, SubjectError};
pub use ways::with_ways;
