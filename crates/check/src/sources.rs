//! The public statements of a contract, held against the types.

use std::sync::Arc;

use frontdesk_contract::{Direction, Exemption, Source, SourceDocument, Status};
use frontdesk_payload::{Kind, Payloads};
use frontdesk_report::{Exit, Finding};
use frontdesk_schema::{Schema, Verdict};
use serde_json::Value;

use crate::emission::AUTHORED;
use crate::part::{Tally, Uses};
use crate::rules;
use crate::run::Config;
use crate::subject::Subject;

/// A source is held against one payload in so many, since its part says little about each.
const SHARE: usize = 4;

/// Holds every source against the contract.
///
/// What we author satisfies every current source; what any source allows to be sent to us is read.
/// Superseded sources are compared and counted, never gated.
pub(crate) fn hold(
    subjects: &[Subject],
    sources: &[Source],
    may_lack: bool,
    config: &Config,
) -> Tally {
    let mut tally = Tally::new(
        "sources",
        &[
            "sources",
            "documents",
            "payloads",
            "exempt",
            "superseded refusals",
        ],
    )
    .optional(&["exempt", "superseded refusals"])
    .way_out("write down under schemas/sources what others say of the contract, or declare `Contract::without_sources`");
    if may_lack {
        tally = tally.optional(&["sources", "documents", "payloads"]);
    }
    for source in sources {
        tally.timed(|tally| hold_source(subjects, source, config, tally));
    }
    tally
}

fn hold_source(subjects: &[Subject], source: &Source, config: &Config, tally: &mut Tally) {
    tally.add("sources", 1);
    let mut uses = Uses::default();
    for document in &source.documents {
        tally.add("documents", 1);
        hold_document(subjects, source, document, config, &mut uses, tally);
    }
    for exemption in &source.exemptions {
        if !uses.has(&exemption.id) {
            let text = format!(
                "{}: exemption {} for {} is not needed any more; drop it",
                source.name, exemption.id, exemption.message
            );
            tally.find(Finding::new(rules::UNUSED_EXEMPTION, text));
        }
    }
}

fn hold_document(
    subjects: &[Subject],
    source: &Source,
    document: &SourceDocument,
    config: &Config,
    uses: &mut Uses,
    tally: &mut Tally,
) {
    let file = document.file.display().to_string();
    let Some(subject) = subjects
        .iter()
        .find(|subject| subject.message.name() == document.message)
    else {
        let text = format!(
            "{} speaks of {}, which the contract lacks",
            source.name, document.message
        );
        tally.find(Finding::new(rules::UNKNOWN_MESSAGE, text).in_file(file, None));
        return;
    };
    if document.direction != subject.message.direction() {
        let text = format!(
            "{} says that {} is a {}, the contract says {}",
            source.name,
            document.message,
            document.direction,
            subject.message.direction()
        );
        tally.find(Finding::new(rules::DIRECTION_MISMATCH, text).in_file(file, None));
        return;
    }
    let schema = match Schema::compile(document.schema.clone(), &config.options) {
        Ok(schema) => Arc::new(schema),
        Err(error) => {
            let text = format!("{}: {error}", source.name);
            tally.find(
                Finding::new(rules::SOURCE_REFUSES, text)
                    .in_file(file, None)
                    .exits(Exit::Usage),
            );
            return;
        }
    };
    let mut side = Held {
        subject,
        source,
        document,
        schema,
        uses,
        tally,
    };
    side.authored(config);
    if document.direction == Direction::Response {
        side.sent_to_us(config);
    }
}

/// One document of a source, held against one message.
struct Held<'h> {
    subject: &'h Subject,
    source: &'h Source,
    document: &'h SourceDocument,
    schema: Arc<Schema>,
    uses: &'h mut Uses,
    tally: &'h mut Tally,
}

impl Held<'_> {
    /// What we author, as examples, through builders, and as the writer schema allows.
    fn authored(&mut self, config: &Config) {
        let message = &self.subject.message;
        let mut values: Vec<Value> = message.examples().to_vec();
        values.extend((0..AUTHORED).map_while(|seed| message.author(seed)));
        // Replies are authored by the local service alone; what else their writer schema allows is
        // nobody's promise to a source.
        if self.document.direction == Direction::Request {
            let writer = Arc::clone(&self.subject.writer);
            values.extend(self.drawn(&writer, config));
        }
        for value in values {
            self.tally.add("payloads", 1);
            if self.schema.judge(&value) == Verdict::Accepted {
                continue;
            }
            let exemption = self.exemption(&value).map(|exemption| exemption.id.clone());
            if let Some(id) = exemption {
                self.uses.of(&id);
                self.tally.add("exempt", 1);
            } else {
                self.refused(&Arc::clone(&self.schema), &value, Refusal::BySource);
            }
        }
    }

    /// What the source allows to be sent to us.
    fn sent_to_us(&mut self, config: &Config) {
        let schema = Arc::clone(&self.schema);
        for value in self.drawn(&schema, config) {
            self.tally.add("payloads", 1);
            let read = self
                .subject
                .message
                .rust_reads(value.to_string().as_bytes())
                .is_ok();
            if !read || self.subject.reader.judge(&value) != Verdict::Accepted {
                self.refused(&Arc::clone(&self.subject.reader), &value, Refusal::ByReader);
            }
        }
    }

    /// Draws valid payloads; where none comes out the source is not held, which is a finding.
    fn drawn(&mut self, schema: &Arc<Schema>, config: &Config) -> Vec<Value> {
        let count = config.payloads.div_ceil(SHARE);
        let mut payloads = Payloads::new(Arc::clone(schema), config.seed);
        let mut values = Vec::with_capacity(count);
        for _ in 0..count {
            match payloads.draw(Kind::Valid) {
                Ok(payload) => values.push(payload.payload),
                Err(error) => {
                    let name = self.subject.message.name();
                    let text = format!("{}: {name}: no valid payload: {error}", self.source.name);
                    self.tally.find(
                        Finding::new(rules::NO_PAYLOAD, text)
                            .in_file(self.document.file.display().to_string(), None)
                            .exits(Exit::Undecided),
                    );
                    break;
                }
            }
        }
        values
    }

    fn exemption(&self, value: &Value) -> Option<&Exemption> {
        let violations = self.schema.violations(value);
        self.source.exemptions.iter().find(|exemption| {
            exemption.message == self.document.message
                && !violations.is_empty()
                && violations
                    .iter()
                    .all(|violation| violation.keyword == exemption.keyword)
        })
    }

    fn refused(&mut self, schema: &Schema, value: &Value, by: Refusal) {
        if self.source.status == Status::Superseded {
            self.tally.add("superseded refusals", 1);
            return;
        }
        let name = self.subject.message.name();
        let (rule, text) = match by {
            Refusal::BySource => (
                rules::SOURCE_REFUSES,
                format!("{} refuses an authored {name}", self.source.name),
            ),
            Refusal::ByReader => (
                rules::SOURCE_REFUSED,
                format!(
                    "the reader of {name} refuses what {} allows",
                    self.source.name
                ),
            ),
        };
        let finding = match schema.violations(value).into_iter().next() {
            Some(violation) => Finding::new(rule, format!("{text}: {}", violation.message))
                .at_instance(&violation.instance)
                .by_keyword(&violation.schema, violation.keyword),
            None => Finding::new(rule, text),
        };
        self.tally.find(
            finding
                .in_file(self.document.file.display().to_string(), None)
                .with("contract_message", name)
                .with("payload", value.clone()),
        );
    }
}

#[derive(Clone, Copy)]
enum Refusal {
    BySource,
    ByReader,
}
