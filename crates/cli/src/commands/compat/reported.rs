//! All comparisons as one report.

use frontdesk_compat::{Undeclared, fold};
use frontdesk_json::Pointer;
use frontdesk_report::{Format, Part, Report};
use frontdesk_schema::Formats;
use serde_json::{Map, Value, json};

use super::compared::{Compared, Comparing, Otherwise, Safe, Word};

/// Puts together what all comparisons came to.
pub(super) fn report(compared: &[Compared], comparing: &Comparing, format: Format) -> Report {
    let mut report = Report::default();
    let count = |word: Word| compared.iter().filter(|one| one.verdict == word).count();
    let safe: Vec<&Safe> = compared.iter().flat_map(|one| &one.safe).collect();
    let findings = compared.iter().flat_map(|one| &one.findings).cloned();
    report.findings = findings.collect();
    report.say("verdict", verdict(compared).as_str());
    report.say("assumptions", assumptions(comparing));
    report.say("messages", compared.iter().map(message).collect::<Vec<_>>());
    report.say(
        "safe",
        safe.iter().map(|safe| listed(safe)).collect::<Vec<_>>(),
    );
    report.parts = parts(compared);
    if format == Format::Human {
        // A table of one row says nothing that the last line does not.
        if report.parts.len() == 1 {
            report.parts.clear();
        }
        report.notes = notes(compared, &safe, comparing);
        report.closing = Some(closing(compared, safe.len()));
    } else {
        report.count("comparisons", compared.len());
        report.count("compatible", count(Word::Compatible));
        report.count("breaking", count(Word::Breaking));
        report.count("undecided", count(Word::Undecided));
        report.count("safe", safe.len());
    }
    report.sort();
    report
}

fn verdict(compared: &[Compared]) -> Word {
    let verdicts = compared.iter().map(|one| one.verdict);
    verdicts.max().unwrap_or(Word::Undecided)
}

fn assumptions(comparing: &Comparing) -> Value {
    let assumptions = &comparing.assumptions;
    json!({
        "undeclared": assumptions.undeclared,
        "budget_ms": u64::try_from(assumptions.budget.as_millis()).unwrap_or(u64::MAX),
        "seed": assumptions.seed,
        "formats": match comparing.options.formats {
            Formats::Assert => "assert",
            Formats::Annotate => "annotate",
        },
    })
}

fn message(compared: &Compared) -> Value {
    let mut message = Map::new();
    message.insert("name".to_owned(), json!(compared.name));
    message.insert("direction".to_owned(), json!(compared.direction.as_str()));
    message.insert("verdict".to_owned(), json!(compared.verdict.as_str()));
    if let Some(proof) = &compared.proof {
        message.insert("proof".to_owned(), json!(proof));
    }
    if let Some(otherwise) = &compared.otherwise {
        let mut other = Map::new();
        other.insert("undeclared".to_owned(), json!(otherwise.undeclared));
        other.insert("verdict".to_owned(), json!(otherwise.verdict.as_str()));
        if let Some(witness) = &otherwise.witness {
            other.insert("witness".to_owned(), witness.payload.clone());
        }
        message.insert("otherwise".to_owned(), Value::Object(other));
    }
    Value::Object(message)
}

fn listed(safe: &Safe) -> Value {
    let mut listed = Map::new();
    listed.insert("rule".to_owned(), json!(safe.rule));
    listed.insert("pointer".to_owned(), json!(safe.pointer));
    if let Some(name) = &safe.name {
        listed.insert("name".to_owned(), json!(name));
    }
    if let Some(file) = &safe.file {
        listed.insert("file".to_owned(), json!(file));
    }
    if let Some(line) = safe.line {
        listed.insert("line".to_owned(), json!(line));
    }
    Value::Object(listed)
}

/// Makes one part of each message, whatever its directions.
fn parts(compared: &[Compared]) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for one in compared {
        let (breaks, safe) = (one.findings.len() as u64, one.safe.len() as u64);
        if let Some(part) = parts.last_mut().filter(|part| part.name == one.name) {
            for ((_, count), more) in part.counts.iter_mut().zip([1, safe]) {
                *count += more;
            }
            part.findings += breaks;
            part.milliseconds += one.milliseconds;
            continue;
        }
        parts.push(Part {
            name: one.name.clone(),
            counts: vec![
                ("comparisons".to_owned(), 1),
                ("safe changes".to_owned(), safe),
            ],
            findings: breaks,
            milliseconds: one.milliseconds,
        });
    }
    parts
}

