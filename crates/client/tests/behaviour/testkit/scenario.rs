//! A script for the service, what the client does with it, and how that is shown.

use std::error::Error as _;
use std::fmt::Write as _;

use frontdesk_client::{Client, ClientBuilder, Credentials, Error, Reception};
use frontdesk_model::ReceptionRequest;
use serde_json::{Map, Value, json};
use wiremock::ResponseTemplate;

use super::{Stub, TOKEN, credentials, fixed_surroundings, granted, request};

/// What the service will answer, and what the client is asked to do.
pub(crate) struct Scenario {
    tokens: Vec<ResponseTemplate>,
    messages: Vec<ResponseTemplate>,
    credentials: Credentials,
    settings: fn(ClientBuilder) -> ClientBuilder,
    request: ReceptionRequest,
    calls: usize,
}

impl Scenario {
    /// Gives out a token, then answers messages in turn.
    pub(crate) fn answers(messages: impl IntoIterator<Item = ResponseTemplate>) -> Self {
        Self::tokens([granted(TOKEN)], messages)
    }

    /// Answers token requests and messages in turn.
    pub(crate) fn tokens(
        tokens: impl IntoIterator<Item = ResponseTemplate>,
        messages: impl IntoIterator<Item = ResponseTemplate>,
    ) -> Self {
        Self {
            tokens: tokens.into_iter().collect(),
            messages: messages.into_iter().collect(),
            credentials: credentials(),
            settings: |builder| builder,
            request: request(),
            calls: 1,
        }
    }

    pub(crate) fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = credentials;
        self
    }

    pub(crate) fn settings(mut self, settings: fn(ClientBuilder) -> ClientBuilder) -> Self {
        self.settings = settings;
        self
    }

    pub(crate) fn request(mut self, request: ReceptionRequest) -> Self {
        self.request = request;
        self
    }

    pub(crate) fn calls(mut self, calls: usize) -> Self {
        self.calls = calls;
        self
    }

    pub(crate) async fn play(self) -> Played {
        let stub = Stub::start(self.tokens, self.messages).await;
        let (surroundings, waits) = fixed_surroundings();
        let builder = (self.settings)(Client::builder(stub.endpoint()).surroundings(surroundings));
        let mut shown = vec![format!("{builder:?} {:?}", self.credentials)];
        let client = builder.build(self.credentials).expect("usable settings");
        let mut outcomes = Vec::new();
        for _ in 0..self.calls {
            outcomes.push(client.reception(&self.request).await);
        }
        shown.push(format!("{client:?} {client:#?}"));
        let waits = waits.lock().expect("no test panics while it waits");
        Played {
            requests: stub.finish(),
            waits: waits.iter().map(|wait| format!("{wait:?}")).collect(),
            outcomes,
            shown,
        }
    }
}

/// What came of a scenario.
pub(crate) struct Played {
    requests: Vec<Value>,
    waits: Vec<String>,
    pub(crate) outcomes: Vec<Result<Reception, Error>>,
    pub(crate) shown: Vec<String>,
}

impl Played {
    /// Shows the outcomes and how many requests led to them.
    pub(crate) fn outcomes(&self) -> Value {
        let requests: Vec<&Value> = self.requests.iter().map(|seen| &seen["request"]).collect();
        json!({
            "requests": requests,
            "waits": self.waits,
            "outcomes": self.outcomes.iter().map(outcome).collect::<Vec<_>>(),
        })
    }

    /// Shows the requests in full.
    pub(crate) fn requests(&self) -> Value {
        json!(self.requests)
    }
}

/// Shows an outcome for a snapshot.
pub(crate) fn outcome(outcome: &Result<Reception, Error>) -> Value {
    match outcome {
        Ok(reception) => {
            let deviations: Vec<String> = reception
                .deviations()
                .map(|deviation| deviation.to_string())
                .collect();
            let results: Vec<String> = reception
                .results()
                .map(|result| format!("{} {}", result.action_type, result.state))
                .collect();
            let errors: Vec<String> = reception
                .errors()
                .map(|error| format!("{} {}", error.action_type, error.state))
                .collect();
            json!({
                "replies": reception.replies(),
                "results": results,
                "errors": errors,
                "deviations": deviations,
            })
        }
        Err(error) => {
            let mut object = Map::new();
            object.insert("failed to".to_owned(), json!(error.to_string()));
            object.insert("kind".to_owned(), json!(format!("{:?}", error.kind())));
            object.insert("attempts".to_owned(), json!(error.attempts()));
            if let Some(status) = error.status() {
                object.insert("status".to_owned(), json!(status));
            }
            Value::Object(object)
        }
    }
}

/// Returns everything that an outcome can print.
pub(crate) fn shown(outcome: &Result<Reception, Error>) -> String {
    match outcome {
        Ok(reception) => format!("{reception:?}"),
        Err(error) => {
            let mut shown = format!("{error} {error:?} {error:#?}");
            let mut source = error.source();
            while let Some(error) = source {
                write!(shown, " {error} {error:?} {error:#?}").expect("a string takes all");
                source = error.source();
            }
            shown
        }
    }
}

/// Makes a test with a snapshot of each scenario, and a list of all for tests that go through them.
macro_rules! scenarios {
    ($show:ident: $($name:ident = $scenario:expr;)+) => {
        $(
            #[tokio::test]
            async fn $name() {
                let played = $scenario.play().await;
                insta::assert_json_snapshot!(stringify!($name), played.$show());
            }
        )+

        pub(crate) fn all() -> Vec<(&'static str, $crate::testkit::Scenario)> {
            vec![$((stringify!($name), $scenario)),+]
        }
    };
}
pub(crate) use scenarios;
