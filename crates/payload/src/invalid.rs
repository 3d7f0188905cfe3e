//! Payloads that break one keyword in one place.

use frontdesk_json::Pointer;
use frontdesk_schema::outline::{Body, Outline};
use frontdesk_schema::{Draft, Schema, Verdict, Violation};
use serde_json::Value;

use crate::label::{Kind, Leaf, Payload, Target};
use crate::minimise::minimise;
use crate::plan::demand::Clause;
use crate::plan::route::{Goal, Map, Route, UNIONS, children};
use crate::plan::{leaves, unions};

/// One keyword to be broken, with the way to where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Flaw {
    route: Route,
    clause: Clause,
    /// Other ways to the same subschema, where the shortest does not let it be broken alone.
    detours: Vec<Route>,
}

/// What may fail together with a keyword, where it cannot fail alone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Freedom {
    None,
    OfNeighbours,
    OfOthers,
}

/// Lists every keyword that can be broken, nearest to the root first.
pub(crate) fn flaws(schema: &Schema, map: &Map) -> Vec<Flaw> {
    let outline = schema.outline();
    let mut flaws = Vec::new();
    for place in map.places() {
        let clauses = match &outline.place(place).body {
            Body::Always => Vec::new(),
            Body::Never => vec![Clause::whole("false")],
            Body::Keywords(keywords) => {
                let mut clauses = leaves(keywords);
                clauses.extend(unions(keywords));
                let forbidden = children(keywords).into_iter().filter(|(clause, child)| {
                    forbids_by_itself(clause.keyword)
                        && matches!(outline.place(*child).body, Body::Never)
                });
                clauses.extend(forbidden.map(|(clause, _)| clause));
                clauses
            }
        };
        flaws.extend(clauses.into_iter().map(|clause| Flaw {
            route: map.route(place, Goal::Break(clause)),
            detours: map.detours(place, &Goal::Break(clause)),
            clause,
        }));
    }
    if schema.draft() >= Draft::Draft201909 {
        // Whether these drafts still know `dependencies` is each validator's own affair.
        let old = |place, clause: Clause| spelled(outline, place, clause.keyword) == "dependencies";
        flaws.retain(|flaw| {
            let mut steps = flaw.route.steps.iter();
            !old(flaw.route.place, flaw.clause)
                && !steps.any(|(place, clause)| old(*place, *clause))
        });
    }
    // A `false` under a keyword that forbids by itself is that keyword's flaw already.
    flaws.retain(|flaw| {
        flaw.clause.keyword != "false"
            || flaw
                .route
                .steps
                .last()
                .is_none_or(|(_, clause)| !forbids_by_itself(clause.keyword))
    });
    flaws
}

/// Tells whether a validator reports the keyword itself where its subschema is `false`.
fn forbids_by_itself(keyword: &str) -> bool {
    matches!(
        keyword,
        "additionalProperties"
            | "propertyNames"
            | "items"
            | "unevaluatedItems"
            | "unevaluatedProperties"
    )
}

impl Flaw {
    /// Returns the way to break the keyword: alone, whatever its neighbours say, or whatever
    /// anything else says of the same value.
    pub(crate) fn route(&self, freedom: Freedom, detour: usize) -> Route {
        let goal = match freedom {
            Freedom::None => Goal::Break(self.clause),
            Freedom::OfNeighbours => Goal::BreakLoosely(self.clause),
            Freedom::OfOthers => Goal::BreakFreely(self.clause),
        };
        let way = match detour {
            0 => &self.route,
            other => self.detours.get(other - 1).unwrap_or(&self.route),
        };
        Route {
            goal,
            ..way.clone()
        }
    }

    /// Counts the ways to where the keyword stands.
    pub(crate) fn ways(&self) -> usize {
        1 + self.detours.len()
    }

