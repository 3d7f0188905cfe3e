use std::fmt::Write as _;

use frontdesk_contract::{Contract, Manifest, ManifestMessage, Release, Side, Store, export};
use frontdesk_report::{Exit, Format, Report};
use serde_json::{Value, json};

use crate::context::Context;
use crate::failure::Failure;
use crate::folders::SchemasFolder;

/// The arguments of `schema list`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    schemas: SchemasFolder,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let contract = context.contract;
    let releases =
        Store::new(arguments.schemas.path(context.contract)?).releases(contract.name())?;
    let exported = export(contract)?;
    let text = match context.output.format() {
        Format::Human => table(exported.manifest(), &releases),
        Format::Json => listing(contract, exported.manifest(), &releases),
        format @ (Format::Junit | Format::Sarif | Format::Github | Format::Ndjson) => {
            let message = format!(
                "`schema list` finds nothing that {format} could say: choose --format human or json"
            );
            return Err(Failure::Usage(message));
        }
    };
    context.output.text(&text)?;
    Ok(Exit::Clean)
}

/// Aligns the messages: name, direction, the hash of each side, releases.
fn table(manifest: &Manifest, releases: &[Release]) -> String {
    let head = ["message", "direction", "writer", "reader", "releases"].map(str::to_owned);
    let rows: Vec<[String; 5]> = std::iter::once(head)
        .chain(
            manifest
                .messages
                .iter()
                .map(|message| row(message, releases)),
        )
        .collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let [name, direction, writer, reader] = [0, 1, 2, 3].map(width);
    let mut text = format!("{} {}\n\n", manifest.contract, manifest.version);
    for row in &rows {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{:name$}  {:direction$}  {:writer$}  {:reader$}  {}",
            row[0], row[1], row[2], row[3], row[4]
        );
    }
    text
}

fn row(message: &ManifestMessage, releases: &[Release]) -> [String; 5] {
    let hash = |side| {
        let hash = &message.file(side).sha256;
        hash.get(..SHORT_HASH).unwrap_or(hash).to_owned()
    };
    let having: Vec<&str> = releases
        .iter()
        .filter(|release| release.find(&message.name).is_some())
        .map(Release::version)
        .collect();
    let having = if having.is_empty() {
        "none".to_owned()
    } else {
        having.join(", ")
    };
    let direction = message.direction.as_str().to_owned();
    [
        message.name.clone(),
        direction,
        hash(Side::Writer),
        hash(Side::Reader),
        having,
    ]
}

/// Writes the same as a report without findings, whose further member `messages` is the list.
fn listing(contract: &Contract, manifest: &Manifest, releases: &[Release]) -> String {
    let mut report = Report::default();
    report.count("messages", manifest.messages.len());
    report.count("releases", releases.len());
    let messages: Vec<Value> = manifest
        .messages
        .iter()
        .map(|message| entry(contract, message, releases))
        .collect();
    let mut listing = json!(report);
    listing["contract"] = json!(manifest.contract);
    listing["version"] = json!(manifest.version);
    listing["messages"] = json!(messages);
    format!("{listing:#}\n")
}

fn entry(contract: &Contract, message: &ManifestMessage, releases: &[Release]) -> Value {
    let side = |side| json!({"sha256": message.file(side).sha256});
    let releases: Vec<Value> = releases
        .iter()
        .filter(|release| release.find(&message.name).is_some())
        .map(|release| released(message, release))
        .collect();
    json!({
        "name": message.name,
        "title": contract.find(&message.name).map(frontdesk_contract::Message::title),
        "direction": message.direction,
        "type": message.type_name,
        "sides": {"writer": side(Side::Writer), "reader": side(Side::Reader)},
        "releases": releases,
    })
}

fn released(message: &ManifestMessage, release: &Release) -> Value {
    let side = |side| json!({"sha256": release.sha256(&message.name, side)});
    json!({
        "version": release.version(),
        "sides": {"writer": side(Side::Writer), "reader": side(Side::Reader)},
    })
}

const SHORT_HASH: usize = 12;
