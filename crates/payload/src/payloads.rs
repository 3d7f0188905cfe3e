use std::fmt;
use std::sync::Arc;

use frontdesk_json::Pointer;
use frontdesk_schema::Schema;
use frontdesk_schema::outline::TypeSet;
use serde_json::Value;

use crate::boundary::{self, Edge};
use crate::build::Style;
use crate::coverage::Coverage;
use crate::drawing::{DRAWS, Drawing};
use crate::invalid::{self, Flaw};
use crate::label::{Kind, Payload};
use crate::no_payload::NoPayload;
use frontdesk_text::{Draw, Seeded, Source};

/// Payloads of one schema, one after the other.
///
/// First come the systematic ones where the kind has any, in a fixed order, then drawn ones.
pub struct Payloads {
    drawing: Drawing,
    edges: Option<Systematic<Edge>>,
    /// Whether the edges are values of each type already, since no keyword has one that is hit.
    resorted: bool,
    flaws: Option<Systematic<Flaw>>,
}

/// Cases in a fixed order, and how far they have been handed out.
#[derive(Debug)]
struct Systematic<T> {
    cases: Arc<[T]>,
    next: usize,
    /// The cases for which a payload was found, to draw further ones from.
    found: Vec<usize>,
}

impl Payloads {
    /// Starts the payloads of `schema` for `seed`.
    #[must_use]
    pub fn new(schema: Arc<Schema>, seed: u64) -> Self {
        Self::from_source(schema, Seeded::new(seed))
    }

    /// Starts the payloads of `schema` that the choices of `source` lead to.
    ///
    /// The bytes of a coverage-guided fuzzer make a source:
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use frontdesk_payload::{Bytes, Kind, Payloads};
    /// use frontdesk_schema::{Options, Schema};
    ///
    /// let schema = Schema::compile(serde_json::json!({"enum": ["a", "b"]}), &Options::default())?;
    /// let mut payloads = Payloads::from_source(Arc::new(schema), Bytes::new([7, 0, 1]));
    /// assert!(payloads.draw(Kind::Valid).is_ok());
    /// # Ok::<(), frontdesk_schema::SchemaError>(())
    /// ```
    #[must_use]
    pub fn from_source(schema: Arc<Schema>, source: impl Source + Send + 'static) -> Self {
        Self {
            drawing: Drawing::new(schema, Box::new(source)),
            edges: None,
            resorted: false,
            flaws: None,
        }
    }

    /// Works out what does not depend on the choices, for [`started_anew`](Self::started_anew).
    pub(crate) fn prepare(&mut self, kind: Kind) -> Result<(), NoPayload> {
        match kind {
            Kind::Valid => self.drawing.accepted(Style::Mixed).map(drop),
            Kind::Boundary => self.prepare_edges(),
            Kind::Invalid => self.prepare_flaws(),
        }
    }

    /// Starts the payloads of the same schema for another seed, as if nothing had been drawn.
    pub(crate) fn started_anew(&self, seed: u64) -> Self {
        fn anew<T: Clone>(cases: Option<&Systematic<T>>) -> Option<Systematic<T>> {
            cases.map(|known| Systematic::new(Arc::clone(&known.cases)))
        }
        Self {
            drawing: self.drawing.started_anew(Box::new(Seeded::new(seed))),
            edges: anew(self.edges.as_ref()),
            resorted: self.resorted,
            flaws: anew(self.flaws.as_ref()),
        }
    }

