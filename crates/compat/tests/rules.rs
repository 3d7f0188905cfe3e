//! Every rule over every pair of schemas under `rules/`, held against a snapshot of all that is said.
//!
//! A file `positive*.json` has its rule named among the breaks, in the direction that it says; a
//! file `near-miss*.json` shows the same kind of edit where nothing breaks by that rule. Adding a
//! case is adding a file; `INSTA_UPDATE=always` writes its snapshot, to be read before it is
//! committed.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use frontdesk_compat::{Assumptions, Change, Changes, Location, Stem, TermEffect, changes, terms};
use frontdesk_contract::{Direction, kind_of, read_document};
use frontdesk_schema::{Options, Schema};
use libtest_mimic::{Arguments, Trial};
use serde_json::Value;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let mut trials: Vec<Trial> = fixtures()
        .into_iter()
        .map(|fixture| {
            Trial::test(fixture.name(), move || {
                fixture.check();
                Ok(())
            })
        })
        .collect();
    trials.push(Trial::test("every_stem_has_its_folder", || {
        every_stem_has_its_folder();
        Ok(())
    }));
    trials.push(Trial::test("no_orphan_snapshots", || {
        no_orphan_snapshots();
        Ok(())
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// A pair of schemas in the folder of a stem.
struct Fixture {
    stem: String,
    file: String,
    path: PathBuf,
}

impl Fixture {
    fn name(&self) -> String {
        format!("{}__{}", self.stem, self.file)
    }

    fn is_positive(&self) -> bool {
        self.file.starts_with(POSITIVE)
    }

    fn check(&self) {
        let pair: Value = serde_json::from_slice(&fs_err::read(&self.path).unwrap()).unwrap();
        if kind_of(&pair["old"]).is_some() {
            return self.check_documents(&pair);
        }
        let compile =
            |side: &str| Schema::compile(pair[side].clone(), &Options::default()).unwrap();
        let (old, new) = (compile("old"), compile("new"));
        let assumptions = Assumptions {
            undeclared: pair["undeclared"].as_str().unwrap().parse().unwrap(),
            ..Assumptions::default()
        };
        let meant = pair["direction"].as_str().unwrap();
        assert_eq!(
            pair["why"].is_string(),
            !self.is_positive(),
            "a near miss says why it is one"
        );
        let mut said = String::new();
        let mut named = Vec::new();
        for direction in [Direction::Request, Direction::Response] {
            let found = changes(&old, &new, direction, &assumptions);
            describe(&mut said, direction, &found);
            let breaking = found.breaking.iter().map(|change| change.stem.as_str());
            if breaking.into_iter().any(|stem| stem == self.stem) {
                named.push(direction.as_str());
            }
        }
        self.named(&named, meant, &said);
    }

    /// Checks a pair of API documents, which say more than schemas.
    fn check_documents(&self, pair: &Value) {
        let read = |side: &str| {
            let uri = format!("https://{side}.invalid/");
            read_document(pair[side].clone(), &uri).unwrap()
        };
        let (old, new) = (read("old"), read("new"));
        let mut said = String::new();
        let mut named = Vec::new();
        for change in terms(&old, &new) {
            let direction = change.new.direction;
            writeln!(said, "{:?} {}", change.effect, change.stem.rule(direction)).unwrap();
            for (side, term) in [("old", change.old), ("new", change.new)] {
                writeln!(said, "  {side} {:?}: {:?}", term.name, term.ways).unwrap();
            }
            if change.effect == TermEffect::Breaks && change.stem.as_str() == self.stem {
                named.push(direction.as_str());
            }
        }
        self.named(&named, pair["direction"].as_str().unwrap(), &said);
    }

    fn named(&self, named: &[&str], meant: &str, said: &str) {
        let expected: &[&str] = if self.is_positive() { &[meant] } else { &[] };
        assert_eq!(
            named, expected,
            "{} is named as breaking:\n{said}",
            self.stem
        );
        let mut settings = insta::Settings::clone_current();
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!(self.name(), said));
    }
}

/// Writes down everything that was said, by every rule.
fn describe(said: &mut String, direction: Direction, found: &Changes) {
    writeln!(said, "{direction}: {}", found.verdict.as_str()).unwrap();
    for (severity, changes) in [("breaking", &found.breaking), ("safe", &found.safe)] {
        for change in changes {
            describe_change(said, severity, change);
        }
    }
    if let Some(reason) = &found.undecided {
        writeln!(
            said,
            "  undecided at {:?}: {}",
            reason.pointer.to_string(),
            reason.text
        )
        .unwrap();
    }
}

fn describe_change(said: &mut String, severity: &str, change: &Change) {
    let side = |pointer: &Option<Location>| {
        pointer.as_ref().map_or_else(
            || "-".to_owned(),
            |pointer| format!("{:?}", pointer.pointer.to_string()),
        )
    };
    writeln!(said, "  {severity} {}", change.stem.rule(change.direction)).unwrap();
    writeln!(
        said,
        "    {} at {:?}{}, old {}, new {}",
        change.keyword,
        change.instance.to_string(),
        change
            .name
            .as_ref()
            .map(|name| format!(", member {name:?}"))
            .unwrap_or_default(),
        side(&change.old),
        side(&change.new),
    )
    .unwrap();
    writeln!(said, "    witness {}", change.witness.payload).unwrap();
}

fn every_stem_has_its_folder() {
    let folders: BTreeSet<String> = entries(Path::new(RULES))
        .iter()
        .map(|path| file_name(path))
        .collect();
    let stems: BTreeSet<String> = Stem::all().map(|stem| stem.as_str().to_owned()).collect();
    assert_eq!(
        folders, stems,
        "the catalogue lists every folder under `rules`"
    );
    for stem in Stem::all() {
        let folder = Path::new(RULES).join(stem.as_str());
        let files: BTreeSet<String> = entries(&folder)
            .iter()
            .map(|path| file_name(path))
            .collect();
        let mut needed = vec!["rule.md".to_owned()];
        if !WITHOUT_PAIRS.contains(&stem) {
            needed.extend([POSITIVE, NEAR_MISS].map(|name| format!("{name}.json")));
        }
        for file in &needed {
            assert!(files.contains(file), "{} has no {file}", folder.display());
        }
        for file in files {
            let is_pair = [POSITIVE, NEAR_MISS]
                .iter()
                .any(|name| file.starts_with(name));
            assert!(
                needed.contains(&file) || is_pair,
                "{}/{file}",
                folder.display()
            );
        }
    }
}

fn no_orphan_snapshots() {
    let named: BTreeSet<String> = fixtures().iter().map(Fixture::name).collect();
    for snapshot in entries(Path::new("tests/snapshots")) {
        // A snapshot that failed leaves what was found beside it, as `.snap.new`.
        if let Some(of) = file_name(&snapshot).strip_suffix(".snap") {
            assert!(named.contains(of), "{} has no fixture", snapshot.display());
        }
    }
}

fn fixtures() -> Vec<Fixture> {
    let mut found = Vec::new();
    for folder in entries(Path::new(RULES)) {
        for path in entries(&folder) {
            if let Some(file) = file_name(&path).strip_suffix(".json") {
                found.push(Fixture {
                    stem: file_name(&folder),
                    file: file.to_owned(),
                    path: path.clone(),
                });
            }
        }
    }
    found
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs_err::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap().to_string_lossy().into_owned()
}

/// What only one side has needs no pair to be shown.
const WITHOUT_PAIRS: [Stem; 4] = [
    Stem::MESSAGE_ADDED,
    Stem::MESSAGE_REMOVED,
    Stem::OPERATION_ADDED,
    Stem::OPERATION_REMOVED,
];

const RULES: &str = "rules";
const POSITIVE: &str = "positive";
const NEAR_MISS: &str = "near-miss";
