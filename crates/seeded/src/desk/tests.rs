//! With no bug on, the service keeps to its documents in everything.

use std::sync::Arc;

use frontdesk_contract::read_document;
use frontdesk_payload::{Kind, Payloads};
use frontdesk_schema::{Options, Schema};
use serde_json::Value;

use super::Desk;
use crate::request::{Answer, Reply, Request};
use crate::stream::{Act, Conversation, Frame};
use crate::switches::Switches;
use crate::{MESSAGES, asyncapi, documents, openapi, token};

#[test]
fn the_documents_can_be_read() {
    let openapi = read_document(openapi(), "https://bookings.invalid/openapi.json").unwrap();
    assert_eq!(openapi.operations().len(), 3);
    let asyncapi = read_document(asyncapi(), "https://bookings.invalid/asyncapi.json").unwrap();
    assert_eq!(asyncapi.messages().len(), 2);
    for message in openapi.messages().iter().chain(asyncapi.messages()) {
        message.compile(&Options::default()).unwrap();
    }
}

#[test]
fn what_is_valid_is_taken_and_what_is_not_is_refused() {
    let desk = Desk::new().unwrap();
    let problem = schema("Problem");
    for (message, path, status, reply) in [
        ("BookingRequest", "/bookings", 201, "Booking"),
        ("ReportRequest", "/reports", 200, "Report"),
    ] {
        let reply = schema(reply);
        for (kind, document) in payloads(message) {
            let answer = ask(&desk, &post(path, document.to_string()));
            let body: Value = serde_json::from_slice(&answer.body).unwrap();
            let (expected, schema) = match kind {
                Kind::Valid | Kind::Boundary => (status, &reply),
                Kind::Invalid => (400, &problem),
            };
            assert_eq!(answer.status, expected, "{document}");
            assert_eq!(schema.violations(&body), [], "{body}");
        }
    }
}

#[test]
fn conversations_end_as_the_document_says() {
    let desk = Desk::new().unwrap();
    let reply = schema("StreamReply");
    for (kind, document) in payloads("StreamRequest") {
        let mut conversation = Conversation::default();
        let frame = Frame::text(document.to_string());
        let steps = conversation.hear(&desk, &Switches::none(), &frame).steps;
        let said: Vec<&Value> = steps
            .iter()
            .filter_map(|step| match &step.act {
                Act::Send(said) => Some(said),
                Act::Close(_) | Act::Vanish => None,
            })
            .collect();
        for said in &said {
            assert_eq!(reply.violations(said), [], "{said}");
        }
        let types: Vec<&str> = said
            .iter()
            .filter_map(|said| said["type"].as_str())
            .collect();
        let is_good = match kind {
            Kind::Invalid => types == ["failed"],
            Kind::Valid | Kind::Boundary => {
                types.first() == Some(&"accepted") && types.last() == Some(&"confirmed")
            }
        };
        assert!(is_good, "{document}: {types:?}");
    }
}

#[test]
fn the_head_is_checked_in_the_documented_way() {
    let desk = Desk::new().unwrap();
    let problem = schema("Problem");
    let get = |target: &str| Request::new("GET", target);
    let plain = || Request::new("POST", "/bookings").header("content-type", "text/plain");
    for (request, status) in [
        (get("/"), 404),
        (get("/bookings"), 405),
        (plain(), 415),
        (Request::new("POST", "/bookings"), 415),
        (Request::new("POST", "/reports"), 401),
        (post("/bookings", vec![b' '; 512 * 1024 + 1]), 413),
        (post("/bookings", "{"), 400),
        (post("/bookings", "{}").header("idempotency-key", ""), 400),
        (get("/rooms/A0/bookings?limit=1&limit=1"), 400),
        (get("/rooms/A%zz/bookings"), 400),
        (get("/rooms/A0/bookings?limit=1e0"), 400),
        (get("/rooms/A0/bookings?limit=18446744073709551616"), 400),
    ] {
        let answer = ask(&desk, &request);
        assert_eq!(answer.status, status, "{request:?}");
        let body: Value = serde_json::from_slice(&answer.body).unwrap();
        assert_eq!(problem.violations(&body), [], "{request:?}");
    }
    assert_eq!(
        ask(&desk, &get("/rooms/%410/bookings?limit=1&x=%20")).status,
        200
    );
}

#[test]
fn a_key_gives_the_same_booking_or_a_conflict() {
    let desk = Desk::new().unwrap();
    let [one, two] = ["A0", "A1"].map(|room| {
        let body = crate::bugs::all().find(|bug| bug.id == "queued").unwrap();
        let crate::Trigger::Requests(make) = body.trigger else {
            unreachable!()
        };
        let text = String::from_utf8(make().remove(0).body).unwrap();
        post("/bookings", text.replace("A0", room)).header("idempotency-key", "k")
    });
    let first = ask(&desk, &one);
    assert_eq!((first.status, &first), (201, &ask(&desk, &one)));
    assert_eq!(ask(&desk, &two).status, 409);
    let list = ask(&desk, &Request::new("GET", "/rooms/A0/bookings"));
    let list: Value = serde_json::from_slice(&list.body).unwrap();
    assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(schema("BookingList").violations(&list), []);
}

#[test]
fn every_message_has_a_schema() {
    for name in MESSAGES {
        schema(name);
    }
}

fn payloads(message: &str) -> Vec<(Kind, Value)> {
    let mut payloads = Payloads::new(Arc::new(schema(message)), 7);
    let mut all = Vec::new();
    for kind in [Kind::Valid, Kind::Boundary, Kind::Invalid] {
        let mut of_kind = payloads.systematic(kind).unwrap();
        of_kind.extend((0..100).map(|_| payloads.draw(kind).unwrap()));
        all.extend(of_kind.into_iter().map(|payload| (kind, payload.payload)));
    }
    all
}

fn schema(name: &str) -> Schema {
    Schema::compile(documents::schema(name), &Options::default()).unwrap()
}

fn post(path: &str, body: impl Into<Vec<u8>>) -> Request {
    let token = token::until(token::YEAR_2200);
    Request::new("POST", path)
        .header("authorization", format!("Bearer {token}"))
        .json(body)
}

fn ask(desk: &Desk, request: &Request) -> Reply {
    match desk.answer(request, &Switches::none()) {
        Answer::Reply(reply) => reply,
        other => panic!("{request:?} gave {other:?}"),
    }
}
