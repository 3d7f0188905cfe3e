use frontdesk_json::{Pointer, excerpt};
use frontdesk_report::{Exit, Finding, RuleId};
use frontdesk_schema::{Schema, Verdict, Violation};
use serde_json::{Value, json};

use crate::judging::exchange::Case;
use crate::judging::unreadable::what;
use crate::judging::violations::{evidence, said};
use crate::recording::{Expectation, Expected};
use crate::rules;
use crate::suggest::known_names;

/// What became of an expectation.
pub(crate) struct Compared {
    /// How many stated verdicts were compared with an answer.
    pub(crate) verdicts: u64,
    pub(crate) findings: Vec<Finding>,
}

/// Compares all that a recording expects with what the judges say.
///
/// An expected verdict is a label, so it holds only when two independent judges confirm it.
pub(crate) fn compare(case: &Case<'_>, expectation: &Expectation) -> Compared {
    let mut compared = Compared {
        verdicts: 0,
        findings: Vec::new(),
    };
    if expectation.is_empty() {
        let message = "`expect` states nothing: give the verdict of `reader`, `writer` or a \
                       source, or remove it";
        let finding = at(case, rules::EMPTY_EXPECTATION, &expect(&[]), message);
        compared.findings.push(finding);
        return compared;
    }
    let mut reader_holds = true;
    for claim in claims(case, expectation) {
        let finding = check(case, &claim);
        reader_holds &= claim.name != "reader" || finding.is_none();
        compared.verdicts += u64::from(claim.schema.is_some());
        compared.findings.extend(finding);
    }
    let names_refusal = expectation.keyword.is_some() || expectation.instance.is_some();
    if names_refusal && reader_holds {
        compared.verdicts += u64::from(expectation.reader.is_none());
        compared.findings.extend(check_refusal(case, expectation));
    }
    compared
}

/// One judge's expected verdict.
struct Claim<'a> {
    /// The judge, as findings name it.
    name: String,
    at: Pointer,
    expected: Expected,
    /// Absent when the message has no such judge.
    schema: Option<&'a Schema>,
}

fn claims<'a>(case: &Case<'a>, expectation: &Expectation) -> Vec<Claim<'a>> {
    let sides = [
        ("reader", expectation.reader, Some(&case.judges.reader)),
        ("writer", expectation.writer, case.judges.writer.as_ref()),
    ];
    let sides = sides.into_iter().filter_map(|(name, expected, schema)| {
        Some(Claim {
            name: name.to_owned(),
            at: expect(&[name]),
            expected: expected?,
            schema,
        })
    });
    let sources = expectation.sources.iter().map(|(name, expected)| Claim {
        name: format!("source {name}"),
        at: expect(&["sources", name]),
        expected: *expected,
        schema: case.judges.sources.get(name),
    });
    sides.chain(sources).collect()
}

fn check(case: &Case<'_>, claim: &Claim<'_>) -> Option<Finding> {
    let Some(schema) = claim.schema else {
        return Some(unknown_judge(case, claim));
    };
    let verdict = match case.body {
        Ok(value) => schema.judge(value),
        Err(_) => Verdict::Refused,
    };
    match (verdict, claim.expected) {
        (Verdict::Accepted, Expected::Valid) | (Verdict::Refused, Expected::Invalid) => None,
        (Verdict::Undecided, _) => Some(disagreement(case, claim, schema)),
        (Verdict::Accepted | Verdict::Refused, _) => Some(failed(case, claim, schema)),
    }
}

fn failed(case: &Case<'_>, claim: &Claim<'_>, schema: &Schema) -> Finding {
    let name = &claim.name;
    let expected = claim.expected.as_str();
    let got = match claim.expected {
        Expected::Valid => Expected::Invalid.as_str(),
        Expected::Invalid => Expected::Valid.as_str(),
    };
    let because = match (claim.expected, case.body) {
        (Expected::Invalid, _) => String::new(),
        (Expected::Valid, Err(error)) => format!(": {}", what(error)),
        (Expected::Valid, Ok(value)) => schema
            .violations(value)
            .first()
            .map_or_else(String::new, |violation| format!(": {}", said(violation))),
    };
    let message = format!("the {name} was expected to say {expected} and says {got}{because}");
    let finding = at(case, rules::EXPECTATION_FAILED, &claim.at, message)
        .with("judge", name.as_str())
        .with("expected", expected)
        .with("got", got);
    with_refusals(finding, case, schema)
}