/// Writes what people may want to know: safe changes, and what was assumed.
fn notes(compared: &[Compared], safe: &[&Safe], comparing: &Comparing) -> Vec<String> {
    // Many changes of one rule in one place are one line.
    let mut lines: Vec<(String, usize)> = Vec::new();
    for safe in safe {
        let line = format!("safe: {}{}", safe.rule, place(safe));
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, count)) => *count += 1,
            None => lines.push((line, 1)),
        }
    }
    let told = lines.iter().take(MAX_SAFE);
    let mut notes: Vec<String> = told
        .map(|(line, count)| match count {
            1 => line.clone(),
            more => format!("{line}, {more} times"),
        })
        .collect();
    let more: usize = lines.iter().skip(MAX_SAFE).map(|(_, count)| count).sum();
    if more > 0 {
        notes.push(format!("safe: and {more} more changes"));
    }
    let undeclared = comparing.assumptions.undeclared;
    let others: Vec<(&Compared, &Otherwise)> = compared
        .iter()
        .filter_map(|one| Some((one, one.otherwise.as_ref()?)))
        .collect();
    let maps = match undeclared {
        Undeclared::Never => ", but objects that declare no members are maps",
        Undeclared::Maybe => "",
    };
    let other = otherwise(&others);
    notes.push(format!("undeclared: {undeclared}{maps}{other}"));
    notes
}

/// Says what the other assumption about undeclared members would decide.
fn otherwise(others: &[(&Compared, &Otherwise)]) -> String {
    let Some((one, other)) = others.first() else {
        return String::new();
    };
    let what = match others.len() {
        1 => format!("the {} of {}", one.direction, one.name),
        many => counted(many, "comparison"),
    };
    let example = other.witness.as_ref().map_or_else(String::new, |witness| {
        let at = witness.violations.first();
        let at = at.map_or_else(Pointer::root, |violation| violation.instance.clone());
        format!(", as by {}", fold(&witness.payload, &at))
    });
    let (undeclared, verdict) = (other.undeclared, other.verdict.as_str());
    format!("; under `{undeclared}` {what} would be {verdict}{example}")
}

fn place(safe: &Safe) -> String {
    let pointer = match &safe.name {
        Some(name) => format!(" `{name}`"),
        None if safe.pointer.is_root() => String::new(),
        None => format!(" at {}", safe.pointer),
    };
    match (&safe.file, safe.line) {
        (Some(file), Some(line)) => format!("{pointer} ({file}:{line})"),
        (Some(file), None) => format!("{pointer} ({file})"),
        (None, _) => pointer,
    }
}

/// Writes the last line.
fn closing(compared: &[Compared], safe: usize) -> String {
    let verdict = verdict(compared);
    let mut said = Vec::new();
    let findings = |word: &str| {
        let all = compared.iter().flat_map(|one| &one.findings);
        all.filter(|finding| finding.evidence.get("verdict") == Some(&json!(word)))
            .count()
    };
    let (breaks, undecided) = (findings("breaking"), findings("undecided"));
    if breaks > 0 {
        said.push(counted(breaks, "break"));
    }
    if undecided > 0 {
        said.push(format!("{undecided} undecided"));
    }
    if verdict == Word::Compatible {
        match compared {
            few @ ([_] | [_, _]) => said.extend(few.iter().map(|one| match &one.proof {
                Some(proof) => format!("{} ({proof})", one.direction),
                None => one.direction.to_string(),
            })),
            many => said.push(format!("{} proved", counted(many.len(), "comparison"))),
        }
    }
    if safe > 0 {
        said.push(counted(safe, "safe change"));
    }
    format!("{}: {}", verdict.as_str(), said.join(", "))
}

fn counted(count: usize, noun: &str) -> String {
    let end = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{end}")
}

/// How many safe changes are told of one by one.
const MAX_SAFE: usize = 10;
