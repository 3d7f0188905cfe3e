use std::sync::Arc;

use frontdesk_json::Pointer;
use frontdesk_schema::{Schema, Verdict};
use serde_json::Value;

use crate::boundary::{self, Edge};
use crate::build::{Budget, Routed, Stuck, Style, build};
use crate::invalid::{self, Flaw, Freedom};
use crate::label::{Kind, Payload};
use crate::plan::{NodeId, Plan};
use crate::source::{Draw, Seeded, Source};

/// How often a payload is drawn before the schema counts as too hard for plain drawing.
const DRAWS: usize = 24;

/// How often all that may be tried for a valid payload is tried.
const PATIENCE: usize = 3;

/// Deeper nesting than this is never built.
const MAX_DEPTH: u32 = 100;

/// How much deeper than needed payloads may nest.
const SPARE_DEPTH: u32 = 5;

/// How many values a payload of mixed style holds before only what is needed is added.
const MIXED_VALUES: u32 = 120;

/// How many values a payload with every optional member holds at the most.
const FULL_VALUES: u32 = 3000;

/// Payloads of one schema, one after the other.
///
/// First come the systematic ones where the kind has any, in a fixed order, then drawn ones.
#[derive(Debug)]
pub struct Payloads {
    schema: Arc<Schema>,
    source: Seeded,
    loose: Plan,
    strict: Option<Plan>,
    depth: Option<u32>,
    edges: Option<Systematic<Edge>>,
    flaws: Option<Systematic<Flaw>>,
}

/// Cases in a fixed order, and how far they have been handed out.
#[derive(Debug)]
struct Systematic<T> {
    cases: Vec<T>,
    next: usize,
    /// The cases for which a payload was found, to draw further ones from.
    found: Vec<usize>,
}

/// How many systematic cases there are, and for how many a payload was found.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Coverage {
    /// The edges or keywords that there are.
    pub leaves: usize,
    /// Those tried so far.
    pub tried: usize,
    /// Those with a payload.
    pub hit: usize,
}

/// Why there is no payload.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NoPayload {
    /// The schema accepts nothing, which is proved.
    #[error("unsatisfiable at `{pointer}`: {reason}")]
    Unsatisfiable {
        /// The subschema that leaves nothing.
        pointer: Pointer,
        /// Why.
        reason: String,
    },
    /// The schema refuses nothing that its keywords could be broken by.
    #[error("nothing to break at `{pointer}`: the schema refuses no value")]
    NothingToBreak {
        /// The subschema that refuses nothing.
        pointer: Pointer,
    },
    /// Nothing was found within the budget, which proves nothing.
    #[error("gave up at `{pointer}`: {reason}")]
    GaveUp {
        /// The subschema that was tried.
        pointer: Pointer,
        /// What was tried.
        reason: String,
    },
}

impl Payloads {
    /// Starts the payloads of `schema` for `seed`.
    #[must_use]
    pub fn new(schema: Arc<Schema>, seed: u64) -> Self {
        let loose = Plan::new(schema.outline(), false);
        Self {
            schema,
            source: Seeded::new(seed),
            loose,
            strict: None,
            depth: None,
            edges: None,
            flaws: None,
        }
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
            Kind::Boundary => self.prepare_edges()?,
            Kind::Invalid => self.prepare_flaws()?,
        }
        for _ in 0..4 * DRAWS {
            let payload = match kind {
                Kind::Invalid => {
                    let flaw = draw_case(self.flaws.as_ref(), &mut self.source);
                    flaw.and_then(|flaw| self.try_flaw(&flaw))
                }
                Kind::Valid | Kind::Boundary => {
                    let edge = draw_case(self.edges.as_ref(), &mut self.source);
                    edge.and_then(|edge| self.try_edge(&edge))
                }
            };
            if let Some(payload) = payload {
                return Ok(payload);
            }
        }
        Err(gave_up(&format!(
            "{} draws gave no {kind} payload",
            4 * DRAWS
        )))
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

