//! The contract as OpenAPI and AsyncAPI documents.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use frontdesk_contract::{
    Channel, Contract, ContractErrorKind, Direction, Host, Interface, Location, Message, Operation,
    Parameter, Protocol, Reply, ReplyStatus, Scheme, Security, Store, Variable, export,
    read_document,
};
use frontdesk_schema::{Options, Verdict};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Asks for a room.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Booking {
    /// How long.
    nights: u8,
    /// What else is wanted.
    #[serde(default)]
    wishes: Vec<Wish>,
}

/// Something that a guest wants.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Wish {
    /// What it is.
    #[serde(default)]
    what: String,
}

/// Says which room it is.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Room {
    /// The number at the door.
    number: u16,
    /// The wishes that come true.
    #[serde(default)]
    granted: Vec<Wish>,
}

fn hotel() -> Contract {
    Contract::new("hotel", "1.2.0")
        .message(
            Message::of::<Booking>("booking.request", Direction::Request)
                .title("Booking")
                .example(Booking {
                    nights: 2,
                    wishes: Vec::new(),
                }),
        )
        .message(Message::of::<Room>("booking.reply", Direction::Response))
}

fn interface() -> Interface {
    let host = |name, protocol, address| Host {
        name,
        protocol,
        address,
        description: "",
        variables: vec![Variable {
            name: "town",
            example: "example",
            description: "Where it is.",
        }],
    };
    Interface {
        title: "Hotel",
        description: "Rooms.",
        hosts: vec![
            host("desk", Protocol::Https, "{town}.hotel.invalid"),
            host("bell", Protocol::Wss, "bell.{town}.hotel.invalid"),
        ],
        security: vec![
            Security {
                name: "token",
                description: "",
                scheme: Scheme::ClientCredentials {
                    token_path: "/token",
                },
            },
            Security {
                name: "subprotocol",
                description: "",
                scheme: Scheme::Subprotocol {
                    subprotocol: "hotel-v1",
                },
            },
        ],
        operations: vec![Operation {
            name: "book",
            method: "POST",
            path: "/rooms/{floor}",
            summary: "Books a room",
            description: "",
            security: Some("token"),
            parameters: vec![
                Parameter {
                    name: "floor",
                    location: Location::Path,
                    description: "The floor.",
                    required: true,
                    constant: None,
                },
                Parameter {
                    name: "X-Kind",
                    location: Location::Header,
                    description: "",
                    required: false,
                    constant: Some("guest"),
                },
            ],
            request: Some("booking.request"),
            replies: vec![
                Reply {
                    status: ReplyStatus::Success,
                    description: "The room.",
                    message: Some("booking.reply"),
                },
                Reply {
                    status: ReplyStatus::Other,
                    description: "No room.",
                    message: None,
                },
            ],
        }],
        channels: vec![Channel {
            name: "bell",
            address: "/bell",
            description: "",
            security: Some("subprotocol"),
            requests: vec!["booking.request"],
            replies: vec!["booking.reply"],
            conversation: None,
        }],
    }
}

fn exported(file: &str) -> String {
    let files = export(&hotel().served_by(interface())).unwrap();
    String::from_utf8(files.get(file).unwrap().to_vec()).unwrap()
}

#[test]
fn documents_are_exported_beside_the_schemas() {
    insta::assert_snapshot!("openapi.json", exported("openapi.json"));
    insta::assert_snapshot!("asyncapi.json", exported("asyncapi.json"));
    let files = export(&hotel().served_by(interface())).unwrap();
    let documents = &files.manifest().documents;
    let names: Vec<&str> = documents.iter().map(|file| file.file.as_str()).collect();
    assert_eq!(names, ["asyncapi.json", "openapi.json"]);
}

#[test]
fn a_contract_without_an_interface_has_no_documents() {
    let files = export(&hotel()).unwrap();
    assert_eq!(files.get("openapi.json"), None);
    let manifest = String::from_utf8(files.get("manifest.json").unwrap().to_vec()).unwrap();
    assert!(!manifest.contains("documents"), "{manifest}");
}

#[test]
fn documents_show_the_side_of_the_server() {
    for (file, request, reply) in [
        (
            "openapi.json",
            "POST /rooms/{} request application/json",
            "POST /rooms/{} response 2XX application/json",
        ),
        (
            "asyncapi.json",
            "/bell request booking.request",
            "/bell response booking.reply",
        ),
    ] {
        let document = frontdesk_json::read(exported(file).as_bytes()).unwrap();
        let document = read_document(document, "https://hotel.invalid/document.json").unwrap();
        let judge = |key: &str, instance: Value| {
            let message = document
                .find(key)
                .unwrap_or_else(|| panic!("{file}: {key}"));
            message
                .compile(&Options::default())
                .unwrap()
                .judge(&instance)
        };
        let asked = json!({"nights": 1, "wishes": [{}], "new": 1});
        assert_eq!(judge(request, asked), Verdict::Accepted);
        assert_eq!(judge(request, json!({"nights": 256})), Verdict::Refused);
        let open = json!({"number": 1, "granted": [{"what": "w"}], "new": 1});
        assert_eq!(judge(reply, open), Verdict::Refused);
        assert_eq!(
            judge(reply, json!({"number": 1, "granted": [{}]})),
            Verdict::Refused
        );
        let given = json!({"number": 1, "granted": [{"what": "w"}]});
        assert_eq!(judge(reply, given), Verdict::Accepted);
    }
}

#[test]
fn an_interface_names_what_is_there() {
    let refused = |change: fn(&mut Interface)| {
        let mut interface = interface();
        change(&mut interface);
        let error = hotel().served_by(interface).finish().unwrap_err();
        match error.kind() {
            ContractErrorKind::Interface { what, name } => format!("{what} {name}"),
            other => panic!("{other}"),
        }
    };
    assert_eq!(
        refused(|interface| interface.operations[0].request = Some("booking.reply")),
        "request booking.reply"
    );
    assert_eq!(
        refused(|interface| interface.channels[0].replies.push("none")),
        "reply none"
    );
    assert_eq!(
        refused(|interface| interface.channels[0].security = Some("key")),
        "security key"
    );
    assert_eq!(
        refused(|interface| interface.channels[0].name = "book"),
        "operation or channel of its own book"
    );
}

#[test]
fn stale_documents_are_told_of_and_frozen_ones_verified() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::new(folder.path());
    let contract = hotel().served_by(interface());
    store.write_next(&contract).unwrap();
    assert_eq!(store.check_next(&contract).unwrap(), []);
    let next = store.folder("hotel", "next");
    fs_err::write(next.join("openapi.json"), "{}").unwrap();
    let stale = store.check_next(&contract).unwrap();
    assert!(
        stale[0]
            .to_string()
            .contains("the document is not what the types say"),
        "{}",
        stale[0]
    );

    let without = hotel();
    let written = store.write_next(&without).unwrap();
    assert_eq!(written.removed.len(), 2);
    assert_eq!(store.check_next(&without).unwrap(), []);

    let release = store.release(&contract, "1.2.0").unwrap();
    assert_eq!(release.verify(), []);
    fs_err::write(release.folder().join("asyncapi.json"), "{}").unwrap();
    let release = store.load("hotel", "1.2.0").unwrap();
    assert_eq!(release.verify().len(), 1);
}
