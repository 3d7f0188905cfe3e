use frontdesk_report::RuleId;

/// A field is there that was not.
pub const FIELD_APPEARED: RuleId = RuleId::new("field-appeared");
/// A field is no longer there.
pub const FIELD_VANISHED: RuleId = RuleId::new("field-vanished");
/// How many texts of a field are of a format has changed.
pub const FORMAT_CHANGED: RuleId = RuleId::new("format-changed");
/// A message is there that was not.
pub const MESSAGE_APPEARED: RuleId = RuleId::new("message-appeared");
/// A message is no longer there.
pub const MESSAGE_VANISHED: RuleId = RuleId::new("message-vanished");
/// How often a field is present has changed.
pub const PRESENCE_CHANGED: RuleId = RuleId::new("presence-changed");
/// Numbers or lengths spread otherwise.
pub const RANGE_CHANGED: RuleId = RuleId::new("range-changed");
/// How many documents are refused has changed.
pub const REFUSALS_CHANGED: RuleId = RuleId::new("refusals-changed");
/// A field has a type that it did not have.
pub const TYPE_APPEARED: RuleId = RuleId::new("type-appeared");
/// A field no longer has a type.
pub const TYPE_VANISHED: RuleId = RuleId::new("type-vanished");
/// A field of few values has another one.
pub const VALUE_APPEARED: RuleId = RuleId::new("value-appeared");
/// A value of a field of few values is no longer seen.
pub const VALUE_VANISHED: RuleId = RuleId::new("value-vanished");
/// How often a value of a field of few values is seen has changed.
pub const VALUES_SHIFTED: RuleId = RuleId::new("values-shifted");