    /// Tells how much of the schema the systematic payloads of a kind have reached so far.
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
            Kind::Valid => Coverage::default(),
            Kind::Boundary => of(self.edges.as_ref()),
            Kind::Invalid => of(self.flaws.as_ref()),
        }
    }

    fn valid(&mut self) -> Result<Payload, NoPayload> {
        let value = self.accepted(Style::Mixed)?;
        Ok(Payload {
            kind: Kind::Valid,
            payload: value,
            target: None,
        })
    }

    fn prepare_edges(&mut self) -> Result<(), NoPayload> {
        if self.edges.is_none() {
            // An edge is a valid payload, so that there must be one at all.
            self.accepted(Style::Mixed)?;
            self.edges = Some(Systematic::new(boundary::edges(&self.loose)));
        }
        Ok(())
    }

    fn prepare_flaws(&mut self) -> Result<(), NoPayload> {
        if self.flaws.is_none() {
            if self.schema.accepts_everything() {
                return Err(NoPayload::NothingToBreak {
                    pointer: Pointer::root(),
                });
            }
            let flaws = invalid::flaws(&self.loose);
            if flaws.is_empty() {
                return Err(gave_up(
                    "no keyword that can be broken stands where references were followed to",
                ));
            }
            self.flaws = Some(Systematic::new(flaws));
        }
        Ok(())
    }

    fn next_edge(&mut self) -> Option<Payload> {
        loop {
            let (index, edge) = self.edges.as_mut()?.take()?;
            if let Some(payload) = self.try_edge(&edge) {
                self.edges.as_mut()?.found.push(index);
                return Some(payload);
            }
        }
    }

    fn next_flaw(&mut self) -> Option<Payload> {
        loop {
            let (index, flaw) = self.flaws.as_mut()?.take()?;
            if let Some(payload) = self.try_flaw(&flaw) {
                self.flaws.as_mut()?.found.push(index);
                return Some(payload);
            }
        }
    }

    /// Builds a value that both judges accept.
    fn accepted(&mut self, style: Style) -> Result<Value, NoPayload> {
        let depth = self.depth();
        let mut spent = 0;
        for attempt in 0..2 * DRAWS {
            let strict = attempt >= DRAWS;
            let plan = self.plan(strict);
            let root = plan.root();
            // The first attempts mix; what is hard is more likely found small.
            let style = if attempt % 4 == 3 { Style::Bare } else { style };
            match self.build(strict, root, style, depth) {
                Ok(routed) if self.schema.judge(&routed.value) == Verdict::Accepted => {
                    return Ok(routed.value);
                }
                Err(Stuck::Spent) => spent += 1,
                Ok(_) | Err(_) => {}
            }
            if spent > PATIENCE {
                break;
            }
        }
        Err(self.no_value())
    }

    fn no_value(&self) -> NoPayload {
        match self.schema.unsatisfiable() {
            Some(proof) => NoPayload::Unsatisfiable {
                pointer: proof.pointer,
                reason: proof.reason,
            },
            None => match self.schema.second_judge_error() {
                Some(error) => gave_up(&format!("the second judge cannot judge: {error}")),
                None => gave_up(&format!("{} draws gave no accepted value", 2 * DRAWS)),
            },
        }
    }

    fn try_edge(&mut self, edge: &Edge) -> Option<Payload> {
        let depth = self.depth();
        let styles = edge.styles();
        for attempt in 0..DRAWS {
            let strict = attempt >= DRAWS / 2;
            let style = styles[attempt % styles.len()];
            let root = self.plan(strict).along(&edge.route);
            let routed = match self.build(strict, root, style, depth + 2) {
                Ok(routed) => routed,
                Err(Stuck::Spent) => return None,
                Err(_) => continue,
            };
            if self.schema.judge(&routed.value) == Verdict::Accepted {
                return Some(edge.payload(routed, self.loose.outline()));
            }
        }
        None
    }

    fn try_flaw(&mut self, flaw: &Flaw) -> Option<Payload> {
        let depth = self.depth();
        let mut best: Option<Payload> = None;
        for attempt in 0..DRAWS {
            let strict = attempt % 4 == 3;
            let style = [Style::Mixed, Style::Bare, Style::Full][attempt % 3];
            // Alone first; together with others only where alone never came out.
            let freedom = match 3 * attempt / DRAWS {
                0 => Freedom::None,
                1 => Freedom::OfNeighbours,
                _ => Freedom::OfOthers,
            };
            if best.is_some() && freedom == Freedom::OfOthers {
                break;
            }
            let route = flaw.route(freedom);
            let root = self.plan(strict).along(&route);
            let routed = match self.build(strict, root, style, depth + 2) {
                Ok(routed) => routed,
                Err(Stuck::Spent) => break,
                Err(_) => continue,
            };
            let Some(payload) = flaw.payload(routed.value, &self.schema, self.loose.outline())
            else {
                continue;
            };
            if payload.others() == 0 {
                return Some(payload);
            }
            if best
                .as_ref()
                .is_none_or(|best| payload.others() < best.others())
            {
                best = Some(payload);
            }
        }
        best
    }

    fn build(
        &mut self,
        strict: bool,
        id: NodeId,
        style: Style,
        depth: u32,
    ) -> Result<Routed, Stuck> {
        let values = if style == Style::Full {
            FULL_VALUES
        } else {
            MIXED_VALUES
        };
        let budget = Budget { depth, values };
        let plan = match (&mut self.strict, strict) {
            (Some(plan), true) => plan,
            _ => &mut self.loose,
        };
        build(plan, id, &mut self.source, style, budget)
    }

    fn plan(&mut self, strict: bool) -> &mut Plan {
        let plan = if strict {
            let outline = self.schema.outline();
            self.strict.get_or_insert_with(|| Plan::new(outline, true))
        } else {
            &mut self.loose
        };
        plan.tidy();
        plan
    }

    /// Finds the least nesting that any value needs, and grants some more.
    fn depth(&mut self) -> u32 {
        if let Some(depth) = self.depth {
            return depth;
        }
        let root = self.loose.root();
        let mut source = Seeded::new(0);
        let least = (0..MAX_DEPTH).find(|depth| {
            let budget = Budget {
                depth: *depth,
                values: 0,
            };
            !matches!(
                build(&mut self.loose, root, &mut source, Style::Bare, budget),
                Err(Stuck::Deep)
            )
        });
        let depth = least.unwrap_or(MAX_DEPTH) + SPARE_DEPTH;
        self.depth = Some(depth);
        depth
    }
}

impl<T: Clone> Systematic<T> {
    fn new(cases: Vec<T>) -> Self {
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
}

/// Draws one of the cases that came out before, or of all where none has been tried.
fn draw_case<T: Clone>(systematic: Option<&Systematic<T>>, source: &mut dyn Source) -> Option<T> {
    let systematic = systematic?;
    match source.pick(&systematic.found) {
        Some(index) => systematic.cases.get(*index).cloned(),
        None => source.pick(&systematic.cases).cloned(),
    }
}

fn gave_up(reason: &str) -> NoPayload {
    NoPayload::GaveUp {
        pointer: Pointer::root(),
        reason: reason.to_owned(),
    }
}
