use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use frontdesk_check::judges;
use frontdesk_corpus::{ContractVersion, Personal, RedactionKey, Redactor};
use frontdesk_proxy::{
    Config, Outcome, Proxy, USUAL_MAX_BODY_BYTES, USUAL_MAX_FILE_BYTES, Upstream,
};
use frontdesk_report::{Exit, Finding, Report, RuleId};
use rand::TryRng as _;

use super::serve::asked_to_stop;
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `record`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The service that everything is passed on to, such as <https://api.example.org>
    #[arg(long, value_name = "URL")]
    upstream: String,
    /// The folder that recordings are written to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    addr: SocketAddr,
    /// Give persons pseudonyms, the same for the same person in one run: email, phone, name
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    redact: Vec<Personal>,
    /// How long a file of recordings may be before the next is begun
    #[arg(long, value_name = "BYTES", default_value_t = USUAL_MAX_FILE_BYTES)]
    max_file_bytes: u64,
    /// Longer bodies and frames are passed, and not recorded
    #[arg(long, value_name = "BYTES", default_value_t = USUAL_MAX_BODY_BYTES)]
    max_body_bytes: usize,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let Some(interface) = context.contract.interface() else {
        let name = context.contract.name();
        return Err(Failure::Usage(format!(
            "the contract {name} does not say where its messages travel: give it an interface"
        )));
    };
    let upstream: Upstream = arguments.upstream.parse()?;
    let judges = judges(context.contract, &[], &context.schema_options()?)?;
    let redactor = Redactor::default().personal(arguments.redact.iter().copied(), key()?);
    let teller = context.output.teller();
    let config = Config {
        addr: arguments.addr,
        upstream,
        folder: arguments.out.clone(),
        max_file_bytes: arguments.max_file_bytes,
        max_body_bytes: arguments.max_body_bytes,
        contract: ContractVersion {
            name: context.contract.name().to_owned(),
            version: context.contract.version().to_owned(),
        },
        interface: interface.clone(),
        judges: Arc::new(judges),
        redactor,
        listener: Arc::new(move |text| teller(&text)),
    };
    // Whoever embeds this library may have installed another, which then is used.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::Runtime)?;
    let outcome = runtime.block_on(record(config, context))?;
    let mut report = report(outcome);
    report.sort();
    context.output.report(&report)
}

async fn record(config: Config, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let proxy = Proxy::start(config).await?;
    context
        .output
        .text(&format!("listening on {}\n", proxy.url()))?;
    asked_to_stop().await;
    context.output.note("stopping");
    Ok(proxy.stop().await)
}

/// Draws the key of this run's pseudonyms, which nobody keeps.
fn key() -> Result<RedactionKey, Failure> {
    let mut bytes = [0; 32];
    let drawn = rand::rngs::SysRng.try_fill_bytes(&mut bytes);
    drawn
        .map_err(|error| Failure::Usage(format!("the system gives no random numbers: {error}")))?;
    Ok(RedactionKey::from_bytes(bytes))
}

fn report(outcome: Outcome) -> Report {
    let mut report = Report::default();
    for (name, count) in [
        ("recorded", outcome.recorded),
        ("lost", outcome.lost),
        ("too_large", outcome.too_large),
        ("encoded", outcome.encoded),
        ("cut_off", outcome.cut_off),
        ("unreachable", outcome.unreachable),
        ("changed_verdicts", outcome.changed_verdicts),
        ("unknown", outcome.unknown.values().sum()),
    ] {
        report.count(name, count);
    }
    let unknown = outcome.unknown.iter();
    report.notes.extend(unknown.map(|(place, count)| {
        format!("not recorded, since it is no message of the contract: {count} {place}")
    }));
    if !outcome.is_complete() {
        let why = outcome.failure.unwrap_or_default();
        let message = format!(
            "{} bodies and frames were passed and not recorded: {why}",
            outcome.lost
        );
        let finding = Finding::new(INCOMPLETE, message).with("lost", outcome.lost);
        report.findings.push(finding);
    }
    report
}

const INCOMPLETE: RuleId = RuleId::new("recording-incomplete");
