//! What is odd about a schema file, though it can be used.

use std::collections::BTreeMap;

use frontdesk_schema::{Schema, UnknownKeyword};

use crate::output::Output;

/// How many oddities of one sort are told of one by one.
const MAX_WARNINGS: usize = 10;

/// Warns of members that are no keywords or old ones, and of numbers that are not held as they are written.
pub(crate) fn of(schema: &Schema, output: &mut Output) {
    let mut unknown: BTreeMap<String, (UnknownKeyword, usize)> = BTreeMap::new();
    for found in schema.unknown_keywords() {
        let name = found.keyword.clone();
        unknown.entry(name).or_insert((found, 0)).1 += 1;
    }
    let keywords = unknown.values().map(|(found, times)| {
        let elsewhere = match times - 1 {
            0 => String::new(),
            1 => " and in 1 more place".to_owned(),
            more => format!(" and in {more} more places"),
        };
        let suggestion = found
            .suggestion
            .map(|known| format!(": did you mean `{known}`?"))
            .unwrap_or_default();
        format!(
            "`{}` at `{}`{elsewhere} is no keyword and says nothing{suggestion}",
            found.keyword, found.pointer
        )
    });
    warn(keywords.collect(), "unknown keywords", output);
    let old = schema.dependencies_of_old();
    let old = old.iter().map(|pointer| {
        format!(
            "`dependencies` at `{pointer}` is a keyword of draft 7 and earlier: it is read as \
             there, and other validators may ignore it; write `dependentRequired` or \
             `dependentSchemas`"
        )
    });
    warn(old.collect(), "keywords of earlier drafts", output);
    let numbers = schema.rounded().iter().map(|number| {
        format!(
            "`{}` at `{}` (line {}, column {}) is read as {}: no double holds all its digits",
            number.spelling, number.pointer, number.line, number.column, number.held
        )
    });
    warn(numbers.collect(), "rounded numbers", output);
}

fn warn(warnings: Vec<String>, of: &str, output: &mut Output) {
    let more = warnings.len().saturating_sub(MAX_WARNINGS);
    for warning in warnings.into_iter().take(MAX_WARNINGS) {
        output.note(format_args!("warning: {warning}"));
    }
    if more > 0 {
        output.note(format_args!("warning: and {more} more {of}"));
    }
}
