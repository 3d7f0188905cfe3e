mod reasons;

use std::sync::Arc;

use frontdesk_json::Pointer;
use frontdesk_proof::{Outcome, difference, examine};
use frontdesk_schema::outline::Outline;
use frontdesk_schema::{Schema, Verdict};
use serde_json::Value;

use crate::boundary::Edge;
use crate::build::{Blame, Budget, Builder, Built, Order, Routed, Stuck, Style, Used};
use crate::coverage::Reached;
use crate::invalid::{Flaw, Freedom};
use crate::label::Payload;
use crate::no_payload::NoPayload;
use crate::plan::route::Map;
use crate::plan::{Care, Node, NodeId, Plan};
use crate::realistic::Scene;
use frontdesk_text::{Draw, Seeded, Source};
use reasons::{Hindrance, explain};

/// How often a payload is drawn before more care is taken, and in the end before drawing is given
/// up.
pub(crate) const DRAWS: usize = 24;

/// How often all that may be tried for a valid payload is tried with one degree of care.
const PATIENCE: usize = 2;

/// How many obligations are gathered for a valid payload with one degree of care.
const MAX_WORK: u64 = 4_000_000;

/// How many obligations are gathered for one edge or one keyword to be broken.
const MAX_CASE_WORK: u64 = 1_000_000;

/// How far an examination of the schema goes.
const BUDGET: frontdesk_proof::Budget = frontdesk_proof::Budget {
    branches: 50_000,
    until: None,
};

/// Deeper nesting than this is never built.
const MAX_DEPTH: u32 = 100;

/// How much deeper than needed payloads may nest.
const SPARE_DEPTH: u32 = 5;

/// How many values a payload of mixed style holds before only what is needed is added.
const MIXED_VALUES: u32 = 120;

/// How many values a payload with every optional member holds at the most.
const FULL_VALUES: u32 = 3000;

/// Draws single payloads of one schema, with as much care as each takes.
pub(crate) struct Drawing {
    pub(crate) schema: Arc<Schema>,
    pub(crate) source: Box<dyn Source + Send>,
    pub(crate) map: Arc<Map>,
    plans: [Option<Plan>; 3],
    /// The care with which the last valid payload came out.
    care: Care,
    depth: Option<u32>,
    /// How many obligations all builds gathered.
    work: u64,
    /// What was too hard in the last build that failed.
    hardest: Option<(Pointer, String)>,
    pub(crate) reached: Reached,
    relation: Option<Relation>,
    /// What an examination of the schema came to.
    examined: Option<Outcome>,
    /// Values that were built from an examination, since no draw gave any.
    rescued: Vec<Value>,
}

/// What brings the members of a valid payload in relations that no schema can state.
type Relation = Box<dyn Fn(&mut Value) + Send + Sync>;

impl Drawing {
    pub(crate) fn new(schema: Arc<Schema>, source: Box<dyn Source + Send>) -> Self {
        let map = Arc::new(Map::of(schema.outline()));
        Self {
            source,
            reached: Reached::new(schema.outline(), &map),
            map,
            schema,
            plans: [const { None }; 3],
            care: Care::Loose,
            depth: None,
            work: 0,
            hardest: None,
            relation: None,
            examined: None,
            rescued: Vec::new(),
        }
    }

    /// Draws from another source, as if nothing had been drawn.
    pub(crate) fn started_anew(&self, source: Box<dyn Source + Send>) -> Self {
        Self {
            schema: Arc::clone(&self.schema),
            source,
            map: Arc::clone(&self.map),
            plans: [const { None }; 3],
            care: self.care,
            depth: self.depth,
            work: 0,
            hardest: None,
            reached: Reached::default(),
            relation: None,
            examined: self.examined.clone(),
            rescued: self.rescued.clone(),
        }
    }

    /// Has values look real, and valid payloads brought in relation.
    pub(crate) fn relate(&mut self, relation: Relation) {
        self.relation = Some(relation);
    }

