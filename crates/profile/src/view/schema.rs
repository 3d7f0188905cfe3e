use serde_json::Value;

/// Returns the JSON Schema of a profile as JSON: the member `profile` of the command's report.
///
/// ```
/// let schema = frontdesk_profile::profile_schema();
/// assert_eq!(schema["$id"], "https://frontdesk.invalid/schemas/profile.json");
/// ```
///
/// # Panics
///
/// Never: the text is a part of this crate, and tested.
#[must_use]
pub fn profile_schema() -> Value {
    serde_json::from_str(include_str!("profile.schema.json")).expect("the profile schema is JSON")
}
