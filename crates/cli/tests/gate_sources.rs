//! Which of the known contradictions between the sources come out of `frontdesk gate --sources`.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use serde_json::Value;
use support::{Folder, root};

/// One contradiction of `schemas/sources/README.md`.
struct Contradiction {
    id: &'static str,
    shown: Shown,
}

/// Where a contradiction comes out.
enum Shown {
    /// `reading` refuses what `writing` allows, by this rule at this part, for this member.
    By {
        writing: &'static str,
        reading: &'static str,
        message: &'static str,
        rule: &'static str,
        part: &'static str,
        member: &'static str,
    },
    /// It does not, for this reason.
    Not(&'static str),
}

const fn by(
    [writing, reading]: [&'static str; 2],
    message: &'static str,
    rule: &'static str,
    part: &'static str,
    member: &'static str,
) -> Shown {
    Shown::By {
        writing,
        reading,
        message,
        rule,
        part,
        member,
    }
}

const DOCS_TO_VENDOR: [&str; 2] = ["docs-3.2", "vendor-3.2"];
const REQUIRED: &str = "request-property-became-required";
const REQUEST: &str = "reception.request";
const ENVELOPE: &str = "reception.envelope";
const BEHAVIOUR: &str = "it is about what a program does, and no schema says that";
const MEANING: &str = "it is about what a text means, and any text is allowed";
const TRANSPORT: &str = "it is about addresses and transports, and no message says that";
const OPEN: &str = "both objects are open, so that what the one lacks is skipped and not refused";

const CONTRADICTIONS: [Contradiction; 34] = [
    row("C-01", by(DOCS_TO_VENDOR, REQUEST, REQUIRED, "", "session")),
    row(
        "C-02",
        by(DOCS_TO_VENDOR, REQUEST, REQUIRED, "/request", "requestId"),
    ),
    row(
        "C-03",
        by(
            DOCS_TO_VENDOR,
            ENVELOPE,
            "request-pattern-tightened",
            "/headers/correlationId",
            "",
        ),
    ),
    row(
        "C-04",
        by(
            DOCS_TO_VENDOR,
            ENVELOPE,
            REQUIRED,
            "/headers",
            "correlationId",
        ),
    ),
    row("C-05", by(DOCS_TO_VENDOR, ENVELOPE, REQUIRED, "", "action")),
    row(
        "C-06",
        by(
            DOCS_TO_VENDOR,
            REQUEST,
            "request-enum-value-removed",
            "/session/channel/medium",
            "",
        ),
    ),
    row(
        "C-07",
        by(
            DOCS_TO_VENDOR,
            REQUEST,
            "request-enum-value-removed",
            "/request/scope/conversations/0/participants/0/role",
            "",
        ),
    ),
    row("C-08", Shown::Not("all sources have free text there")),
    row(
        "C-09",
        Shown::Not("the camel case is in what the SDK sends, and in no source's list"),
    ),
    row("C-10", Shown::Not(OPEN)),
    row("C-11", Shown::Not(OPEN)),
    row(
        "C-12",
        Shown::Not("one source alone has envelopes around replies"),
    ),
    row(
        "C-13",
        Shown::Not("it is within one source: `gate` tells of it as exempt"),
    ),
    row("C-14", Shown::Not(BEHAVIOUR)),
    row(
        "C-15",
        by(
            DOCS_TO_VENDOR,
            "superpower.response",
            "response-type-widened",
            "/message/results/0/response",
            "",
        ),
    ),
    row(
        "C-16",
        by(
            DOCS_TO_VENDOR,
            ENVELOPE,
            "request-pattern-tightened",
            "/headers/issuedAt",
            "",
        ),
    ),
    row("C-17", Shown::Not(MEANING)),
    row("C-18", Shown::Not(BEHAVIOUR)),
    row(
        "C-19",
        by(
            ["asyncapi-3.1", "vendor-3.2"],
            "superpower.response",
            "response-enum-value-added",
            "/state",
            "",
        ),
    ),
    row("C-20", Shown::Not(MEANING)),
    row(
        "C-21",
        Shown::Not("one of the vendor's two validators is written down"),
    ),
    row(
        "C-22",
        Shown::Not("token requests are no message of the contract"),
    ),
    row("C-23", Shown::Not(TRANSPORT)),
    row("C-24", Shown::Not(TRANSPORT)),
    row("C-25", Shown::Not(TRANSPORT)),
    row("C-26", Shown::Not("a default refuses nothing")),
    row("C-27", Shown::Not(TRANSPORT)),
    row("C-28", Shown::Not("it is about who fills a member in")),
    row("C-29", Shown::Not(MEANING)),
    row("C-30", Shown::Not("the example is no source of its own")),
    row("C-31", Shown::Not(MEANING)),
    row(
        "C-32",
        Shown::Not("the two members stand in different objects"),
    ),
    row("C-33", Shown::Not("the example is no source of its own")),
    row("C-34", Shown::Not("it is about the labels of releases")),
];

const fn row(id: &'static str, shown: Shown) -> Contradiction {
    Contradiction { id, shown }
}

#[test]
fn contradictions_that_schemas_can_express_come_out_with_a_witness() {
    let schemas = root().join("schemas");
    let words = ["gate", "--sources", "--format", "json", "--schemas"];
    let ran = Folder::new().run(&[&words[..], &[schemas.to_str().unwrap()]].concat());
    let report = ran.exits(0).report();
    for comparison in report["comparisons"].as_array().unwrap() {
        assert!(comparison.get("undecided").is_none(), "{comparison:#}");
    }
    let findings = report["findings"].as_array().unwrap();
    for (number, Contradiction { id, shown }) in CONTRADICTIONS.iter().enumerate() {
        assert_eq!(*id, format!("C-{:02}", number + 1));
        match shown {
            Shown::Not(reason) => assert!(!reason.is_empty(), "{id}"),
            shown @ Shown::By { .. } => {
                let found = findings.iter().find(|finding| is_shown(shown, finding));
                let found = found.unwrap_or_else(|| panic!("{id} does not come out"));
                assert!(found.get("witness").is_some(), "{id}");
            }
        }
    }
}

fn is_shown(shown: &Shown, finding: &Value) -> bool {
    let Shown::By {
        writing,
        reading,
        message,
        rule,
        part,
        member,
    } = shown
    else {
        return false;
    };
    finding["against"] == format!("sources/{writing}/{reading}")
        && finding["contract_message"] == *message
        && finding["rule"] == *rule
        && finding["instance"] == *part
        && finding
            .get("member")
            .and_then(Value::as_str)
            .unwrap_or_default()
            == *member
}
