use super::detail::{details, excerpt, plain, visible};
use crate::{Exit, Finding, Report};

/// Renders one workflow command a finding.
pub(super) fn render(report: &Report) -> String {
    if report.findings.is_empty() {
        return "::notice title=frontdesk::clean\n".to_owned();
    }
    report.findings.iter().map(commands).collect()
}

/// Annotates the file, and the Rust source where that is known.
fn commands(finding: &Finding) -> String {
    let file = finding.file.as_deref();
    let exported = command(finding, file, finding.line);
    let declared = finding.declared.as_ref();
    let declared = declared.map(|at| command(finding, Some(&at.file), Some(at.line)));
    exported + &declared.unwrap_or_default()
}

fn command(finding: &Finding, file: Option<&str>, line: Option<u64>) -> String {
    let level = match finding.exit {
        Exit::Clean => "notice",
        Exit::Undecided => "warning",
        Exit::Stale | Exit::Findings | Exit::Usage | Exit::Bug => "error",
    };
    let line = line.map(|line| line.to_string());
    let properties: Vec<String> = [
        ("file", file),
        ("line", line.as_deref()),
        ("title", Some(finding.rule.as_str())),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some(format!("{name}={}", property(value?))))
    .collect();
    let mut message = finding.message.clone();
    for (name, value) in details(finding) {
        message.extend(["\n", name, ": ", &excerpt(&plain(&value), 1000)]);
    }
    let message = data(&visible(message.trim_end()));
    format!("::{level} {}::{message}\n", properties.join(","))
}

/// Escapes what would end a message.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes what would end a property.
fn property(text: &str) -> String {
    data(&visible(text)).replace(':', "%3A").replace(',', "%2C")
}
