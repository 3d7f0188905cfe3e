use std::path::{Path, PathBuf};

use frontdesk_client::{Client, Credentials, Endpoint, ErrorKind, Event, WebSocket};
use frontdesk_model::{ReceptionRequest, from_slice};
use frontdesk_report::Exit;
use url::{Host, Url};

use crate::arguments::CredentialVariables;
use crate::context::Context;
use crate::failure::Failure;
use crate::files::read_json;

/// The arguments of `send`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The payload of a reception request, as JSON; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The URL before `/message/reception`, such as <http://127.0.0.1:8080>
    #[arg(long, value_name = "URL")]
    url: String,
    /// Send over WebSocket
    #[arg(long)]
    ws: bool,
    #[command(flatten)]
    credentials: CredentialVariables,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    only_reception(context)?;
    let request = request(&arguments.file)?;
    let client = client(arguments)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    runtime.block_on(send(&client, &request, context))
}

/// Refuses contracts of which no service and no client is known.
pub(super) fn only_reception(context: &Context<'_>) -> Result<(), Failure> {
    match context.contract.name() {
        "reception" => Ok(()),
        other => Err(Failure::Usage(format!(
            "this command speaks the contract reception, not {other}"
        ))),
    }
}

async fn send(
    client: &Client,
    request: &ReceptionRequest,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    let mut events = match client.send(request).await {
        Ok(events) => events,
        Err(error) => return ended(&error, context),
    };
    let mut exit = Exit::Clean;
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => {
                if matches!(event, Event::Failure(_) | Event::Unknown(_)) {
                    exit = Exit::Findings;
                }
                if let Some(line) = line(&event) {
                    context.output.text(&(line + "\n"))?;
                }
            }
            Err(error) => return ended(&error, context),
        }
    }
    client.close().await;
    Ok(exit)
}

/// Shows what came: a reply as JSON, anything else as it is.
fn line(event: &Event) -> Option<String> {
    match event {
        Event::Unknown(unknown) => Some(String::from_utf8_lossy(unknown.raw()).into_owned()),
        event => serde_json::to_string(event.reply()?).ok(),
    }
}

/// Tells why nothing more comes: what a service has answered is a finding, anything else a failure.
fn ended(error: &frontdesk_client::Error, context: &mut Context<'_>) -> Result<Exit, Failure> {
    match error.kind() {
        ErrorKind::InvalidEndpoint(_)
        | ErrorKind::Setup
        | ErrorKind::UnusableToken
        | ErrorKind::Unwritable
        | ErrorKind::ConnectionLost { sent: false } => Err(error.clone().into()),
        _ => {
            context.output.always(format_args!("error: {error}"));
            Ok(Exit::Findings)
        }
    }
}

fn request(path: &Path) -> Result<ReceptionRequest, Failure> {
    let document = read_json(path)?;
    let bytes = frontdesk_json::to_canonical_vec(&document)
        .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    from_slice(&bytes).map_err(|error| {
        Failure::Usage(format!("{}: no reception request: {error}", path.display()))
    })
}

fn client(arguments: &Arguments) -> Result<Client, Failure> {
    // `ws` means the same place, and says how to speak.
    let (url, by_scheme) = match arguments.url.split_once("://") {
        Some(("ws", rest)) => (format!("http://{rest}"), true),
        Some(("wss", rest)) => (format!("https://{rest}"), true),
        _ => (arguments.url.clone(), false),
    };
    let credentials = match arguments.credentials.read()? {
        Some((id, secret)) => Credentials::new(id, secret),
        None if is_loopback(&url) => Credentials::new("demo", "demo"),
        None => return Err(Failure::Usage(NO_CREDENTIALS.to_owned())),
    };
    let mut builder = Client::builder(Endpoint::base(&url)?);
    if arguments.ws || by_scheme {
        builder = builder.websocket(WebSocket::standard());
    }
    Ok(builder.build(credentials)?)
}

fn is_loopback(url: &str) -> bool {
    let url = Url::parse(url);
    match url.as_ref().ok().and_then(Url::host) {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

const NO_CREDENTIALS: &str = "only a service on loopback is spoken to as demo: name the environment \
    variables of the credentials with --client-id-env and --client-secret-env";
