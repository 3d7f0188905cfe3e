use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use frontdesk_report::Exit;
use frontdesk_server::{Fault, Scenario, Service, ServiceBuilder};

use super::stop::StopSignal;
use crate::arguments::CredentialVariables;
use crate::context::Context;
use crate::failure::Failure;

/// The arguments of `serve`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    addr: SocketAddr,
    /// Answer by the rules of this file, TOML or JSON; `schema scenario` says how it is written
    #[arg(long, value_name = "FILE")]
    scenario: Option<PathBuf>,
    /// Send this fault to every request that it can go to; with `:N` to the next N of them
    #[arg(
        long,
        value_name = "NAME",
        num_args = 1..,
        value_parser = parse_fault,
        long_help = fault_help()
    )]
    fault: Vec<(Fault, Option<u32>)>,
    /// Write the traffic, redacted, as recordings into this folder
    #[arg(long, value_name = "DIR")]
    record: Option<PathBuf>,
    /// How many milliseconds the slowest superpower thinks
    #[arg(long, value_name = "MS", default_value_t = 300)]
    thinking: u64,
    #[command(flatten)]
    credentials: CredentialVariables,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    super::send::only_reception(context)?;
    let scenario = arguments.scenario.as_ref().map(|path| scenario(path));
    let mut builder = Service::builder()
        .addr(arguments.addr)
        .seed(context.seed())
        .thinking(Duration::from_millis(arguments.thinking))
        .keep_received(0);
    if let Some(scenario) = scenario.transpose()? {
        builder = builder.scenario(scenario);
    }
    for (fault, times) in &arguments.fault {
        builder = match times {
            Some(times) => builder.fault_times(*fault, *times),
            None => builder.fault(*fault),
        };
    }
    if let Some(folder) = &arguments.record {
        builder = builder.record(folder);
    }
    let named = arguments.credentials.read()?;
    let client = match named {
        Some((id, secret)) => {
            builder = builder.client(&*id, secret);
            format!("client {id}, with the secret of its variable")
        }
        None => "client demo, secret demo".to_owned(),
    };
    raise_open_files();
    if !context.options.quiet {
        let tell = context.output.teller();
        builder = builder.log(move |entry| tell(entry));
    }
    let runtime = tokio::runtime::Runtime::new().map_err(Failure::Runtime)?;
    runtime.block_on(serve(builder, &client, context))
}

async fn serve(
    builder: ServiceBuilder,
    client: &str,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    let stop = StopSignal::new();
    let service = builder.start().await?;
    let (url, websocket) = (service.url(), service.websocket_url());
    context.output.text(&format!(
        "listening on {url}\n  token      POST {url}/auth/oauth2/token ({client})\n  REST       \
         POST {url}/message/reception\n  WebSocket  {websocket}\n"
    ))?;
    stop.asked().await;
    context.output.note("stopping");
    service.stop().await;
    Ok(Exit::Clean)
}

/// Allows as many open files as a process may have: each connection is one, and many shells allow
/// no more than a thousand.
fn raise_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let raised = Rlimit {
            current: limit.maximum,
            ..limit
        };
        // Where the system refuses, further connections wait until others have ended.
        let _ = setrlimit(Resource::Nofile, raised);
    }
}

fn scenario(path: &std::path::Path) -> Result<Scenario, Failure> {
    let text = fs_err::read_to_string(path).map_err(Failure::Unreadable)?;
    Scenario::parse(&text).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        Failure::Usage(format!("{}: {}", path.display(), problems.join("\n  ")))
    })
}

fn fault_help() -> String {
    let names: Vec<String> = Fault::all().map(|fault| fault.to_string()).collect();
    format!(
        "Send this fault to every request that it can go to; with `:N` to the next N of them. One \
         of {}",
        names.join(", ")
    )
}

fn parse_fault(text: &str) -> Result<(Fault, Option<u32>), String> {
    let (name, times) = match text.rsplit_once(':') {
        Some((name, times)) => {
            let times = times
                .parse()
                .map_err(|_| "write NAME or NAME:N".to_owned())?;
            (name, Some(times))
        }
        None => (text, None),
    };
    let fault = name.parse().map_err(|error| format!("{error}"))?;
    Ok((fault, times))
}

#[cfg(test)]
mod tests {
    use super::{Fault, parse_fault};

    #[test]
    fn faults_go_to_all_requests_or_to_some() {
        assert_eq!(parse_fault("latency"), Ok((Fault::Latency, None)));
        assert_eq!(
            parse_fault("status-503:2"),
            Ok((Fault::Status(503), Some(2)))
        );
        for text in ["", "late", "latency:", "latency:x", ":1"] {
            assert!(parse_fault(text).is_err(), "{text}");
        }
    }
}
