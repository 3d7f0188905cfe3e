//! Sides that are read from git.

use std::process::Command;

use serde_json::Value;

use super::{NEW, OLD, reports, versions};
use crate::support::{Folder, root};

/// Runs git in a folder, without what the machine configures.
#[track_caller]
fn git(folder: &Folder, words: &[&str]) {
    let ran = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.invalid"])
        .args(words)
        .current_dir(folder.path("."))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{ran:?}");
}

#[test]
fn a_revision_is_read_without_touching_the_work_tree() {
    let folder = Folder::new();
    folder.write("s/a.json", OLD);
    folder.write("s/b b.json", "{}");
    git(&folder, &["init", "-q", "."]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    folder.write("s/a.json", NEW);
    reports(&folder, &["git:HEAD:s/a.json", "s/a.json"], 1);
    let report = reports(&folder, &["git:HEAD:s", "s"], 1);
    assert_eq!(report["findings"][0]["old"]["file"], "git:HEAD:s/a.json");
    assert_eq!(report["messages"].as_array().unwrap().len(), 4);
    reports(&folder, &["git:HEAD:s", "git:HEAD:s"], 0);
    assert_eq!(folder.read("s/a.json"), NEW);
    for (word, said) in [
        ("git:nope:s", "no revision \"nope\""),
        ("git:HEAD:nope", "\"HEAD\" has no \"nope\""),
        ("git:HEAD", "git:REVISION:PATH"),
        ("git:--all:s", "git:REVISION:PATH"),
    ] {
        folder.run(&["compat", word, "s"]).fails(&[said]);
    }
    let outside = versions();
    let mut command = outside.command(&["compat", "git:HEAD:old.json", "new.json"]);
    let ran = command
        .env("GIT_CEILING_DIRECTORIES", outside.path(".."))
        .output()
        .unwrap();
    assert_eq!(ran.status.code(), Some(2));
    assert!(
        String::from_utf8(ran.stderr)
            .unwrap()
            .contains("in no git repository")
    );
    let mut command = outside.command(&["compat", "git:HEAD:old.json", "new.json"]);
    let ran = command.env("PATH", "").output().unwrap();
    assert!(
        String::from_utf8(ran.stderr)
            .unwrap()
            .contains("git is not installed")
    );
}

#[test]
fn paths_of_a_revision_start_at_the_top_or_here() {
    let folder = Folder::new();
    folder.write("s/a.json", OLD);
    folder.write("s/deep/b.json", "{}");
    git(&folder, &["init", "-q", "."]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    folder.write("s/a.json", NEW);
    let compared = |here: &str, words: &[&str]| {
        let words = [&["compat", "--format", "json"], words].concat();
        let mut command = folder.command(&words);
        let ran = command.current_dir(folder.path(here)).output().unwrap();
        let report: Value = serde_json::from_slice(&ran.stdout).unwrap_or_default();
        let messages = report["messages"].as_array().map_or(0, Vec::len);
        (ran.status.code().unwrap(), messages)
    };
    for (here, word, other) in [
        ("s", "git:HEAD:s", "."),
        ("s", "git:HEAD:.", "."),
        ("s", "git:HEAD:./", "."),
        ("s/deep", "git:HEAD:..", ".."),
        ("s/deep", "git:HEAD:s/", ".."),
        (".", "git:HEAD:.", "."),
        (".", "git:HEAD:", "."),
    ] {
        assert_eq!(compared(here, &[word, other]), (1, 4), "{here}: {word}");
    }
    assert_eq!(
        compared("s/deep", &["git:HEAD:../a.json", "../a.json"]).0,
        1
    );
}

#[test]
fn the_workflow_of_another_repository_finds_the_break() {
    let workflow = std::fs::read_to_string(root().join("examples/workflow/compat.yml")).unwrap();
    let line = workflow
        .lines()
        .find_map(|line| line.trim().strip_prefix("- run: frontdesk "))
        .expect("the workflow runs the comparison");
    let line = line.replace("${{ github.base_ref }}", "main");
    let words: Vec<&str> = line.split(' ').map(|word| word.trim_matches('"')).collect();
    let folder = versions();
    folder.write("schemas/order.json", OLD);
    git(&folder, &["init", "-q", "."]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-q", "-m", "first"]);
    // What a checkout of a pull request has of the other side.
    git(&folder, &["update-ref", "refs/remotes/origin/main", "HEAD"]);
    folder.run(&words).exits(0);
    folder.write("schemas/order.json", NEW);
    let ran = folder.run(&words).exits(1);
    assert!(
        ran.stdout
            .contains("::error file=schemas/order.json,line=6"),
        "{}",
        ran.stdout
    );
}
