use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};
use frontdesk_report::Format;
use frontdesk_schema::{Draft, Formats};

use crate::commands::Command;
use crate::failure::Failure;

/// The words of the command line.
#[derive(Debug, Parser)]
#[command(name = "frontdesk", max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) global: GlobalOptions,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command takes, before or after its name.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Options of every command")]
pub(crate) struct GlobalOptions {
    /// How findings are reported: human, json, junit, sarif, github or ndjson
    #[arg(long, global = true, value_name = "FORMAT", default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// What random choices are drawn from; drawn itself, and printed, when absent
    #[arg(long, global = true, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Say nothing but reports, errors and seeds
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// When to colour the report
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// The draft of schema files without `$schema`: 2020-12, 2019-09, 7, 6 or 4
    #[arg(long, global = true, value_name = "DRAFT", default_value = "2020-12")]
    pub(crate) draft: Draft,
    /// The document behind a `$ref` that is not local; nothing is ever fetched
    #[arg(long, global = true, value_name = "URI=PATH")]
    #[arg(value_parser = parse_resource)]
    pub(crate) resource: Vec<Resource>,
    /// Whether a value that is not of its `format` is refused
    #[arg(long, global = true, value_name = "HOW", default_value = "assert")]
    formats: FormatsChoice,
}

/// When to colour.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Also in pipes and files
    Always,
    /// Not at all
    Never,
}

/// A document that is handed in for a URI.
#[derive(Clone, Debug)]
pub(crate) struct Resource {
    pub(crate) uri: String,
    pub(crate) path: PathBuf,
}

/// Where the credentials of a client are, for commands that have one.
#[derive(Debug, Args)]
pub(crate) struct CredentialVariables {
    /// The environment variable that holds the client id [default: the client is demo, on loopback]
    #[arg(long, value_name = "NAME", requires = "client_secret_env")]
    client_id_env: Option<String>,
    /// The environment variable that holds the client secret
    #[arg(long, value_name = "NAME", requires = "client_id_env")]
    client_secret_env: Option<String>,
}

/// Whom commands trust that speak TLS.
#[derive(Clone, Debug, Args)]
pub(crate) struct TrustOptions {
    /// A PEM file of authorities that certificates may be signed by, beside those of the system
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Vec<PathBuf>,
}

impl CredentialVariables {
    /// Reads id and secret, where their variables were named.
    pub(crate) fn read(&self) -> Result<Option<(String, String)>, Failure> {
        match (&self.client_id_env, &self.client_secret_env) {
            (Some(id), Some(secret)) => Ok(Some((variable(id)?, variable(secret)?))),
            _ => Ok(None),
        }
    }
}

/// Reads a header whose value is in the environment, as `NAME=ENV`, since the command line is no place
/// for secrets.
pub(crate) fn header_variable(words: &str) -> Result<(String, String), Failure> {
    let is_variable = |name: &str| {
        let mut bytes = name.bytes();
        bytes
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
            && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    match words.split_once('=') {
        Some((name, from)) if !name.is_empty() && is_variable(from) => {
            Ok((name.to_owned(), variable(from)?))
        }
        // What was written may be the secret itself, and is not repeated.
        _ => Err(Failure::Usage(NO_HEADER.to_owned())),
    }
}

fn variable(name: &str) -> Result<String, Failure> {
    std::env::var(name)
        .ok()
        .filter(|value| !value.is_empty())
        .ok_or_else(|| Failure::Usage(format!("the environment variable {name} is not set")))
}

impl GlobalOptions {
    /// Tells whether a value that is not of its format is refused.
    pub(crate) fn formats(&self) -> Formats {
        match self.formats {
            FormatsChoice::Assert => Formats::Assert,
            FormatsChoice::Annotate => Formats::Annotate,
        }
    }
}

/// What `--formats` takes.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatsChoice {
    /// It is refused
    Assert,
    /// Formats refuse nothing
    Annotate,
}

/// Takes everything before the last `=` as the URI, because URIs have `=` more often than paths.
fn parse_resource(text: &str) -> Result<Resource, String> {
    match text.rsplit_once('=') {
        Some((uri, path)) if !uri.is_empty() && !path.is_empty() => Ok(Resource {
            uri: uri.to_owned(),
            path: path.into(),
        }),
        _ => Err("write the URI, `=` and the path of the document".to_owned()),
    }
}

const NO_HEADER: &str = "--header: write the name of the header, `=` and the name of the environment \
    variable that holds its value";

#[cfg(test)]
mod tests {
    use super::{Arguments, parse_resource};
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn resources_are_split_at_the_last_equals_sign() {
        let resource = parse_resource("https://a.invalid/?x=1=dir/a.json").unwrap();
        assert_eq!(resource.uri, "https://a.invalid/?x=1");
        assert_eq!(resource.path.to_str(), Some("dir/a.json"));
        for text in ["", "=", "a=", "=a", "a"] {
            assert!(parse_resource(text).is_err(), "{text}");
        }
    }
}
