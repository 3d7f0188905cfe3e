use super::detail::{counted, details, location, plain};
use crate::{Exit, Finding, Part, Report};

/// Renders a test suite for each part, a failure for each finding.
///
/// A finding belongs to the part that its evidence `part` names; the others go to a suite of their
/// own. Times are left out, so that equal reports have equal bytes.
pub(super) fn render(report: &Report) -> String {
    let mut suites: Vec<Suite> = report
        .parts
        .iter()
        .map(|part| of_part(part, report))
        .collect();
    let others: Vec<&Finding> = report
        .findings
        .iter()
        .filter(|finding| !report.parts.iter().any(|part| belongs(finding, part)))
        .collect();
    if suites.is_empty() || !others.is_empty() {
        suites.push(of_findings("frontdesk", &others));
    }
    let tests: usize = suites.iter().map(|suite| suite.cases.len()).sum();
    let failures: usize = suites.iter().map(|suite| suite.failures).sum();
    let suites: String = suites.iter().map(Suite::element).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <testsuites name=\"frontdesk\" tests=\"{tests}\" failures=\"{failures}\">\n\
         {suites}</testsuites>\n"
    )
}

struct Suite {
    name: String,
    failures: usize,
    cases: Vec<String>,
}

impl Suite {
    fn element(&self) -> String {
        format!(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">\n{}  </testsuite>\n",
            escaped(&self.name),
            self.cases.len(),
            self.failures,
            self.cases.concat(),
        )
    }
}

fn belongs(finding: &Finding, part: &Part) -> bool {
    finding.evidence.get("part").and_then(|name| name.as_str()) == Some(&part.name)
}

fn of_part(part: &Part, report: &Report) -> Suite {
    let findings = report.findings.iter();
    let findings: Vec<&Finding> = findings.filter(|finding| belongs(finding, part)).collect();
    if findings.is_empty() && part.findings > 0 {
        // Its findings do not say where they belong; that must not look like success.
        let message = counted(part.findings) + ", in the suite frontdesk";
        return Suite {
            name: part.name.clone(),
            failures: 1,
            cases: vec![case(
                &part.name,
                &part.name,
                Some(("findings", &message, "")),
            )],
        };
    }
    of_findings(&part.name, &findings)
}

fn of_findings(name: &str, findings: &[&Finding]) -> Suite {
    let mut cases: Vec<String> = findings
        .iter()
        .map(|finding| failure(name, finding))
        .collect();
    if cases.is_empty() {
        cases.push(case(name, name, None));
    }
    Suite {
        name: name.to_owned(),
        failures: findings.iter().filter(|finding| fails(finding)).count(),
        cases,
    }
}

/// Tells whether a finding is more than a note.
fn fails(finding: &Finding) -> bool {
    finding.exit != Exit::Clean
}

fn failure(suite: &str, finding: &Finding) -> String {
    let mut body = finding.message.clone();
    if let Some(place) = location(finding) {
        body.extend(["\n--> ", &place]);
    }
    for (name, value) in details(finding) {
        body.extend(["\n", name, ": ", &plain(&value)]);
    }
    let name = format!("{} {}", finding.rule, finding.id);
    if !fails(finding) {
        return noted(suite, &name, &finding.message, &body);
    }
    case(
        suite,
        &name,
        Some((finding.rule.as_str(), &finding.message, &body)),
    )
}

/// Renders a test case, which failed when there are a type, a message and a body.
fn case(suite: &str, name: &str, failed: Option<(&str, &str, &str)>) -> String {
    let (suite, name) = (escaped(suite), escaped(name));
    let open = format!("    <testcase classname=\"{suite}\" name=\"{name}\"");
    match failed.map(|(kind, message, body)| (escaped(kind), escaped(message), content(body))) {
        None => format!("{open}/>\n"),
        Some((kind, message, body)) => format!(
            "{open}>\n      <failure type=\"{kind}\" message=\"{message}\">{body}</failure>\n    \
             </testcase>\n"
        ),
    }
}

/// Renders a test case that did not fail and has something to say.
fn noted(suite: &str, name: &str, message: &str, body: &str) -> String {
    let [suite, name, message] = [suite, name, message].map(escaped);
    let body = content(body);
    format!(
        "    <testcase classname=\"{suite}\" name=\"{name}\">\n      <skipped \
         message=\"{message}\"/>\n      <system-out>{body}</system-out>\n    </testcase>\n"
    )
}

/// Escapes text for content, where lines may stay lines.
fn content(text: &str) -> String {
    escaped(text).replace("&#10;", "\n")
}

/// Escapes text for content and attributes alike.
///
/// What XML 1.0 cannot hold, and every other control character, becomes U+FFFD.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\t' => safe.push_str("&#9;"),
            '\n' => safe.push_str("&#10;"),
            '\r' => safe.push_str("&#13;"),
            '\u{fffe}' | '\u{ffff}' => safe.push('\u{fffd}'),
            control if control.is_control() => safe.push('\u{fffd}'),
            other => safe.push(other),
        }
    }
    safe
}
