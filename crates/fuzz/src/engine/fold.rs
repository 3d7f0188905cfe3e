use std::collections::BTreeMap;

use super::feature::Trait;
use super::known::Known;
use super::shared::Broken;
use super::words::sentence;
use crate::finding::Finding;

/// Makes one finding of many that are one: a keyword that nothing enforces, no validation at all, or
/// that no parameter may be there twice.
pub(super) fn fold(
    known: Vec<Known>,
    broken: &BTreeMap<(usize, String, String), Broken>,
) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut folded: BTreeMap<(usize, String), usize> = BTreeMap::new();
    for known in without_covered(known) {
        let mut finding = known.finding;
        if is_twice(&finding) {
            let group = (
                known.operation,
                format!("{} {}", finding.check, known.coarse),
            );
            if let Some(index) = folded.get(&group) {
                let first: &mut Finding = &mut findings[*index];
                first.count += finding.count;
                let what = first.message.split(", when ").next().unwrap_or_default();
                first.message = format!(
                    "{what}, when a parameter is there twice, such as {}",
                    first.cause[0].place
                );
            } else {
                folded.insert(group, findings.len());
                findings.push(finding);
            }
            continue;
        }
        let keyword = finding.cause.iter().find_map(|feature| match &feature.is {
            Trait::Breaks(_, keyword) if finding.cause.len() == 1 => Some(keyword.clone()),
            _ => None,
        });
        let Some(keyword) = keyword else {
            findings.push(finding);
            continue;
        };
        let of_operation = |key: &&(usize, String, String)| key.0 == known.operation;
        let group = if nothing_enforced(broken, |key| of_operation(&key)) {
            String::new()
        } else if nothing_enforced(broken, |key| of_operation(&key) && key.1 == keyword) {
            keyword
        } else {
            findings.push(finding);
            continue;
        };
        if let Some(index) = folded.get(&(known.operation, group.clone())) {
            let first: &mut Finding = &mut findings[*index];
            first.count += finding.count;
            continue;
        }
        let what = if group.is_empty() {
            "anything".to_owned()
        } else {
            format!("`{group}`")
        };
        finding.message = format!(
            "{}: a request that breaks {what} is taken, wherever; such as {}",
            finding.operation,
            sentence(&finding.cause)
        );
        folded.insert((known.operation, group), findings.len());
        findings.push(finding);
    }
    findings
}

/// Leaves out causes that another one covers which was found later, and counts them for that.
fn without_covered(known: Vec<Known>) -> Vec<Known> {
    let mut kept: Vec<Known> = Vec::new();
    for known in known {
        let is_sure = known.complete && known.finding.rate.is_none();
        let (covered, mut others): (Vec<_>, Vec<_>) = kept.into_iter().partition(|old| {
            is_sure && (known.covers(old) || known.is_always() && known.is_like(old))
        });
        let mut known = known;
        known.finding.count += covered.iter().map(|old| old.finding.count).sum::<u64>();
        others.push(known);
        kept = others;
    }
    kept
}

/// Tells whether it is by a parameter that is there more than once.
fn is_twice(finding: &Finding) -> bool {
    let of_parameter = |place: &str| place.starts_with("/query/");
    matches!(&*finding.cause, [one] if one.is == Trait::MoreItemsThan(1) && of_parameter(&one.place))
}

/// Tells whether breaking keywords was taken at every place, of which there are some.
fn nothing_enforced(
    broken: &BTreeMap<(usize, String, String), Broken>,
    wanted: impl Fn(&(usize, String, String)) -> bool,
) -> bool {
    let places: Vec<&Broken> = broken
        .iter()
        .filter(|(key, _)| wanted(key))
        .map(|(_, broken)| broken)
        .collect();
    let taken = |broken: &&&Broken| {
        broken
            .suspicious
            .get("invalid-accepted")
            .is_some_and(|times| *times == broken.times)
    };
    let all = places.iter().filter(taken).count();
    places.len() >= ENOUGH && all * 10 >= places.len() * 9
}

const ENOUGH: usize = 4;
