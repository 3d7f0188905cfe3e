//! `frontdesk serve` and `frontdesk send`.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;
use support::Folder;

/// A service in a process of its own, which ends with the test.
struct Served {
    child: Child,
    url: String,
}

impl Served {
    fn start(folder: &Folder, words: &[&str]) -> Self {
        let words = [
            &[
                "serve",
                "--addr",
                "127.0.0.1:0",
                "--thinking",
                "20",
                "--seed",
                "1",
            ],
            words,
        ];
        let mut command = folder.command(&words.concat());
        let command = command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut line = String::new();
        let stdout = child.stdout.as_mut().unwrap();
        BufReader::new(stdout).read_line(&mut line).unwrap();
        let url = line
            .trim()
            .strip_prefix("listening on ")
            .unwrap()
            .to_owned();
        Self { child, url }
    }

    fn stop(mut self) -> i32 {
        let id = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &id])
                .status()
                .unwrap()
                .success()
        );
        self.child.wait().unwrap().code().unwrap()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const REQUEST: &str = r#"{"request": {
    "connections": {"threadId": "t-1"}, "context": {"organizationId": "o-1"},
    "scope": {"conversations": [{"messages": [{"content": "Thank you, where is my invoice?"}]}]}
}}"#;

#[test]
fn what_is_sent_comes_back_and_what_is_recorded_is_clean() {
    let folder = Folder::exported();
    folder.write("request.json", REQUEST);
    let served = Served::start(&folder, &["--record", "recorded"]);

    let ran = folder
        .run(&["send", "request.json", "--url", &served.url])
        .exits(0);
    let reply: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(reply["actionType"], "language_identification");

    let ran = folder
        .run(&["send", "request.json", "--url", &served.url, "--ws"])
        .exits(0);
    let replies: Vec<Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(replies.len(), 10);
    assert!(replies.iter().all(|reply| reply["action"] == "message"));

    assert_eq!(served.stop(), 0);
    let ran = folder
        .run(&["validate", "recorded", "--format", "json"])
        .exits(0);
    // A request, a reply and two tokens; an envelope and its ten replies.
    assert_eq!(ran.report()["summary"]["documents"], 15);
    for file in fs_err::read_dir(folder.path("recorded")).unwrap() {
        let text = fs_err::read_to_string(file.unwrap().path()).unwrap();
        assert!(!text.contains("eyJ"), "{text}");
    }
}

#[test]
fn a_recording_of_faults_and_refusals_is_clean_too() {
    let folder = Folder::exported();
    folder.write("request.json", REQUEST);
    let faults = [
        "near-miss",
        "unknown-state",
        "null-for-optional",
        "bare",
        "invalid-utf-8",
    ];
    let words = [&["--record", "recorded", "--fault"], &faults[..]].concat();
    let served = Served::start(&folder, &words);
    for words in [&["--ws"][..], &[]] {
        let send = ["send", "request.json", "--url", &served.url];
        let ran = folder.run(&[&send[..], words].concat()).exits(1);
        // What no client can read is printed, too.
        assert!(ran.stdout.contains("actionType"), "{ran:?}");
    }
    assert_eq!(served.stop(), 0);
    folder.run(&["validate", "recorded"]).exits(0);

    let faults = [
        "token-without-token:1",
        "token-invalid-utf-8:1",
        "token-empty-error:1",
    ];
    let words = [&["--record", "tokens", "--fault"], &faults[..]].concat();
    let served = Served::start(&folder, &words);
    let send = ["send", "request.json", "--url", &served.url];
    folder.run(&send).exits(1);
    folder.run(&send).exits(0);
    assert_eq!(served.stop(), 0);
    folder.run(&["validate", "tokens"]).exits(0);
}

#[test]
fn every_message_has_its_path_and_its_requirements() {
    let folder = Folder::new();
    folder.write("request.json", REQUEST);
    let served = Served::start(&folder, &[]);
    for transport in [&[][..], &["--ws"]] {
        let send = |message: &str| {
            let words = [
                "send",
                "request.json",
                "--url",
                &served.url,
                "--message",
                message,
            ];
            folder.run(&[&words[..], transport].concat())
        };
        let ran = send("summarize").exits(0);
        assert!(ran.stdout.contains("\"summarize\""), "{}", ran.stdout);
        let ran = send("adjust").exits(1);
        let said = ran.stdout + &ran.stderr;
        assert!(said.contains("attributes"), "{said}");
        assert!(!said.contains("call reception"), "{said}");
    }
}

