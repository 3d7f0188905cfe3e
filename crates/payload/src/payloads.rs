use std::fmt;
use std::sync::Arc;

use frontdesk_json::Pointer;
use frontdesk_schema::{Schema, Verdict};
use serde_json::Value;

use crate::boundary::{self, Edge};
use crate::build::{Blame, Budget, Builder, Built, Order, Routed, Stuck, Style, Used};
use crate::coverage::{Coverage, Reached};
use crate::invalid::{self, Flaw, Freedom};
use crate::label::{Kind, Payload};
use crate::plan::route::Map;
use crate::plan::{Care, Node, NodeId, Plan};
use crate::realistic::Scene;
use crate::source::{Draw, Seeded, Source};

/// How often a payload is drawn before more care is taken, and in the end before drawing is given
/// up.
const DRAWS: usize = 24;

/// How often all that may be tried for a valid payload is tried with one degree of care.
const PATIENCE: usize = 2;

/// How many obligations are gathered for a valid payload with one degree of care.
const MAX_WORK: u64 = 6_000_000;

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
    map: Arc<Map>,
    plans: [Option<Plan>; 3],
    /// The care with which the last valid payload came out.
    care: Care,
    depth: Option<u32>,
    /// What was too hard in the last build that failed.
    hardest: Option<(Pointer, String)>,
    reached: Reached,
    realism: Option<Realism>,
    edges: Option<Systematic<Edge>>,
    flaws: Option<Systematic<Flaw>>,
}

/// What makes valid payloads look real.
struct Realism {
    relate: Box<dyn Fn(&mut Value) + Send + Sync>,
}

impl fmt::Debug for Realism {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Realism").finish_non_exhaustive()
    }
}

