use frontdesk_contract::{Side, Store, schema_text};
use frontdesk_report::Exit;

use crate::context::Context;
use crate::failure::Failure;
use crate::folders::SchemasFolder;

/// The arguments of `schema show`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The message
    message: String,
    /// Which of its schemas: writer or reader
    #[arg(long, value_name = "SIDE", default_value_t = Side::Reader)]
    side: Side,
    /// As it was frozen in this release, or exported as `next`, instead of what the types say
    #[arg(long, value_name = "VERSION")]
    release: Option<String>,
    #[command(flatten)]
    schemas: SchemasFolder,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let text = match &arguments.release {
        Some(release) => released(arguments, release, context)?,
        None => derived(arguments, context)?,
    };
    context.output.text(&text)?;
    Ok(Exit::Clean)
}

fn derived(arguments: &Arguments, context: &Context<'_>) -> Result<String, Failure> {
    let message = context.contract.lookup(&arguments.message)?;
    let schema = context.contract.schema(message, arguments.side)?;
    Ok(schema_text(&schema))
}

/// Reads the file itself, so that what is printed is what was frozen, byte by byte.
fn released(
    arguments: &Arguments,
    release: &str,
    context: &Context<'_>,
) -> Result<String, Failure> {
    let contract = context.contract.name();
    let release = Store::new(arguments.schemas.path(context.contract)?).load(contract, release)?;
    let Some(path) = release.path(&arguments.message, arguments.side) else {
        let known = release.messages().iter();
        let known: Vec<&str> = known.map(|message| message.name.as_str()).collect();
        return Err(Failure::NotInRelease {
            contract: contract.to_owned(),
            release: release.name().to_owned(),
            message: arguments.message.clone(),
            known: known.join(", "),
        });
    };
    fs_err::read_to_string(path).map_err(Failure::Unreadable)
}
