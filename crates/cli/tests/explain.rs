//! `frontdesk explain` from outside.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod support;

use support::Folder;

#[test]
fn a_rule_is_explained_in_its_direction() {
    let folder = Folder::new();
    let ran = folder
        .run(&["explain", "request-property-became-required"])
        .exits(0);
    insta::assert_snapshot!("rule", ran.stdout);
    assert_eq!(ran.stderr, "");
}

#[test]
fn a_stem_is_explained_in_both_directions() {
    let folder = Folder::new();
    let ran = folder.run(&["explain", "enum-value-added"]).exits(0);
    insta::assert_snapshot!("stem", ran.stdout);
}

#[test]
fn without_a_rule_all_are_listed() {
    let folder = Folder::new();
    let ran = folder.run(&["explain"]).exits(0);
    insta::assert_snapshot!("list", ran.stdout);
}

#[test]
fn json_has_the_same() {
    let folder = Folder::new();
    let ran = folder
        .run(&["explain", "response-null-added", "--format", "json"])
        .exits(0);
    insta::assert_snapshot!("json", ran.stdout);
    let ran = folder.run(&["explain", "--format", "json"]).exits(0);
    let report = ran.report();
    let rules = report["rules"].as_array().map(Vec::len);
    assert_eq!(
        report["summary"]["rules"].as_u64(),
        rules.map(|rules| rules as u64)
    );
}

#[test]
fn findings_that_are_no_change_are_explained() {
    let folder = Folder::new();
    for name in ["compatibility-undecided", "unreadable-schema"] {
        let ran = folder.run(&["explain", name]).exits(0);
        assert!(ran.stdout.contains("exit code"), "{}", ran.stdout);
        let ran = folder.run(&["explain", name, "--format", "json"]).exits(0);
        assert_eq!(ran.report()["rules"][0]["name"], name);
    }
}

#[test]
fn an_unknown_rule_is_answered_with_the_nearest() {
    let folder = Folder::new();
    folder
        .run(&["explain", "request-property-become-required"])
        .fails(&["did you mean `request-property-became-required`"]);
    folder
        .run(&["explain", "--format", "sarif"])
        .fails(&["`explain`", "--format human or json"]);
}
