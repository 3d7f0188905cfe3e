use std::path::PathBuf;
use std::time::Duration;

use super::{accept, keep};
use crate::arguments::{CredentialVariables, TrustOptions};
use crate::commands::compat::parse_budget;
use crate::folders::CorpusFolder;

/// The arguments of `fuzz`.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) run: RunArguments,
}

/// What else can be done.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Accept a finding, so that runs with the baseline no longer report it
    Accept(accept::Arguments),
    /// Keep the request of a finding as a recording, which `check` and `validate` hold from then on
    Keep(keep::Arguments),
}

/// How a run goes.
#[derive(Debug, clap::Args)]
pub(super) struct RunArguments {
    /// The URL before the paths of the operations, such as <http://127.0.0.1:8080>
    #[arg(long, value_name = "URL")]
    pub(super) url: Vec<String>,
    /// The URL of a WebSocket, such as <ws://127.0.0.1:8080>
    #[arg(long, value_name = "URL")]
    pub(super) ws_url: Vec<String>,
    /// Send this message only, to the operation that takes it
    #[arg(long, value_name = "MESSAGE", conflicts_with_all = ["schema", "openapi"])]
    pub(super) message: Option<String>,
    /// Send what this schema describes, to the URL itself
    #[arg(long, value_name = "FILE", conflicts_with = "openapi")]
    pub(super) schema: Option<PathBuf>,
    /// Send to all operations of this OpenAPI 3.0 or 3.1 document
    #[arg(long, value_name = "FILE|URL")]
    pub(super) openapi: Option<String>,
    /// Hold the conversations of this AsyncAPI 3 document over --ws-url
    #[arg(
        long,
        value_name = "FILE|URL",
        requires = "ws_url",
        conflicts_with = "message"
    )]
    pub(super) asyncapi: Option<String>,
    /// The method that goes with --schema
    #[arg(long, value_name = "METHOD", default_value = "POST")]
    pub(super) method: String,
    /// How long to go on, such as 60s or 5m [default: 26s]
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub(super) time: Option<Time>,
    /// How many requests to make up at the most; what is found takes some more to be looked into
    #[arg(long, value_name = "N")]
    pub(super) cases: Option<u64>,
    /// How many requests to send in a second at the most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) rate: Option<u32>,
    /// How many requests are open at once
    #[arg(long, value_name = "N", default_value = "8", value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(1..))]
    pub(super) concurrency: usize,
    /// How long an answer may take
    #[arg(long, value_name = "TIME", default_value = "5s", value_parser = parse_time)]
    pub(super) timeout: Time,
    /// Report only what is not accepted in this file
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// The folder in which findings are kept [default: .frontdesk/fuzz]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Go on from the findings in this folder
    #[arg(long, value_name = "DIR", conflicts_with = "out")]
    pub(super) resume: Option<PathBuf>,
    /// A host beside those of this machine that may be tested
    #[arg(long, value_name = "NAME")]
    pub(super) allow_host: Vec<String>,
    /// Send methods that write to such a host as well
    #[arg(long)]
    pub(super) allow_writes: bool,
    /// A header whose value is in an environment variable
    #[arg(long, value_name = "NAME=ENV")]
    pub(super) header: Vec<String>,
    /// A check that is left out, such as slow
    #[arg(long, value_name = "CHECK")]
    pub(super) without_check: Vec<String>,
    #[command(flatten)]
    pub(super) corpus: CorpusFolder,
    #[command(flatten)]
    pub(super) trust: TrustOptions,
    #[command(flatten)]
    pub(super) credentials: CredentialVariables,
}

/// A time on the command line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time(pub(crate) Duration);

fn parse_time(text: &str) -> Result<Time, String> {
    parse_budget(text).map(Time)
}
