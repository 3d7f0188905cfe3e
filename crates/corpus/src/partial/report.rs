use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write as _;

use frontdesk_report::Finding;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::outcome::Outcome;
use crate::partial::finding;
use crate::partial::partition::Partition;
use crate::partial::read::{Malformed, PartialError, object};

/// A report of some parts of a corpus, each of which has an id.
///
/// Reports merge in any order and grouping, and however often: what is known of a part is its id,
/// its totals and a digest, so that a part that comes twice counts once, and two parts that were
/// given one id are noticed. Of the findings the first are listed, by part and place; how many there
/// are is known all the same.
///
/// ```
/// use frontdesk_corpus::{Config, Judges, Partial, Target, validate};
/// use frontdesk_schema::{Options, Schema};
///
/// let schema = Schema::compile(serde_json::json!({"required": ["id"]}), &Options::default())?;
/// let config = Config {
///     target: Target::Schema(&schema),
///     max_document_bytes: 1024,
///     max_findings: 10,
/// };
/// let part = |id, text: &'static [u8]| {
///     let outcome = validate(&["-".into()], text, &Judges::default(), &config)?;
///     Ok::<_, frontdesk_corpus::CorpusError>(Partial::new(id, &outcome))
/// };
/// let mut all = part("a", b"{}\n{\"id\": 1}\n")?;
/// all.merge(part("b", b"{}\n")?)?;
/// all.merge(part("b", b"{}\n")?)?;
/// let outcome = all.into_outcome();
/// assert_eq!((outcome.counts.documents, outcome.counts.invalid), (3, 2));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Partial {
    partitions: BTreeMap<String, Partition>,
    /// By part, and by the place in its own list.
    findings: BTreeMap<(String, u64), Finding>,
}

impl Partial {
    /// Makes the report of one part.
    #[must_use]
    pub fn new(id: impl Into<String>, outcome: &Outcome) -> Self {
        let id = id.into();
        let mut partition = Partition::of(outcome);
        let findings = (0..).zip(&outcome.findings);
        let mut partial = Self {
            partitions: BTreeMap::new(),
            findings: findings
                .map(|(index, finding)| ((id.clone(), index), finding.clone()))
                .collect(),
        };
        partition.digest = digest(&partition, &outcome.findings);
        partial.partitions.insert(id, partition);
        partial.cap();
        partial
    }

    /// Takes in what another report says.
    ///
    /// # Errors
    ///
    /// When both know a part of one id and say different things of it.
    pub fn merge(&mut self, other: Self) -> Result<(), PartialError> {
        for (id, partition) in other.partitions {
            match self.partitions.entry(id) {
                Entry::Vacant(vacant) => {
                    vacant.insert(partition);
                }
                Entry::Occupied(known) if *known.get() == partition => {}
                Entry::Occupied(known) => {
                    let id = known.key().clone();
                    return Err(PartialError::Conflict { id });
                }
            }
        }
        self.findings.extend(other.findings);
        self.cap();
        Ok(())
    }

    /// Keeps the first findings alone: the first of a union are the first of the firsts.
    fn cap(&mut self) {
        while self.findings.len() > MOST_FINDINGS {
            self.findings.pop_last();
        }
    }

    /// Adds everything up.
    #[must_use]
    pub fn into_outcome(self) -> Outcome {
        let mut outcome = Outcome::default();
        for partition in self.partitions.values() {
            partition.add_to(&mut outcome);
        }
        outcome.findings = self.findings.into_values().collect();
        let listed = outcome.findings.len() as u64;
        outcome.omitted_findings = outcome.omitted_findings.saturating_sub(listed);
        outcome
    }

    /// Writes the report as one line of JSON, without the newline; the same report is the same
    /// bytes.
    ///
    /// # Errors
    ///
    /// When a finding is no JSON, which none of this crate is.
    pub fn to_line(&self) -> Result<String, PartialError> {
        let partitions = self.partitions.iter();
        let findings = self.findings.iter();
        let findings: Vec<Value> = findings
            .map(|((id, index), finding)| {
                let finding = finding::to_json(finding)?;
                Ok(json!({"partition": id, "index": index, "finding": finding}))
            })
            .collect::<Result<_, Malformed>>()?;
        let line = json!({
            "partial_report": VERSION,
            "partitions": partitions
                .map(|(id, partition)| (id.clone(), partition.to_json()))
                .collect::<Value>(),
            "findings": findings,
        });
        Ok(line.to_string())
    }

    /// Reads a report that [`Partial::to_line`] wrote.
    ///
    /// # Errors
    ///
    /// When the value is no such report.
    pub fn from_value(value: &Value) -> Result<Self, PartialError> {
        if value.get("partial_report") != Some(&json!(VERSION)) {
            return Err(Malformed("partial_report").into());
        }
        let partitions = object(value, "partitions")?.iter();
        let findings = value.get("findings").and_then(Value::as_array);
        let findings = findings.ok_or(Malformed("findings"))?.iter();
        let mut partial = Self {
            partitions: partitions
                .map(|(id, partition)| Ok((id.clone(), Partition::from_json(partition)?)))
                .collect::<Result<_, Malformed>>()?,
            findings: findings
                .map(of_partition)
                .collect::<Result<_, Malformed>>()?,
        };
        partial.cap();
        Ok(partial)
    }
}

