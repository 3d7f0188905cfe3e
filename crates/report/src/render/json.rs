use crate::Report;

/// Renders the report itself, indented.
///
/// # Panics
///
/// Never: every map in a report has strings as keys, and nothing else can fail.
pub(super) fn render(report: &Report) -> String {
    let mut text = serde_json::to_string_pretty(report).expect("a report is always JSON");
    text.push('\n');
    text
}
