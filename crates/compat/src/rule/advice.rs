//! What to do in Rust, with the type and the member named.

use frontdesk_json::Pointer;
use serde_json::Value;

use crate::changes::Change;

/// Says what to do in Rust about a break, where the schemas were derived from types.
///
/// The documents are those that were compared. The type is the definition in which the change
/// stands; the member is named as in JSON, since a schema does not know what the field is called in
/// Rust. Nothing is said where the change stands in no definition that bears the name of a type.
#[must_use]
pub fn advice(change: &Change, old: &Value, new: &Value) -> Option<String> {
    let sides = [(&change.new, new), (&change.old, old)];
    let mut subjects: Vec<Subject> = sides
        .into_iter()
        .filter_map(|(pointer, document)| Subject::find(&pointer.as_ref()?.pointer, document))
        .collect();
    // One side may stand in the type of a member, the other where the member is declared.
    subjects.sort_by_key(|subject| subject.member.is_none());
    let subject = subjects.into_iter().next()?;
    let member = subject.member.or_else(|| change.name.clone());
    let owner = match &subject.variant {
        Some(variant) => format!("variant `{variant}` of `{}`", subject.type_name),
        None => format!("`{}`", subject.type_name),
    };
    let field = member.map_or_else(
        || owner.clone(),
        |member| format!("member `{member}` of {owner}"),
    );
    Some(change.stem.rule_text().rust_for(&owner, &field))
}

/// What a change is about.
struct Subject {
    type_name: String,
    variant: Option<String>,
    member: Option<String>,
}

impl Subject {
    fn find(pointer: &Pointer, document: &Value) -> Option<Self> {
        let tokens: Vec<&str> = pointer.tokens().collect();
        let [definitions, type_name, inner @ ..] = tokens.as_slice() else {
            return None;
        };
        if !["$defs", "definitions"].contains(definitions) || !is_type_name(type_name) {
            return None;
        }
        let mut subject = Self {
            type_name: (*type_name).to_owned(),
            variant: None,
            member: None,
        };
        let mut at = Pointer::from_tokens([*definitions, *type_name]);
        let mut steps = inner.chunks_exact(2);
        while let Some([keyword, step]) = steps.next() {
            at = at.member(keyword).member(step);
            match *keyword {
                "oneOf" | "anyOf" => {
                    let variant = at.resolve(document).and_then(variant);
                    subject.variant = variant.or(subject.variant);
                }
                // The member that holds the content of a variant bears the name of the variant.
                "properties" if subject.variant.as_deref() == Some(*step) => {}
                "properties" => {
                    subject.member = Some((*step).to_owned());
                    break;
                }
                _ => break,
            }
        }
        Some(subject)
    }
}

/// Tells whether a definition is named as types are, and not as members or files.
fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name
            .chars()
            .all(|character| character.is_alphanumeric() || character == '_')
}

