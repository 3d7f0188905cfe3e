//! Rules of booleans, numbers and strings.

use frontdesk_json::Numeral;
use serde_json::{Value, json};

use super::build::Builder;
use super::names::Table;
use super::tester::Tester;
use super::{Plan, Rule};
use crate::Formats;
use crate::outline::{Bound, Keywords, Type, TypeSet};

/// What is asked of a number.
#[derive(Debug)]
pub(super) struct NumberRule {
    /// Whether only integers are accepted.
    integers: bool,
    /// The bounds of integers, where they are integers and nothing else is asked.
    range: Option<(i128, i128)>,
    tester: Option<Tester>,
}

/// What is asked of a string.
#[derive(Debug)]
pub(super) struct TextRule {
    shortest: u64,
    longest: u64,
    /// The texts that alone are accepted.
    among: Option<Table>,
    tester: Option<Tester>,
}

impl NumberRule {
    /// Tells whether a number is accepted, nothing where drafts differ.
    #[inline]
    pub(super) fn accepts(&self, number: Numeral) -> Option<bool> {
        let integer = match number {
            Numeral::Unsigned(integer) => Some(i128::from(integer)),
            Numeral::Negative(integer) => Some(i128::from(integer)),
            Numeral::Double(double) if self.integers => {
                // Whether `1.0` is an integer depends on the draft.
                return if double.fract() == 0.0 {
                    None
                } else {
                    Some(false)
                };
            }
            Numeral::Double(_) => None,
        };
        if let (Some(integer), Some((lower, upper))) = (integer, self.range) {
            return Some((lower..=upper).contains(&integer));
        }
        Some(
            self.tester
                .as_ref()
                .is_none_or(|tester| tester.accepts_number(number)),
        )
    }
}

impl TextRule {
    /// Tells whether a text is accepted.
    #[inline]
    pub(super) fn accepts(&self, text: &str) -> bool {
        self.accepts_length(text)
            && self
                .among
                .as_ref()
                .is_none_or(|among| among.find(text).is_some())
            && self
                .tester
                .as_ref()
                .is_none_or(|tester| tester.accepts_text(text))
    }

    #[inline]
    fn accepts_length(&self, text: &str) -> bool {
        // A character takes one to four bytes: often that alone decides.
        let bytes = text.len() as u64;
        let decided = self.shortest <= bytes.div_ceil(4) && bytes <= self.longest;
        decided || (self.shortest..=self.longest).contains(&(text.chars().count() as u64))
    }
}

/// Makes the rule of `true` and `false`.
pub(super) fn boolean_rule(all: &[&Keywords]) -> Rule {
    Rule::Boolean {
        accepts_true: are_among(all, &Value::Bool(true)),
        accepts_false: are_among(all, &Value::Bool(false)),
    }
}

/// Makes the rule of `null`.
pub(super) fn null_rule(all: &[&Keywords]) -> Rule {
    if are_among(all, &Value::Null) {
        Rule::Null
    } else {
        Rule::Never
    }
}

/// Tells whether every `const` and `enum` lists a value; not for numbers, which are equal in more ways.
fn are_among(all: &[&Keywords], value: &Value) -> bool {
    all.iter().all(|keywords| {
        let mut constant = keywords.constant.iter();
        let enumeration = keywords.enumeration.as_ref();
        constant.all(|constant| constant == value)
            && enumeration.is_none_or(|values| values.contains(value))
    })
}

/// Makes the rule of numbers, of the types that are left.
pub(super) fn number_rule(builder: &mut Builder<'_>, all: &[&Keywords], types: TypeSet) -> Rule {
    let integers = !types.has(Type::Fraction);
    let mut asked = Vec::new();
    let mut range = Some((i128::MIN, i128::MAX));
    for keywords in all {
        for (bounds, is_lower) in [(&keywords.lower, true), (&keywords.upper, false)] {
            for bound in bounds {
                let keyword = keyword_of(bound, is_lower);
                asked.push(json!({ keyword: bound.value }));
                range = range.and_then(|range| narrowed(range, bound, is_lower));
            }
        }
        if let Some(factor) = &keywords.multiple_of {
            asked.push(json!({ "multipleOf": factor }));
            range = None;
        }
        for listed in listed(keywords) {
            asked.push(listed);
            range = None;
        }
    }
    if asked.is_empty() && !integers {
        return Rule::AnyNumber;
    }
    let tester = if asked.is_empty() {
        None
    } else {
        match builder.testers.of_numbers(asked) {
            None => return Rule::Odd,
            tester => tester,
        }
    };
    Rule::Number(Plan::keep(
        &mut builder.plan.numbers,
        NumberRule {
            integers,
            range,
            tester,
        },
    ))
}