/// Cases in a fixed order, and how far they have been handed out.
#[derive(Debug)]
struct Systematic<T> {
    cases: Vec<T>,
    next: usize,
    /// The cases for which a payload was found, to draw further ones from.
    found: Vec<usize>,
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
        let map = Arc::new(Map::of(schema.outline()));
        Self {
            source: Seeded::new(seed),
            reached: Reached::new(schema.outline(), &map),
            map,
            schema,
            plans: [const { None }; 3],
            care: Care::Loose,
            depth: None,
            hardest: None,
            realism: None,
            edges: None,
            flaws: None,
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
        self.realism = Some(Realism {
            relate: Box::new(relate),
        });
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
        Err(self.gave_up(&format!("{} draws gave no {kind} payload", 4 * DRAWS)))
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
            Kind::Valid => self.reached.coverage(),
            Kind::Boundary => of(self.edges.as_ref()),
            Kind::Invalid => of(self.flaws.as_ref()),
        }
    }

    /// Lists the leaves that no valid payload has reached so far.
    #[must_use]
    pub fn missed(&self) -> Vec<Pointer> {
        let outline = self.schema.outline();
        self.reached
            .missed()
            .map(|place| outline.place(place).pointer.clone())
            .collect()
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
            self.edges = Some(Systematic::new(boundary::edges(
                self.schema.outline(),
                &self.map,
            )));
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
            self.judged()?;
            let flaws = invalid::flaws(self.schema.outline(), &self.map);
            if flaws.is_empty() {
                return Err(self.gave_up(
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

    /// Builds a value that both judges accept, with as much care as it takes.
    fn accepted(&mut self, style: Style) -> Result<Value, NoPayload> {
        self.judged()?;
        let depth = self.depth();
        let mut disputed = false;
        for care in Care::ALL {
            // What took care before takes it again, save for a try now and then.
            if care < self.care && !self.source.chance(1, 64) {
                continue;
            }
            let mut spent = 0;
            let work = self.plan(care).work();
            for attempt in 0..care.draws() {
                // The first attempts mix; what is hard is more likely found small.
                let small = attempt % 4 == 3 || (care > Care::Loose && attempt % 2 == 1);
                let style = if small { Style::Bare } else { style };
                let root = self.plan(care).root();
                match self.build(care, root, style, depth) {
                    Ok(routed) => {
                        let verdict = self.schema.judge(&routed.value);
                        if verdict == Verdict::Accepted {
                            self.care = care;
                            self.note(care, &routed.used);
                            return Ok(self.related(routed.value));
                        }
                        disputed |= verdict == Verdict::Undecided;
                    }
                    Err(Stuck::Spent) => spent += 1,
                    Err(_) => {}
                }
                if spent >= PATIENCE || self.plan(care).work() - work > MAX_WORK {
                    break;
                }
            }
        }
        Err(self.proof().unwrap_or_else(|| {
            self.gave_up(if disputed {
                "the judges disagree on what was drawn"
            } else {
                "no draw gave an accepted value"
            })
        }))
    }

    /// Notes what an accepted payload has reached.
    fn note(&mut self, care: Care, used: &[Used]) {
        if self.reached.is_complete() {
            return;
        }
        if let Some(plan) = &mut self.plans[care as usize] {
            for used in used {
                if let Node::Shape(shape, _) = &*plan.node(used.node) {
                    self.reached.note(self.schema.outline(), shape, used.picked);
                }
            }
        }
    }

    /// Brings a value's members in relation, where that is wanted and the schema still accepts it.
    fn related(&mut self, value: Value) -> Value {
        let Some(realism) = &self.realism else {
            return value;
        };
        let mut related = value.clone();
        Scene::relate(&mut related, &mut self.source);
        let mut refined = related.clone();
        (realism.relate)(&mut refined);
        [refined, related]
            .into_iter()
            .find(|changed| *changed == value || self.schema.judge(changed) == Verdict::Accepted)
            .unwrap_or(value)
    }

    /// Makes sure that there are two judges, without whom no label can be claimed.
    fn judged(&self) -> Result<(), NoPayload> {
        match self.schema.second_judge_error() {
            None => Ok(()),
            Some(error) => Err(self.proof().unwrap_or_else(|| NoPayload::GaveUp {
                pointer: Pointer::root(),
                reason: format!("the second judge cannot judge: {error}"),
            })),
        }
    }

    fn proof(&self) -> Option<NoPayload> {
        let proof = self.schema.unsatisfiable()?;
        Some(NoPayload::Unsatisfiable {
            pointer: proof.pointer,
            reason: proof.reason,
        })
    }

    fn gave_up(&self, what: &str) -> NoPayload {
        let (pointer, reason) = match &self.hardest {
            Some((pointer, hard)) => (pointer.clone(), format!("{what}: {hard}")),
            None => (Pointer::root(), what.to_owned()),
        };
        NoPayload::GaveUp { pointer, reason }
    }

    fn try_edge(&mut self, edge: &Edge) -> Option<Payload> {
        let depth = self.depth();
        let styles = edge.styles();
        for attempt in 0..DRAWS {
            let care = care_of(attempt);
            let style = styles[attempt % styles.len()];
            let root = self.plan(care).along(&edge.route);
            let routed = match self.build(care, root, style, depth + 2) {
                Ok(routed) => routed,
                Err(Stuck::Spent) => return None,
                Err(_) => continue,
            };
            if self.schema.judge(&routed.value) == Verdict::Accepted {
                return Some(edge.payload(routed, self.schema.outline()));
            }
        }
        None
    }

    fn try_flaw(&mut self, flaw: &Flaw) -> Option<Payload> {
        let depth = self.depth();
        let mut best: Option<Payload> = None;
        for attempt in 0..DRAWS {
            let care = care_of(attempt);
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
            let root = self.plan(care).along(&route);
            let routed = match self.build(care, root, style, depth + 2) {
                Ok(routed) => routed,
                Err(Stuck::Spent) => break,
                Err(_) => continue,
            };
            let payload = flaw.payload(routed.value, &self.schema, self.schema.outline());
            let Some(payload) = payload else {
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

    fn build(&mut self, care: Care, id: NodeId, style: Style, depth: u32) -> Built<Routed> {
        let values = if style == Style::Full {
            FULL_VALUES
        } else {
            MIXED_VALUES
        };
        let order = Order {
            style,
            budget: Budget { depth, values },
            searching: care == Care::Searching,
        };
        let plan =
            self.plans[care as usize].get_or_insert_with(|| Plan::new(self.schema.outline(), care));
        let realistic = self.realism.is_some();
        let mut scene = realistic.then(|| Scene::new(&mut self.source));
        let mut builder = Builder::new(plan, &mut self.source, order).in_scene(scene.as_mut());
        let routed = builder.build(id);
        if routed.is_err()
            && let Some((id, blame)) = builder.blamed()
        {
            self.hardest = Some(explain(plan, id, blame));
        }
        routed
    }

    fn plan(&mut self, care: Care) -> &mut Plan {
        let plan =
            self.plans[care as usize].get_or_insert_with(|| Plan::new(self.schema.outline(), care));
        plan.tidy();
        plan
    }

    /// Finds the least nesting that any value needs, and grants some more.
    fn depth(&mut self) -> u32 {
        if let Some(depth) = self.depth {
            return depth;
        }
        let plan = self.plan(Care::Loose);
        let root = plan.root();
        let mut source = Seeded::new(0);
        let least = (0..MAX_DEPTH).find(|depth| {
            let order = Order {
                style: Style::Bare,
                budget: Budget {
                    depth: *depth,
                    values: 0,
                },
                searching: false,
            };
            let built = Builder::new(plan, &mut source, order).build(root);
            !matches!(built, Err(Stuck::Deep))
        });
        let depth = least.unwrap_or(MAX_DEPTH) + SPARE_DEPTH;
        self.depth = Some(depth);
        depth
    }
}

impl Care {
    /// How often a valid payload is drawn with this care.
    const fn draws(self) -> usize {
        match self {
            Self::Loose | Self::Strict => DRAWS,
            Self::Searching => 20 * DRAWS,
        }
    }
}

/// Most of the attempts at one case are cheap ones.
fn care_of(attempt: usize) -> Care {
    match attempt % 8 {
        3 | 5 => Care::Strict,
        7 => Care::Searching,
        _ => Care::Loose,
    }
}

/// Tells which subschema asks for something too hard, and what.
fn explain(plan: &mut Plan, id: NodeId, blame: Blame) -> (Pointer, String) {
    let node = plan.node(id);
    let held = match &*node {
        Node::Shape(shape, _) => shape.held.iter().copied().collect(),
        Node::Dead | Node::Open(_) => Vec::new(),
    };
    let outline = plan.outline();
    let asking = held
        .iter()
        .filter_map(|place| Some((*place, blame.asked(outline.keywords(*place)?)?)))
        .max_by_key(|(_, (weight, _))| *weight);
    match (asking, held.first()) {
        (Some((place, (_, reason))), _) => (outline.place(place).pointer.clone(), reason),
        (None, Some(place)) => (outline.place(*place).pointer.clone(), blame.to_string()),
        (None, None) => (Pointer::root(), blame.to_string()),
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
