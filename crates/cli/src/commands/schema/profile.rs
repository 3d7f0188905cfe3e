use frontdesk_contract::schema_text;
use frontdesk_profile::profile_schema;
use frontdesk_report::Exit;

use crate::context::Context;
use crate::failure::Failure;

pub(super) fn run(context: &mut Context<'_>) -> Result<Exit, Failure> {
    context.output.text(&schema_text(&profile_schema()))?;
    Ok(Exit::Clean)
}
