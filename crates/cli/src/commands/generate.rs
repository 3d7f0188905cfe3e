mod lines;

use std::path::PathBuf;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use frontdesk_contract::Side;
use frontdesk_payload::{Coverage, Kind, NoPayload, Payloads, raw_cases};
use frontdesk_report::{Exit, Finding, Report, RuleId};
use frontdesk_schema::Schema;
use serde_json::json;

use crate::context::Context;
use crate::failure::Failure;
use crate::files::read_schema;
use crate::warnings;
use lines::Lines;

const UNSATISFIABLE: RuleId = RuleId::new("unsatisfiable");
const NOTHING_TO_BREAK: RuleId = RuleId::new("nothing-to-break");
const GAVE_UP: RuleId = RuleId::new("gave-up");

/// The arguments of `generate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    of: Of,
    /// For which schema of the message: writer or reader
    #[arg(long, value_name = "SIDE", conflicts_with = "schema", default_value_t = Side::Reader)]
    side: Side,
    /// What they are to be: valid, boundary or invalid
    #[arg(long, value_name = "KIND")]
    kind: Kind,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 1)]
    count: u64,
    /// Print each payload with its label
    #[arg(long)]
    labels: bool,
    /// Draw values that look like what their members stand for: people, sentences, times in order
    #[arg(long, conflicts_with = "raw")]
    realistic: bool,
    /// Break the bytes instead of the value, with `--kind invalid`
    #[arg(long)]
    raw: bool,
}

/// What the payloads are of.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
struct Of {
    /// Payloads of this message
    #[arg(long, value_name = "MESSAGE")]
    message: Option<String>,
    /// Payloads of this schema file, `-` for standard input
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if arguments.raw && arguments.kind != Kind::Invalid {
        return Err(Failure::Usage(
            "--raw breaks the bytes of a payload: it goes with --kind invalid".to_owned(),
        ));
    }
    let schema = Arc::new(schema(arguments, context)?);
    if arguments.of.schema.is_some() {
        warnings::of(&schema, &mut context.output);
    }
    let seed = context.seed();
    let mut payloads = Payloads::new(Arc::clone(&schema), seed);
    if arguments.realistic {
        let message = match &arguments.of.message {
            Some(name) => Some(context.contract.lookup(name)?.clone()),
            None => None,
        };
        payloads = payloads.realistic(move |value| {
            if let Some(message) = &message {
                message.relate(value);
            }
        });
    }
    let mut lines = Lines::new(context);
    let stopped = if arguments.raw {
        print_raw(arguments, &mut payloads, &mut lines)?
    } else {
        print(arguments, &mut payloads, &mut lines)?
    };
    lines.flush()?;
    let printed = lines.printed();
    if !arguments.raw && printed > 0 {
        let coverage = covered(arguments.kind, payloads.coverage(arguments.kind));
        context.output.note(coverage);
    }
    let Some(reason) = stopped else {
        return Ok(Exit::Clean);
    };
    let finding = finding(&reason);
    if printed > 0 {
        // The payloads are on standard output already; a report among them would be one more line.
        let exit = finding.exit;
        context.output.always(format_args!(
            "error: stopped after {printed} of {} payloads: {}",
            arguments.count, finding.message
        ));
        return Ok(exit);
    }
    let mut report = Report::default();
    report.count("seed", seed);
    report.findings.push(finding);
    context.output.report(&report)
}

fn schema(arguments: &Arguments, context: &Context<'_>) -> Result<Schema, Failure> {
    let options = context.schema_options()?;
    match (&arguments.of.message, &arguments.of.schema) {
        (Some(name), _) => {
            let message = context.contract.lookup(name)?;
            context.derived_schema(message, arguments.side, &options)
        }
        (None, Some(path)) => read_schema(path, &options),
        (None, None) => Err(Failure::Usage(
            "name a message with --message or a schema file with --schema".to_owned(),
        )),
    }
}

fn covered(kind: Kind, coverage: Coverage) -> String {
    let Coverage { leaves, tried, hit } = coverage;
    match kind {
        Kind::Valid => format!("coverage: {hit} of {leaves} leaves reached"),
        Kind::Boundary => format!("coverage: {hit} of {leaves} edges hit, {tried} tried"),
        Kind::Invalid => format!("coverage: {hit} of {leaves} keywords broken, {tried} tried"),
    }
}

fn print(
    arguments: &Arguments,
    payloads: &mut Payloads,
    lines: &mut Lines<'_, '_>,
) -> Result<Option<NoPayload>, Failure> {
    for _ in 0..arguments.count {
        match payloads.draw(arguments.kind) {
            Ok(payload) if arguments.labels => lines.line(&payload)?,
            Ok(payload) => lines.line(&payload.payload)?,
            Err(reason) => return Ok(Some(reason)),
        }
    }
    Ok(None)
}

/// Prints documents that a strict reader of text refuses, made from valid payloads.
fn print_raw(
    arguments: &Arguments,
    payloads: &mut Payloads,
    lines: &mut Lines<'_, '_>,
) -> Result<Option<NoPayload>, Failure> {
    while lines.printed() < arguments.count {
        let payload = match payloads.draw(Kind::Valid) {
            Ok(payload) => payload,
            Err(reason) => return Ok(Some(reason)),
        };
        for case in raw_cases(&payload.payload) {
            // What can be read as a value is the schema's to refuse, and no case of bytes.
            let refused = frontdesk_json::read(&case.bytes).is_err();
            if refused && lines.printed() < arguments.count {
                let line = json!({
                    "kind": Kind::Invalid,
                    "raw_base64": STANDARD.encode(&case.bytes),
                    "target": {"keyword": case.name, "instance": case.pointer},
                });
                lines.line(&line)?;
            }
        }
    }
    Ok(None)
}

fn finding(reason: &NoPayload) -> Finding {
    let (rule, pointer, exit) = match reason {
        NoPayload::Unsatisfiable { pointer, .. } => (UNSATISFIABLE, pointer, Exit::Findings),
        NoPayload::NothingToBreak { pointer } => (NOTHING_TO_BREAK, pointer, Exit::Findings),
        NoPayload::GaveUp { pointer, .. } => (GAVE_UP, pointer, Exit::Undecided),
        // The enum may grow; whatever it says then, nothing was generated.
        _ => return Finding::new(GAVE_UP, reason.to_string()).exits(Exit::Undecided),
    };
    let mut finding = Finding::new(rule, reason.to_string()).exits(exit);
    finding.schema = Some(pointer.to_string());
    finding
}
