//! Where and how the messages of Reception travel, as far as it is documented.

use frontdesk_contract::{
    Channel, Conversation, Host, Interface, Location, Operation, Parameter, Protocol, Reply,
    ReplyStatus, Scheme, Security, Variable,
};

/// Describes the token endpoint, the REST message and the WebSocket.
pub(super) fn interface() -> Interface {
    Interface {
        title: "Optave OCO: reception",
        description: "Takes in a first contact of a customer and sends back what each superpower makes of it. \
            Written from public documentation by people outside Optave; what that leaves open \
            is left open here, or called illustrative.",
        hosts: vec![
            host("rest", Protocol::Https, "{tenant}.oco.optave.{tld}"),
            host("websocket", Protocol::Wss, "ws-{tenant}.oco.optave.{tld}"),
        ],
        security: vec![
            Security {
                name: TOKEN,
                description: "A bearer token from the token endpoint. The credentials travel in the query of \
                    the request for a token. Claims and lifetime are not documented; a host in \
                    this address is illustrative.",
                scheme: Scheme::ClientCredentials {
                    token_path: TOKEN_PATH,
                },
            },
            Security {
                name: SUBPROTOCOL,
                description: "`optave-v1` and the token, in this order, as the subprotocols that are asked \
                    for; the server selects `optave-v1`. A token opens one connection only.",
                scheme: Scheme::Subprotocol {
                    subprotocol: "optave-v1",
                },
            },
        ],
        operations: vec![token(), reception()],
        channels: vec![channel()],
    }
}

fn token() -> Operation {
    Operation {
        name: "token",
        method: "POST",
        path: TOKEN_PATH,
        summary: "Grants an access token",
        description: "The body is empty. Which status a refusal has is not documented.",
        security: None,
        parameters: vec![
            query("client_id", true, None, "The id from the onboarding."),
            query(
                "client_secret",
                true,
                None,
                "The secret from the onboarding.",
            ),
            query(
                "grant_type",
                false,
                Some("client_credentials"),
                "What the SDK sends; the documentation does without.",
            ),
        ],
        request: None,
        replies: vec![
            Reply {
                status: ReplyStatus::Success,
                description: "The token.",
                message: Some("token.response"),
            },
            Reply {
                status: ReplyStatus::Other,
                description: "Why there is no token.",
                message: Some("token.error"),
            },
        ],
    }
}

fn reception() -> Operation {
    let superpower = |code| Reply {
        status: ReplyStatus::Code(code),
        description: "A superpower's response. Whether it is one of several is not documented.",
        message: Some("superpower.response"),
    };
    Operation {
        name: "reception",
        method: "POST",
        path: "/message/reception",
        summary: "Takes in a first contact",
        description: "The body is the bare payload, without the envelope of the WebSocket.",
        security: Some(TOKEN),
        parameters: Vec::new(),
        request: Some("reception.request"),
        replies: vec![
            superpower(200),
            superpower(201),
            Reply {
                status: ReplyStatus::Other,
                description: "The documented form of an error. Which statuses have it is not documented.",
                message: Some("superpower.error"),
            },
        ],
    }
}

fn channel() -> Channel {
    Channel {
        name: "messages",
        address: "/",
        description: "One connection for all messages, as JSON in text frames. Each superpower replies by itself, \
            in any number and order: in an envelope as the vendor's schemas have it, or bare as \
            the documentation shows it.",
        security: Some(SUBPROTOCOL),
        requests: vec!["reception.envelope"],
        replies: vec![
            "response.envelope",
            "superpower.response",
            "superpower.error",
        ],
        conversation: Some(Conversation {
            description: "That `started` comes first, and how a reply to a refused message is told, \
                is illustrative: it is what the local service does.",
            correlation: "/headers/correlationId",
            state: "/payload/state",
            group: Some("/payload/actionType"),
            first: vec!["started"],
            terminal: vec!["completed", "error"],
            states: vec!["started", "completed", "error"],
            refusal: Some(("/payload/actionType", "error")),
            asks: Some(("/headers/action", "reception")),
            close_codes: Vec::new(),
            // The documented 128 KB of an envelope.
            most_bytes: Some(131_072),
            // A reconnect needs a fresh token, and reuse is refused.
            single_use: true,
        }),
    }
}

fn host(name: &'static str, protocol: Protocol, address: &'static str) -> Host {
    let variable = |name| Variable {
        name,
        example: "example",
        description: "Handed out with the credentials; the value here is illustrative.",
    };
    Host {
        name,
        protocol,
        address,
        description: "",
        variables: vec![variable("tenant"), variable("tld")],
    }
}

fn query(
    name: &'static str,
    required: bool,
    constant: Option<&'static str>,
    description: &'static str,
) -> Parameter {
    Parameter {
        name,
        location: Location::Query,
        description,
        required,
        constant,
    }
}

const TOKEN: &str = "token";
const SUBPROTOCOL: &str = "subprotocol";
const TOKEN_PATH: &str = "/auth/oauth2/token";
