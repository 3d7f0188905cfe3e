use crate::Report;

/// Renders each finding as one line of JSON.
///
/// # Panics
///
/// Never: every map in a finding has strings as keys, and nothing else can fail.
pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let line = serde_json::to_string(finding).expect("a finding is always JSON");
        text.push_str(&line);
        text.push('\n');
    }
    text
}