/// Returns the tag of a branch: its constant, that of a member, or its only member.
fn variant(branch: &Value) -> Option<String> {
    let constant = |schema: &Value| schema.get("const")?.as_str().map(str::to_owned);
    if let Some(tag) = constant(branch) {
        return Some(tag);
    }
    let properties = branch.get("properties")?.as_object()?;
    if let Some(tag) = properties.values().find_map(constant) {
        return Some(tag);
    }
    let required = branch.get("required")?.as_array()?;
    match (properties.len(), required.as_slice()) {
        (1, [Value::String(only)]) if properties.contains_key(only) => Some(only.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use frontdesk_contract::Direction;
    use frontdesk_schema::{Options, Schema};
    use serde_json::{Value, json};

    use super::advice;
    use crate::{Assumptions, changes};

    /// Lists the advice on everything that breaks.
    fn advised(old: &Value, new: &Value, direction: Direction) -> Vec<Option<String>> {
        let compile = |document: &Value| Schema::compile(document.clone(), &Options::default());
        let (before, after) = (compile(old).unwrap(), compile(new).unwrap());
        let changes = changes(&before, &after, direction, &Assumptions::default());
        changes
            .breaking
            .iter()
            .map(|change| advice(change, old, new))
            .collect()
    }

    fn definition(name: &str, schema: &Value) -> Value {
        json!({"$ref": format!("#/$defs/{name}"), "$defs": {name: schema}})
    }

    #[test]
    fn the_type_and_the_member_are_named() {
        let order = |required: &[&str]| {
            let text = json!({"type": "string"});
            let properties = json!({"id": text, "note": text});
            let schema = json!({"type": "object", "properties": properties, "required": required});
            definition("Order", &schema)
        };
        let said = advised(&order(&["id"]), &order(&["id", "note"]), Direction::Request);
        assert_eq!(
            said,
            [Some(
                "Give member `note` of `Order` `#[serde(default)]`, or make it an `Option`."
                    .to_owned()
            )]
        );
    }

    #[test]
    fn a_member_is_named_by_the_subschema_too() {
        let order = |most: u32| {
            let properties = json!({"note": {"type": "string", "maxLength": most}});
            definition(
                "Order",
                &json!({"type": "object", "properties": properties}),
            )
        };
        let said = advised(&order(9), &order(5), Direction::Request);
        let said = said[0].as_deref().unwrap();
        assert!(said.contains("member `note` of `Order`"), "{said}");
    }

    #[test]
    fn where_the_member_is_declared_is_named_before_its_type() {
        let order = |guest: Value| {
            let order = json!({"type": "object", "properties": {"guest": guest}});
            let guest = json!({"type": "object", "properties": {"name": {"type": "string"}}});
            json!({"$ref": "#/$defs/Order", "$defs": {"Order": order, "Guest": guest}})
        };
        let guest = json!({"$ref": "#/$defs/Guest"});
        let optional = json!({"anyOf": [guest, {"type": "null"}]});
        let said = advised(&order(optional), &order(guest), Direction::Request);
        let said = said[0].as_deref().unwrap();
        assert!(
            said.starts_with("Make member `guest` of `Order` an `Option` again."),
            "{said}"
        );
    }

    #[test]
    fn a_variant_is_named_by_its_tag() {
        let tagged = |most: u32| {
            let code = json!({"type": "string", "maxLength": most});
            let one = json!({"type": "object", "properties": {"kind": {"const": "voucher"}, "code": code},
                "required": ["kind", "code"]});
            let other = json!({"type": "object", "properties": {"kind": {"const": "cash"}},
                "required": ["kind"]});
            definition("Payment", &json!({"oneOf": [other, one]}))
        };
        let said = advised(&tagged(9), &tagged(5), Direction::Request);
        let said = said[0].as_deref().unwrap();
        assert!(
            said.contains("member `code` of variant `voucher` of `Payment`"),
            "{said}"
        );

        let named = |most: u32| {
            let code = json!({"type": "string", "maxLength": most});
            let content =
                json!({"type": "object", "properties": {"code": code}, "required": ["code"]});
            let one = json!({"type": "object", "properties": {"Voucher": content},
                "required": ["Voucher"], "additionalProperties": false});
            definition("Payment", &json!({"oneOf": [{"const": "Cash"}, one]}))
        };
        let said = advised(&named(9), &named(5), Direction::Request);
        let said = said[0].as_deref().unwrap();
        assert!(
            said.contains("member `code` of variant `Voucher` of `Payment`"),
            "{said}"
        );
    }

    #[test]
    fn a_type_without_members_is_named_alone() {
        let id =
            |pattern: &str| definition("OrderId", &json!({"type": "string", "pattern": pattern}));
        let said = advised(&id("^[a-z]$"), &id("^[a-y]$"), Direction::Request);
        let said = said[0].as_deref().unwrap();
        assert!(said.contains("behind `OrderId`"), "{said}");
    }

    #[test]
    fn no_advice_is_given_on_what_no_type_stands_for() {
        let plain = |most: u32| json!({"type": "string", "maxLength": most});
        assert_eq!(advised(&plain(9), &plain(5), Direction::Request), [None]);
        let named = |most: u32| definition("order.id", &plain(most));
        assert_eq!(advised(&named(9), &named(5), Direction::Request), [None]);
    }
}
