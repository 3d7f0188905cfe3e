use std::path::Path;

use frontdesk_contract::{Contract, Scheme, Side};
use frontdesk_fuzz::{Operation, Tokens, fetch, from_contract, from_openapi, from_schema};
use serde_json::Value;
use url::Url;

use super::access::url_of;
use super::arguments::RunArguments;
use crate::commands::reach::reach;
use crate::context::Context;
use crate::failure::Failure;
use crate::files::read_json;

/// What is known of the endpoint.
pub(super) struct Described {
    pub(super) operations: Vec<Operation>,
    pub(super) tokens: Option<Tokens>,
}

impl Described {
    /// Collects what the arguments and the contract say; the URL gets the path that a document begins
    /// with.
    pub(super) async fn of(
        arguments: &RunArguments,
        url: &mut Url,
        context: &Context<'_>,
    ) -> Result<Self, Failure> {
        let options = context.schema_options()?;
        let usage = |error: frontdesk_fuzz::EndpointError| Failure::Usage(error.to_string());
        if let Some(named) = &arguments.openapi {
            let document = document(named, arguments).await?;
            let (base, operations) = from_openapi(&document, &options).map_err(usage)?;
            if url.path() == "/" {
                url.set_path(&base);
            }
            let tokens = token_url(&document, url);
            return Ok(Self { operations, tokens });
        }
        if let Some(path) = &arguments.schema {
            let operation =
                at_url(url, &arguments.method, read_json(path)?, &options).map_err(usage)?;
            return Ok(Self {
                operations: vec![operation],
                tokens: None,
            });
        }
        let message = arguments.message.as_deref();
        if let Some(name) = message {
            let message = context.contract.lookup(name)?;
            if context.contract.interface().is_none() {
                let schema = context.contract.schema(message, Side::Reader)?;
                let operation = at_url(url, &arguments.method, schema, &options);
                let mut operation = operation.map_err(usage)?;
                operation.message = Some(message.name().to_owned());
                return Ok(Self {
                    operations: vec![operation],
                    tokens: None,
                });
            }
        }
        let operations = from_contract(context.contract, message, &options).map_err(usage)?;
        Ok(Self {
            operations,
            tokens: granting(context.contract, url),
        })
    }

    /// Tells whether any operation asks for credentials.
    pub(super) fn secured(&self) -> bool {
        self.operations.iter().any(|operation| operation.secured)
    }
}

/// Describes the operation at the URL itself.
fn at_url(
    url: &mut Url,
    method: &str,
    schema: Value,
    options: &frontdesk_schema::Options,
) -> Result<Operation, frontdesk_fuzz::EndpointError> {
    let path = url.path().to_owned();
    url.set_path("");
    from_schema(&method.to_uppercase(), &path, schema, options)
}

pub(super) async fn document(named: &str, arguments: &RunArguments) -> Result<Value, Failure> {
    if !named.contains("://") {
        return read_json(Path::new(named));
    }
    let url = url_of(named)?;
    let dialer = reach(&url, &arguments.trust.ca, arguments.timeout.0).await?;
    let bytes = fetch(&url, dialer)
        .await
        .map_err(|why| Failure::Usage(format!("{url}: {why}")))?;
    match frontdesk_json::read(&bytes) {
        Ok(document) => Ok(document),
        Err(source) => frontdesk_schema::read_yaml(&bytes)
            .map(|reading| reading.value)
            .map_err(|_| Failure::NoJson {
                path: named.into(),
                source,
            }),
    }
}

/// Finds what grants tokens by a contract.
pub(super) fn granting(contract: &Contract, url: &Url) -> Option<Tokens> {
    let security = &contract.interface()?.security;
    let path = security.iter().find_map(|security| match security.scheme {
        Scheme::ClientCredentials { token_path } => Some(token_path),
        Scheme::Subprotocol { .. } => None,
    })?;
    let mut granting = url.clone();
    granting.set_path(&format!("{}{path}", url.path().trim_end_matches('/')));
    Some(Tokens {
        url: granting.to_string(),
        in_query: true,
    })
}

/// Finds what grants tokens by an OpenAPI document.
fn token_url(document: &Value, url: &Url) -> Option<Tokens> {
    let schemes = document
        .pointer("/components/securitySchemes")?
        .as_object()?;
    let written = schemes.values().find_map(|scheme| {
        scheme
            .pointer("/flows/clientCredentials/tokenUrl")?
            .as_str()
    })?;
    let granting = url.join(written).ok()?;
    Some(Tokens {
        url: granting.to_string(),
        in_query: false,
    })
}
