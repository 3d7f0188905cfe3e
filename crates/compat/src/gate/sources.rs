//! The sources against each other.

use frontdesk_contract::{Direction, Source};
use frontdesk_schema::Options;

use super::GateError;
use super::comparison::{Against, Question};
use super::pairs::{Pair, Schemas, Subject};
use super::side::Compiled;

/// Pairs every two sources that speak of one message, both ways.
pub(crate) fn pairs(sources: &[Source], options: &Options) -> Result<Vec<Pair>, GateError> {
    let mut pairs = Vec::new();
    for writing in sources {
        for reading in sources.iter().filter(|other| other.name != writing.name) {
            for document in &writing.documents {
                let Some(other) = reading.find(&document.message) else {
                    continue;
                };
                if other.direction != document.direction {
                    continue;
                }
                let compile = |document: &frontdesk_contract::SourceDocument| {
                    let place = || document.file.display().to_string();
                    Compiled::new(document.schema.clone(), options, place)
                };
                let writer = compile(document)?;
                pairs.push(Pair {
                    message: document.message.clone(),
                    direction: document.direction,
                    against: Against::Sources {
                        writing: writing.name.clone(),
                        reading: reading.name.clone(),
                    },
                    question: Question::Sent,
                    gated: false,
                    subject: Subject::Schemas(Schemas {
                        reader: compile(other)?,
                        accepting: writer.clone(),
                        writer,
                        reader_is_new: document.direction == Direction::Request,
                    }),
                });
            }
        }
    }
    Ok(pairs)
}
