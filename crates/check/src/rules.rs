//! What this crate finds, by rule.

use frontdesk_report::RuleId;

/// A payload's label is not what the judges say of its bytes.
pub(crate) const LABEL_NOT_TRUE: RuleId = RuleId::new("label-not-true");
/// The reader schema and the type's own reader disagree on a document.
pub(crate) const MODEL_SCHEMA_DISAGREEMENT: RuleId = RuleId::new("model-schema-disagreement");
/// The schema's two judges disagree on a document.
pub(crate) const JUDGES_DISAGREE: RuleId = RuleId::new("judges-disagree");
/// No payload of a kind came out.
pub(crate) const NO_PAYLOAD: RuleId = RuleId::new("no-payload");
/// What the types emit of an authored value is refused by the writer schema.
pub(crate) const EMISSION_REFUSED: RuleId = RuleId::new("emission-refused");
/// What the types relay of an accepted document is refused by the reader schema.
pub(crate) const RELAY_REFUSED: RuleId = RuleId::new("relay-refused");
/// A value that the writer schema accepts is refused by the reader schema of the same message.
pub(crate) const WRITER_BEYOND_READER: RuleId = RuleId::new("writer-beyond-reader");
/// An authored value is refused by a current source.
pub(crate) const SOURCE_REFUSES: RuleId = RuleId::new("source-refuses");
/// What a source allows to be sent is refused by the reader.
pub(crate) const SOURCE_REFUSED: RuleId = RuleId::new("source-refused");
/// A source names a message that the contract does not have.
pub(crate) const UNKNOWN_MESSAGE: RuleId = RuleId::new("unknown-message");
/// A source has a message written by the other side.
pub(crate) const DIRECTION_MISMATCH: RuleId = RuleId::new("direction-mismatch");
/// An exemption of a source that nothing made use of.
pub(crate) const UNUSED_EXEMPTION: RuleId = RuleId::new("unused-exemption");
/// A schema file that is not what the types say today.
pub(crate) const STALE_SCHEMA: RuleId = RuleId::new("stale-schema");
/// A file of a frozen release that is not what was frozen.
pub(crate) const RELEASE_CHANGED: RuleId = RuleId::new("release-changed");
/// A folder without a seal.
pub(crate) const SEAL_MISSING: RuleId = RuleId::new("seal-missing");
/// A file that is not as it was sealed, or a seal that is torn.
pub(crate) const SEAL_BROKEN: RuleId = RuleId::new("seal-broken");
/// A part that held nothing.
pub(crate) const EMPTY_PART: RuleId = RuleId::new("empty-part");
