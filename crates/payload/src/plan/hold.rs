//! What each keyword of a subschema demands of a value.

use frontdesk_schema::outline::{Bound, Keywords, PlaceId};

use super::demand::{Clause, Obligation};
use super::gather::{Contradiction, Gatherer, Step};
use super::shape::{Contains, ItemRule, MemberRule, Sight};

/// Of so many branches of `anyOf` every combination is tried.
const MAX_COMBINED: usize = 4;

/// Demands every keyword of a place but the excepted clause.
pub(super) fn hold(
    gatherer: &mut Gatherer<'_>,
    place: PlaceId,
    keywords: &Keywords,
    except: Option<Clause>,
) -> Step {
    let holder = Holder {
        place,
        keywords,
        except,
    };
    gatherer.shape.held.insert(place);
    holder.values(gatherer)?;
    holder.numbers(gatherer);
    holder.texts(gatherer);
    holder.arrays(gatherer);
    holder.objects(gatherer);
    holder.applicators(gatherer)
}

/// One place whose keywords are demanded.
struct Holder<'k> {
    place: PlaceId,
    keywords: &'k Keywords,
    except: Option<Clause>,
}

impl Holder<'_> {
    fn demands(&self, clause: Clause) -> bool {
        self.except != Some(clause)
    }

    fn demands_whole(&self, keyword: &'static str) -> bool {
        self.demands(Clause::whole(keyword))
    }

    fn values(&self, gatherer: &mut Gatherer<'_>) -> Step {
        let shape = &mut gatherer.shape;
        if let Some(types) = self.keywords.types
            && self.demands_whole("type")
        {
            shape.types = shape.types.intersect(types);
        }
        if let Some(constant) = &self.keywords.constant
            && self.demands_whole("const")
        {
            shape
                .only(std::slice::from_ref(constant))
                .ok_or(Contradiction)?;
        }
        if let Some(values) = &self.keywords.enumeration
            && self.demands_whole("enum")
        {
            shape.only(values).ok_or(Contradiction)?;
        }
        if shape.types.is_empty() {
            return Err(Contradiction);
        }
        Ok(())
    }

    fn numbers(&self, gatherer: &mut Gatherer<'_>) {
        let number = &mut gatherer.shape.number;
        let kept = |bounds: &[Bound]| -> Vec<Bound> {
            bounds
                .iter()
                .filter(|bound| self.demands_whole(bound.keyword))
                .cloned()
                .collect()
        };
        number.lower.extend(kept(&self.keywords.lower));
        number.upper.extend(kept(&self.keywords.upper));
        if self.demands_whole("multipleOf") {
            number.multiples.extend(self.keywords.multiple_of.clone());
        }
    }

    fn texts(&self, gatherer: &mut Gatherer<'_>) {
        let text = &mut gatherer.shape.text;
        if let Some(min) = self.keywords.min_length
            && self.demands_whole("minLength")
        {
            text.length.at_least(min);
        }
        if let Some(max) = self.keywords.max_length
            && self.demands_whole("maxLength")
        {
            text.length.at_most(max);
        }
        if self.demands_whole("pattern") {
            text.patterns.extend(self.keywords.pattern.clone());
        }
        if self.demands_whole("format") {
            text.formats.extend(self.keywords.format.clone());
        }
    }

    fn arrays(&self, gatherer: &mut Gatherer<'_>) {
        let array = &mut gatherer.shape.array;
        let keywords = self.keywords;
        if let Some(min) = keywords.min_items
            && self.demands_whole("minItems")
        {
            array.length.at_least(min);
        }
        if let Some(max) = keywords.max_items
            && self.demands_whole("maxItems")
        {
            array.length.at_most(max);
        }
        array.unique |= keywords.unique_items && self.demands_whole("uniqueItems");
        let speaks = !keywords.prefix_items.is_empty()
            || keywords.items.is_some()
            || keywords.unevaluated_items.is_some();
        if speaks {
            array.rules.push(ItemRule {
                place: self.place,
                prefix: keywords
                    .prefix_items
                    .iter()
                    .enumerate()
                    .map(|(part, place)| {
                        self.demands(Clause::part("prefixItems", part))
                            .then_some(*place)
                    })
                    .collect(),
                rest: keywords.items,
                excepted: !self.demands_whole("items") || !self.demands_whole("unevaluatedItems"),
                unevaluated: keywords.unevaluated_items,
                sees: Sight::default(),
            });
        }
        let counted = ["contains", "minContains", "maxContains"];
        if let Some(place) = keywords.contains
            && counted.iter().all(|keyword| self.demands_whole(keyword))
        {
            array.contains.push(Contains {
                owner: self.place,
                place,
                min: keywords.min_contains.unwrap_or(1),
                max: keywords.max_contains,
            });
        }
    }

    fn objects(&self, gatherer: &mut Gatherer<'_>) {
        let object = &mut gatherer.shape.object;
        let keywords = self.keywords;
        if let Some(min) = keywords.min_properties
            && self.demands_whole("minProperties")
        {
            object.size.at_least(min);
        }
        if let Some(max) = keywords.max_properties
            && self.demands_whole("maxProperties")
        {
            object.size.at_most(max);
        }
        for (part, name) in keywords.required.iter().enumerate() {
            if self.demands(Clause::part("required", part)) {
                object.required.insert(name.clone());
            }
        }
        let speaks = !keywords.properties.is_empty()
            || !keywords.pattern_properties.is_empty()
            || keywords.additional_properties.is_some()
            || keywords.unevaluated_properties.is_some();
        if speaks {
            let declared = self.except.filter(|clause| clause.keyword == "properties");
            let excepted = declared.and_then(|clause| {
                let mut names = keywords.properties.keys();
                names.nth(clause.part as usize).cloned()
            });
            object.rules.push(MemberRule {
                place: self.place,
                except: self.except,
                excepted,
                sees: Sight::default(),
            });
        }
        if self.demands_whole("propertyNames") {
            object.names.extend(keywords.property_names);
        }
    }

    fn applicators(&self, gatherer: &mut Gatherer<'_>) -> Step {
        let keywords = self.keywords;
        for (keyword, target) in [
            ("$ref", keywords.reference),
            ("$dynamicRef", keywords.dynamic_reference),
        ] {
            if self.demands_whole(keyword) {
                gatherer.todo.extend(target.map(Obligation::Holds));
            }
        }
        for (part, branch) in keywords.all_of.iter().enumerate() {
            if self.demands(Clause::part("allOf", part)) {
                gatherer.also(Obligation::Holds(*branch));
            }
        }
        if let Some(place) = keywords.not
            && self.demands_whole("not")
        {
            gatherer.also(Obligation::Fails(place));
        }
        self.union(gatherer, "anyOf", &keywords.any_of)?;
        self.union(gatherer, "oneOf", &keywords.one_of)?;
        self.condition(gatherer)?;
        self.dependents(gatherer)
    }

    fn union(
        &self,
        gatherer: &mut Gatherer<'_>,
        keyword: &'static str,
        branches: &[PlaceId],
    ) -> Step {
        let excepted = self.except.is_some_and(|except| except.keyword == keyword);
        if branches.is_empty() || excepted {
            return Ok(());
        }
        let exclusive = keyword == "oneOf" && gatherer.lookup.strict;
        let combines = keyword == "anyOf" && gatherer.lookup.combining;
        let subsets = if combines {
            combinations(branches.len())
        } else {
            Vec::new()
        };
        let count = branches.len() + subsets.len();
        gatherer.choose(self.place, Clause::whole(keyword), count, |way| {
            let Some(chosen) = branches.get(way) else {
                let several = subsets[way - branches.len()].iter();
                return several
                    .map(|branch| Obligation::Holds(branches[*branch]))
                    .collect();
            };
            let others = branches
                .iter()
                .filter(|other| exclusive && *other != chosen);
            std::iter::once(Obligation::Holds(*chosen))
                .chain(others.map(|other| Obligation::Fails(*other)))
                .collect()
        })
    }

    fn condition(&self, gatherer: &mut Gatherer<'_>) -> Step {
        let keywords = self.keywords;
        let Some(condition) = keywords.condition else {
            return Ok(());
        };
        let excepted = matches!(
            self.except,
            Some(Clause {
                keyword: "then" | "else",
                ..
            })
        );
        if excepted || (keywords.then.is_none() && keywords.otherwise.is_none()) {
            return Ok(());
        }
        gatherer.choose(self.place, Clause::whole("if"), 2, |way| {
            let (first, then) = if way == 0 {
                (Obligation::Holds(condition), keywords.then)
            } else {
                (Obligation::Fails(condition), keywords.otherwise)
            };
            std::iter::once(first)
                .chain(then.map(Obligation::Holds))
                .collect()
        })
    }

    /// A member that others depend on is left out, or they come with it.
    fn dependents(&self, gatherer: &mut Gatherer<'_>) -> Step {
        let keywords = self.keywords;
        let required = (0..keywords.dependent_required.len())
            .map(|part| (Clause::part("dependentRequired", part), None));
        let schemas = keywords
            .dependent_schemas
            .values()
            .enumerate()
            .map(|(part, place)| (Clause::part("dependentSchemas", part), Some(*place)));
        for (clause, place) in required.chain(schemas) {
            if self.demands(clause) {
                gatherer.choose(self.place, clause, 2, |way| {
                    if way == 0 {
                        return vec![Obligation::Absent(self.place, clause)];
                    }
                    std::iter::once(Obligation::Present(self.place, clause))
                        .chain(place.map(Obligation::Holds))
                        .collect()
                })?;
            }
        }
        Ok(())
    }
}

/// Lists the sets of two branches and more, of which together a value may need what they evaluate.
fn combinations(count: usize) -> Vec<Vec<usize>> {
    if !(2..=MAX_COMBINED).contains(&count) {
        return Vec::new();
    }
    let subsets = (1_usize..1 << count).filter(|subset| subset.count_ones() > 1);
    subsets
        .map(|subset| {
            (0..count)
                .filter(|branch| subset >> branch & 1 == 1)
                .collect()
        })
        .collect()
}