    /// Labels a value, `None` unless both judges refuse it and the keyword is among the reasons.
    pub(crate) fn payload(
        &self,
        route: &Route,
        value: Value,
        schema: &Schema,
        outline: &Outline,
    ) -> Option<Payload> {
        let violations = schema.violations(&value);
        let reported: Vec<Reported> = distinct(violations.iter().map(Reported::of));
        let (expected, leaf) = self.expected(route, outline);
        // A union that two branches satisfy is not refused because of what a third one says.
        let hit = violations.iter().find(|violation| {
            let leaf = leaf.as_ref();
            Reported::of(violation).leaf == expected
                && leaf.is_none_or(|leaf| shows(violation, leaf, &expected.keyword))
        })?;
        let hit = &Reported::of(hit);
        if schema.judge(&value) != Verdict::Refused {
            return None;
        }
        let also = reported
            .iter()
            .filter(|other| *other != hit)
            .map(|other| other.leaf.clone());
        let target = Target {
            schema: hit.leaf.schema.clone(),
            resource: hit.leaf.resource.clone(),
            keyword: hit.leaf.keyword.clone(),
            instance: hit.instance.clone(),
            leaf,
            also: distinct(also),
        };
        Some(Payload {
            kind: Kind::Invalid,
            payload: value,
            target: Some(target),
        })
    }

    /// Returns the keyword that a validator is to report, and the one broken inside it.
    fn expected(&self, route: &Route, outline: &Outline) -> (Leaf, Option<Leaf>) {
        let own = Leaf {
            schema: outline.place(route.place).pointer.clone(),
            resource: outline.place(route.place).resource.clone(),
            keyword: spelled(outline, route.place, self.clause.keyword),
        };
        let steps = route.steps.iter();
        let union = steps
            .copied()
            .find(|(_, clause)| UNIONS.contains(&clause.keyword));
        match union {
            None => (own, None),
            Some((place, clause)) => {
                let keyword = match clause.keyword {
                    "then" | "else" => "if",
                    keyword => keyword,
                };
                let outer = Leaf {
                    schema: outline.place(place).pointer.clone(),
                    resource: outline.place(place).resource.clone(),
                    keyword: spelled(outline, place, keyword),
                };
                (outer, Some(own))
            }
        }
    }
}

fn spelled(
    outline: &Outline,
    place: frontdesk_schema::outline::PlaceId,
    keyword: &'static str,
) -> String {
    outline
        .keywords(place)
        .map_or(keyword, |keywords| keywords.spelling(keyword))
        .to_owned()
}

/// A violation as a label names it: by the outermost keyword that hides others.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Reported {
    leaf: Leaf,
    instance: Pointer,
}

impl Reported {
    fn of(violation: &Violation) -> Self {
        let (schema, resource, keyword, instance) = match &violation.condition {
            Some(condition) => (
                &condition.schema,
                &condition.resource,
                "if",
                &condition.instance,
            ),
            None => (
                &violation.schema,
                &violation.resource,
                violation.keyword.as_str(),
                &violation.instance,
            ),
        };
        Self {
            leaf: Leaf {
                schema: schema.clone(),
                resource: resource.clone(),
                keyword: keyword.to_owned(),
            },
            instance: instance.clone(),
        }
    }
}

fn distinct<T: PartialEq>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for item in items {
        if !kept.contains(&item) {
            kept.push(item);
        }
    }
    kept
}

impl Payload {
    /// Labels a value from elsewhere, a recorded one for instance, by what the judges say of it.
    ///
    /// A refused value is labelled by the first keyword that refuses it, with all others beside it.
    /// `None` where the judges do not agree.
    ///
    /// ```
    /// use frontdesk_payload::{Kind, Payload};
    /// use frontdesk_schema::{Options, Schema};
    /// use serde_json::json;
    ///
    /// let schema = Schema::compile(json!({"properties": {"n": {"type": "integer"}}}), &Options::default())?;
    /// let recorded = json!({"n": "many words", "note": [1, 2, 3]});
    /// let labelled = Payload::labelled(recorded, &schema).expect("the judges agree");
    /// assert_eq!(labelled.kind, Kind::Invalid);
    /// assert_eq!(labelled.minimised(&schema).payload, json!({"n": ""}));
    /// # Ok::<(), frontdesk_schema::SchemaError>(())
    /// ```
    #[must_use]
    pub fn labelled(value: Value, schema: &Schema) -> Option<Self> {
        let (kind, target) = match schema.judge(&value) {
            Verdict::Undecided => return None,
            Verdict::Accepted => (Kind::Valid, None),
            Verdict::Refused => {
                let violations = schema.violations(&value);
                let mut reported = distinct(violations.iter().map(Reported::of)).into_iter();
                let first = reported.next()?;
                let also = reported.map(|other| other.leaf);
                let target = Target {
                    also: distinct(also.filter(|leaf| *leaf != first.leaf)),
                    schema: first.leaf.schema,
                    resource: first.leaf.resource,
                    keyword: first.leaf.keyword,
                    instance: first.instance,
                    leaf: None,
                };
                (Kind::Invalid, Some(target))
            }
        };
        Some(Self {
            kind,
            payload: value,
            target,
        })
    }

