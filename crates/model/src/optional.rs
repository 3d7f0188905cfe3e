//! Members that may be absent but are never `null`.
//!
//! No type of the contract is nullable: the vendor schema refuses `null` for every declared member.
//! An optional member is an `Option` that [`present`] reads and that is skipped when it is `None`;
//! its schema is that of the value, not of the `Option`, so that schema and serde both refuse
//! `null`.

use schemars::Schema;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// Reads the value of a member that is there, so that `null` is refused by the type of the value.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Removes the `"default": null` that schemars writes for members that are always authored but
/// optional to read.
pub(crate) fn without_null_defaults(schema: &mut Schema) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    for property in properties.values_mut().filter_map(Value::as_object_mut) {
        if property.get("default") == Some(&Value::Null) {
            property.remove("default");
        }
    }
}
