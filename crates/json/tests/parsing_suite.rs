//! Holds strict reading against the public JSON parsing suite, one test per file.
//!
//! The suite is not part of the checkout. `FRONTDESK_TEST_DATA` names the folder that holds
//! `JSONTestSuite/test_parsing`; without it there is nothing to run, and the one test listed is
//! marked as ignored, so that nobody takes silence for success.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use frontdesk_json::read;
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = match std::env::var_os("FRONTDESK_TEST_DATA") {
        None => vec![needs_data().with_ignored_flag(true)],
        Some(data) => suite(&Path::new(&data).join("JSONTestSuite").join("test_parsing")),
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn needs_data() -> Trial {
    Trial::test("parsing_suite_needs_FRONTDESK_TEST_DATA", || {
        Err("set FRONTDESK_TEST_DATA to the folder that holds JSONTestSuite".into())
    })
}

fn suite(folder: &Path) -> Vec<Trial> {
    let files = match files(folder) {
        Ok(files) => files,
        Err(error) => {
            let message = format!("cannot read {}: {error}", folder.display());
            return vec![Trial::test(
                "parsing_suite_is_there",
                || Err(message.into()),
            )];
        }
    };
    let names: Vec<String> = files.iter().map(|file| name(file)).collect();
    let mut trials = vec![Trial::test("every_decision_has_its_file", move || {
        complete(&names)
    })];
    trials.extend(
        files
            .into_iter()
            .map(|file| Trial::test(name(&file), move || judge(&file))),
    );
    trials
}

fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let entries = folder.read_dir()?.map(|entry| Ok(entry?.path()));
    let mut files: Vec<PathBuf> = entries.collect::<std::io::Result<_>>()?;
    files.retain(|file| {
        file.extension()
            .is_some_and(|extension| extension == "json")
    });
    files.sort();
    Ok(files)
}

fn name(file: &Path) -> String {
    let stem = file.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

/// Checks that the tables below name only files that are there, and that the suite is whole.
fn complete(names: &[String]) -> Result<(), Failed> {
    let listed = DECISIONS.iter().map(|(name, _)| *name);
    for known in listed.chain(REFUSED_ON_PURPOSE.iter().map(|(name, _, _)| *name)) {
        if !names.iter().any(|name| name == known) {
            return Err(format!("{known} is listed here and not in the suite").into());
        }
    }
    for (prefix, least) in [("y_", 90), ("n_", 180), ("i_", 30)] {
        let count = names.iter().filter(|name| name.starts_with(prefix)).count();
        if count < least {
            return Err(format!("only {count} files {prefix}*.json").into());
        }
    }
    Ok(())
}

fn judge(file: &Path) -> Result<(), Failed> {
    let bytes = std::fs::read(file)?;
    let name = name(file);
    let theirs = serde_json::from_slice::<Value>(&bytes);
    let ours = read(&bytes);
    let rule = match &ours {
        Ok(_) => ACCEPTED,
        Err(error) => error.kind().rule(),
    };
    match (&ours, &theirs) {
        (Ok(ours), Ok(theirs)) => same(&format!("{theirs:?}"), &format!("{ours:?}"))?,
        (Ok(_), Err(error)) => return Err(format!("serde_json refuses it: {error}").into()),
        (Err(_), _) => {}
    }
    let exception = REFUSED_ON_PURPOSE
        .iter()
        .find(|(known, _, _)| *known == name);
    match (name.as_bytes().first(), exception) {
        (_, Some((_, expected, _))) => same(expected, rule),
        (Some(b'y'), None) => same(ACCEPTED, rule),
        (Some(b'n'), None) if rule == ACCEPTED => Err("accepted".into()),
        (Some(b'n'), None) => Ok(()),
        _ => match DECISIONS.iter().find(|(known, _)| *known == name) {
            Some((_, decision)) => same(decision, rule),
            None => Err(format!("no decision is recorded; it is `{rule}` today").into()),
        },
    }
}

fn same(expected: &str, found: &str) -> Result<(), Failed> {
    if expected == found {
        Ok(())
    } else {
        Err(format!("expected {expected}, found {found}").into())
    }
}

const ACCEPTED: &str = "accepted";

/// What the suite wants accepted and we refuse: file, rule, reason.
const REFUSED_ON_PURPOSE: &[(&str, &str, &str)] = &[
    (
        "y_object_duplicated_key",
        "duplicate-member",
        "readers disagree on which of the two members counts",
    ),
    (
        "y_object_duplicated_key_and_value",
        "duplicate-member",
        "equal values today are no promise for tomorrow's",
    ),
];

/// What we decided where the suite leaves it open.
const DECISIONS: &[(&str, &str)] = &[
    ("i_number_double_huge_neg_exp", ACCEPTED),
    ("i_number_huge_exp", "number-out-of-range"),
    ("i_number_neg_int_huge_exp", "number-out-of-range"),
    ("i_number_pos_double_huge_exp", "number-out-of-range"),
    ("i_number_real_neg_overflow", "number-out-of-range"),
    ("i_number_real_pos_overflow", "number-out-of-range"),
    ("i_number_real_underflow", ACCEPTED),
    ("i_number_too_big_neg_int", ACCEPTED),
    ("i_number_too_big_pos_int", ACCEPTED),
    ("i_number_very_big_negative_int", ACCEPTED),
    ("i_object_key_lone_2nd_surrogate", "lone-surrogate"),
    ("i_string_1st_surrogate_but_2nd_missing", "lone-surrogate"),
    ("i_string_1st_valid_surrogate_2nd_invalid", "lone-surrogate"),
    ("i_string_UTF-16LE_with_BOM", "invalid-utf-8"),
    ("i_string_UTF-8_invalid_sequence", "invalid-utf-8"),
    ("i_string_UTF8_surrogate_U+D800", "invalid-utf-8"),
    (
        "i_string_incomplete_surrogate_and_escape_valid",
        "lone-surrogate",
    ),
    ("i_string_incomplete_surrogate_pair", "lone-surrogate"),
    (
        "i_string_incomplete_surrogates_escape_valid",
        "lone-surrogate",
    ),
    ("i_string_invalid_lonely_surrogate", "lone-surrogate"),
    ("i_string_invalid_surrogate", "lone-surrogate"),
    ("i_string_invalid_utf-8", "invalid-utf-8"),
    ("i_string_inverted_surrogates_U+1D11E", "lone-surrogate"),
    ("i_string_iso_latin_1", "invalid-utf-8"),
    ("i_string_lone_second_surrogate", "lone-surrogate"),
    ("i_string_lone_utf8_continuation_byte", "invalid-utf-8"),
    ("i_string_not_in_unicode_range", "invalid-utf-8"),
    ("i_string_overlong_sequence_2_bytes", "invalid-utf-8"),
    ("i_string_overlong_sequence_6_bytes", "invalid-utf-8"),
    ("i_string_overlong_sequence_6_bytes_null", "invalid-utf-8"),
    ("i_string_truncated-utf-8", "invalid-utf-8"),
    ("i_string_utf16BE_no_BOM", "syntax"),
    ("i_string_utf16LE_no_BOM", "syntax"),
    ("i_structure_500_nested_arrays", "too-deep"),
    ("i_structure_UTF-8_BOM_empty_object", "byte-order-mark"),
];
