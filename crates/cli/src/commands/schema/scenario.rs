use frontdesk_contract::schema_text;
use frontdesk_report::Exit;
use frontdesk_server::scenario_schema;

use crate::context::Context;
use crate::failure::Failure;

pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    context.output.text(&schema_text(&scenario_schema()))?;
    Ok(Exit::Clean)
}
