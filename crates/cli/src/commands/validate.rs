use std::num::NonZeroUsize;
use std::path::PathBuf;

use frontdesk_check::judges;
use frontdesk_contract::{Message, Side, Store};
use frontdesk_corpus::{
    Config, Judges, MessageJudges, Target, USUAL_MAX_DOCUMENT_BYTES, USUAL_MAX_FINDINGS, validate,
};
use frontdesk_report::{Exit, Format};
use frontdesk_schema::Options;

use crate::context::Context;
use crate::failure::Failure;
use crate::files::read_schema;
use crate::folders::SchemasFolder;
use crate::warnings;

/// The arguments of `validate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// Folders, `.json`, `.ndjson` or `.jsonl` files, or `-` for NDJSON on standard input
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
    /// Find out what each document is
    #[arg(long, hide = true)]
    auto: bool,
    /// How many documents are judged at a time
    #[arg(long, value_name = "N")]
    jobs: Option<NonZeroUsize>,
    /// Longer lines and files are findings, and are never held in memory
    #[arg(long, value_name = "BYTES", default_value_t = USUAL_MAX_DOCUMENT_BYTES)]
    max_bytes: u64,
    #[command(flatten)]
    schemas: SchemasFolder,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if arguments.auto {
        return Err(Failure::Usage(NO_AUTO.to_owned()));
    }
    if arguments.jobs.is_some_and(|jobs| jobs.get() > 1) {
        context.output.note(ONE_AT_A_TIME);
    }
    let options = context.schema_options()?;
    if let Some(path) = &arguments.schema {
        let schema = read_schema(path, &options)?;
        warnings::of(&schema, &mut context.output);
        return judge(
            arguments,
            context,
            &Judges::default(),
            Target::Schema(&schema),
        );
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
    judge(arguments, context, &judges, Target::Recordings)
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
    let stdin = std::io::stdin().lock();
    let outcome = validate(&arguments.paths, stdin, judges, &config)?;
    let mut report = outcome.into_report();
    if context.output.format() == Format::Human {
        // Counts of each message are for programs: on one line nobody reads them.
        report.summary.remove("messages");
    }
    report.sort();
    context.output.report(&report)
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
    Ok(Judges::from_iter([(message.name(), judges)]))
}

const NO_AUTO: &str = "this version does not know --auto yet: say what the documents are with \
    --message or --schema, or leave all three out for recordings, which name their message";

const ONE_AT_A_TIME: &str =
    "note: this version judges one document at a time, --jobs makes it no faster";
