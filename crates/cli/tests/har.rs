//! What a browser wrote down, judged, profiled and imported.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use serde_json::{Value, json};
use support::{Folder, Ran};

/// The smallest request that the reader takes.
const REQUEST: &str = r#"{"request":{"connections":{"threadId":""},"context":{"organizationId":""},"scope":{"conversations":[]}}}"#;
const TOKEN: &str = r#"{"access_token":"a","token_type":"Bearer","expires_in":3600}"#;

/// A request for a token and a request to Reception, each with its reply, and a frame each way.
fn har() -> Value {
    let exchange = |path: &str, request: &str, status: u16, reply: &str| {
        json!({
            "startedDateTime": "2025-03-14T09:26:53Z",
            "request": {"method": "POST", "url": format!("https://api.invalid{path}"),
                "postData": {"mimeType": "application/json", "text": request}},
            "response": {"status": status, "content": {"mimeType": "application/json", "text": reply}},
        })
    };
    let frame = |kind: &str| json!({"type": kind, "opcode": 1, "data": "{\"hello\":1}"});
    json!({"log": {
        "version": "1.2",
        "creator": {"name": "a browser", "version": "1"},
        "entries": [
            exchange("/auth/oauth2/token", r#"{"grant_type":"client_credentials"}"#, 200, TOKEN),
            exchange("/message/reception", REQUEST, 200, r#"{"no":"reply"}"#),
            exchange("/message/reception", "{}", 202, r#"{"no":"reply"}"#),
            {
                "startedDateTime": "2025-03-14T09:26:54Z",
                "request": {"method": "GET", "url": "wss://api.invalid/"},
                "response": {"status": 101},
                "_webSocketMessages": [frame("send"), frame("receive")],
            },
        ],
    }})
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("a.har", serde_json::to_string_pretty(&har()).unwrap());
    folder
}

fn summary(ran: &Ran) -> Value {
    ran.report()["summary"].clone()
}

#[test]
fn only_what_may_be_the_message_is_judged_as_it() {
    let folder = folder();
    let words = ["validate", "a.har", "--message", "reception.request"];
    let ran = folder.run(&[&words[..], &["--format", "json"]].concat());
    let counts = summary(&ran.exits(1));
    for (name, expected) in [
        ("documents", 2),
        ("valid", 1),
        ("invalid", 1),
        ("left_out", 6),
    ] {
        assert_eq!(counts[name], expected, "{name} {counts}");
    }
    let told = folder.run(&words).exits(1).stdout;
    let expected = "2 documents (1 valid, 1 invalid); 6 documents left out, which came as other \
                    messages do";
    assert!(told.contains(expected), "{told}");

    let part = [&words[..], &["--partial", "1"]].concat();
    folder.write("part.json", folder.run(&part).exits(1).stdout);
    let merge = ["corpus", "merge", "part.json", "--format", "json"];
    assert_eq!(summary(&folder.run(&merge).exits(1)), counts);
}

#[test]
fn nothing_of_the_message_is_a_finding() {
    let folder = folder();
    let words = [
        "validate",
        "a.har",
        "--message",
        "response.envelope",
        "--format",
        "json",
    ];
    let ran = folder.run(&words).exits(1);
    assert_eq!(summary(&ran)["documents"], 1);

    let mut har = har();
    har["log"]["entries"].as_array_mut().unwrap().pop();
    folder.write("a.har", har.to_string());
    let ran = folder.run(&words).exits(1);
    assert_eq!(ran.rules(), ["no-documents"]);
    let message = ran.report()["findings"][0]["message"]
        .as_str()
        .unwrap()
        .to_owned();
    assert!(message.contains("6 came as other messages"), "{message}");
}

#[test]
fn standard_input_may_be_what_a_browser_wrote() {
    let folder = folder();
    let pretty = serde_json::to_string_pretty(&har()).unwrap();
    for options in [&["--auto"][..], &["--message", "reception.request"]] {
        let named = [&["validate", "a.har", "--format", "json"], options].concat();
        let of_file = summary(&folder.run(&named).exits(1));
        for text in [&pretty, &har().to_string()] {
            let piped = [&["validate", "-", "--format", "json"], options].concat();
            let ran = folder.run_with(&piped, text.as_bytes()).exits(1);
            assert_eq!(summary(&ran), of_file);
        }
    }
    // Other logs are documents, a line each.
    let log = r#"{"log":{"version":1,"level":2}}"#;
    folder.write("any.json", "true");
    let words = ["validate", "-", "--schema", "any.json", "--format", "json"];
    let ran = folder.run_with(&words, format!("{log}\n{log}\n").as_bytes());
    assert_eq!(summary(&ran.exits(0))["documents"], 2);
}

#[test]
fn a_profile_tells_messages_apart() {
    let folder = folder();
    // Much of it is a request, and it is none.
    let refused = REQUEST.replace("[]", "7");
    folder.write(
        "mixed.ndjson",
        [REQUEST, TOKEN, &refused, "{\"nothing\":1}"].join("\n"),
    );
    let words = ["corpus", "profile", "--auto", "--format", "json"];
    let ran = folder
        .run(&[&words[..], &["mixed.ndjson"]].concat())
        .exits(1);
    assert_eq!(ran.rules(), ["no-message-fits"]);
    let report = ran.report();
    let messages = &report["profile"]["messages"];
    assert_eq!(messages["reception.request"]["documents"], 2);
    assert_eq!(messages["reception.request"]["refused"], 1);
    assert_eq!(messages["token.response"]["documents"], 1);
    assert_eq!(report["summary"]["unreadable"], 1);

    // What `validate` tells apart, `profile` does, of recordings and of what a browser wrote.
    let told = |command: &[&str], path: &str| {
        let ran = folder.run(&[command, &[path, "--auto", "--format", "json"]].concat());
        let report = ran.report();
        let of_command = [
            &report["summary"]["messages"],
            &report["profile"]["messages"],
        ];
        let messages = of_command.into_iter().find_map(Value::as_object).unwrap();
        let accepted = messages.iter().map(|(name, message)| {
            let valid = message["documents"].as_u64().unwrap();
            let refused = message.get("refused").or(message.get("invalid")).unwrap();
            (name.clone(), valid - refused.as_u64().unwrap())
        });
        let accepted: Vec<_> = accepted.filter(|(_, valid)| *valid > 0).collect();
        accepted
    };
    let documented = support::root()
        .join("corpus/documented")
        .display()
        .to_string();
    for path in ["a.har", &documented] {
        let validated = told(&["validate"], path);
        assert!(!validated.is_empty());
        assert_eq!(
            told(&["corpus", "profile", "--no-suggestions"], path),
            validated,
            "{path}"
        );
    }
    folder
        .run(&[
            "corpus",
            "profile",
            "a.har",
            "--auto",
            "--message",
            "token.error",
        ])
        .fails(&["cannot be used with"]);
}

#[test]
fn what_is_imported_twice_is_the_same() {
    let folder = folder();
    let har = har().to_string();
    let import = |out: &str, path: &str, stdin: &str| {
        let words = ["corpus", "import", path, "--out", out];
        folder.run_with(&words, stdin.as_bytes()).exits(0);
        let entries = fs_err::read_dir(folder.path(out)).unwrap();
        let mut files: Vec<_> = entries
            .map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs_err::read_to_string(path).unwrap())
            })
            .collect();
        files.sort();
        files
    };
    let first = import("one", "a.har", "");
    assert_eq!(first.len(), 1);
    assert_eq!(first[0].0, "imported-0000.ndjson");
    assert!(first[0].1.lines().count() >= 4, "{first:?}");
    assert_eq!(import("two", "a.har", ""), first);
    assert_eq!(import("three", "-", &har), first);
    // Nothing is written over.
    assert_eq!(import("one", "a.har", "").len(), 2);
}

#[test]
fn a_packed_file_that_was_cut_off_is_as_bad_as_one_that_cannot_be_read() {
    let folder = Folder::new();
    folder.write("in/a.ndjson.gz", b"\x1f\x8b\x08\x00\0\0\0\0\0\xff\x03");
    let words = ["--message", "token.error", "--format", "json"];
    for (path, code) in [("in/a.ndjson.gz", 2), ("in", 1)] {
        let ran = folder.run(&[&["validate", path], &words[..]].concat());
        assert_eq!(ran.exits(code).rules(), ["truncated-file"]);
    }
}
