//! From obligations to a shape, or to the first choice still open.

use std::collections::{BTreeSet, VecDeque};

use frontdesk_json::equal;
use frontdesk_schema::outline::{Body, Keywords, Outline, PlaceId, Type, TypeSet};
use serde_json::Value;

use super::demand::{Clause, Demand, Obligation, Pin, join};
use super::route::{Goal, Route, in_place, stays_on_the_value};
use super::shape::{Member, Position, Shape, Sight};
use super::{flaw, hold};
use crate::build::number;

/// What a demand comes to.
#[derive(Debug)]
pub(crate) enum Gathered {
    /// No value satisfies it.
    Dead,
    /// There are choices to be taken first.
    Open {
        choices: Vec<Choice>,
        /// What holds whichever ways are taken.
        shape: Box<Shape>,
    },
    /// One shape satisfies it.
    Shape(Box<Shape>),
}

/// One clause that can be satisfied in several ways.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Choice {
    place: PlaceId,
    clause: Clause,
    ways: u32,
}

impl Choice {
    /// Lists the demands that a demand becomes by taking each way.
    pub(crate) fn taken(self, demand: &[Obligation]) -> impl Iterator<Item = Demand> {
        (0..self.ways)
            .map(move |way| join(demand, [Obligation::Chosen(self.place, self.clause, way)]))
    }
}

/// What gathering looks things up in.
pub(crate) struct Lookup<'p> {
    pub(crate) outline: &'p Outline,
    pub(crate) routes: &'p [Route],
    pub(crate) pins: &'p [Pin],
    /// Whether the branches of `oneOf` that were not chosen must be refused by construction.
    pub(crate) strict: bool,
    /// Whether the branches of `anyOf` are combined.
    pub(crate) combining: bool,
}

/// No value is left.
#[derive(Debug)]
pub(crate) struct Contradiction;

pub(crate) type Step = Result<(), Contradiction>;

/// Gathers a demand, and tells how many obligations were met for that.
pub(crate) fn gather(demand: &Demand, lookup: &Lookup<'_>) -> (Gathered, u64) {
    let mut gatherer = Gatherer {
        demand,
        lookup,
        shape: Shape::anything(),
        open: Vec::new(),
        todo: demand.iter().copied().collect(),
        done: BTreeSet::new(),
    };
    let met = gatherer.meet_all();
    let count = gatherer.done.len() as u64;
    if met.is_err() {
        return (Gathered::Dead, count);
    }
    let shape = Box::new(gatherer.shape);
    if gatherer.open.is_empty() {
        return (Gathered::Shape(shape), count);
    }
    let choices = gatherer.open;
    (Gathered::Open { choices, shape }, count)
}

pub(crate) struct Gatherer<'p> {
    demand: &'p Demand,
    pub(crate) lookup: &'p Lookup<'p>,
    pub(crate) shape: Shape,
    /// The choices met that the demand has not decided.
    open: Vec<Choice>,
    pub(crate) todo: VecDeque<Obligation>,
    done: BTreeSet<Obligation>,
}

