//! The rules that findings of this crate name.
//!
//! A document that is no strict JSON is reported under the rule of `frontdesk_json` that it breaks,
//! such as `duplicate-member` or `invalid-utf-8`.

use frontdesk_report::RuleId;

/// A link inside a folder leads back to a folder above it.
pub const DIRECTORY_LOOP: RuleId = RuleId::new("directory-loop");
/// A document that is a whole file is larger than the limit.
pub const DOCUMENT_TOO_LARGE: RuleId = RuleId::new("document-too-large");
/// A recording has an `expect` that states no verdict.
pub const EMPTY_EXPECTATION: RuleId = RuleId::new("empty-expectation");
/// A judge says something else than the recording expects of it.
pub const EXPECTATION_FAILED: RuleId = RuleId::new("expectation-failed");
/// There are more findings than the limit lets be listed.
pub const FINDINGS_OMITTED: RuleId = RuleId::new("findings-omitted");
/// Two independent judges of one schema disagree, or the second cannot judge by it.
pub const JUDGES_DISAGREE: RuleId = RuleId::new("judges-disagree");
/// A line is longer than the limit; it was skipped without being held in memory.
pub const LINE_TOO_LONG: RuleId = RuleId::new("line-too-long");
/// A recording lacks a member, or a member is not of its form.
pub const MALFORMED_RECORDING: RuleId = RuleId::new("malformed-recording");
/// A document was to be told apart, and no message's schema accepts it.
pub const NO_MESSAGE_FITS: RuleId = RuleId::new("no-message-fits");
/// A path that was named holds no document at all.
pub const NO_DOCUMENTS: RuleId = RuleId::new("no-documents");
/// A file that is named like a HAR file holds no list of exchanges.
pub const NOT_A_HAR_FILE: RuleId = RuleId::new("not-a-har-file");
/// A document is no recording, and nothing says what else it is.
pub const NOT_A_RECORDING: RuleId = RuleId::new("not-a-recording");
/// The schema refuses the document.
pub const SCHEMA_VIOLATION: RuleId = RuleId::new("schema-violation");
/// The packed bytes of a file end in the middle.
pub const TRUNCATED_FILE: RuleId = RuleId::new("truncated-file");
/// The last document of a file ends in the middle.
pub const TRUNCATED_RECORDING: RuleId = RuleId::new("truncated-recording");
/// A recording is of another contract than the judges.
pub const UNKNOWN_CONTRACT: RuleId = RuleId::new("unknown-contract");
/// A file that was named has an extension that says nothing about its form.
pub const UNKNOWN_FILE_TYPE: RuleId = RuleId::new("unknown-file-type");
/// An expectation names a judge that the message does not have.
pub const UNKNOWN_JUDGE: RuleId = RuleId::new("unknown-judge");
/// A recording names a message that no schema was handed in for.
pub const UNKNOWN_MESSAGE: RuleId = RuleId::new("unknown-message");
/// A recording has a member that the format does not know.
pub const UNKNOWN_RECORDING_MEMBER: RuleId = RuleId::new("unknown-recording-member");
/// A file or folder cannot be read.
pub const UNREADABLE_FILE: RuleId = RuleId::new("unreadable-file");
/// A recording holds the value of a header that is not known to be harmless.
pub const UNREDACTED_HEADER: RuleId = RuleId::new("unredacted-header");