fn of_partition(value: &Value) -> Result<((String, u64), Finding), Malformed> {
    let id = value.get("partition").and_then(Value::as_str);
    let index = value.get("index").and_then(Value::as_u64);
    let finding = value.get("finding").ok_or(Malformed("finding"))?;
    let id = id.ok_or(Malformed("partition"))?.to_owned();
    Ok((
        (id, index.ok_or(Malformed("index"))?),
        finding::from_json(finding)?,
    ))
}

/// Stands for all that a part counted and listed.
fn digest(partition: &Partition, findings: &[Finding]) -> String {
    let mut hash = Sha256::new();
    hash.update(partition.to_json().to_string());
    for finding in findings {
        hash.update(finding.id.as_bytes());
        hash.update(finding.message.as_bytes());
    }
    let mut text = String::new();
    for byte in hash.finalize().iter().take(12) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

const VERSION: u64 = 1;

/// How many findings a partial report lists: enough to see what is wrong, and small enough to be
/// sent about.
const MOST_FINDINGS: usize = 1000;

#[cfg(test)]
mod tests {
    use super::{MOST_FINDINGS, Partial};
    use crate::outcome::{Counts, Outcome};
    use crate::partial::PartialError;
    use frontdesk_report::{Finding, RuleId};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// The report of a part, which its number decides.
    fn part(number: u64) -> Partial {
        let mut outcome = Outcome::default();
        outcome.counts.append(Counts {
            documents: 3 * number,
            valid: number,
            invalid: 2 * number,
            unreadable: 0,
        });
        outcome.omitted_findings = number;
        let counts = outcome.counts;
        outcome.messages.insert(format!("m{}", number % 2), counts);
        let findings = usize::try_from(number).unwrap() * MOST_FINDINGS / 3;
        outcome.findings = (0..findings)
            .map(|index| Finding::new(RuleId::new("odd"), format!("{number} {index}")))
            .collect();
        Partial::new(number.to_string(), &outcome)
    }

    fn merged(numbers: &[u64]) -> Partial {
        let mut all = Partial::default();
        for number in numbers {
            all.merge(part(*number)).unwrap();
        }
        all
    }

    fn read(line: &str) -> Partial {
        let value: Value = serde_json::from_str(line).unwrap();
        Partial::from_value(&value).unwrap()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn the_order_the_grouping_and_repetition_change_nothing(
            one in prop::collection::vec(0u64..6, 0..5),
            other in prop::collection::vec(0u64..6, 0..5),
            third in prop::collection::vec(0u64..6, 0..5),
        ) {
            let [a, b, c] = [&one, &other, &third].map(|numbers| merged(numbers));
            let merge = |left: &Partial, right: &Partial| {
                let mut left = left.clone();
                left.merge(right.clone()).unwrap();
                left
            };
            prop_assert_eq!(merge(&a, &b), merge(&b, &a));
            prop_assert_eq!(merge(&merge(&a, &b), &c), merge(&a, &merge(&b, &c)));
            prop_assert_eq!(merge(&a, &a), a.clone());
            prop_assert_eq!(read(&a.to_line().unwrap()), a.clone());
            let mut numbers = [one, other].concat();
            numbers.sort_unstable();
            numbers.dedup();
            let outcome = merge(&a, &b).into_outcome();
            prop_assert_eq!(outcome.counts.documents, 3 * numbers.iter().sum::<u64>());
            let thirds = numbers.iter().map(|number| number * MOST_FINDINGS as u64 / 3 + number);
            let found = outcome.omitted_findings + outcome.findings.len() as u64;
            prop_assert_eq!(found, thirds.sum::<u64>());
        }
    }

    #[test]
    fn two_parts_with_one_id_are_noticed() {
        let mut one = Partial::new("a", &part(1).into_outcome());
        let error = one
            .merge(Partial::new("a", &part(2).into_outcome()))
            .unwrap_err();
        assert_eq!(error, PartialError::Conflict { id: "a".to_owned() });
    }

    #[test]
    fn what_is_no_partial_report_is_named() {
        let good: Value = serde_json::from_str(&part(1).to_line().unwrap()).unwrap();
        for (pointer, value, member) in [
            ("/partial_report", json!(2), "partial_report"),
            ("/partitions", json!([]), "partitions"),
            ("/partitions/1/counts/valid", json!(-1), "valid"),
            ("/partitions/1/counts/valid", json!(9), "documents"),
            ("/partitions/1/exit", json!(99), "exit"),
            ("/findings/0/partition", json!(null), "partition"),
        ] {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).unwrap() = value;
            assert_eq!(
                Partial::from_value(&bad),
                Err(PartialError::Malformed { member })
            );
        }
    }
}
