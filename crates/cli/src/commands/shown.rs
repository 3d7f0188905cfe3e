//! Replies for a person to read.

use frontdesk_client::Event;
use frontdesk_model::{ErrorResponse, ResponsePayload, SuperpowerResponse};
use serde_json::Value;

/// Shows what came, in one line for each item.
pub(super) fn shown(event: &Event) -> String {
    let payload = match event {
        Event::State(reply)
        | Event::Partial(reply)
        | Event::Result(reply)
        | Event::Failure(reply) => reply.payload(),
        Event::Unknown(unknown) => {
            let text = String::from_utf8_lossy(unknown.raw());
            return format!(
                "{:<9}  {}",
                "unknown",
                frontdesk_json::excerpt(&text, LONGEST)
            );
        }
        Event::Repeated { attempts } => return format!("sent again, for the {attempts}. time"),
        // A later version of the client may tell of more.
        other => return format!("{other:?}"),
    };
    let head = format!("{:<9}  {}", payload.state().as_str(), payload.superpower());
    let texts = match payload {
        ResponsePayload::Superpower(response) => items(response),
        ResponsePayload::Error(error) => failures(error),
    };
    match texts.as_slice() {
        [] => head,
        [one] => format!("{head}: {one}"),
        several => {
            let lines: Vec<String> = several
                .iter()
                .map(|text| format!("\n           - {text}"))
                .collect();
            format!("{head}:{}", lines.concat())
        }
    }
}

/// What a person reads of an item is its `content`, where it has one.
fn items(response: &SuperpowerResponse) -> Vec<String> {
    let texts = response.items().map(|item| match item.get("content") {
        Some(Value::String(content)) => frontdesk_json::excerpt(content, LONGEST),
        _ => frontdesk_json::excerpt(&Value::Object(item.clone()).to_string(), LONGEST),
    });
    texts.collect()
}

fn failures(error: &ErrorResponse) -> Vec<String> {
    let texts = error.items().map(|item| {
        let content = item.content.as_deref().unwrap_or("no reason is given");
        let code = item.error_code.as_ref();
        let code = code.map_or_else(String::new, |code| format!(" ({code})"));
        frontdesk_json::excerpt(&format!("{content}{code}"), LONGEST)
    });
    texts.collect()
}

const LONGEST: usize = 400;

#[cfg(test)]
mod tests {
    use frontdesk_client::Event;
    use frontdesk_model::{Reply, from_slice};

    use super::shown;

    #[test]
    fn a_reply_is_a_line_and_several_items_are_a_list() {
        let reply = |state: &str, items: &str| {
            let text = format!(
                r#"{{"action": "superpower", "actionType": "translate", "state": "{state}",
                    "message": {{"results": [{{"response": [{items}]}}]}}}}"#
            );
            Box::new(from_slice::<Reply>(text.as_bytes()).unwrap())
        };
        let events = [
            Event::State(reply("started", "")),
            Event::Result(reply("completed", r#"{"content": "Hallo", "label": "de"}"#)),
            Event::Result(reply("completed", r#"{"content": "a"}, {"kind": 7}"#)),
            Event::Failure(reply(
                "error",
                r#"{"content": "No", "error_code": "X"}, {}"#,
            )),
        ];
        let lines: Vec<String> = events.iter().map(shown).collect();
        assert_eq!(
            lines.join("\n"),
            "started    translate\n\
             completed  translate: Hallo\n\
             completed  translate:\n           - a\n           - {\"kind\":7}\n\
             error      translate:\n           - No (X)\n           - no reason is given"
        );
    }
}
