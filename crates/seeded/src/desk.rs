//! What is answered to requests: correctly, or as the switches say.

mod booking;
mod examine;
mod memory;
mod report;

use std::sync::{Mutex, PoisonError};

use frontdesk_schema::{Options, Schema, SchemaError};

pub(crate) use self::booking::booked;
use self::examine::Lenience;
pub(crate) use self::examine::{MOST_BYTES, refusal};
use self::memory::Memory;
use crate::bug::{Mistake, Operation};
use crate::bugs;
use crate::case::{Case, Effect};
use crate::documents;
use crate::log::{Fired, Log};
use crate::request::{Answer, Request};
use crate::switches::Switches;

/// The service without its sockets.
pub(crate) struct Desk {
    pub(crate) schemas: Schemas,
    pub(crate) log: Log,
    memory: Mutex<Memory>,
}

/// What requests are held against.
pub(crate) struct Schemas {
    pub(crate) booking: Schema,
    pub(crate) list: Schema,
    pub(crate) report: Schema,
    pub(crate) stream: Schema,
}

impl Desk {
    pub(crate) fn new() -> Result<Self, SchemaError> {
        let compile = |name| Schema::compile(documents::schema(name), &Options::default());
        let schemas = Schemas {
            booking: compile("BookingRequest")?,
            list: Schema::compile(documents::parameters(), &Options::default())?,
            report: compile("ReportRequest")?,
            stream: compile("StreamRequest")?,
        };
        Ok(Self {
            schemas,
            log: Log::default(),
            memory: Mutex::default(),
        })
    }

    /// Answers one request.
    pub(crate) fn answer(&self, request: &Request, switches: &Switches) -> Answer {
        let number = self.log.arrival();
        let mut lenience = Lenience::default();
        let mut spent = Vec::new();
        let operation = examine::operation(request);
        let facts = self.memory(|memory| memory.count(operation));
        loop {
            let examined = self.examine(request, &lenience);
            let case = Case {
                request,
                document: examined.document.as_ref(),
                problem: examined.problem.as_ref(),
                reply: &examined.reply,
                memory: examined.facts.with_number(facts),
            };
            let Some((id, operation, effect)) = mistake(operation, switches, &spent, &case) else {
                self.memory(|memory| memory.keep(examined.deed));
                return Answer::Reply(examined.reply);
            };
            self.log.note(Fired {
                bug: id,
                operation,
                number,
            });
            spent.push(id);
            match effect {
                Effect::Overlook => lenience.overlooked.extend(examined.problem),
                Effect::Instead(document) => lenience.instead = Some(document),
                Effect::Answer(answer) => {
                    let is_done = match &answer {
                        Answer::Reply(reply) | Answer::Late(_, reply) => reply.status < 500,
                        Answer::Hang | Answer::Reset => false,
                    };
                    if is_done {
                        self.memory(|memory| memory.keep(examined.deed));
                    }
                    return answer;
                }
            }
        }
    }

    fn memory<T>(&self, work: impl FnOnce(&mut Memory) -> T) -> T {
        work(&mut self.memory.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Finds the first bug that has something to do with a case.
fn mistake(
    operation: Option<Operation>,
    switches: &Switches,
    spent: &[&'static str],
    case: &Case<'_>,
) -> Option<(&'static str, Operation, Effect)> {
    bugs::all()
        .filter(|bug| Some(bug.operation) == operation)
        .filter(|bug| switches.has(bug) && !spent.contains(&bug.id))
        .find_map(|bug| match bug.mistake {
            Mistake::Rest(mistake) => mistake(case).map(|effect| (bug.id, bug.operation, effect)),
            Mistake::Stream(_) => None,
        })
}

#[cfg(test)]
mod tests;
