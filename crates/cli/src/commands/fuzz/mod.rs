//! Fuzzes an endpoint, and accepts what was found there.

mod accept;
mod access;
mod arguments;
mod endpoint;
mod keep;
mod live;
mod recorded;
mod report;
mod socket;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;

use frontdesk_fuzz::{
    Evidence, Options, Rest, RestOptions, RunOutcome, Stop, Target, Tokens, run as fuzz,
};
use frontdesk_report::{Exit, Format};
use futures_util::future::join_all;
use url::Url;

pub(super) use self::access::{access, secret_header, url_of};
pub(super) use self::arguments::Arguments;
pub(super) use self::socket::{
    by_http, is_socket, options as socket_options, url_of as socket_url_of,
};

use self::access::tokens_of;
use self::arguments::{Command, RunArguments};
use self::endpoint::Described;
use self::live::{Live, Voice};
use super::reach::reach;
use super::stop::StopSignal;
use crate::context::Context;
use crate::failure::Failure;

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    match &arguments.command {
        Some(Command::Accept(accepting)) => accept::run(accepting, context),
        Some(Command::Keep(keeping)) => keep::run(keeping, context),
        None => run_at(&arguments.run, context),
    }
}

/// Returns the file of a finding, by its id or its path.
pub(super) fn kept_at(id: &str, folder: &Path) -> PathBuf {
    let is_file = Path::new(id).extension().is_some_and(|end| end == "json");
    if is_file {
        PathBuf::from(id)
    } else {
        folder.join(format!("{id}.json"))
    }
}

fn run_at(arguments: &RunArguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    if arguments.url.is_empty() && arguments.ws_url.is_empty() {
        let text = "name the endpoint with --url or --ws-url";
        return Err(Failure::Usage(text.to_owned()));
    }
    let baseline = arguments
        .baseline
        .as_deref()
        .map(accept::read)
        .transpose()?
        .unwrap_or_default();
    let seed = context.seed();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    let named: Vec<String> = [&arguments.url[..], &arguments.ws_url[..]].concat();
    let live = Arc::new(Live::new(context.output.teller(), named));
    let mut runs: Vec<Run<'_>> = Vec::new();
    for url in &arguments.url {
        let voice = Voice::new(&live, runs.len());
        runs.push(runtime.block_on(prepare(arguments, url, seed, voice, context))?);
    }
    for url in &arguments.ws_url {
        let voice = Voice::new(&live, runs.len());
        runs.push(runtime.block_on(socket::prepare(arguments, url, seed, voice, context))?);
    }
    // All at once, so that the time that was asked for is the time that it takes.
    let done = runtime.block_on(join_all(runs));
    runtime.shutdown_background();
    let done = done.into_iter().collect::<Result<Vec<_>, _>>()?;
    let mut report = report::report(&done, &baseline);
    if context.output.format() == Format::Human {
        // Each finding names its check, and people need no list of those that found nothing.
        report.summary.remove("checks");
    }
    context.output.report(&report)
}

/// One endpoint, and what was found there.
struct Done {
    outcome: RunOutcome,
    /// Where each finding is kept.
    kept: Vec<PathBuf>,
}

/// A run at one endpoint, which is ready to begin.
type Run<'a> = Pin<Box<dyn Future<Output = Result<Done, Failure>> + 'a>>;

async fn prepare<'a>(
    arguments: &'a RunArguments,
    url: &str,
    seed: u64,
    voice: Voice,
    context: &Context<'_>,
) -> Result<Run<'a>, Failure> {
    let mut url = url_of(url)?;
    let mut described = Described::of(arguments, &mut url, context).await?;
    let corpus = arguments.corpus.path(context.contract)?;
    let contract = context.contract.name();
    recorded::add(described.operations.iter_mut(), &corpus, contract);
    let access = access(
        &arguments.credentials,
        &arguments.header,
        &url,
        described.tokens.as_ref(),
        described.secured(),
    )?;
    let tokens = tokens_of(&access);
    let options = RestOptions {
        hosts: arguments.allow_host.clone(),
        writes: arguments.allow_writes,
        patience: arguments.timeout.0,
        seed,
        without: arguments
            .without_check
            .iter()
            .cloned()
            .collect::<BTreeSet<_>>(),
    };
    let dialer = reach(&url, &arguments.trust.ca, arguments.timeout.0).await?;
    let target = Rest::new(&url, described.operations, access, dialer, options)
        .map_err(|error| Failure::Usage(error.to_string()))?;
    target
        .prepare()
        .await
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let run = drive(target, url, tokens, arguments, seed, voice);
    Ok(Box::pin(run))
}

/// Runs at a target, and keeps what is found.
async fn drive<T: Target>(
    target: T,
    url: Url,
    tokens: Option<Tokens>,
    arguments: &RunArguments,
    seed: u64,
    voice: Voice,
) -> Result<Done, Failure> {
    let resumed = match &arguments.resume {
        Some(folder) => {
            let mut kept =
                Evidence::read_all(folder).map_err(|error| Failure::Usage(error.to_string()))?;
            let scheme = format!("{}:", url.scheme());
            kept.retain(|evidence| evidence.url.starts_with(&scheme));
            kept
        }
        None => Vec::new(),
    };
    let options = Options {
        time: arguments
            .time
            .map_or_else(|| Options::standard(seed).time, |time| time.0),
        cases: arguments.cases,
        rate: arguments.rate,
        concurrency: arguments.concurrency,
        patience: arguments.timeout.0,
        // A run that goes on draws what the runs before did not.
        seed: seed.wrapping_add(resumed.len() as u64),
        known: resumed
            .into_iter()
            .map(|evidence| evidence.finding)
            .collect(),
    };
    let watch = Box::new(move |event| voice.show(&event));
    let outcome = fuzz(Arc::new(target), options, watch, StopSignal::new().asked()).await;
    refuse_useless(&outcome, &url)?;
    let mut kept = Vec::new();
    let folder = arguments
        .resume
        .as_deref()
        .or(arguments.out.as_deref())
        .unwrap_or(Path::new(FOLDER));
    for finding in &outcome.findings {
        let evidence = Evidence {
            frontdesk: env!("CARGO_PKG_VERSION").to_owned(),
            url: url.to_string(),
            tokens: tokens.clone(),
            seed,
            environment: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            finding: finding.clone(),
        };
        kept.push(
            evidence
                .write(folder)
                .map_err(|error| Failure::Usage(error.to_string()))?,
        );
    }
    Ok(Done { outcome, kept })
}

/// Refuses to call a run clean in which nothing was tried.
fn refuse_useless(outcome: &RunOutcome, url: &Url) -> Result<(), Failure> {
    let answered = outcome.statuses.iter().any(|(status, _)| *status > 0);
    match outcome.stop {
        Stop::Unauthorised => Err(Failure::Usage(format!(
            "{url} refuses every request with 401 or 403: name credentials with --client-id-env and \
             --client-secret-env, or with --header NAME=ENV"
        ))),
        Stop::Down if !answered => Err(Failure::Usage(format!(
            "nobody answers at {url}: is it running?"
        ))),
        Stop::Done | Stop::Asked | Stop::Down => Ok(()),
    }
}

/// Where findings are kept when no folder is named.
pub(super) const FOLDER: &str = ".frontdesk/fuzz";
