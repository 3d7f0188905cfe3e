use std::error::Error as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use frontdesk_client::{
    BareReplies, Client, Credentials, Endpoint, Error, ErrorKind, Event, Stage, Until, WebSocket,
};
use frontdesk_model::{
    AccessToken, MessageId, MessageName, ReceptionRequest, RequestEnvelope, from_slice,
};
use frontdesk_report::{Exit, Format};
use frontdesk_tls::Fault;
use url::{Host, Url};

use super::reach::{is_of_tls, is_secure};
use super::shown::shown;
use crate::arguments::{CredentialVariables, TrustOptions, header_variable};
use crate::context::Context;
use crate::failure::Failure;
use crate::files::read_json;

/// The arguments of `send`.
#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// The payload of the message, as JSON; `-` is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The URL before `/message/reception`, such as <http://127.0.0.1:8080>; `ws` means `--ws`
    #[arg(long, value_name = "URL")]
    url: String,
    /// Send over WebSocket
    #[arg(long)]
    ws: bool,
    /// Which message it is
    #[arg(long, value_name = "NAME", default_value = "reception", value_parser = parse_message)]
    message: MessageName,
    /// Send this header with every request, with the value of the environment variable ENV; the
    /// one of `Authorization` is taken for a token, and none is fetched
    #[arg(long, value_name = "NAME=ENV")]
    header: Vec<String>,
    #[command(flatten)]
    trust: TrustOptions,
    #[command(flatten)]
    credentials: CredentialVariables,
}

pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    only_reception(context)?;
    let request = request(&arguments.file, &arguments.message)?;
    let client = client(arguments)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Failure::Runtime)?;
    // The request id does not become the correlation id, or late replies to an earlier request
    // would be heard.
    let mut envelope = RequestEnvelope::new(arguments.message.clone(), request);
    envelope.headers.correlation_id = Some(MessageId::generate());
    runtime.block_on(send(&client, envelope, context))
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
    envelope: RequestEnvelope,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    let message = envelope.headers.action.clone();
    let message = message.unwrap_or(MessageName::Reception);
    let as_json = context.output.format() == Format::Json || !context.output.is_terminal();
    let mut events = match client.send_envelope(envelope, Until::quiet(QUIET)).await {
        Ok(events) => events,
        Err(error) => return ended(&error, &message, client, context).await,
    };
    let mut exit = Exit::Clean;
    while let Some(event) = events.next().await {
        match event {
            Ok(event) => {
                if matches!(event, Event::Failure(_) | Event::Unknown(_)) {
                    exit = Exit::Findings;
                }
                let line = if as_json {
                    json(&event)
                } else {
                    Some(shown(&event))
                };
                if let Some(line) = line {
                    context.output.text(&(line + "\n"))?;
                }
            }
            Err(error) => return ended(&error, &message, client, context).await,
        }
    }
    client.close().await;
    Ok(exit)
}

/// Writes a reply as JSON, anything else as it is.
fn json(event: &Event) -> Option<String> {
    match event {
        Event::Unknown(unknown) => Some(String::from_utf8_lossy(unknown.raw()).into_owned()),
        event => serde_json::to_string(event.reply()?).ok(),
    }
}

/// Tells why nothing more comes: what a service has answered is a finding, anything else a failure.
async fn ended(
    error: &Error,
    message: &MessageName,
    client: &Client,
    context: &mut Context<'_>,
) -> Result<Exit, Failure> {
    let text = match error.stage() {
        Stage::Reception => format!("{message}: {}", error.kind()),
        _ => error.to_string(),
    };
    if let Some(fault) = Fault::find_in(error) {
        return Err(Failure::Usage(format!("{text}: {fault}")));
    }
    let is_lost = matches!(error.kind(), ErrorKind::ConnectionLost { sent: true });
    if is_lost && is_behind_tls(client.endpoint()).await {
        return Err(Failure::Usage(format!(
            "{text}: it speaks TLS there: write https:// in place of http://"
        )));
    }
    match error.kind() {
        ErrorKind::InvalidEndpoint(_)
        | ErrorKind::Setup
        | ErrorKind::UnusableHeader { .. }
        | ErrorKind::UnusableToken
        | ErrorKind::Unwritable => Err(error.clone().into()),
        ErrorKind::ConnectionLost { sent: false } => Err(Failure::Usage(format!(
            "{text}: is the service running there? `frontdesk serve` starts one"
        ))),
        _ => {
            if let Some(body) = error.body().filter(|body| !body.is_empty()) {
                context.output.text(&format!("{}\n", body.trim_end()))?;
            }
            context.output.always(format_args!("error: {text}"));
            Ok(Exit::Findings)
        }
    }
}

