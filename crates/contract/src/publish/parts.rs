//! What both kinds of document say in the same words.

use serde_json::{Map, Value, json};

use crate::contract::Contract;
use crate::interface::{Host, Interface};

pub(super) fn info(interface: &Interface, contract: &Contract, version: &str) -> Value {
    let title = if interface.title.is_empty() {
        contract.name()
    } else {
        interface.title
    };
    let mut info = json!({"title": title, "version": version});
    say(&mut info, "description", interface.description);
    info
}

pub(super) fn variables(host: &Host) -> Map<String, Value> {
    let variables = host.variables.iter().map(|variable| {
        let mut described = json!({"default": variable.example});
        say(&mut described, "description", variable.description);
        (variable.name.to_owned(), described)
    });
    variables.collect()
}

/// Adds a text, where there is one.
pub(super) fn say(object: &mut Value, member: &str, text: &str) {
    if !text.is_empty() {
        object[member] = text.into();
    }
}
