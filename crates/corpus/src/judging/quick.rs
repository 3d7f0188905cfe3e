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
    readers: Readers<'a>,
}

/// The quick judges of messages, each made when it is first asked.
#[derive(Default)]
pub(crate) struct Readers<'a> {
    judges: BTreeMap<&'a str, FastJudge>,
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
            readers: Readers::default(),
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
                Envelope::Other => {
                    let name = self.readers.only_one(bytes, exchange, judges)?;
                    Some(Plain {
                        message: Some(name),
                        because: Some(Because::OnlyOne),
                    })
                }
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
        let known = judges
            .contract()
            .is_none_or(|name| name == recording.contract.name);
        if !known
            || recording.expect.is_some()
            || !read.unknown.is_empty()
            || !read.unredacted.is_empty()
        {
            return None;
        }
        let (name, judges) = judges.get_named(&recording.message)?;
        let because = None;
        self.readers
            .accept(name, &judges.reader, &bytes[body])
            .then_some(Plain {
                message: Some(name),
                because,
            })
    }
}

impl<'a> Readers<'a> {
    /// Finds the one message whose reader accepts the document, where there is just one.
    pub(crate) fn only_one(
        &mut self,
        bytes: &[u8],
        exchange: Option<&Exchange>,
        judges: &'a Judges,
    ) -> Option<&'a str> {
        let mut only = None;
        for (name, message) in judges.of_direction(exchange.map(|exchange| exchange.direction)) {
            if self.accept(name, &message.reader, bytes) && only.replace(name).is_some() {
                return None;
            }
        }
        only
    }

    fn accept(&mut self, name: &'a str, schema: &Schema, bytes: &[u8]) -> bool {
        let judge = self.judges.entry(name).or_insert_with(|| schema.fast());
        judge.accepts_bytes(bytes) == Quick::Valid
    }
}

#[cfg(test)]
mod tests {
    use super::QuickBench;
    use crate::config::{Judges, MessageJudges, Side};
    use crate::input::{Document, Place};
    use crate::judging::{Bench, Shapes, judge};
    use crate::outcome::DocumentVerdict;
    use frontdesk_schema::{Options, Schema};
    use proptest::prelude::*;
    use proptest::sample::Index;
    use serde_json::{Value, json};
    use std::sync::LazyLock;

    const DOCUMENTS: [&str; 9] = [
        r#"{"text":"hello","n":1.5,"list":[{"a":null},{"a":true}]}"#,
        r#" {"text":"caf\u00e9 \ud83d\ude00","id":1234567890,"n":-1.25e3}"#,
        r#"{"until":"2025-03-14","text":"x"}"#,
        r#"{"until":"2025-03-14"}"#,
        r#"{"at":"2025-03-14T09:26:53Z","transport":"rest","direction":"request","message":"greeting","body":{"text":"a"},"contract":{"name":"demo","version":"1"},"origin":{"kind":"recorded"}}"#,
        r#"{"body": {"until":[[1e3]]} ,"at":"2025-03-14T09:26:53Z","transport":"websocket","direction":"response","message":"farewell","headers":{"age":"1"},"contract":{"name":"demo","version":"1"},"origin":{"kind":"recorded","note":"n"}}"#,
        r#"{"at":"2025-03-14T09:26:53Z","transport":"rest","direction":"request","message":"greeting","body":{},"contract":{"name":"demo","version":"1"},"origin":{"kind":"recorded"},"expect":{"reader":"invalid"}}"#,
        r#"{"at":"2025-03-14T09:26:53Z","transport":"rest","direction":"request","message":"greeting","body_text":"{","contract":{"name":"demo","version":"1"},"origin":{"kind":"recorded"}}"#,
        r#"[{"text":"a"}]"#,
    ];

    fn compile(schema: Value) -> Schema {
        Schema::compile(schema, &Options::default()).unwrap()
    }

    fn judges() -> Judges {
        let greeting = json!({
            "type": "object", "required": ["text"],
            "properties": {"text": {"type": "string"}, "n": {"type": "number"}, "id": {"minimum": 0}},
        });
        let farewell = json!({"required": ["until"], "properties": {"until": {"maxLength": 12}}});
        let messages = [("greeting", greeting), ("farewell", farewell)];
        let messages =
            messages.map(|(name, schema)| (name, MessageJudges::of_reader(compile(schema))));
        Judges::from_iter(messages).of_contract("demo")
    }

    /// Holds what is plainly valid against the careful way; tells in how many ways it was.
    fn plainly_valid(bytes: &[u8]) -> usize {
        static KNOWN: LazyLock<Judges> = LazyLock::new(judges);
        let known = &*KNOWN;
        let shapes = Shapes::of(known);
        let schema = &known.get("greeting").unwrap().reader;
        let message = Bench::Message {
            name: "greeting",
            side: Side::Reader,
            schema,
            judges: known,
        };
        let benches = [
            Bench::Schema(schema),
            message,
            Bench::Recordings(known),
            Bench::Auto(known, &shapes),
        ];
        let place = Place {
            file: "-".into(),
            line: Some(1),
            entry: 0,
            offset: 0,
            within: None,
        };
        let document = Document {
            place,
            bytes: bytes.to_vec(),
            ended: true,
            exchange: None,
        };
        let valid = benches.into_iter().filter(|bench| {
            let Some(plain) = QuickBench::new(*bench).judge(bytes, None) else {
                return false;
            };
            let judged = judge(&document, bench, 9);
            assert_eq!(
                judged.verdict,
                DocumentVerdict::Valid,
                "{bench:?} {document:?}"
            );
            assert_eq!(judged.findings, [], "{bench:?} {document:?}");
            assert_eq!(judged.message.as_deref(), plain.message);
            assert_eq!(judged.because, plain.because);
            assert_eq!((judged.expectations, judged.omitted), (0, 0));
            true
        });
        valid.count()
    }

    #[test]
    fn what_is_ordinary_is_plainly_valid() {
        let found = DOCUMENTS.map(|document| plainly_valid(document.as_bytes()));
        assert_eq!(found, [3, 3, 2, 1, 2, 2, 0, 0, 1]);
    }

    proptest! {
        #[test]
        fn what_is_plainly_valid_is_valid_with_care(
            document in prop::sample::select(&DOCUMENTS[..]),
            edits in prop::collection::vec((0..4u8, any::<Index>(), any::<Index>()), 1..4),
        ) {
            let pieces: [&[u8]; 14] = [
                b"\"", b"{", b"}", b"[", b"]", b",", b":", b"1", b"-0", b"1e400", b"null", b"\\",
                b"\xff", b"\"text\":\"a\",",
            ];
            let mut bytes = document.as_bytes().to_vec();
            for (kind, at, with) in edits {
                let at = at.index(bytes.len() + 1);
                let rest = bytes.split_off(at);
                match kind {
                    0 => bytes.extend(rest.iter().skip(1)),
                    1 => {
                        bytes.extend_from_slice(pieces[with.index(pieces.len())]);
                        bytes.extend(rest);
                    }
                    2 => {
                        bytes.extend_from_slice(pieces[with.index(pieces.len())]);
                        bytes.extend(rest.iter().skip(1));
                    }
                    _ => {
                        let length = with.index(40).min(rest.len());
                        bytes.extend_from_slice(&rest[..length]);
                        bytes.extend(rest);
                    }
                }
            }
            plainly_valid(&bytes);
        }
    }
}
