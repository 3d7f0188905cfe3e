use std::collections::HashSet;

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use crate::{Exit, Finding};

/// What a command found, ready to be rendered.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// What the command says beside its counts, by name; members of the report itself in JSON.
    #[serde(flatten)]
    pub facts: Map<String, Value>,
    /// Totals by name.
    pub summary: Map<String, Value>,
    /// The parts of a composed command, in the order they ran.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
    /// What a person must act on, in a stable order.
    pub findings: Vec<Finding>,
    /// What people may want to know and need not act on, a line each.
    #[serde(skip)]
    pub notes: Vec<String>,
    /// The last line for people, where a count of findings says too little.
    #[serde(skip)]
    pub closing: Option<String>,
}

/// One part of a composed command: what it held and how much of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// The part's name.
    pub name: String,
    /// What was counted, in the order to be shown: (what, how many); an object in JSON.
    #[serde(serialize_with = "as_object")]
    pub counts: Vec<(String, u64)>,
    /// How many findings it made.
    pub findings: u64,
    /// How long it took, in milliseconds; shown to people only, so that reports stay byte-stable.
    #[serde(skip)]
    pub milliseconds: u64,
}

impl Report {
    /// Sets a total.
    pub fn count(&mut self, name: &str, value: impl Into<Value>) {
        self.summary.insert(name.to_owned(), value.into());
    }

    /// Says something beside the counts.
    ///
    /// # Panics
    ///
    /// When `name` is a member that every report has: the rendered object would hold it twice.
    pub fn say(&mut self, name: &str, value: impl Into<Value>) {
        const OWN: [&str; 3] = ["summary", "parts", "findings"];
        assert!(!OWN.contains(&name), "{name} is a member of every report");
        self.facts.insert(name.to_owned(), value.into());
    }

    /// Puts the findings into a stable order and makes their ids unique.
    ///
    /// The order is by place: file, line, entry, instance, schema, keyword, then rule and message.
    /// Where several findings have the same id, because the rule and the place are the same, the
    /// later ones get `-2`, `-3` and so on. Call it once, when all findings are in.
    ///
    /// ```
    /// use frontdesk_report::{Finding, Report, RuleId};
    ///
    /// const RULE: RuleId = RuleId::new("odd");
    ///
    /// let mut report = Report::default();
    /// report.findings = vec![Finding::new(RULE, "b"), Finding::new(RULE, "a")];
    /// report.sort();
    /// assert_eq!(report.findings[0].message, "a");
    /// assert_eq!(report.findings[1].id, report.findings[0].id.clone() + "-2");
    /// ```
    pub fn sort(&mut self) {
        self.findings.sort_by(|one, other| {
            place(one)
                .cmp(&place(other))
                .then_with(|| one.exit.cmp(&other.exit))
                .then_with(|| evidence(one).cmp(&evidence(other)))
        });
        let mut taken: HashSet<String> = HashSet::new();
        for finding in &mut self.findings {
            let own = finding.id.clone();
            for next in 2.. {
                if taken.insert(finding.id.clone()) {
                    break;
                }
                finding.id = format!("{own}-{next}");
            }
        }
    }

    /// Tells how the command ends: the worst of its findings.
    #[must_use]
    pub fn exit(&self) -> Exit {
        self.findings
            .iter()
            .map(|finding| finding.exit)
            .max()
            .unwrap_or_default()
    }
}

/// Gives what findings are ordered by.
fn place(finding: &Finding) -> impl Ord + '_ {
    (
        (&finding.file, finding.line, finding.entry),
        (&finding.instance, &finding.schema, &finding.keyword),
        (finding.rule, &finding.message),
    )
}

/// Spells the evidence, so that findings with the same words still have an order.
fn evidence(finding: &Finding) -> Vec<(&String, String)> {
    let members = finding.evidence.iter();
    members
        .map(|(name, value)| (name, value.to_string()))
        .collect()
}

fn as_object<S: Serializer>(counts: &[(String, u64)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(what, count)| (what, count)))
}

#[cfg(test)]
mod tests {
    use super::Report;
    use crate::{Finding, RuleId};
    use serde_json::json;

    const ODD: RuleId = RuleId::new("odd");
    const EVEN: RuleId = RuleId::new("even");

    #[test]
    fn the_order_does_not_depend_on_who_came_first() {
        let sorted = [
            Finding::new(ODD, "nowhere"),
            Finding::new(ODD, "x").in_file("a", None),
            Finding::new(EVEN, "x").in_file("a", Some(2)).with("n", 1),
            Finding::new(EVEN, "x").in_file("a", Some(2)).with("n", 2),
            Finding::new(EVEN, "y").in_file("a", Some(2)),
            Finding::new(ODD, "x").in_file("a", Some(2)),
            Finding::new(ODD, "x")
                .in_file("a", Some(2))
                .at_instance("/a"),
            Finding::new(ODD, "x").in_file("a", Some(10)),
            Finding::new(ODD, "x").in_file("b", Some(1)),
        ];
        let mut forth = Report {
            findings: sorted.to_vec(),
            ..Report::default()
        };
        let mut back = forth.clone();
        back.findings.reverse();
        forth.sort();
        back.sort();
        assert_eq!(forth, back);
        for (found, expected) in forth.findings.iter().zip(&sorted) {
            assert_eq!(
                json!([found.message, found.file, found.evidence]),
                json!([expected.message, expected.file, expected.evidence])
            );
        }
        let once = forth.clone();
        forth.sort();
        assert_eq!(forth, once);
    }

    #[test]
    fn ids_become_unique() {
        let mut report = Report::default();
        report
            .findings
            .extend(["c", "a", "d", "b"].map(|message| Finding::new(ODD, message)));
        let id = report.findings[0].id.clone();
        report.findings[2].id = format!("{id}-2");
        report.sort();
        let ids: Vec<&str> = report
            .findings
            .iter()
            .map(|finding| finding.id.as_str())
            .collect();
        let expected = ["", "-2", "-3", "-2-2"].map(|suffix| id.clone() + suffix);
        assert_eq!(ids, expected);
    }
}
