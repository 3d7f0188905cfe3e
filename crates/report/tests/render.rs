//! What each format makes of a small fixed set of reports.

use frontdesk_report::{Declared, Exit, Finding, Format, Part, Report, RuleId, Style, render};
use serde_json::{Value, json};

const DISAGREEMENT: RuleId = RuleId::new("model-schema-disagreement");
const STALE: RuleId = RuleId::new("stale-schema");
const UNDECIDED: RuleId = RuleId::new("judges-disagree");
const UNREADABLE: RuleId = RuleId::new("invalid-utf-8");

const PLAIN: Style = Style {
    color: false,
    width: 80,
};

fn part(name: &str, counts: &[(&str, u64)], findings: u64, milliseconds: u64) -> Part {
    let counts = counts
        .iter()
        .map(|(what, count)| ((*what).to_owned(), *count));
    Part {
        name: name.to_owned(),
        counts: counts.collect(),
        findings,
        milliseconds,
    }
}

fn empty() -> Report {
    Report::default()
}

fn clean() -> Report {
    let mut report = Report::default();
    report.count("documents", 1200);
    report.count("invalid", 0);
    report.count("seed", "7");
    report.parts = vec![
        part("export", &[("messages", 7), ("schemas", 14)], 0, 12),
        part(
            "agreement",
            &[("payloads", 21_000), ("raw cases", 84)],
            0,
            11_350,
        ),
        part("corpus", &[("recordings", 36)], 0, 1204),
    ];
    report
}

fn validated() -> Report {
    let mut report = Report::default();
    report.count("documents", 1200);
    report.count("invalid", 0);
    report
}

fn with_findings() -> Report {
    let mut report = clean();
    report.parts[0].findings = 1;
    report.parts[1].findings = 2;
    report.parts.push(part("gate", &[], 0, 0));
    report.findings = vec![
        Finding::new(DISAGREEMENT, "serde accepts what the schema refuses")
            .at_entry(12)
            .at_instance("/session/id")
            .by_keyword("/$defs/Session/properties/id", "minLength")
            .with("part", "agreement")
            .with(
                "payload",
                json!({"session": {"id": ""}, "list": vec![1; 60]}),
            )
            .with("replay", "frontdesk check --seed 7"),
        Finding::new(UNDECIDED, "one judge accepts, the other refuses")
            .at_instance("")
            .with("part", "agreement")
            .exits(Exit::Undecided),
        Finding::new(
            STALE,
            "the types say something else today\nrun `frontdesk schema export`",
        )
        .in_file("schemas/reception/next/request.json", Some(3))
        .declared(Declared {
            name: "Request::id".to_owned(),
            file: "model/src/request.rs".to_owned(),
            line: 12,
        })
        .with("diff", "-  \"a\": 1\n+  \"a\": 2\n")
        .exits(Exit::Stale),
    ];
    report.sort();
    report
}

fn nasty() -> Report {
    let mut report = Report::default();
    report.count("documents", 2);
    report.findings = vec![
        Finding::new(
            UNREADABLE,
            "]]> & <b a=\"1\"> \u{1b}[31mred\u{1b}[0m \u{9b}2J\r\nclean\n::error::fake 100% 😀 \u{202e}txt \u{0}\u{ffff}",
        )
        .in_file("corpus/a b,c:%\u{1b}é😀\n.json", Some(1))
        .at_instance("/\u{7}/~0")
        .by_keyword("", "type")
        .with("\u{1b}name", Value::Null)
        .with("text", json!({"\u{1b}[2J": "\u{1b}]0;title\u{7}", "😀": "\u{202e}"})),
        Finding::new(UNREADABLE, "very long: ".to_owned() + &"x".repeat(5000))
            .in_file("long.json", None)
            .with("many lines", "line\n".repeat(200)),
    ];
    report.sort();
    report
}

/// What is told of, though nobody has to act on it.
fn noted() -> Report {
    let mut report = Report::default();
    report.count("comparisons", 1);
    let accepted = Finding::new(STALE, "it was accepted")
        .in_file("schemas/a.json", Some(3))
        .with(
            "accepted",
            json!({"reason": "nobody sends it", "owner": "the desk"}),
        )
        .exits(Exit::Clean);
    report.findings.push(accepted);
    report
}

fn reports() -> [(&'static str, Report); 6] {
    [
        ("noted", noted()),
        ("empty", empty()),
        ("clean", clean()),
        ("validated", validated()),
        ("findings", with_findings()),
        ("nasty", nasty()),
    ]
}

#[test]
fn every_format_renders_every_report() {
    for (name, report) in reports() {
        for format in Format::ALL {
            let text = render(&report, format, PLAIN);
            // A line for each finding: none where there is none.
            let empty = format == Format::Ndjson && report.findings.is_empty();
            assert!(empty == text.is_empty(), "{name} as {format}");
            assert!(empty || text.ends_with('\n'), "{name} as {format}");
            insta::assert_snapshot!(format!("{name}_{format}"), text);
        }
    }
}

#[test]
fn colour_is_nothing_but_escape_codes() {
    for (name, report) in reports() {
        let plain = render(&report, Format::Human, PLAIN);
        let colored = render(
            &report,
            Format::Human,
            Style {
                color: true,
                ..PLAIN
            },
        );
        let mut stripped = String::new();
        for (index, piece) in colored.split('\u{1b}').enumerate() {
            let text = if index == 0 {
                piece
            } else {
                piece.split_once('m').unwrap().1
            };
            stripped.push_str(text);
        }
        assert_eq!(stripped, plain, "{name}");
        insta::assert_snapshot!(format!("{name}_color"), colored.replace('\u{1b}', "␛"));
    }
}

#[test]
fn control_characters_never_reach_a_terminal() {
    for (name, report) in reports() {
        for format in Format::ALL {
            let text = render(&report, format, PLAIN);
            // JSON is exact about what it carries, and escapes no more than JSON demands.
            let exact = matches!(format, Format::Json | Format::Ndjson | Format::Sarif);
            let acts = |c: char| c != '\n' && if exact { c < ' ' } else { c.is_control() };
            assert!(!text.contains(acts), "{name} as {format}");
        }
        let lines = render(&report, Format::Github, PLAIN);
        for line in lines.lines() {
            assert!(line.starts_with("::"), "{line}");
        }
        let declared = report
            .findings
            .iter()
            .filter(|finding| finding.declared.is_some());
        let annotations = report.findings.len() + declared.count();
        assert_eq!(lines.lines().count(), annotations.max(1));
    }
}

#[test]
fn a_finding_cannot_pass_for_the_last_line() {
    let text = render(&nasty(), Format::Human, PLAIN);
    assert_eq!(text.lines().filter(|line| *line == "clean").count(), 0);
    assert_eq!(text.lines().last(), Some("2 findings"));
}

#[test]
fn narrow_terminals_get_short_values() {
    let mut report = Report::default();
    report
        .findings
        .push(Finding::new(STALE, "x").with("list", vec![1; 100]));
    let narrow = Style {
        color: false,
        width: 40,
    };
    for line in render(&report, Format::Human, narrow).lines() {
        assert!(line.chars().count() <= 40, "{line}");
    }
}
