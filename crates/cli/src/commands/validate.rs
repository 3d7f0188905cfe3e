use std::io::ErrorKind;
use std::num::NonZeroUsize;
use std::path::PathBuf;

use frontdesk_check::{judges, with_ways};
use frontdesk_contract::{Message, Side, Store};
use frontdesk_corpus::{
    Config, CorpusError, CorpusErrorKind, Judges, MessageJudges, Partial, Running, Target,
    USUAL_MAX_DOCUMENT_BYTES, USUAL_MAX_FINDINGS, validate_with,
};
use frontdesk_report::{Exit, Format};
use frontdesk_schema::Options;

use crate::commands::validated;
use crate::context::Context;
use crate::failure::Failure;
use crate::files::read_schema;
use crate::folders::SchemasFolder;
use crate::warnings;

/// The arguments of `validate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folders, `.json`, `.ndjson`, `.jsonl` or `.har` files, also as `.gz` or `.zst`, or `-`
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The documents are payloads of this message; otherwise they are recordings
    #[arg(long, value_name = "MESSAGE", conflicts_with_all = ["schema", "auto"])]
    message: Option<String>,
    /// Which schema of the message judges: writer or reader
    #[arg(long, value_name = "SIDE", requires = "message", default_value_t = Side::Reader)]
    side: Side,
    /// The documents are values of this schema file
    #[arg(long, value_name = "FILE", conflicts_with = "auto")]
    schema: Option<PathBuf>,
    /// Find out what each document is: a recording, or a payload of some message
    #[arg(long)]
    auto: bool,
    /// How many documents are judged at a time [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Longer lines and files are findings, and are never held in memory
    #[arg(long, value_name = "BYTES", default_value_t = USUAL_MAX_DOCUMENT_BYTES)]
    max_bytes: u64,
    /// Print the report of one part of a corpus, which `corpus merge` merges by this id
    #[arg(long, value_name = "ID")]
    partial: Option<String>,
    #[command(flatten)]
    schemas: SchemasFolder,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let options = context.schema_options()?;
    if let Some(path) = &arguments.schema {
        let schema = read_schema(path, &options)?;
        warnings::of(&schema, &mut context.output);
        let target = Target::Schema(&schema);
        return judge(arguments, context, &Judges::default(), target);
    }
    if let Some(name) = &arguments.message {
        let message = context.contract.lookup(name)?;
        let judges = payload_judges(message, arguments.side, &options, context)?;
        let side = match arguments.side {
            Side::Writer => frontdesk_corpus::Side::Writer,
            Side::Reader => frontdesk_corpus::Side::Reader,
        };
        return judge(arguments, context, &judges, Target::Message { name, side });
    }
    let sources = Store::new(arguments.schemas.path(context.contract)?).sources()?;
    let judges = judges(context.contract, &sources, &options)?;
    let target = if arguments.auto {
        Target::Auto
    } else {
        Target::Recordings
    };
    judge(arguments, context, &judges, target)
}

fn judge(
    arguments: &Arguments,
    context: &mut Context<'_>,
    judges: &Judges,
    target: Target<'_>,
) -> Result<Exit, Failure> {
    let config = Config {
        target,
        max_document_bytes: arguments.max_bytes,
        max_findings: USUAL_MAX_FINDINGS,
    };
    let cores = || std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let mut stdout = std::io::stdout();
    let tells = context.output.format() == Format::Ndjson && arguments.partial.is_none();
    let running = Running {
        jobs: arguments.jobs.unwrap_or_else(cores),
        verdicts: if tells { Some(&mut stdout) } else { None },
    };
    let stdin = std::io::stdin();
    let outcome = validate_with(&arguments.paths, stdin, judges, &config, running);
    let outcome = outcome.map_err(in_vain)?;
    if tells {
        context.output.note(validated::closing(&outcome));
        return Ok(outcome.exit());
    }
    match &arguments.partial {
        Some(id) => partial(&Partial::new(id, &outcome), outcome.exit(), context),
        None => validated::report(outcome, context),
    }
}

/// Prints the report of a part; a reader that went away changes no verdict.
pub(super) fn partial(
    partial: &Partial,
    exit: Exit,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    let line = partial.to_line()?;
    match context.output.text(&format!("{line}\n")) {
        Ok(()) | Err(Failure::PipeClosed) => Ok(exit),
        Err(failure) => Err(failure),
    }
}

/// Tells a reader that went away from an output that cannot be written.
fn in_vain(error: CorpusError) -> Failure {
    match error.kind() {
        CorpusErrorKind::Verdicts { source } if source.kind() == ErrorKind::BrokenPipe => {
            Failure::PipeClosed
        }
        _ => error.into(),
    }
}

/// Makes the judges of payloads of one message.
fn payload_judges(
    message: &Message,
    side: Side,
    options: &Options,
    context: &Context<'_>,
) -> Result<Judges, Failure> {
    let mut judges =
        MessageJudges::of_reader(context.derived_schema(message, Side::Reader, options)?);
    if side == Side::Writer {
        judges.writer = Some(context.derived_schema(message, Side::Writer, options)?);
    }
    let judges = Judges::from_iter([(message.name(), judges)]);
    Ok(with_ways(judges, context.contract))
}