    /// Builds a value that both judges accept, with as much care as it takes.
    pub(crate) fn accepted(&mut self, style: Style) -> Result<Value, NoPayload> {
        self.judged()?;
        if let Some(value) = self.source.pick(&self.rescued) {
            return Ok(value.clone());
        }
        let depth = self.depth();
        let mut hindrance = Hindrance::None;
        for care in Care::ALL {
            if care == Care::Searching
                && let Outcome::Empty { .. } = self.examined()
            {
                return Err(self.unsatisfiable());
            }
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
                        if !matches!(hindrance, Hindrance::Judges(_)) {
                            hindrance = self.hindered(verdict, &routed.value);
                        }
                    }
                    Err(Stuck::Spent) => spent += 1,
                    Err(Stuck::Deep) if hindrance == Hindrance::None => {
                        hindrance = Hindrance::Depth;
                    }
                    Err(_) => {}
                }
                if spent >= PATIENCE || self.plan(care).work() - work > MAX_WORK {
                    break;
                }
            }
        }
        if let Some(value) = self.rescue() {
            return Ok(value);
        }
        Err(self.proof().unwrap_or_else(|| self.hindrance(hindrance)))
    }

    /// Examines, once, whether any value can be accepted.
    fn examined(&mut self) -> &Outcome {
        let schema = &self.schema;
        self.examined.get_or_insert_with(|| {
            // Numbers that were rounded when they were read prove nothing.
            if schema.rounded().is_empty() {
                examine(schema.outline(), BUDGET)
            } else {
                Outcome::TooHard
            }
        })
    }

    /// Proves, where the algebra cannot, that no value is refused; `false` proves nothing.
    fn refuses_nothing(&self) -> bool {
        let refused = || difference(&Outline::start(), self.schema.outline());
        // Numbers that were rounded when they were read prove nothing.
        self.schema.rounded().is_empty()
            && matches!(examine(&refused(), BUDGET), Outcome::Empty { .. })
    }

    /// Tells why no keyword was broken.
    pub(crate) fn unbroken(&self, what: &str) -> NoPayload {
        if self.refuses_nothing() {
            NoPayload::NothingToBreak {
                pointer: Pointer::root(),
            }
        } else {
            self.gave_up(what)
        }
    }

    /// Takes what an examination built, where both judges accept it.
    fn rescue(&mut self) -> Option<Value> {
        let Outcome::Open { candidates } = self.examined() else {
            return None;
        };
        let candidates = candidates.clone();
        let accepted = |value: &Value| self.schema.judge(value) == Verdict::Accepted;
        self.rescued = candidates.into_iter().filter(accepted).collect();
        self.rescued.first().cloned()
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
        let Some(relation) = &self.relation else {
            return value;
        };
        let mut related = value.clone();
        Scene::relate(&mut related, &mut *self.source);
        let mut refined = related.clone();
        relation(&mut refined);
        [refined, related]
            .into_iter()
            .find(|changed| *changed == value || self.schema.judge(changed) == Verdict::Accepted)
            .unwrap_or(value)
    }

    pub(crate) fn try_edge(&mut self, edge: &Edge) -> Option<Payload> {
        let depth = self.depth();
        let styles = edge.styles();
        let most_work = self.work + MAX_CASE_WORK;
        for attempt in 0..DRAWS {
            if self.work > most_work {
                break;
            }
            let care = care_of(attempt);
            let style = styles[attempt % styles.len()];
            let root = self.plan(care).along(&edge.route);
            let depth = depth + edge.route.descents();
            let routed = match self.build(care, root, style, depth) {
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

    /// Breaks a keyword, alone where that can be, else with as little beside it as was found.
    pub(crate) fn try_flaw(&mut self, flaw: &Flaw) -> Option<Payload> {
        let mut best: Option<Payload> = None;
        let most_work = self.work + MAX_CASE_WORK;
        for way in 0..flaw.ways() {
            let found = self.try_way(flaw, way, most_work);
            let better = match (&best, &found) {
                (Some(best), Some(found)) => found.others() < best.others(),
                (None, found) => found.is_some(),
                (Some(_), None) => false,
            };
            if better {
                best = found;
            }
            if best.as_ref().is_some_and(|best| best.others() == 0) {
                break;
            }
        }
        best
    }

    fn try_way(&mut self, flaw: &Flaw, way: usize, most_work: u64) -> Option<Payload> {
        let depth = self.depth();
        let mut best: Option<Payload> = None;
        let mut dead = None;
        for attempt in 0..DRAWS {
            let care = care_of(attempt);
            let style = [Style::Mixed, Style::Bare, Style::Full][attempt % 3];
            // Alone first; together with others only where alone never came out.
            let freedom = match 3 * attempt / DRAWS {
                0 => Freedom::None,
                1 => Freedom::OfNeighbours,
                _ => Freedom::OfOthers,
            };
            if self.work > most_work || (best.is_some() && freedom == Freedom::OfOthers) {
                break;
            }
            // What is proved to be nothing with little care is nothing with more.
            if dead == Some(freedom) {
                continue;
            }
            let route = flaw.route(freedom, way);
            let root = self.plan(care).along(&route);
            let depth = depth + route.descents();
            let routed = match self.build(care, root, style, depth) {
                Ok(routed) => routed,
                Err(Stuck::Spent) => break,
                Err(Stuck::Dead) => {
                    dead = Some(freedom);
                    continue;
                }
                Err(_) => continue,
            };
            let outline = self.schema.outline();
            let Some(payload) = flaw.payload(&route, routed.value, &self.schema, outline) else {
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
        let realistic = self.relation.is_some();
        let mut scene = realistic.then(|| Scene::new(&mut *self.source));
        let mut builder = Builder::new(plan, &mut *self.source, order).in_scene(scene.as_mut());
        let before = builder.plan.work();
        let routed = builder.build(id);
        self.work += builder.plan.work() - before;
        if routed.is_err()
            && let Some((id, blame)) = builder.blamed()
            // What was found to be nothing says no more why when it is met again.
            && (blame != Blame::Contradiction || self.hardest.is_none())
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
        // Deep enough for every subschema, where that is not deeper than anything else.
        let farthest = self.map.deepest().min(MAX_DEPTH);
        let depth = (least.unwrap_or(MAX_DEPTH) + SPARE_DEPTH).max(farthest);
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