impl Gatherer<'_> {
    fn meet_all(&mut self) -> Step {
        while let Some(obligation) = self.todo.pop_front() {
            if self.done.insert(obligation) {
                self.meet(obligation)?;
            }
        }
        if self.contradicts() {
            return Err(Contradiction);
        }
        self.look_around();
        Ok(())
    }

    fn meet(&mut self, obligation: Obligation) -> Step {
        match obligation {
            Obligation::Holds(place) => self.hold(place, None),
            Obligation::Fails(place) => self.fail(place),
            Obligation::Breaks(place, clause) => match self.lookup.outline.keywords(place) {
                Some(keywords) => flaw::break_clause(self, place, keywords, clause),
                None if clause.keyword == "false" => Ok(()),
                None => Err(Contradiction),
            },
            Obligation::Along(route, step) => {
                self.follow(route.0 as usize, step as usize, obligation)
            }
            Obligation::Pinned(pin) => {
                let pin = self.lookup.pins[pin.0 as usize].clone();
                self.pin(&pin)
            }
            Obligation::Present(place, clause) => self.present(place, clause),
            Obligation::Absent(place, clause) => {
                let name = self.dependency(place, clause)?.0;
                self.shape.object.forbidden.insert(name);
                Ok(())
            }
            Obligation::Chosen(..) => Ok(()),
        }
    }

    /// Demands another obligation of the same value.
    pub(crate) fn also(&mut self, obligation: Obligation) {
        self.todo.push_back(obligation);
    }

    /// Takes the way that the demand decided, or leaves the choice among `count` ways open.
    ///
    /// The order of ways must not depend on anything but the place.
    pub(crate) fn choose(
        &mut self,
        place: PlaceId,
        clause: Clause,
        count: usize,
        way: impl FnOnce(usize) -> Vec<Obligation>,
    ) -> Step {
        if count == 0 {
            return Err(Contradiction);
        }
        // A demand is sorted, and a decision stands where the least of its kind would.
        let least = Obligation::Chosen(place, clause, 0);
        let from = self
            .demand
            .partition_point(|obligation| *obligation < least);
        let decided = match self.demand.get(from) {
            Some(Obligation::Chosen(at, of, way)) if *at == place && *of == clause => {
                Some(*way as usize)
            }
            _ => None,
        };
        match decided.or((count == 1).then_some(0)) {
            Some(decided) => self.todo.extend(way(decided.min(count - 1))),
            None => self.open.push(Choice {
                place,
                clause,
                ways: u32::try_from(count).unwrap_or(u32::MAX),
            }),
        }
        Ok(())
    }

    fn present(&mut self, place: PlaceId, clause: Clause) -> Step {
        let (name, needed) = self.dependency(place, clause)?;
        self.shape.types = self.shape.types.intersect(TypeSet::only(Type::Object));
        self.shape.object.required.insert(name);
        self.shape.object.required.extend(needed);
        Ok(())
    }

    /// Finds the member that a dependent clause is about, and the members that it needs.
    fn dependency(
        &self,
        place: PlaceId,
        clause: Clause,
    ) -> Result<(String, BTreeSet<String>), Contradiction> {
        let keywords = self.lookup.outline.keywords(place).ok_or(Contradiction)?;
        if clause.keyword == "dependentSchemas" {
            let name = nth_name(keywords.dependent_schemas.keys(), clause)?;
            return Ok((name, BTreeSet::new()));
        }
        let dependency = keywords.dependent_required.iter().nth(clause.part as usize);
        let (name, needed) = dependency.ok_or(Contradiction)?;
        Ok((name.clone(), needed.clone()))
    }

    fn follow(&mut self, route: usize, step: usize, here: Obligation) -> Step {
        let route = self.lookup.routes[route].clone();
        let Some((place, clause)) = route.steps.get(step).copied() else {
            return self.arrive(&route);
        };
        let Obligation::Along(id, number) = here else {
            return Err(Contradiction);
        };
        let next = Obligation::Along(id, number + 1);
        let free = matches!(route.goal, Goal::BreakFreely(_)) && stays_on_the_value(clause);
        if !free {
            self.hold(place, Some(clause))?;
        }
        let Some(keywords) = self.lookup.outline.keywords(place) else {
            return Err(Contradiction);
        };
        let breaking = !matches!(route.goal, Goal::Pin(_));
        match clause.keyword {
            "anyOf" | "oneOf" => {
                let branches = if clause.keyword == "anyOf" {
                    &keywords.any_of
                } else {
                    &keywords.one_of
                };
                if breaking && self.lookup.strict {
                    let others = branches.iter().enumerate();
                    for (part, branch) in others {
                        if part != clause.part as usize {
                            self.also(Obligation::Fails(*branch));
                        }
                    }
                }
                self.also(next);
            }
            "then" => {
                self.todo.extend(keywords.condition.map(Obligation::Holds));
                self.also(next);
            }
            "else" => {
                self.todo.extend(keywords.condition.map(Obligation::Fails));
                self.also(next);
            }
            "dependentSchemas" => {
                let name = nth_name(keywords.dependent_schemas.keys(), clause)?;
                self.shape.object.required.insert(name);
                self.also(next);
                self.shape.types = self.shape.types.intersect(TypeSet::only(Type::Object));
            }
            _ => self.descend(place, keywords, clause, vec![next])?,
        }
        Ok(())
    }

    fn arrive(&mut self, route: &Route) -> Step {
        match &route.goal {
            Goal::Break(clause) => {
                let clause = *clause;
                self.hold(route.place, Some(clause))?;
                self.also(Obligation::Breaks(route.place, clause));
            }
            Goal::BreakLoosely(clause) => self.also(Obligation::Breaks(route.place, *clause)),
            Goal::BreakFreely(clause) => {
                self.also(Obligation::Breaks(route.place, flaw::freest(*clause)));
            }
            Goal::Pin(pin) => {
                self.also(Obligation::Holds(route.place));
                self.pin(pin)?;
            }
        }
        Ok(())
    }

    /// Demands that the part of the value which a clause speaks of satisfies `demand`.
    pub(crate) fn descend(
        &mut self,
        place: PlaceId,
        keywords: &Keywords,
        clause: Clause,
        demand: Demand,
    ) -> Step {
        let object = |shape: &mut Shape, member| {
            shape.types = shape.types.intersect(TypeSet::only(Type::Object));
            shape.object.forced.push((member, demand.clone()));
        };
        let array = |shape: &mut Shape, position| {
            shape.types = shape.types.intersect(TypeSet::only(Type::Array));
            shape.array.forced.push((position, demand.clone()));
        };
        let shape = &mut self.shape;
        match clause.keyword {
            "$ref" | "$dynamicRef" | "allOf" => self.todo.extend(demand),
            "properties" => {
                let name = nth_name(keywords.properties.keys(), clause)?;
                object(shape, Member::Named(name));
            }
            "patternProperties" => {
                let pattern = nth_name(keywords.pattern_properties.keys(), clause)?;
                object(shape, Member::Matching(pattern));
            }
            "additionalProperties" | "unevaluatedProperties" => {
                object(shape, Member::Undeclared(place));
            }
            "propertyNames" => object(shape, Member::NameOf),
            "prefixItems" => array(shape, Position::At(clause.part as usize)),
            "items" | "unevaluatedItems" => {
                array(shape, Position::From(keywords.prefix_items.len()));
            }
            "contains" => {
                array(shape, Position::From(0));
                // The route breaks the one item that could have been contained.
                shape.array.length.exactly(1);
            }
            _ => return Err(Contradiction),
        }
        Ok(())
    }

    fn pin(&mut self, pin: &Pin) -> Step {
        let shape = &mut self.shape;
        let mut only = |kind| shape.types = shape.types.intersect(TypeSet::only(kind));
        match pin {
            Pin::Equals(value) => shape
                .only(std::slice::from_ref(value))
                .ok_or(Contradiction)?,
            Pin::Type(types) => shape.types = shape.types.intersect(*types),
            Pin::Length(count) => {
                only(Type::String);
                shape.text.length.exactly(*count);
            }
            Pin::Items(count) => {
                only(Type::Array);
                shape.array.length.exactly(*count);
            }
            Pin::Members(count) => {
                only(Type::Object);
                shape.object.size.exactly(*count);
            }
            Pin::Bare => {
                only(Type::Object);
                shape.object.bare = true;
            }
            Pin::Full => {
                only(Type::Object);
                shape.object.full = true;
            }
            Pin::Matches(pattern) => {
                only(Type::String);
                shape.text.patterns.push(pattern.clone());
            }
            Pin::Differs(pattern) => {
                only(Type::String);
                shape.text.not_patterns.push(pattern.clone());
            }
            Pin::Extreme { greatest } => {
                let numbers = TypeSet::only(Type::Integer).union(TypeSet::only(Type::Fraction));
                shape.types = shape.types.intersect(numbers);
                shape.number.extreme = Some(*greatest);
            }
        }
        Ok(())
    }

    fn fail(&mut self, place: PlaceId) -> Step {
        match &self.lookup.outline.place(place).body {
            Body::Always => Err(Contradiction),
            Body::Never => Ok(()),
            Body::Keywords(keywords) => {
                let clauses = flaw::clauses(keywords);
                self.choose(place, Clause::whole("fails"), clauses.len(), |way| {
                    vec![Obligation::Breaks(place, clauses[way])]
                })
            }
        }
    }

    /// Demands every keyword of a place but the excepted clause.
    fn hold(&mut self, place: PlaceId, except: Option<Clause>) -> Step {
        match &self.lookup.outline.place(place).body {
            Body::Always => Ok(()),
            Body::Never => match except {
                Some(Clause {
                    keyword: "false", ..
                }) => Ok(()),
                _ => Err(Contradiction),
            },
            Body::Keywords(keywords) => hold::hold(self, place, keywords, except),
        }
    }

    /// Works out what each subschema with an `unevaluated` keyword sees of the others.
    fn look_around(&mut self) {
        let outline = self.lookup.outline;
        let Shape {
            held,
            array,
            object,
            ..
        } = &mut self.shape;
        let sight = |place| {
            let mut seen = BTreeSet::from([place]);
            let mut todo = vec![place];
            while let Some(place) = todo.pop() {
                let applied = outline.keywords(place).into_iter().flat_map(in_place);
                todo.extend(applied.filter(|other| held.contains(other) && seen.insert(*other)));
            }
            Sight::new(seen)
        };
        for rule in &mut array.rules {
            if rule.unevaluated.is_some() {
                rule.sees = sight(rule.place);
            }
        }
        for rule in &mut object.rules {
            let asks = outline
                .keywords(rule.place)
                .is_some_and(|keywords| keywords.unevaluated_properties.is_some());
            if asks {
                rule.sees = sight(rule.place);
            }
        }
    }

    /// Tells whether the shape gathered so far can be no value at all.
    fn contradicts(&self) -> bool {
        let shape = &self.shape;
        if let Some(values) = &shape.values {
            return !values.iter().any(|value| {
                shape.types.has(Type::of(value))
                    && !shape.excluded.iter().any(|other| equal(value, other))
            });
        }
        let mut types = shape.types;
        let excluded = |value: &Value| shape.excluded.iter().any(|other| equal(other, value));
        if types == TypeSet::only(Type::Boolean) {
            return [true, false]
                .iter()
                .all(|bool| excluded(&Value::Bool(*bool)));
        }
        if types == TypeSet::only(Type::Integer) {
            // More values than are excluded are never listed.
            return number::integers_within(&shape.number, shape.excluded.len())
                .is_some_and(|few| few.iter().all(excluded));
        }
        let mut without = |kind| types = types.intersect(TypeSet::only(kind).complement());
        if shape.text.length.is_empty() {
            without(Type::String);
        }
        if shape.array.length.is_empty() {
            without(Type::Array);
        }
        let object = &shape.object;
        let crowded = object
            .size
            .max
            .is_some_and(|max| (object.required.len() as u64) > max);
        let torn = object
            .required
            .iter()
            .any(|name| object.forbidden.contains(name));
        if object.size.is_empty() || crowded || torn {
            without(Type::Object);
        }
        types.is_empty()
    }
}

pub(crate) fn nth_name<'n>(
    mut names: impl Iterator<Item = &'n String>,
    clause: Clause,
) -> Result<String, Contradiction> {
    names
        .nth(clause.part as usize)
        .cloned()
        .ok_or(Contradiction)
}
