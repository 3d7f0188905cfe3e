use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::{Exit, Finding, Report, RuleId};

/// Renders a SARIF 2.1.0 log with one run.
///
/// # Panics
///
/// Never: every map in a log has strings as keys, and nothing else can fail.
pub(super) fn render(report: &Report) -> String {
    let rules: BTreeSet<RuleId> = report.findings.iter().map(|finding| finding.rule).collect();
    let rules: Vec<RuleId> = rules.into_iter().collect();
    let results = report.findings.iter();
    let results = results
        .map(|finding| SarifResult::new(finding, &rules))
        .collect();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "frontdesk",
                    rules: rules.into_iter().map(|id| Rule { id }).collect(),
                },
            },
            results,
        }],
    };
    let mut text = serde_json::to_string_pretty(&log).expect("a log is always JSON");
    text.push('\n');
    text
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
struct Run<'r> {
    tool: Tool,
    results: Vec<SarifResult<'r>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
struct Driver {
    name: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    id: RuleId,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'r> {
    rule_id: RuleId,
    rule_index: usize,
    level: &'static str,
    message: Message<'r>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Location<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'r>>,
    partial_fingerprints: Fingerprints<'r>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    properties: Map<String, Value>,
}

impl<'r> SarifResult<'r> {
    fn new(finding: &'r Finding, rules: &[RuleId]) -> Self {
        Self {
            rule_id: finding.rule,
            rule_index: rules.partition_point(|rule| *rule < finding.rule),
            level: match finding.exit {
                Exit::Clean => "note",
                Exit::Undecided => "warning",
                Exit::Stale | Exit::Findings | Exit::Usage | Exit::Bug => "error",
            },
            message: Message {
                text: &finding.message,
            },
            locations: Location::of(finding).into_iter().collect(),
            related_locations: Location::declared(finding).into_iter().collect(),
            partial_fingerprints: Fingerprints { id: &finding.id },
            properties: properties(finding),
        }
    }
}

#[derive(Serialize)]
struct Message<'r> {
    text: &'r str,
}

#[derive(Serialize)]
struct Fingerprints<'r> {
    #[serde(rename = "frontdeskFinding/v1")]
    id: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'r> {
    #[serde(skip_serializing_if = "Option::is_none")]
    physical_location: Option<PhysicalLocation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation<'r>>,
}

impl<'r> Location<'r> {
    fn of(finding: &'r Finding) -> Option<Self> {
        let physical_location = finding.file.as_deref().map(|file| PhysicalLocation {
            artifact_location: ArtifactLocation { uri: uri(file) },
            region: finding
                .line
                .filter(|line| *line > 0)
                .map(|start_line| Region { start_line }),
        });
        let instance = finding.instance.as_deref().filter(|at| !at.is_empty());
        let logical_locations: Vec<_> = instance
            .map(|fully_qualified_name| LogicalLocation {
                fully_qualified_name,
            })
            .into_iter()
            .collect();
        let known = physical_location.is_some() || !logical_locations.is_empty();
        known.then_some(Self {
            physical_location,
            logical_locations,
        })
    }

    /// The Rust declaration, which the exported file was derived from.
    fn declared(finding: &'r Finding) -> Option<Self> {
        let declared = finding.declared.as_ref()?;
        Some(Self {
            physical_location: Some(PhysicalLocation {
                artifact_location: ArtifactLocation {
                    uri: uri(&declared.file),
                },
                region: Some(Region {
                    start_line: declared.line,
                }),
            }),
            logical_locations: vec![LogicalLocation {
                fully_qualified_name: &declared.name,
            }],
        })
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation<'r> {
    fully_qualified_name: &'r str,
}

/// Gathers what SARIF has no place for.
fn properties(finding: &Finding) -> Map<String, Value> {
    let mut properties = finding.evidence.clone();
    for (name, value) in [
        ("entry", finding.entry.map(Value::from)),
        ("schema", finding.schema.clone().map(Value::from)),
        ("keyword", finding.keyword.clone().map(Value::from)),
    ] {
        if let Some(value) = value {
            properties.insert(name.to_owned(), value);
        }
    }
    properties
}

/// Writes a path as a URI reference: what a path may hold and a URI may not is percent-encoded.
fn uri(path: &str) -> String {
    let scheme = if path.starts_with('/') { "file://" } else { "" };
    let mut uri = scheme.to_owned();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            _ => uri.extend(['%', hex(byte >> 4), hex(byte & 0xf)]),
        }
    }
    uri
}

fn hex(digit: u8) -> char {
    let digit = char::from_digit(u32::from(digit), 16).unwrap_or('0');
    digit.to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("corpus/a b%é.json"), "corpus/a%20b%25%C3%A9.json");
        assert_eq!(uri("/tmp/a:b"), "file:///tmp/a%3Ab");
    }
}
