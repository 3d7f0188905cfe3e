//! The release 3.1.1, held against the types that it is of and the source that they are from.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::sync::Arc;

use frontdesk_check::assert_agreement;
use frontdesk_contract::{Direction, Release, Side, Source, Store, export_release};
use frontdesk_model_3_1::{ErrorResponse, Frame, Payload, SuperpowerResponse, VERSION, messages};
use frontdesk_payload::{Kind, Payloads};
use frontdesk_schema::{Options, Schema, Verdict};
use serde_json::Value;
use support::{lost, root};

/// Where the release and the source differ: the message, whose payloads are refused, by which
/// keyword, and the contradiction or the reason.
struct Exception {
    side: Side,
    keyword: &'static str,
    place: &'static str,
    reason: &'static str,
}

/// No contradiction is needed: only what a source says of senders is not asked of readers.
const EXCEPTIONS: [Exception; 1] = [Exception {
    side: Side::Reader,
    keyword: "format",
    place: "/request/cursor/",
    reason: "the SDK held what it sent to a date and time; nobody says that the service did",
}];

fn release() -> Release {
    let store = Store::new(root("schemas"));
    store.load("reception", VERSION).unwrap()
}

fn source() -> Source {
    let sources = Store::new(root("schemas")).sources().unwrap();
    let mut sources = sources.into_iter();
    sources
        .find(|source| source.name == "asyncapi-3.1")
        .unwrap()
}

fn compiled(document: &Value) -> Arc<Schema> {
    Arc::new(Schema::compile(document.clone(), &Options::default()).unwrap())
}

/// Draws valid payloads, those at the edges of keywords first.
fn drawn(schema: &Arc<Schema>) -> Vec<Value> {
    let mut values = Vec::new();
    for (kind, count) in [(Kind::Boundary, 400), (Kind::Valid, 400)] {
        let mut payloads = Payloads::new(Arc::clone(schema), 1);
        values.extend((0..count).map(|_| payloads.draw(kind).unwrap().payload));
    }
    values
}

/// Runs `hold` for each message with the schema of one side and that of the source.
fn for_each_message(side: Side, mut hold: impl FnMut(&str, Direction, &Arc<Schema>, &Arc<Schema>)) {
    let (release, source) = (release(), source());
    assert_eq!(release.messages().len(), source.documents.len());
    for message in release.messages() {
        let ours = compiled(release.schema(&message.name, side).unwrap());
        let theirs = compiled(&source.find(&message.name).unwrap().schema);
        hold(&message.name, message.direction, &ours, &theirs);
    }
}

/// Tells whether each refusal of a value has an exception.
fn is_excepted(schema: &Schema, side: Side, value: &Value) -> bool {
    let violations = schema.violations(value);
    !violations.is_empty()
        && violations.iter().all(|violation| {
            EXCEPTIONS.iter().any(|exception| {
                let place = violation.instance.to_string();
                assert!(!exception.reason.is_empty());
                exception.side == side
                    && exception.keyword == violation.keyword
                    && place.starts_with(exception.place)
            })
        })
}

#[test]
fn the_release_is_what_the_types_say() {
    let files = export_release(&frontdesk::reception_3_1()).unwrap();
    let release = release();
    assert_eq!(release.verify(), []);
    for (name, bytes) in files.iter() {
        let frozen = fs_err::read(release.folder().join(name)).unwrap();
        assert!(frozen == bytes, "{name}: run `cargo xtask freeze-3-1`");
    }
}

#[test]
fn the_list_names_the_messages_of_the_contract() {
    let contract = frontdesk::reception_3_1().finish().unwrap();
    assert_eq!(contract.messages().len(), messages().len());
    for (declared, old) in contract.messages().iter().zip(messages()) {
        let direction = match old.direction() {
            frontdesk_model_3_1::Direction::Request => Direction::Request,
            frontdesk_model_3_1::Direction::Response => Direction::Response,
        };
        assert_eq!(
            (declared.name(), declared.direction()),
            (old.name(), direction)
        );
    }
}

#[test]
fn the_types_agree_with_their_schemas() {
    assert_agreement::<Payload>();
    assert_agreement::<Frame>();
    assert_agreement::<SuperpowerResponse>();
    assert_agreement::<ErrorResponse>();
}

#[test]
fn the_source_accepts_what_was_written() {
    for_each_message(Side::Writer, |name, _, ours, theirs| {
        for value in drawn(ours) {
            assert_eq!(
                theirs.judge(&value),
                Verdict::Accepted,
                "{name}: {value}: {:?}",
                theirs.violations(&value)
            );
        }
    });
}

#[test]
fn what_is_written_is_read_whole() {
    for_each_message(Side::Writer, |name, _, ours, _| {
        let message = frontdesk_model_3_1::find(name).unwrap();
        for value in drawn(ours) {
            let read = message.read(value.to_string().as_bytes());
            assert_eq!(lost(&value, &read.unwrap()), [""; 0], "{name}: {value}");
        }
    });
}

#[test]
fn the_reader_accepts_what_the_source_allows_and_replies_lose_nothing() {
    for_each_message(Side::Reader, |name, direction, ours, theirs| {
        let message = frontdesk_model_3_1::find(name).unwrap();
        for value in drawn(theirs) {
            assert_eq!(ours.judge(&value), Verdict::Accepted, "{name}: {value}");
            let read = message.read(value.to_string().as_bytes()).unwrap();
            if direction == Direction::Response {
                assert_eq!(lost(&value, &read), [""; 0], "{name}: {value}");
            }
        }
    });
}

#[test]
fn the_reader_accepts_no_more_than_the_source_but_for_exceptions() {
    let mut excepted = 0;
    for_each_message(Side::Reader, |name, _, ours, theirs| {
        for value in drawn(ours) {
            if theirs.judge(&value) != Verdict::Accepted {
                assert!(
                    is_excepted(theirs, Side::Reader, &value),
                    "{name}: {value}: {:?}",
                    theirs.violations(&value)
                );
                excepted += 1;
            }
        }
    });
    assert!(excepted > 0, "an exception that nothing needs has to go");
}
