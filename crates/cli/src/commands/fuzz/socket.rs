//! Fuzzes an endpoint over WebSocket.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use frontdesk_fuzz::{
    Access, Dialer, Socket, SocketOptions, channels_from_asyncapi, channels_from_contract, tickets,
};
use url::Url;

use super::access::{access, tokens_of};
use super::arguments::RunArguments;
use super::endpoint::{document, granting};
use super::live::Voice;
use super::{Run, drive, recorded};
use crate::commands::reach::{is_secure, reach};
use crate::context::Context;
use crate::failure::Failure;

pub(super) async fn prepare<'a>(
    arguments: &'a RunArguments,
    url: &str,
    seed: u64,
    voice: Voice,
    context: &Context<'_>,
) -> Result<Run<'a>, Failure> {
    let url = url_of(url)?;
    let options = context.schema_options()?;
    let described = match &arguments.asyncapi {
        Some(named) => channels_from_asyncapi(&document(named, arguments).await?, URI, &options),
        None => channels_from_contract(context.contract, arguments.message.as_deref(), &options),
    };
    let mut channels = described.map_err(|error| Failure::Usage(error.to_string()))?;
    let corpus = arguments.corpus.path(context.contract)?;
    let operations = channels.iter_mut().map(|channel| &mut channel.operation);
    recorded::add(operations, &corpus, context.contract.name());
    let by_http = by_http(&url);
    let tokens = match &arguments.asyncapi {
        Some(_) => None,
        None => granting(context.contract, &by_http),
    };
    let is_secured = channels
        .iter()
        .any(|channel| channel.rules.subprotocol.is_some());
    let access = access(
        &arguments.credentials,
        &arguments.header,
        &by_http,
        tokens.as_ref(),
        is_secured,
    )?;
    let tokens = tokens_of(&access);
    let dialer = reach(&url, &arguments.trust.ca, arguments.timeout.0).await?;
    let mut options = self::options(access, &dialer, arguments.timeout.0, seed);
    options.hosts.clone_from(&arguments.allow_host);
    options.without = arguments.without_check.iter().cloned().collect();
    if let Some(tickets) = &options.tickets {
        // Who gets no token opens nothing, and finds nothing.
        tickets()
            .await
            .map_err(|why| Failure::Usage(why.to_string()))?;
    }
    let target = Socket::new(&url, channels, &dialer, options)
        .map_err(|error| Failure::Usage(error.to_string()))?;
    let run = drive(target, url, tokens, arguments, seed, voice);
    Ok(Box::pin(run))
}

/// Says how conversations are held by a client that shows so much of itself.
pub(crate) fn options(
    access: Access,
    dialer: &Dialer,
    patience: Duration,
    seed: u64,
) -> SocketOptions {
    let headers = access.headers.into_iter();
    SocketOptions {
        hosts: Vec::new(),
        patience,
        seed,
        without: BTreeSet::new(),
        tickets: access
            .tokens
            .map(|source| tickets(&source, Arc::clone(dialer), patience)),
        headers: headers.map(|header| (header.name, header.secret)).collect(),
    }
}

/// Reads a URL of WebSocket.
pub(crate) fn url_of(text: &str) -> Result<Url, Failure> {
    let usage = |why: String| Failure::Usage(format!("{text}: {why}"));
    let url = Url::parse(text).map_err(|error| usage(format!("no URL: {error}")))?;
    match url.scheme() {
        "ws" | "wss" if url.has_host() => Ok(url),
        _ => Err(usage(
            "write a URL that begins with wss:// or ws://".to_owned(),
        )),
    }
}

/// Tells whether a finding was found over WebSocket, by its URL.
pub(crate) fn is_socket(url: &str) -> bool {
    url.starts_with("ws:") || url.starts_with("wss:")
}

/// Returns the same host over HTTP, where tokens come from.
pub(crate) fn by_http(url: &Url) -> Url {
    let mut by_http = url.clone();
    // Both are schemes of the same kind, between which a URL may change.
    let scheme = if is_secure(url) { "https" } else { "http" };
    let _ = by_http.set_scheme(scheme);
    by_http.set_path("/");
    by_http.set_query(None);
    by_http
}

/// What schemas of a document are compiled under.
const URI: &str = "https://frontdesk.invalid/asyncapi.json";
