use frontdesk_payload::raw_cases;

use super::probe::{Probe, alike};
use crate::case::{Case, Spelling, Twist};
use crate::expectation::Expectation;
use crate::target::Target;

/// Says of what is done besides as little as is needed: all of its sort where others of the sort fail
/// as well, or a spelling whose place does not matter.
pub(super) async fn as_general<T: Target>(
    probe: &mut Probe<'_, T>,
    case: &Case,
    twist: &Twist,
    expectation: &Expectation,
) -> Twist {
    for (any, others) in twist.sorts() {
        let others = others.into_iter().filter(|other| other != twist);
        let others = others.map(|other| instead(case, twist, other));
        let is_alike = |other: &Case| {
            let label = probe.shared.target.expect(other);
            alike(expectation, &label) || both_of_text(expectation, &label)
        };
        let others: Vec<Case> = others.filter(is_alike).take(ENOUGH_OTHERS).collect();
        let mut failed = 0;
        for other in &others {
            failed += usize::from(probe.fails(other).await.is_some());
        }
        if failed > 0 && failed == others.len() {
            return any;
        }
    }
    anywhere(probe, case, twist).await
}

/// Tells whether two requests are refused for what their bytes are.
fn both_of_text(one: &Expectation, other: &Expectation) -> bool {
    let of_text =
        |of: &Expectation| matches!(of, Expectation::Refused(reason) if reason.is_of_text());
    of_text(one) && of_text(other)
}

fn instead(case: &Case, twist: &Twist, other: Twist) -> Case {
    let mut changed = case.clone();
    changed.twists.retain(|known| known != twist);
    changed.twisted(other)
}

/// Says of a spelling that its place does not matter, where another does as well.
async fn anywhere<T: Target>(probe: &mut Probe<'_, T>, case: &Case, twist: &Twist) -> Twist {
    let Twist::Spelling(spelling) = twist else {
        return twist.clone();
    };
    let good = probe.shared.good(case.operation);
    // The smallest case may have no other place.
    let mut asked = 0;
    for value in [Some(case.value.clone()), good].into_iter().flatten() {
        let Some(body) = value.get("body") else {
            continue;
        };
        let raw = raw_cases(body);
        let others = raw
            .iter()
            .filter(|raw| raw.name == spelling.name && raw.pointer.to_string() != spelling.pointer);
        for other in others {
            if asked == MOST_ELSEWHERE {
                return twist.clone();
            }
            asked += 1;
            let elsewhere = Spelling {
                name: spelling.name.clone(),
                pointer: other.pointer.to_string(),
                member: other.member.clone(),
            };
            let changed = case.with_value(value.clone());
            let elsewhere = instead(&changed, twist, Twist::Spelling(elsewhere));
            if probe.fails(&elsewhere).await.is_some() {
                return Twist::Spelling(Spelling {
                    name: spelling.name.clone(),
                    pointer: Spelling::ANYWHERE.to_owned(),
                    member: None,
                });
            }
        }
    }
    twist.clone()
}

const ENOUGH_OTHERS: usize = 2;
const MOST_ELSEWHERE: usize = 4;