fn keyword_of(bound: &Bound, is_lower: bool) -> &'static str {
    match (is_lower, bound.exclusive) {
        (true, false) => "minimum",
        (true, true) => "exclusiveMinimum",
        (false, false) => "maximum",
        (false, true) => "exclusiveMaximum",
    }
}

/// Narrows a range by a bound, if that is an integer.
fn narrowed((lower, upper): (i128, i128), bound: &Bound, is_lower: bool) -> Option<(i128, i128)> {
    let number = &bound.value;
    let value = number.as_i64().map(i128::from);
    let value = value.or_else(|| number.as_u64().map(i128::from))?;
    let inside = i128::from(bound.exclusive);
    Some(if is_lower {
        (lower.max(value + inside), upper)
    } else {
        (lower, upper.min(value - inside))
    })
}

/// Returns `const` and `enum` as schemas.
fn listed(keywords: &Keywords) -> impl Iterator<Item = Value> {
    let constant = keywords.constant.as_ref();
    // A list of one, which every draft knows.
    let constant = constant.map(|constant| json!({ "enum": [constant] }));
    let enumeration = keywords.enumeration.as_ref();
    constant
        .into_iter()
        .chain(enumeration.map(|values| json!({ "enum": values })))
}

/// Makes the rule of strings; `is_foreign` where a place may be of another draft than the schema.
pub(super) fn text_rule(builder: &mut Builder<'_>, all: &[&Keywords], is_foreign: bool) -> Rule {
    let mut rule = TextRule {
        shortest: 0,
        longest: u64::MAX,
        among: None,
        tester: None,
    };
    let mut asked = Vec::new();
    let mut texts: Option<Vec<&str>> = None;
    for keywords in all {
        rule.shortest = rule.shortest.max(keywords.min_length.unwrap_or(0));
        rule.longest = rule.longest.min(keywords.max_length.unwrap_or(u64::MAX));
        if let Some(pattern) = &keywords.pattern {
            asked.push(json!({ "pattern": pattern }));
        }
        let asserted = !keywords.annotates_format && builder.formats == Formats::Assert;
        if let Some(format) = keywords.format.as_ref().filter(|_| asserted) {
            // Drafts mean different things by the same name.
            if is_foreign {
                return Rule::Odd;
            }
            asked.push(json!({ "format": format }));
        }
        let constant = keywords.constant.as_ref().map(std::slice::from_ref);
        for list in constant.into_iter().chain(keywords.enumeration.as_deref()) {
            let is_listed = |text: &&str| list.iter().any(|value| value.as_str() == Some(text));
            texts = Some(match texts {
                None => list.iter().filter_map(Value::as_str).collect(),
                Some(texts) => texts.into_iter().filter(is_listed).collect(),
            });
        }
    }
    if texts.as_ref().is_some_and(Vec::is_empty) || rule.shortest > rule.longest {
        return Rule::Never;
    }
    let is_any = asked.is_empty() && texts.is_none();
    if is_any && rule.shortest == 0 && rule.longest == u64::MAX {
        return Rule::AnyText;
    }
    if let Some(texts) = texts {
        rule.among = Table::new(texts);
        if rule.among.is_none() {
            return Rule::Odd;
        }
    }
    if !asked.is_empty() {
        rule.tester = builder.testers.of_texts(asked);
        if rule.tester.is_none() {
            return Rule::Odd;
        }
    }
    Rule::Text(Plan::keep(&mut builder.plan.texts, rule))
}