/// Shows why the judge refuses, where it does.
fn with_refusals(finding: Finding, case: &Case<'_>, schema: &Schema) -> Finding {
    match case.body {
        Ok(value) => {
            let violations = schema.violations(value);
            if violations.is_empty() {
                return finding;
            }
            let shown = violations.iter().take(MAX_VIOLATIONS).map(evidence);
            finding.with("violations", shown.collect::<Vec<Value>>())
        }
        Err(error) => finding.with(
            "unreadable_body",
            json!({"rule": error.kind().rule(), "message": what(error)}),
        ),
    }
}

fn disagreement(case: &Case<'_>, claim: &Claim<'_>, schema: &Schema) -> Finding {
    let first = case.body.is_ok_and(|value| schema.accepts(value));
    let answer = |accepted| Expected::of_accepted(accepted).as_str();
    let name = &claim.name;
    let finding = |message| {
        at(case, rules::JUDGES_DISAGREE, &claim.at, message)
            .with("judge", name.as_str())
            .with("expected", claim.expected.as_str())
            .with("first", answer(first))
            .exits(Exit::Undecided)
    };
    if let Some(error) = schema.second_judge_error() {
        let message = format!(
            "the {name} says {}, which no second judge confirms, since it cannot read the schema",
            answer(first)
        );
        finding(message).with("second_error", excerpt(error, MAX_ERROR))
    } else {
        let message = format!(
            "two judges by the {name}'s schema disagree: one says {}, one {}; neither is certain",
            answer(first),
            answer(!first)
        );
        finding(message).with("second", answer(!first))
    }
}

fn unknown_judge(case: &Case<'_>, claim: &Claim<'_>) -> Finding {
    let message = match claim.at.last() {
        Some(source) if claim.at.len() == 3 => {
            let known = case.judges.sources.keys().map(String::as_str);
            let hint = known_names(source, known);
            format!(
                "no source `{source}` has the message `{}`: {hint}",
                case.message
            )
        }
        _ => format!(
            "no {} schema is known for the message `{}`: remove the expectation",
            claim.name, case.message
        ),
    };
    at(case, rules::UNKNOWN_JUDGE, &claim.at, message).with("judge", claim.name.as_str())
}

/// Looks for the keyword and place by which the reader is expected to refuse.
fn check_refusal(case: &Case<'_>, expectation: &Expectation) -> Option<Finding> {
    let Expectation {
        keyword, instance, ..
    } = expectation;
    let fits = |its_keyword: &str, its_instance: &Pointer| {
        keyword
            .as_ref()
            .is_none_or(|keyword| keyword == its_keyword)
            && instance
                .as_ref()
                .is_none_or(|instance| instance == its_instance)
    };
    let found = match case.body {
        Ok(value) => any_violation(&case.judges.reader.violations(value), &|violation| {
            fits(&violation.keyword, &violation.instance)
        }),
        Err(error) => fits(error.kind().rule(), error.pointer()),
    };
    if found {
        return None;
    }
    let by = keyword.as_ref().map(|keyword| format!(" by `{keyword}`"));
    let there = instance
        .as_ref()
        .map(|instance| format!(" at `{instance}`"));
    let expected = format!(
        "refusal{}{}",
        by.unwrap_or_default(),
        there.unwrap_or_default()
    );
    let member = if keyword.is_some() {
        "keyword"
    } else {
        "instance"
    };
    let message = format!("the reader does not refuse as expected: there is no {expected}");
    let finding = at(case, rules::EXPECTATION_FAILED, &expect(&[member]), message)
        .with("judge", "reader")
        .with("expected", expected);
    Some(with_refusals(finding, case, &case.judges.reader))
}

fn any_violation(violations: &[Violation], fits: &dyn Fn(&Violation) -> bool) -> bool {
    violations.iter().any(|violation| {
        let mut branches = violation.branches.iter();
        fits(violation) || branches.any(|branch| any_violation(branch, fits))
    })
}

/// Starts a finding about a member of the recording.
fn at(case: &Case<'_>, rule: RuleId, pointer: &Pointer, message: impl Into<String>) -> Finding {
    case.place
        .finding(rule, message)
        .at_instance(pointer)
        .with("in", "recording")
        .with("contract_message", case.message)
}

fn expect(tail: &[&str]) -> Pointer {
    Pointer::from_tokens(["expect"]).join(&Pointer::from_tokens(tail.iter().copied()))
}

/// How many violations a failed expectation shows.
const MAX_VIOLATIONS: usize = 3;

/// How much is quoted of why a schema cannot be read, in characters.
const MAX_ERROR: usize = 300;
