//! From obligations to a shape, or to the first choice still open.

use std::collections::{BTreeSet, VecDeque};

use frontdesk_schema::outline::{Body, Keywords, Outline, PlaceId, Type, TypeSet};

use super::demand::{Clause, Demand, Obligation, Pin, join};
use super::route::{Goal, Route};
use super::shape::{Member, Position, Shape};
use super::{flaw, hold};

/// What a demand comes to.
#[derive(Debug)]
pub(crate) enum Gathered {
    /// No value satisfies it.
    Dead,
    /// There is more than one way; each is a demand of its own.
    Open {
        ways: Vec<Demand>,
        /// What holds whichever way is taken.
        shape: Box<Shape>,
    },
    /// One shape satisfies it.
    Shape(Box<Shape>),
}

/// What gathering looks things up in.
pub(crate) struct Lookup<'p> {
    pub(crate) outline: &'p Outline,
    pub(crate) routes: &'p [Route],
    pub(crate) pins: &'p [Pin],
    /// Whether the branches of `oneOf` that were not chosen must be refused by construction.
    pub(crate) strict: bool,
}

/// No value is left.
#[derive(Debug)]
pub(crate) struct Contradiction;

pub(crate) type Step = Result<(), Contradiction>;

/// Gathers a demand.
pub(crate) fn gather(demand: &Demand, lookup: &Lookup<'_>) -> Gathered {
    let mut gatherer = Gatherer {
        demand,
        lookup,
        shape: Shape::anything(),
        open: None,
        todo: demand.iter().copied().collect(),
        done: BTreeSet::new(),
    };
    while let Some(obligation) = gatherer.todo.pop_front() {
        if gatherer.done.insert(obligation) && gatherer.meet(obligation).is_err() {
            return Gathered::Dead;
        }
    }
    if gatherer.contradicts() {
        return Gathered::Dead;
    }
    match gatherer.open {
        Some(ways) => Gathered::Open {
            ways,
            shape: Box::new(gatherer.shape),
        },
        None => Gathered::Shape(Box::new(gatherer.shape)),
    }
}

pub(crate) struct Gatherer<'p> {
    demand: &'p Demand,
    pub(crate) lookup: &'p Lookup<'p>,
    pub(crate) shape: Shape,
    /// The first choice met that the demand has not decided.
    open: Option<Vec<Demand>>,
    pub(crate) todo: VecDeque<Obligation>,
    done: BTreeSet<Obligation>,
}

impl Gatherer<'_> {
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

    /// Takes the way that the demand decided, or leaves the choice open.
    ///
    /// A way is a list of obligations; the order of ways must not depend on anything but the place.
    pub(crate) fn choose(
        &mut self,
        place: PlaceId,
        clause: Clause,
        ways: &[Vec<Obligation>],
    ) -> Step {
        if ways.is_empty() {
            return Err(Contradiction);
        }
        let decided = self.demand.iter().find_map(|obligation| match obligation {
            Obligation::Chosen(at, of, way) if *at == place && *of == clause => Some(*way as usize),
            _ => None,
        });
        let decided = decided.or((ways.len() == 1).then_some(0));
        if let Some(way) = decided {
            self.todo
                .extend(ways.get(way).into_iter().flatten().copied());
        } else if self.open.is_none() {
            let demands = (0..ways.len())
                .map(|way| {
                    let way = u32::try_from(way).unwrap_or(u32::MAX);
                    join(self.demand, [Obligation::Chosen(place, clause, way)])
                })
                .collect();
            self.open = Some(demands);
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
            Goal::BreakLoosely(clause) | Goal::BreakFreely(clause) => {
                self.also(Obligation::Breaks(route.place, *clause));
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
                let ways: Vec<Vec<Obligation>> = flaw::clauses(keywords)
                    .into_iter()
                    .map(|clause| vec![Obligation::Breaks(place, clause)])
                    .collect();
                self.choose(place, Clause::whole("fails"), &ways)
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

    /// Tells whether the shape gathered so far can be no value at all.
    fn contradicts(&self) -> bool {
        let shape = &self.shape;
        if let Some(values) = &shape.values {
            return !values.iter().any(|value| {
                shape.types.has(Type::of(value))
                    && !shape
                        .excluded
                        .iter()
                        .any(|other| super::shape::equal(value, other))
            });
        }
        let mut types = shape.types;
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

/// Tells whether a clause applies its subschema to the value itself, not to a part of it.
fn stays_on_the_value(clause: Clause) -> bool {
    matches!(
        clause.keyword,
        "$ref" | "$dynamicRef" | "allOf" | "anyOf" | "oneOf" | "then" | "else" | "dependentSchemas"
    )
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
