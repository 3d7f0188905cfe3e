//! Whether one version of a schema breaks the other: a proof or a payload, never a guess.
//!
//! A change breaks somebody where one side may *write* what the other refuses to *read*.
//! [`compare`] answers with a verdict: `compatible` only with a proof, `breaking` only with a
//! witness that two judges confirm, otherwise `undecided` with the reason. [`changes`] goes on from
//! there: it lists every cause by its place and rule, each with a witness of its own. [`explain`]
//! says what a rule means, and [`advice`] what to do about a change in Rust. A [`Gate`] holds a whole
//! contract against its releases and sources, through a [`Ledger`] of breaks that were accepted on
//! purpose; a [`Judge`] is what old types say of the witnesses.
//!
//! ```
//! use frontdesk_compat::{Assumptions, Verdict, compare};
//! use frontdesk_contract::Direction;
//! use frontdesk_schema::{Options, Schema};
//! use serde_json::json;
//!
//! let compile = |document| Schema::compile(document, &Options::default());
//! let old = compile(json!({"type": "object", "properties": {"a": {"type": "string"}}}))?;
//! let new = compile(json!({"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}))?;
//! let assumptions = Assumptions::default();
//! let Verdict::Breaking(witness) = compare(&old, &new, Direction::Request, &assumptions) else {
//!     panic!("an old client may leave `a` out");
//! };
//! assert_eq!(witness.payload, json!({}));
//! let verdict = compare(&old, &new, Direction::Response, &assumptions);
//! assert!(matches!(verdict, Verdict::Compatible(_)));
//! # Ok::<(), frontdesk_schema::SchemaError>(())
//! ```

mod assumptions;
mod blame;
mod changes;
mod closed;
mod compare;
mod endless;
mod exact;
mod finding;
mod fold;
mod gate;
mod impact;
mod judge;
mod ledger;
mod loosen;
mod pool;
mod readable;
mod rule;
mod says;
mod search;
mod shape;
mod terms;
mod variants;
mod verdict;

pub use assumptions::{Assumptions, Undeclared, UnknownUndeclared};
pub use changes::{
    Change, Changes, Location, News, breaks, breaks_telling, changes, changes_telling,
};
pub use compare::compare;
pub use endless::endless;
pub use finding::{Part, Spot, broken, undecided};
pub use fold::fold;
pub use gate::{
    Advice, Against, Answer, Break, Bump, Comparison, Gate, GateError, Gated, LedgerFault,
    LedgerKind, Question, Recorded, Standing, Versions, Works,
};
pub use impact::Impact;
pub use judge::{Judge, Judgement};
pub use ledger::{Date, DateError, Entry, Fault, Ledger, LedgerError, fingerprint};
pub use rule::{Effect, Explanation, Rule, Stem, UnknownRule, advice, explain};
pub use terms::{TermChange, TermEffect, terms};
pub use verdict::{Proof, Reason, Verdict, Witness};
