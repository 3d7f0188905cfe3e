use std::collections::BTreeMap;

use frontdesk_schema::{FastJudge, Quick, Schema};

use crate::config::Judges;
use crate::input::Exchange;
use crate::judging::bench::Bench;
use crate::judging::envelope::{self, Envelope};
use crate::judging::told::Because;

/// Finds the documents that are plainly valid by their bytes, as most are.
///
/// What it does not find is judged as if there were no such judge, and what it finds would have
/// been found valid without a finding. It has room of its own, so there is one for each thread.
pub(crate) struct QuickBench<'a> {
    bench: Bench<'a>,
    single: Option<FastJudge>,
    readers: BTreeMap<&'a str, FastJudge>,
}

/// A document that is plainly valid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plain<'a> {
    /// The message it is.
    pub(crate) message: Option<&'a str>,
    /// Why it was taken for that message, where nobody named it.
    pub(crate) because: Option<Because>,
}

impl<'a> QuickBench<'a> {
    /// Makes room to judge in.
    pub(crate) fn new(bench: Bench<'a>) -> Self {
        let single = match bench {
            Bench::Message { schema, .. } | Bench::Schema(schema) => Some(schema.fast()),
            Bench::Recordings(_) | Bench::Auto(..) => None,
        };
        Self {
            bench,
            single,
            readers: BTreeMap::new(),
        }
    }

    /// Returns who judges what is not plainly valid.
    pub(crate) fn bench(&self) -> Bench<'a> {
        self.bench
    }

    /// Tells whether a document is plainly valid.
    pub(crate) fn judge(&mut self, bytes: &[u8], exchange: Option<&Exchange>) -> Option<Plain<'a>> {
        match self.bench {
            Bench::Schema(_) => self.by_single(bytes, None),
            Bench::Message { name, .. } => self.by_single(bytes, Some(name)),
            Bench::Recordings(judges) => match envelope::open(bytes) {
                envelope @ Envelope::Recording { .. } => self.recording(bytes, envelope, judges),
                Envelope::Other | Envelope::Odd => None,
            },
            Bench::Auto(judges, _) => match envelope::open(bytes) {
                envelope @ Envelope::Recording { .. } => {
                    let plain = self.recording(bytes, envelope, judges)?;
                    let because = Some(Because::Recording);
                    Some(Plain { because, ..plain })
                }
                Envelope::Other => self.only_one(bytes, exchange, judges),
                Envelope::Odd => None,
            },
        }
    }

    fn by_single(&mut self, bytes: &[u8], message: Option<&'a str>) -> Option<Plain<'a>> {
        let because = None;
        match self.single.as_mut()?.accepts_bytes(bytes) {
            Quick::Valid => Some(Plain { message, because }),
            Quick::Look => None,
        }
    }

    /// Judges a recording that expects nothing and has nothing odd beside its body.
    fn recording(
        &mut self,
        bytes: &[u8],
        envelope: Envelope,
        judges: &'a Judges,
    ) -> Option<Plain<'a>> {
        let Envelope::Recording { read, body } = envelope else {
            return None;
        };
        let recording = &read.recording;
        let known = judges.contract().is_none_or(|name| name == recording.contract.name);
        if !known
            || recording.expect.is_some()
            || !read.unknown.is_empty()
            || !read.unredacted.is_empty()
        {
            return None;
        }
        let (name, judges) = judges.get_named(&recording.message)?;
        let because = None;
        self.accepts(name, &judges.reader, &bytes[body])
            .then_some(Plain {
                message: Some(name),
                because,
            })
    }

    /// Finds the one message whose reader accepts the document, where there is just one.
    fn only_one(
        &mut self,
        bytes: &[u8],
        exchange: Option<&Exchange>,
        judges: &'a Judges,
    ) -> Option<Plain<'a>> {
        let mut only = None;
        for (name, message) in judges.of_direction(exchange.map(|exchange| exchange.direction)) {
            if self.accepts(name, &message.reader, bytes) && only.replace(name).is_some() {
                return None;
            }
        }
        only.map(|name| Plain {
            message: Some(name),
            because: Some(Because::OnlyOne),
        })
    }

    fn accepts(&mut self, name: &'a str, schema: &Schema, bytes: &[u8]) -> bool {
        let judge = self.readers.entry(name).or_insert_with(|| schema.fast());
        judge.accepts_bytes(bytes) == Quick::Valid
    }
}
