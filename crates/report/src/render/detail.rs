//! What several formats say about a finding in words.

use serde_json::Value;

use crate::{Declared, Finding};

/// Names the place: file, line, which document of the file.
pub(super) fn location(finding: &Finding) -> Option<String> {
    let line = finding
        .line
        .map(|line| format!(":{line}"))
        .unwrap_or_default();
    match (&finding.file, finding.entry) {
        (Some(file), Some(entry)) => Some(format!("{file}{line} (entry {entry})")),
        (Some(file), None) => Some(format!("{file}{line}")),
        (None, Some(entry)) => Some(format!("entry {entry}")),
        (None, None) => None,
    }
}

/// Lists what else there is to know, by name.
pub(super) fn details(finding: &Finding) -> Vec<(&str, Value)> {
    if !finding.shown.is_empty() {
        let shown = finding.shown.iter();
        return shown
            .map(|(name, text)| (name.as_str(), text.as_str().into()))
            .collect();
    }
    let mut details = Vec::new();
    if let Some(Declared { name, file, line }) = &finding.declared {
        details.push(("declared", format!("{name} at {file}:{line}").into()));
    }
    if let Some(instance) = &finding.instance {
        details.push(("instance", pointer(instance).into()));
    }
    match (&finding.schema, &finding.keyword) {
        (Some(schema), Some(keyword)) => {
            details.push(("schema", format!("{} {keyword}", pointer(schema)).into()));
        }
        (Some(schema), None) => details.push(("schema", pointer(schema).into())),
        (None, Some(keyword)) => details.push(("keyword", keyword.as_str().into())),
        (None, None) => {}
    }
    let evidence = finding.evidence.iter();
    details.extend(evidence.map(|(name, value)| (name.as_str(), value.clone())));
    details
}

/// Spells the empty pointer so that it can be seen.
fn pointer(text: &str) -> &str {
    if text.is_empty() { "(root)" } else { text }
}

/// Gives a value without quotes where it is a text.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Makes untrusted text safe for a terminal: escapes show instead of acting.
///
/// Line feeds stay; whoever prints decides what a further line looks like. Bidirectional controls
/// go as well, because they can make a line read as what it is not.
pub(super) fn visible(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => safe.push('\n'),
            '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => {
                safe.extend(character.escape_unicode());
            }
            control if control.is_control() => safe.extend(control.escape_default()),
            other => safe.push(other),
        }
    }
    safe
}

/// Keeps at most `max` characters, the last an ellipsis where something was cut.
pub(super) fn excerpt(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        None => text.to_owned(),
        Some(_) => text
            .chars()
            .take(max.saturating_sub(1))
            .chain(['…'])
            .collect(),
    }
}

/// Counts findings in words.
pub(super) fn counted(findings: u64) -> String {
    let noun = if findings == 1 { "finding" } else { "findings" };
    format!("{} {noun}", grouped(findings))
}

/// Writes a number with a comma between thousands.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{excerpt, grouped, visible};

    #[test]
    fn nothing_that_acts_on_a_terminal_is_left() {
        for character in (0..=0x9f).chain(0x2000..0x2070).filter_map(char::from_u32) {
            let shown = visible(&character.to_string());
            assert!(
                shown == "\n" || !shown.contains(char::is_control),
                "{character:?}"
            );
        }
        assert_eq!(
            visible("\u{1b}[31m\r\t\u{9b}é\u{202e}"),
            "\\u{1b}[31m\\r\\t\\u{9b}é\\u{202e}"
        );
    }

    #[test]
    fn excerpts_keep_to_their_length() {
        assert_eq!(excerpt("abc", 3), "abc");
        assert_eq!(excerpt("abcd", 3), "ab…");
        assert_eq!(excerpt("😀😀😀😀", 3), "😀😀…");
        assert_eq!(excerpt("ab", 0), "…");
    }

    #[test]
    fn thousands_are_set_apart() {
        for (number, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (12_345_678, "12,345,678"),
        ] {
            assert_eq!(grouped(number), text);
        }
    }
}