    /// Makes the payload as small as its label allows; see [`minimise`](crate::minimise).
    #[must_use]
    pub fn minimised(self, schema: &Schema) -> Self {
        let value = minimise(self.payload.clone(), |value| {
            self.relabelled(value.clone(), schema).is_some()
        });
        self.relabelled(value, schema).unwrap_or(self)
    }

    /// Counts what refuses the payload besides its target.
    pub(crate) fn others(&self) -> usize {
        self.target.as_ref().map_or(0, |target| target.also.len())
    }

    /// Labels another value the same way, `None` where it does not deserve that.
    ///
    /// A valid payload stays valid, and an invalid one is refused by the same keyword of the same
    /// subschema and by nothing new; the place in the value may move. A boundary payload keeps the
    /// very value that lies at the edge, in its place.
    #[must_use]
    pub fn relabelled(&self, value: Value, schema: &Schema) -> Option<Self> {
        let target = match (&self.target, self.kind) {
            (Some(target), Kind::Invalid) => Some(retarget(target, &value, schema)?),
            (Some(target), Kind::Boundary) => {
                let edge = target.instance.resolve(&self.payload);
                (edge == target.instance.resolve(&value)).then(|| self.target.clone())?
            }
            (target, _) => target.clone(),
        };
        let expected = match self.kind {
            Kind::Valid | Kind::Boundary => Verdict::Accepted,
            Kind::Invalid => Verdict::Refused,
        };
        (schema.judge(&value) == expected).then_some(Self {
            kind: self.kind,
            payload: value,
            target,
        })
    }
}

/// Finds where in another value the target of a label fails, with everything else it says.
fn retarget(target: &Target, value: &Value, schema: &Schema) -> Option<Target> {
    let violations = schema.violations(value);
    let same = |leaf: &Leaf| {
        leaf.schema == target.schema
            && leaf.resource == target.resource
            && leaf.keyword == target.keyword
    };
    let hit = violations.iter().find(|violation| {
        same(&Reported::of(violation).leaf)
            && target
                .leaf
                .as_ref()
                .is_none_or(|leaf| shows(violation, leaf, &target.keyword))
    })?;
    let instance = Reported::of(hit).instance;
    let known = violations.iter().all(|violation| {
        let reported = Reported::of(violation);
        (same(&reported.leaf) && reported.instance == instance)
            || target.also.contains(&reported.leaf)
    });
    known.then(|| Target {
        instance,
        ..target.clone()
    })
}

/// Tells whether a violation of a union shows the leaf that was broken inside it.
fn shows(violation: &Violation, leaf: &Leaf, union: &str) -> bool {
    let itself = violation.schema == leaf.schema
        && violation.resource == leaf.resource
        && violation.keyword == leaf.keyword;
    // What these found wrong with each part no validator tells.
    itself
        || matches!(
            union,
            "contains" | "unevaluatedItems" | "unevaluatedProperties"
        )
        // `then: false` is the fault of the `if` itself.
        || (union == "if" && leaf.keyword == "false")
        // Where two branches hold, nothing that a third one says is to blame.
        || (!violation.branches.iter().any(Vec::is_empty)
            && violation
                .branches
                .iter()
                .flatten()
                .any(|inner| shows(inner, leaf, union)))
}