fn request(path: &Path, message: &MessageName) -> Result<ReceptionRequest, Failure> {
    let document = read_json(path)?;
    let bytes = frontdesk_json::to_canonical_vec(&document)
        .map_err(|error| Failure::Usage(format!("{}: {error}", path.display())))?;
    from_slice(&bytes).map_err(|error| {
        // An envelope is what other commands make, and what a person may have at hand.
        let hint = if document.get("payload").is_some() {
            "; this is an envelope: give the value of its `payload`"
        } else {
            ""
        };
        Failure::Usage(format!(
            "{}: no {message} request: {error}{hint}",
            path.display()
        ))
    })
}

fn client(arguments: &Arguments) -> Result<Client, Failure> {
    // `ws` means the same place, and says how to speak.
    let (url, by_scheme) = match arguments.url.split_once("://") {
        Some(("ws", rest)) => (format!("http://{rest}"), true),
        Some(("wss", rest)) => (format!("https://{rest}"), true),
        _ => (arguments.url.clone(), false),
    };
    // The URL may hold what is secret, and is not repeated.
    let endpoint = Endpoint::base(&url).map_err(|error| {
        let reason = error.kind();
        Failure::Usage(format!(
            "--url: {reason}: write one such as http://127.0.0.1:8080"
        ))
    })?;
    let mut token = None;
    let mut builder = Client::builder(endpoint).authorities(&arguments.trust.ca);
    for header in &arguments.header {
        let (name, value) = header_variable(header)?;
        if name.eq_ignore_ascii_case("authorization") {
            let bare = value.strip_prefix("Bearer ").unwrap_or(&value);
            token = Some(Credentials::token(AccessToken::new(bare.trim())));
        } else {
            builder = builder.header(name, value);
        }
    }
    let credentials = match (token, arguments.credentials.read()?) {
        (Some(_), Some(_)) => return Err(Failure::Usage(TWO_CREDENTIALS.to_owned())),
        (Some(token), None) => token,
        (None, Some((id, secret))) => Credentials::new(id, secret),
        (None, None) if is_loopback(&url) => Credentials::new("demo", "demo"),
        (None, None) => return Err(Failure::Usage(NO_CREDENTIALS.to_owned())),
    };
    if arguments.ws || by_scheme {
        // There is one request, which whatever comes belongs to.
        builder = builder.websocket(WebSocket {
            bare_replies: BareReplies::OnlyRequest,
            ..WebSocket::standard()
        });
    }
    builder.build(credentials).map_err(|error| {
        // Which file of authorities is no good stands behind the error.
        match error.source() {
            Some(source) => Failure::Usage(format!("{error}: {source}")),
            None => error.into(),
        }
    })
}

/// Tells whether TLS is spoken where it is not asked for.
async fn is_behind_tls(endpoint: &Endpoint) -> bool {
    let Ok(url) = Url::parse(&endpoint.to_string()) else {
        return false;
    };
    !is_secure(&url) && is_of_tls(&url).await
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

fn parse_message(text: &str) -> Result<MessageName, String> {
    match MessageName::from(text) {
        MessageName::Other(name) => {
            let known: Vec<&str> = MESSAGES.iter().map(MessageName::as_str).collect();
            Err(format!(
                "there is no message `{name}`: write one of {}",
                known.join(", ")
            ))
        }
        known => Ok(known),
    }
}

const MESSAGES: [MessageName; 9] = [
    MessageName::Reception,
    MessageName::Interaction,
    MessageName::CustomerInteraction,
    MessageName::Adjust,
    MessageName::Elevate,
    MessageName::Summarize,
    MessageName::Translate,
    MessageName::Recommend,
    MessageName::Insights,
];

/// No source tells which reply is the last one.
const QUIET: Duration = Duration::from_secs(2);
const NO_CREDENTIALS: &str = "only a service on loopback is spoken to as demo: name the environment \
    variables of the credentials with --client-id-env and --client-secret-env, or that of a token \
    with --header Authorization=ENV";
const TWO_CREDENTIALS: &str = "--header Authorization=ENV brings a token, and --client-id-env \
    fetches one: give one of the two";

#[cfg(test)]
mod tests {
    use super::{MessageName, parse_message};

    #[test]
    fn messages_are_those_of_the_contract() {
        assert_eq!(parse_message("adjust"), Ok(MessageName::Adjust));
        assert!(parse_message("adjsut").unwrap_err().contains("summarize"));
    }
}
