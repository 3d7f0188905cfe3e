use std::path::PathBuf;
use std::time::SystemTime;

use frontdesk_contract::{Contract, Side};
use frontdesk_corpus::{
    Body, ContractVersion, Direction, Expectation, Expected, Headers, Origin, OriginKind,
    Recording, Timestamp, Transport, to_line,
};
use frontdesk_fuzz::{Evidence, Finding};
use frontdesk_report::Exit;
use frontdesk_schema::{Options, Verdict};

use crate::context::Context;
use crate::failure::Failure;
use crate::folders::CorpusFolder;

/// The arguments of `fuzz keep`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The id of the finding, as reports have it, or the file in which it is kept
    id: String,
    /// The message of the contract that the request is, where its path does not say so
    #[arg(long, value_name = "MESSAGE")]
    message: Option<String>,
    /// The folder in which findings are kept
    #[arg(long, value_name = "DIR", default_value = super::FOLDER)]
    out: PathBuf,
    #[command(flatten)]
    corpus: CorpusFolder,
}

/// Makes the request of a finding a recording that `check` and `validate` hold from now on.
pub(super) fn run(arguments: &Arguments, context: &mut Context<'_>) -> Result<Exit, Failure> {
    let path = super::kept_at(&arguments.id, &arguments.out);
    let evidence = Evidence::read(&path).map_err(|error| Failure::Usage(error.to_string()))?;
    let finding = &evidence.finding;
    let message = message_of(arguments, finding, context.contract)?;
    let (body, transport) = body_of(finding)?;
    let recording = Recording {
        at: Timestamp::of(SystemTime::now()),
        transport,
        direction: Direction::Request,
        expect: Some(expected(&body, &message, context)?),
        message,
        status: None,
        headers: Headers::default(),
        body,
        contract: ContractVersion {
            name: context.contract.name().to_owned(),
            version: context.contract.version().to_owned(),
        },
        origin: Origin {
            source: Some("frontdesk fuzz".to_owned()),
            location: Some(format!("finding {}, seed {}", finding.id, evidence.seed)),
            note: Some(finding.message.clone()),
            ..Origin::new(OriginKind::Generated)
        },
    };
    let corpus = arguments.corpus.path(context.contract)?;
    let folder = corpus.join("regressions");
    fs_err::create_dir_all(&folder).map_err(Failure::Output)?;
    let file = folder.join(format!("{}.ndjson", finding.id));
    let mut line = to_line(&recording);
    line.push('\n');
    fs_err::write(&file, line).map_err(Failure::Output)?;
    let seal = if corpus.join("SHA256SUMS").exists() {
        "; seal it with `frontdesk seal`"
    } else {
        ""
    };
    let kept = file.display();
    context.output.note(format_args!("kept in {kept}{seal}"));
    Ok(Exit::Clean)
}

/// Finds the message that a request is: the one that was named, or that of the method and path.
fn message_of(
    arguments: &Arguments,
    finding: &Finding,
    contract: &Contract,
) -> Result<String, Failure> {
    if let Some(name) = &arguments.message {
        let message = contract.lookup(name)?;
        return Ok(message.name().to_owned());
    }
    let operations = contract.interface().map(|interface| &interface.operations);
    let named = |operation: &&frontdesk_contract::Operation| {
        format!("{} {}", operation.method, operation.path) == finding.operation
    };
    let operation = operations.and_then(|operations| operations.iter().find(named));
    operation
        .and_then(|operation| operation.request)
        .map(str::to_owned)
        .ok_or_else(|| {
            let operation = &finding.operation;
            Failure::Usage(format!(
                "{operation}: the contract does not say which message that is: name it with --message"
            ))
        })
}

/// Returns what was sent: a body, or the one message of a conversation.
fn body_of(finding: &Finding) -> Result<(Body, Transport), Failure> {
    let Some(steps) = finding.case.value.as_array() else {
        let body = finding.sent.body.clone();
        return Ok((Body::from_bytes(body), Transport::Rest));
    };
    let mut texts = steps.iter().filter_map(|step| {
        let raw = step.get("raw").and_then(|raw| raw.as_str());
        let text = step.get("text").cloned().map(Body::Json);
        text.or_else(|| raw.map(|raw| Body::from_bytes(raw.into())))
    });
    match (texts.next(), texts.next()) {
        (Some(body), None) => Ok((body, Transport::WebSocket)),
        _ => Err(Failure::Usage(
            "a conversation of several messages is no recording: replay it with `frontdesk replay`"
                .to_owned(),
        )),
    }
}

/// Says what the contract says of a body today, which is to stay so.
fn expected(body: &Body, message: &str, context: &Context<'_>) -> Result<Expectation, Failure> {
    let mut expectation = Expectation {
        reader: Some(Expected::Invalid),
        writer: Some(Expected::Invalid),
        ..Expectation::default()
    };
    let value = match body.read() {
        Ok(value) => value,
        Err(error) => {
            expectation.keyword = Some(error.kind().rule().to_owned());
            return Ok(expectation);
        }
    };
    let message = context.contract.lookup(message)?;
    for side in [Side::Reader, Side::Writer] {
        let schema = context.derived_schema(message, side, &Options::default())?;
        let verdict = match schema.judge(&value) {
            Verdict::Accepted => Expected::Valid,
            Verdict::Refused => Expected::Invalid,
            Verdict::Undecided => continue,
        };
        if side == Side::Writer {
            expectation.writer = Some(verdict);
            continue;
        }
        expectation.reader = Some(verdict);
        if let Some(first) = schema.violations(&value).into_iter().next() {
            expectation.keyword = Some(first.keyword);
            expectation.instance = Some(first.instance);
        }
    }
    Ok(expectation)
}
