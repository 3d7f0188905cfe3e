use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use frontdesk_check::judges;
use frontdesk_corpus::{ContractVersion, Personal, RedactionKey, Redactor};
use frontdesk_proxy::{
    Config, Outcome, Proxy, RecordingConfig, USUAL_MAX_BODY_BYTES, USUAL_MAX_FILE_BYTES, Upstream,
};
use frontdesk_report::{Exit, Finding, Report, RuleId};
use rand::TryRng as _;

use super::stop::StopSignal;
use crate::arguments::TrustOptions;
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `record`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The service that everything is passed on to, such as <https://api.example.org>
    #[arg(long, value_name = "URL")]
    upstream: String,
    /// The address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    addr: SocketAddr,
    /// Longer bodies and frames are passed, and not recorded
    #[arg(long, value_name = "BYTES", default_value_t = USUAL_MAX_BODY_BYTES)]
    max_body_bytes: usize,
    #[command(flatten)]
    trust: TrustOptions,
    #[command(flatten)]
    recording: RecordingOptions,
}

/// Where recordings go, and what is taken out of them.
#[derive(Debug, clap::Args)]
pub(in crate::commands) struct RecordingOptions {
    /// The folder that recordings are written to
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Give persons pseudonyms, the same for the same person in one run: email, phone, name
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    redact: Vec<Personal>,
    /// How long a file of recordings may be before the next is begun
    #[arg(long, value_name = "BYTES", default_value_t = USUAL_MAX_FILE_BYTES)]
    max_file_bytes: u64,
}

impl RecordingOptions {
    /// Says what is recorded for the contract, and how.
    pub(in crate::commands) fn config(
        &self,
        context: &Context<'_>,
    ) -> Result<RecordingConfig, Failure> {
        let contract = context.contract;
        let Some(interface) = contract.interface() else {
            return Err(Failure::Usage(format!(
                "the contract {} does not say where its messages travel: give it an interface",
                contract.name()
            )));
        };
        let judges = judges(contract, &[], &context.schema_options()?)?;
        let teller = context.output.teller();
        Ok(RecordingConfig {
            folder: self.out.clone(),
            max_file_bytes: self.max_file_bytes,
            contract: ContractVersion {
                name: contract.name().to_owned(),
                version: contract.version().to_owned(),
            },
            interface: interface.clone(),
            judges: Arc::new(judges),
            redactor: Redactor::default().personal(self.redact.iter().copied(), key()?),
            listener: Arc::new(move |text| teller(&text)),
        })
    }
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let config = Config {
        addr: arguments.addr,
        upstream: arguments.upstream.parse::<Upstream>()?,
        authorities: arguments.trust.ca.clone(),
        max_body_bytes: arguments.max_body_bytes,
        recording: arguments.recording.config(context)?,
    };
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::Runtime)?;
    let outcome = runtime.block_on(record(config, context))?;
    let mut report = report(outcome);
    report.sort();
    context.output.report(&report)
}

async fn record(config: Config, context: &mut Context<'_>) -> Result<Outcome, Failure> {
    let stop = StopSignal::new();
    let proxy = Proxy::start(config).await?;
    context
        .output
        .text(&format!("listening on {}\n", proxy.url()))?;
    stop.asked().await;
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

/// Counts what was recorded and what was not; what was lost is a finding.
pub(in crate::commands) fn report(outcome: Outcome) -> Report {
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
    let because = outcome.unreachable_because.iter();
    let unreachable = outcome.unreachable;
    report
        .notes
        .extend(because.map(|why| format!("not passed on: {unreachable} requests, since {why}")));
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
