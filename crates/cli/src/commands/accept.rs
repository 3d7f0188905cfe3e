use frontdesk_compat::{Comparison, Date, Entry, Gated, Question, Standing};
use frontdesk_report::Exit;

use super::gate::{Budget, Inputs, assumptions, parse_budget};
use crate::context::Context;
use crate::failure::Failure;
use crate::folders::SchemasFolder;

/// The arguments of `accept`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The id of the break, as `gate` prints it
    id: String,
    /// Why nobody is harmed, or why it has to be; what was said before stays where nothing is said
    #[arg(long, value_name = "TEXT", value_parser = parse_text)]
    reason: Option<String>,
    /// Who answers for it; as before where nobody is named
    #[arg(long, value_name = "NAME", value_parser = parse_text)]
    owner: Option<String>,
    /// The last day on which it is accepted, such as 2027-03-31; as before where none is named
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    #[command(flatten)]
    schemas: SchemasFolder,
    /// How long each comparison may take, such as 60s or 500ms
    #[arg(long, value_name = "TIME", default_value = "60s", value_parser = parse_budget)]
    budget: Budget,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut inputs = Inputs::load(&arguments.schemas.path(context.contract)?, context)?;
    if let Some(until) = arguments.until.filter(|until| *until < inputs.today) {
        return Err(Failure::Usage(format!("{until} is over: name a later day")));
    }
    let assumptions = assumptions(arguments.budget, context);
    let gated = inputs.gate(context, &assumptions).run()?;
    // A second release with the same break has the id with a number behind it in reports.
    let id = arguments.id.split('-').next().unwrap_or_default();
    let before = inputs.ledger.find(id).cloned();
    let words = Words::of(arguments, before.as_ref())?;
    if let Some(until) = words.until.filter(|until| *until < inputs.today) {
        return Err(Failure::Usage(format!(
            "{id} was accepted until {until}, which is over: name a later day with --until"
        )));
    }
    let entry =
        entry(id, words, &gated).ok_or_else(|| Failure::Usage(unknown(&arguments.id, &gated)))?;
    let changed = before.map(|before| changed(&before, &entry));
    inputs.ledger.put(entry);
    let path = inputs.ledger_path();
    let folder = path.parent().unwrap_or(&path);
    let partial = folder.join("accepted.toml.partial");
    fs_err::write(&partial, inputs.ledger.to_string()).map_err(Failure::Output)?;
    fs_err::rename(&partial, &path).map_err(Failure::Output)?;
    context
        .output
        .note(format_args!("accepted {id} in {}", path.display()));
    for line in changed.into_iter().flatten() {
        context.output.note(format_args!("{line}"));
    }
    Ok(Exit::Clean)
}

/// What people say of an acceptance.
struct Words {
    reason: String,
    owner: String,
    until: Option<Date>,
}

impl Words {
    /// Takes what is said now, and what was said before where nothing is.
    fn of(arguments: &Arguments, before: Option<&Entry>) -> Result<Self, Failure> {
        let said = |now: &Option<String>, before: Option<&String>, option: &str| {
            let said = now.as_ref().or(before).cloned();
            said.ok_or_else(|| {
                let message = format!("{option} is missing: it was not accepted before");
                Failure::Usage(message)
            })
        };
        Ok(Self {
            reason: said(
                &arguments.reason,
                before.map(|before| &before.reason),
                "--reason",
            )?,
            owner: said(
                &arguments.owner,
                before.map(|before| &before.owner),
                "--owner",
            )?,
            until: arguments.until.or(before.and_then(|before| before.until)),
        })
    }
}

/// Lists what became of an entry that was there before.
fn changed(before: &Entry, now: &Entry) -> Vec<String> {
    let until = |entry: &Entry| {
        let until = entry.until.map(|until| until.to_string());
        until.unwrap_or_else(|| "for ever".to_owned())
    };
    [
        ("reason", before.reason.clone(), now.reason.clone()),
        ("owner", before.owner.clone(), now.owner.clone()),
        ("until", until(before), until(now)),
    ]
    .into_iter()
    .map(|(name, was, is)| {
        if was == is {
            format!("{name} as before: {is}")
        } else {
            format!("{name}: {is} (before: {was})")
        }
    })
    .collect()
}

/// Makes the entry of a break, for every release that it is a break of.
fn entry(id: &str, words: Words, gated: &Gated) -> Option<Entry> {
    let of_id = || {
        gated
            .breaks()
            .filter(|(comparison, found)| comparison.gated && found.id == id)
    };
    let (comparison, found) = of_id().next()?;
    let versions = of_id().filter_map(|(comparison, _)| comparison.against.version());
    let place = found.change.as_ref().map(|change| match &change.name {
        Some(name) => change.shape.member(name).to_string(),
        None => change.shape.to_string(),
    });
    Some(Entry {
        id: id.to_owned(),
        rule: found.stem.rule(comparison.direction),
        message: comparison.message.clone(),
        against: comparison.against.class(),
        versions: versions.map(str::to_owned).collect(),
        place,
        reason: words.reason,
        owner: words.owner,
        until: words.until,
        line: 0,
    })
}

fn unknown(id: &str, gated: &Gated) -> String {
    let acceptable =
        |comparison: &Comparison| comparison.gated && comparison.question != Question::Back;
    let mut known: Vec<String> = gated
        .breaks()
        .filter(|(comparison, _)| acceptable(comparison))
        .filter(|(_, found)| !matches!(found.standing, Standing::Exempt(_)))
        .map(|(comparison, found)| {
            format!(
                "\n  {}  {}",
                found.id,
                found.stem.rule(comparison.direction)
            )
        })
        .collect();
    known.sort();
    known.dedup();
    if known.is_empty() {
        return format!("no break has the id {id}: `gate` finds none");
    }
    format!("no break has the id {id}; `gate` finds{}", known.concat())
}

fn parse_text(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        return Err("write it down: people read it later".to_owned());
    }
    Ok(text.to_owned())
}