#[test]
fn headers_come_from_the_environment() {
    let folder = Folder::new();
    folder.write("request.json", REQUEST);
    let served = Served::start(&folder, &[]);
    let send = |header: &str| {
        let words = [
            "send",
            "request.json",
            "--url",
            &served.url,
            "--header",
            header,
        ];
        let mut command = folder.command(&words);
        command
            .env("THE_FAULT", "status-418")
            .env("THE_TOKEN", "Bearer not-a-token");
        let output = command.output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), text)
    };
    let (exit, text) = send("x-frontdesk-fault=THE_FAULT");
    assert!(exit == Some(1) && text.contains("status 400"), "{text}");
    let (exit, text) = send("Authorization=THE_TOKEN");
    assert!(exit == Some(1) && text.contains("status 401"), "{text}");
    assert!(!text.contains("not-a-token"), "{text}");
    for header in [
        "Authorization=Bearer s3cret",
        "Authorization",
        "=THE_TOKEN",
        "A=NO_SUCH",
        "Host=THE_TOKEN",
    ] {
        let (exit, text) = send(header);
        assert!(
            exit == Some(2) && !text.contains("s3cret"),
            "{header}: {text}"
        );
    }
}

#[test]
fn faults_and_scenarios_are_named_on_the_command_line() {
    let folder = Folder::new();
    folder.write("request.json", REQUEST);
    folder.write(
        "busy.toml",
        "[[rules]]\nname = \"busy\"\nthen = [{ fail = [\"sentiment_analysis\"] }]\n",
    );
    let served = Served::start(
        &folder,
        &["--fault", "status-500:1", "--scenario", "busy.toml"],
    );
    let send = ["send", "request.json", "--url", &served.url];
    let ran = folder.run(&send).exits(1);
    assert!(ran.stderr.contains("status 500"), "{}", ran.stderr);
    folder.run(&send).exits(0);
    let ran = folder.run(&[&send[..], &["--ws"]].concat()).exits(1);
    assert!(
        ran.stdout.contains("Error while fetching results"),
        "{}",
        ran.stdout
    );
}

#[test]
fn what_cannot_be_done_is_said() {
    let folder = Folder::new();
    folder.write("request.json", REQUEST);
    folder.write("none.json", "{}");
    folder.write("wrong.toml", "[[rules]]\nname = 1\n");
    let serve = |words: &[&str]| {
        folder.run(&[&["serve", "--addr", "127.0.0.1:0", "--seed", "1"], words].concat())
    };
    serve(&["--fault", "latencey"]).fails(&["did you mean `latency`"]);
    serve(&["--scenario", "wrong.toml"]).fails(&["/rules/0/name"]);
    serve(&["--scenario", "missing.toml"]).fails(&["missing.toml"]);
    serve(&[
        "--client-id-env",
        "NO_ID",
        "--client-secret-env",
        "NO_SECRET",
    ])
    .fails(&["NO_ID"]);
    let send = |file: &str, url: &str| folder.run(&["send", file, "--url", url]);
    send("none.json", "http://127.0.0.1:1").fails(&["no reception request", "request"]);
    send("request.json", "http://127.0.0.1:1").fails(&["nothing was sent", "frontdesk serve"]);
    send("request.json", "127.0.0.1:1").fails(&["--url", "http://127.0.0.1:8080"]);
    let words = [
        "send",
        "request.json",
        "--url",
        "http://127.0.0.1:1",
        "--message",
        "adjsut",
    ];
    folder.run(&words).fails(&["summarize"]);
    send("request.json", "https://service.test").fails(&["--client-id-env"]);
}

#[test]
fn the_schema_of_scenarios_is_printed() {
    let ran = Folder::new().run(&["schema", "scenario"]).exits(0);
    let schema: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(schema["title"], "Scenario");
}
