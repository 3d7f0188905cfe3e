use std::path::{Path, PathBuf};
use std::time::Duration;

use frontdesk_fuzz::{
    Evidence, ReplayOutcome, Replayer, SecretHeader, Tokens, replay_conversation,
};
use frontdesk_report::{Exit, Finding, Report, RuleId};
use serde_json::json;
use url::Url;

use super::fuzz::{
    FOLDER, access, by_http, is_socket, kept_at, secret_header, socket_options, socket_url_of,
    url_of,
};
use super::reach::reach;
use crate::arguments::{CredentialVariables, TrustOptions};
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `replay`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A file in which `fuzz` keeps a finding, a folder of them, or the id of one in `.frontdesk/fuzz`
    #[arg(value_name = "FINDING", required = true)]
    findings: Vec<PathBuf>,
    /// Where the endpoint is now, where it has moved
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// A host beside those of this machine that may be tested
    #[arg(long, value_name = "NAME")]
    allow_host: Vec<String>,
    /// A header whose value is in an environment variable
    #[arg(long, value_name = "NAME=ENV")]
    header: Vec<String>,
    #[command(flatten)]
    trust: TrustOptions,
    #[command(flatten)]
    credentials: CredentialVariables,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let mut kept = Vec::new();
    for path in &arguments.findings {
        let read = if path.is_dir() {
            Evidence::read_all(path)
        } else if let Some(id) = path.to_str().filter(|_| !path.exists()) {
            Evidence::read(&kept_at(id, Path::new(FOLDER))).map(|evidence| vec![evidence])
        } else {
            Evidence::read(path).map(|evidence| vec![evidence])
        };
        kept.extend(read.map_err(|error| Failure::Usage(error.to_string()))?);
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    let mut report = Report::default();
    let (mut fixed, mut failing, mut errors) = (0_u64, 0_u64, 0_u64);
    let mut replayed = Vec::new();
    for evidence in kept {
        let id = evidence.finding.id.clone();
        let (evidence, came) = runtime.block_on(replay(arguments, evidence))?;
        let message = &evidence.finding.message;
        let outcome = match came {
            ReplayOutcome::Fixed { attempts } => {
                fixed += 1;
                let note = format!("{id} fixed, in {attempts} attempts: {message}");
                report.notes.push(note);
                "fixed"
            }
            ReplayOutcome::StillFailing { came } => {
                failing += 1;
                let message = format!("still failing: {message} ({came})");
                report
                    .findings
                    .push(named(&id, Finding::new(STILL_FAILING, message)));
                "still-failing"
            }
            ReplayOutcome::Error(why) => {
                errors += 1;
                let url = arguments.url.as_deref().unwrap_or(&evidence.url);
                let message = format!("error: {url}: {why}");
                let finding = Finding::new(REPLAY_ERROR, message).exits(Exit::Usage);
                report.findings.push(named(&id, finding));
                "error"
            }
        };
        replayed.push(json!({"id": id, "outcome": outcome, "message": message}));
    }
    report.count("fixed", fixed);
    report.count("still_failing", failing);
    report.count("errors", errors);
    report.say("replayed", replayed);
    report.closing = Some(format!(
        "{fixed} fixed, {failing} still failing, {errors} errors"
    ));
    report.sort();
    context.output.report(&report)
}

async fn replay(
    arguments: &Arguments,
    evidence: Evidence,
) -> Result<(Evidence, ReplayOutcome), Failure> {
    let is_socket = is_socket(&evidence.url);
    let read = if is_socket { socket_url_of } else { url_of };
    let found_at = read(&evidence.url)?;
    let url = match &arguments.url {
        Some(url) => read(url)?,
        None => found_at.clone(),
    };
    let host = url.host_str().unwrap_or_default().to_owned();
    if !frontdesk_fuzz::is_loopback(&url) && !arguments.allow_host.contains(&host) {
        return Err(Failure::Usage(format!(
            "{host} is not on loopback: allow it with --allow-host {host}"
        )));
    }
    let (from, to) = if is_socket {
        (by_http(&found_at), by_http(&url))
    } else {
        (found_at, url.clone())
    };
    let tokens = evidence.tokens.clone();
    let tokens = tokens.map(|tokens| moved(tokens, &from, &to));
    let headers = match headers_of(&evidence, &arguments.header) {
        Ok(headers) => headers,
        Err(why) => return Ok((evidence, ReplayOutcome::Error(why))),
    };
    let mut access = access(
        &arguments.credentials,
        &[],
        &to,
        tokens.as_ref(),
        tokens.is_some(),
    )?;
    access.headers = headers;
    let dialer = match reach(&url, &arguments.trust.ca, PATIENCE).await {
        Ok(dialer) => dialer,
        Err(failure) => return Ok((evidence, ReplayOutcome::Error(failure.to_string()))),
    };
    if is_socket {
        let mut options = socket_options(access, &dialer, PATIENCE, evidence.seed);
        options.hosts.clone_from(&arguments.allow_host);
        let outcome = replay_conversation(&url, &dialer, options, &evidence.finding).await;
        return Ok((evidence, outcome));
    }
    let replayer = Replayer::new(&url, access, dialer, PATIENCE);
    if let Err(error) = replayer.prepare().await {
        return Ok((evidence, ReplayOutcome::Error(error.to_string())));
    }
    let outcome = replayer.replay(&evidence.finding).await;
    Ok((evidence, outcome))
}

/// Collects the headers that a finding names by environment variables: from where the arguments say,
/// or from those variables themselves.
fn headers_of(evidence: &Evidence, given: &[String]) -> Result<Vec<SecretHeader>, String> {
    let given = given.iter().map(|header| secret_header(header));
    let mut headers: Vec<SecretHeader> = given
        .collect::<Result<_, Failure>>()
        .map_err(|failure| failure.to_string())?;
    for (name, variable) in evidence.finding.sent.variables() {
        let same = |header: &&mut SecretHeader| header.name.eq_ignore_ascii_case(&name);
        if let Some(header) = headers.iter_mut().find(same) {
            header.variable = variable;
            continue;
        }
        let header = secret_header(&format!("{name}={variable}"));
        headers.push(header.map_err(|failure| {
            format!("{failure}: set it, or name another with --header {name}=ENV")
        })?);
    }
    Ok(headers)
}

/// Moves what grants tokens, where it was in the same place as the endpoint.
fn moved(mut tokens: Tokens, from: &Url, to: &Url) -> Tokens {
    if let Ok(mut granting) = Url::parse(&tokens.url) {
        // What moved has its tokens with it.
        if granting.origin() == from.origin() {
            let _ = granting.set_scheme(to.scheme());
            let _ = granting.set_host(to.host_str());
            let _ = granting.set_port(to.port());
        }
        tokens.url = granting.to_string();
    }
    tokens
}

fn named(id: &str, mut finding: Finding) -> Finding {
    id.clone_into(&mut finding.id);
    finding
}

const STILL_FAILING: RuleId = RuleId::new("still-failing");
const REPLAY_ERROR: RuleId = RuleId::new("replay-error");
const PATIENCE: Duration = Duration::from_secs(10);