    /// Has values look like what the names of their members stand for: people, sentences, times in
    /// order, references that refer. Examples and defaults of the schema are used as well.
    ///
    /// Besides, `relate` may bring the members of a valid payload in relations that no schema can
    /// state. What the schema refuses afterwards is handed out as it was before.
    ///
    /// ```
    /// use std::sync::Arc;
    ///
    /// use frontdesk_payload::{Kind, Payloads};
    /// use frontdesk_schema::{Options, Schema};
    /// use serde_json::json;
    ///
    /// let document = json!({
    ///     "properties": {"email": {"format": "email", "type": "string"}, "total": {"type": "integer"}},
    ///     "required": ["email", "total"],
    ///     "type": "object"
    /// });
    /// let schema = Arc::new(Schema::compile(document, &Options::default())?);
    /// let mut payloads = Payloads::new(schema, 7).realistic(|value| value["total"] = json!(12));
    /// assert_eq!(payloads.draw(Kind::Valid)?.payload["total"], 12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn realistic(mut self, relate: impl Fn(&mut Value) + Send + Sync + 'static) -> Self {
        self.drawing.relate(Box::new(relate));
        self
    }

    /// Returns the next payload of a kind.
    ///
    /// # Errors
    ///
    /// When the schema has no payload of that kind, or none was found.
    pub fn draw(&mut self, kind: Kind) -> Result<Payload, NoPayload> {
        let systematic = match kind {
            Kind::Valid => None,
            Kind::Boundary => {
                self.prepare_edges()?;
                self.next_edge()
            }
            Kind::Invalid => {
                self.prepare_flaws()?;
                self.next_flaw()
            }
        };
        match systematic {
            Some(payload) => Ok(payload),
            None => self.draw_any(kind),
        }
    }

    /// Returns some payload of a kind, drawn and not in the systematic order.
    ///
    /// # Errors
    ///
    /// When the schema has no payload of that kind, or none was found.
    pub fn draw_any(&mut self, kind: Kind) -> Result<Payload, NoPayload> {
        match kind {
            Kind::Valid => return self.valid(),
            Kind::Boundary => {
                self.prepare_edges()?;
                if self.edges.as_ref().is_some_and(Systematic::was_in_vain) {
                    return self.at_no_edge();
                }
            }
            Kind::Invalid => self.prepare_flaws()?,
        }
        for _ in 0..4 * DRAWS {
            let payload = match kind {
                Kind::Invalid => {
                    let flaw = draw_case(self.flaws.as_ref(), &mut *self.drawing.source);
                    flaw.and_then(|flaw| self.drawing.try_flaw(&flaw))
                }
                Kind::Valid | Kind::Boundary => {
                    let edge = draw_case(self.edges.as_ref(), &mut *self.drawing.source);
                    edge.and_then(|edge| self.drawing.try_edge(&edge))
                }
            };
            if let Some(payload) = payload {
                return Ok(payload);
            }
        }
        match kind {
            Kind::Boundary => self.at_no_edge(),
            Kind::Valid | Kind::Invalid => Err(self
                .drawing
                .unbroken(&format!("{} draws gave no {kind} payload", 4 * DRAWS))),
        }
    }

    /// Returns the systematic payloads of a kind that are still to come; none for valid ones.
    ///
    /// # Errors
    ///
    /// When the schema accepts nothing, or refuses nothing.
    pub fn systematic(&mut self, kind: Kind) -> Result<Vec<Payload>, NoPayload> {
        let mut payloads = Vec::new();
        match kind {
            Kind::Valid => {}
            Kind::Boundary => {
                self.prepare_edges()?;
                while let Some(payload) = self.next_edge() {
                    payloads.push(payload);
                }
            }
            Kind::Invalid => {
                self.prepare_flaws()?;
                while let Some(payload) = self.next_flaw() {
                    payloads.push(payload);
                }
            }
        }
        Ok(payloads)
    }

    /// Tells how much of the schema the payloads of a kind have reached so far.
    #[must_use]
    pub fn coverage(&self, kind: Kind) -> Coverage {
        fn of<T>(cases: Option<&Systematic<T>>) -> Coverage {
            cases.map_or_else(Coverage::default, |cases| Coverage {
                leaves: cases.cases.len(),
                tried: cases.next,
                hit: cases.found.len(),
            })
        }
        match kind {
            Kind::Valid => self.drawing.reached.coverage(),
            Kind::Boundary => of(self.edges.as_ref()),
            Kind::Invalid => of(self.flaws.as_ref()),
        }
    }

    /// Lists the leaves that no valid payload has reached so far.
    #[must_use]
    pub fn missed(&self) -> Vec<Pointer> {
        let outline = self.drawing.schema.outline();
        self.drawing
            .reached
            .missed()
            .map(|place| outline.place(place).pointer.clone())
            .collect()
    }

    fn valid(&mut self) -> Result<Payload, NoPayload> {
        let value = self.drawing.accepted(Style::Mixed)?;
        Ok(Payload {
            kind: Kind::Valid,
            payload: value,
            target: None,
        })
    }

    /// Labels a valid payload as near to an edge as any other, where none was hit.
    fn at_no_edge(&mut self) -> Result<Payload, NoPayload> {
        let value = self.drawing.accepted(Style::Mixed)?;
        let outline = self.drawing.schema.outline();
        let edge = Edge::at_root(outline, &self.drawing.map, TypeSet::ALL);
        Ok(edge.labelled(value, None, outline))
    }

    fn prepare_edges(&mut self) -> Result<(), NoPayload> {
        if self.edges.is_none() {
            // An edge is a valid payload, so that there must be one at all.
            self.drawing.accepted(Style::Mixed)?;
            let edges = boundary::edges(self.drawing.schema.outline(), &self.drawing.map);
            self.edges = Some(Systematic::new(edges.into()));
            if self.edges.as_ref().is_some_and(Systematic::was_in_vain) {
                self.resort();
            }
        }
        Ok(())
    }

    /// Goes over to values of each type, and tells whether there were any left to go over to.
    fn resort(&mut self) -> bool {
        if self.resorted {
            return false;
        }
        self.resorted = true;
        let values = boundary::of_each_type(self.drawing.schema.outline(), &self.drawing.map);
        if let Some(edges) = &mut self.edges {
            edges.cases = edges.cases.iter().cloned().chain(values).collect();
        }
        true
    }

    fn prepare_flaws(&mut self) -> Result<(), NoPayload> {
        if self.flaws.is_none() {
            self.drawing.judged()?;
            if self.drawing.schema.accepts_everything() {
                return Err(NoPayload::NothingToBreak {
                    pointer: Pointer::root(),
                });
            }
            let flaws = invalid::flaws(&self.drawing.schema, &self.drawing.map);
            if flaws.is_empty() {
                return Err(self.drawing.unbroken(
                    "no keyword that can be broken stands where references were followed to",
                ));
            }
            self.flaws = Some(Systematic::new(flaws.into()));
        }
        Ok(())
    }

    fn next_edge(&mut self) -> Option<Payload> {
        loop {
            let edges = self.edges.as_mut()?;
            let Some((index, edge)) = edges.take() else {
                if edges.was_in_vain() && self.resort() {
                    continue;
                }
                return None;
            };
            if let Some(payload) = self.drawing.try_edge(&edge) {
                self.edges.as_mut()?.found.push(index);
                return Some(payload);
            }
        }
    }

    fn next_flaw(&mut self) -> Option<Payload> {
        loop {
            let (index, flaw) = self.flaws.as_mut()?.take()?;
            if let Some(payload) = self.drawing.try_flaw(&flaw) {
                self.flaws.as_mut()?.found.push(index);
                return Some(payload);
            }
        }
    }
}

impl fmt::Debug for Payloads {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Payloads")
            .field("schema", &self.drawing.schema)
            .finish_non_exhaustive()
    }
}

impl<T: Clone> Systematic<T> {
    fn new(cases: Arc<[T]>) -> Self {
        Self {
            cases,
            next: 0,
            found: Vec::new(),
        }
    }

    fn take(&mut self) -> Option<(usize, T)> {
        let case = self.cases.get(self.next)?.clone();
        self.next += 1;
        Some((self.next - 1, case))
    }

    /// Tells whether every case was tried and none came out.
    fn was_in_vain(&self) -> bool {
        self.next == self.cases.len() && self.found.is_empty()
    }
}

/// Draws one of the cases that came out before, or of all where none has been tried.
fn draw_case<T: Clone>(systematic: Option<&Systematic<T>>, source: &mut dyn Source) -> Option<T> {
    let systematic = systematic?;
    match source.pick(&systematic.found) {
        Some(index) => systematic.cases.get(*index).cloned(),
        None => source.pick(&systematic.cases).cloned(),
    }
}
