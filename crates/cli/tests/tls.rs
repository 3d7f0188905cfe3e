//! TLS of `fuzz`, `replay`, `send` and `record`, over both transports.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

#[path = "support/served.rs"]
mod served;
mod support;
#[path = "../../tls/tests/support/mod.rs"]
mod tls;

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use served::Served;
use support::{Folder, Ran};
use tls::{Authority, Flaw};
use tokio::runtime::Runtime;

#[test]
fn both_transports_are_fuzzed_and_findings_replayed() {
    for (fault, option, scheme, check) in [
        ("status-500", "--url", "https", "server-error"),
        ("unknown-state", "--ws-url", "wss", "undocumented-state"),
    ] {
        let place = Place::new(&["--fault", fault]);
        let url = place.url(scheme);
        let words = ["fuzz", option, &url, "--ca", "ca.pem", "--time", "6s"];
        let ran = place
            .folder
            .run(&[&words[..], &["--seed", "1", "--format", "json"]].concat())
            .exits(1);
        let report = ran.report();
        let findings = report["findings"].as_array().unwrap();
        let named = findings.iter().find(|finding| finding["check"] == check);
        let id = named.unwrap_or_else(|| panic!("{}", ran.stdout))["id"].clone();
        let kept = format!(".frontdesk/fuzz/{}.json", id.as_str().unwrap());
        let replay = ["replay", &kept, "--ca", "ca.pem"];
        place.folder.run(&replay).exits(1);
        // Nobody is trusted that nobody has named.
        let ran = place.folder.run(&replay[..2]).exits(2);
        assert!(ran.stdout.contains("--ca FILE"), "{}", ran.stdout);
    }
}

#[test]
fn a_message_is_sent_over_both_transports() {
    let place = Place::new(&[]);
    for scheme in ["https", "wss"] {
        let url = place.url(scheme);
        let ran = place.send(&[&url, "--ca", "ca.pem"]).exits(0);
        assert!(!ran.stdout.is_empty());
        place
            .send(&[&url])
            .fails(&["--ca FILE", "authority that is not trusted"]);
    }
}

#[test]
fn what_passes_to_an_upstream_with_tls_is_recorded() {
    let place = Place::new(&[]);
    let upstream = place.url("https");
    let words = ["record", "--upstream", &upstream, "--ca", "ca.pem"];
    let proxy = Served::run(
        &place.folder,
        &[&words[..], &["--out", "recorded"]].concat(),
    );
    for url in [proxy.url.clone(), proxy.url.replace("http://", "ws://")] {
        place.send(&[&url]).exits(0);
    }
    assert_eq!(proxy.end().code, 0);
    let ran = place
        .folder
        .run(&["validate", "recorded", "--format", "json"])
        .exits(0);
    assert!(ran.report()["summary"]["documents"].as_u64().unwrap() > 4);
}

#[test]
fn every_fault_is_a_clear_stop() {
    for (flaw, words) in [
        (
            Flaw::OtherName,
            &["not for this name", "orders.invalid"][..],
        ),
        (Flaw::Expired, &["expired"]),
        (Flaw::NotYetValid, &["not valid yet"]),
        (Flaw::AuthorityItself, &["CA:TRUE"]),
    ] {
        let place = Place::with(&[], flaw);
        for ran in place.all("https", "wss", &["--ca", "ca.pem"]) {
            ran.fails(words);
        }
    }
}

#[test]
fn authorities_that_are_none_are_named() {
    let place = Place::new(&[]);
    place.folder.write("none.pem", "hello");
    for ran in place.all("https", "wss", &["--ca", "none.pem"]) {
        ran.fails(&["none.pem", "PEM"]);
    }
    for ran in place.all("https", "wss", &["--ca", "missing.pem"]) {
        ran.fails(&["missing.pem"]);
    }
    for ran in place.all("https", "wss", &[]) {
        ran.fails(&["not trusted here", "--ca FILE"]);
    }
}

#[test]
fn one_protocol_for_the_other_is_said() {
    let mut place = Place::new(&[]);
    for ran in place.clients("http", "ws", &[]) {
        ran.fails(&["speaks TLS there", "s://"]);
    }
    place.addr = place.served.addr();
    for ran in place.all("https", "wss", &["--ca", "ca.pem"]) {
        ran.fails(&["does not speak TLS there", "http://"]);
    }
}

#[test]
fn a_handshake_without_an_end_has_one() {
    let mut place = Place::new(&[]);
    place.addr = place.runtime.block_on(tls::silent());
    let url = place.url("https");
    let begun = Instant::now();
    let words = ["fuzz", "--url", &url, "--ca", "ca.pem", "--timeout", "1s"];
    let ran = place.folder.run(&words);
    ran.fails(&["TLS had not begun after 1s"]);
    assert!(begun.elapsed() < Duration::from_secs(8));
}

/// A service with TLS in front of it, and a folder with the file of its authority.
struct Place {
    folder: Folder,
    served: Served,
    addr: SocketAddr,
    runtime: Runtime,
}

impl Place {
    fn new(words: &[&str]) -> Self {
        Self::with(words, Flaw::None)
    }

    fn with(words: &[&str], flaw: Flaw) -> Self {
        let folder = Folder::exported();
        folder.write("request.json", REQUEST);
        let authority = Authority::new();
        authority.write(&folder.path("ca.pem"));
        let serve = ["serve", "--addr", "127.0.0.1:0", "--thinking", "1"];
        let served = Served::run(&folder, &[&serve[..], &["--seed", "1"], words].concat());
        let runtime = Runtime::new().unwrap();
        let addr = served.addr();
        let addr = runtime.block_on(tls::in_front_of(addr, authority.server(flaw)));
        Self {
            folder,
            served,
            addr,
            runtime,
        }
    }

    fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.addr)
    }

    fn send(&self, words: &[&str]) -> Ran {
        let send = ["send", "request.json", "--url"];
        self.folder.run(&[&send[..], words].concat())
    }

    /// Runs what sends requests of its own, over both transports.
    fn clients(&self, rest: &str, socket: &str, words: &[&str]) -> Vec<Ran> {
        let (rest, socket) = (self.url(rest), self.url(socket));
        let fuzz = |option, url| {
            let fuzz = ["fuzz", option, url, "--time", "2s", "--seed", "1"];
            self.folder.run(&[&fuzz[..], words].concat())
        };
        vec![
            fuzz("--url", &rest),
            fuzz("--ws-url", &socket),
            self.send(&[&[&*rest], words].concat()),
            self.send(&[&[&*socket], words].concat()),
        ]
    }

    /// Runs everything that connects.
    fn all(&self, rest: &str, socket: &str, words: &[&str]) -> Vec<Ran> {
        let mut all = self.clients(rest, socket, words);
        let upstream = self.url(rest);
        let record = ["record", "--upstream", &upstream, "--out", "recorded"];
        all.push(self.folder.run(&[&record[..], words].concat()));
        all
    }
}

const REQUEST: &str = r#"{"request": {
    "connections": {"threadId": "t-1"}, "context": {"organizationId": "o-1"},
    "scope": {"conversations": [{"messages": [{"content": "Thank you, where is my invoice?"}]}]}
}}"#;
