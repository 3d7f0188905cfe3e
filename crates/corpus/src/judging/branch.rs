use std::cmp::Reverse;

use frontdesk_schema::Violation;
use serde_json::{Value, json};

use crate::judging::violations::evidence;

/// Says of a union what the branch refuses that the value most likely means.
///
/// "Not valid under any of the schemas" helps nobody; the one branch whose tag matches does. Where
/// several branches accept, which `oneOf` forbids, it says which.
pub(crate) fn branch_evidence(violation: &Violation) -> Option<Value> {
    let accepting: Vec<usize> = (0..violation.branches.len())
        .filter(|index| violation.branches[*index].is_empty())
        .collect();
    if !accepting.is_empty() {
        return Some(json!({"accepting": accepting}));
    }
    let index = nearest(violation)?;
    let refused = &violation.branches[index];
    let violations: Vec<Value> = refused.iter().take(MAX_VIOLATIONS).map(evidence).collect();
    let omitted = refused.len() - violations.len();
    let mut branch = json!({"index": index, "violations": violations});
    if omitted > 0 {
        branch["omitted"] = omitted.into();
    }
    Some(branch)
}

/// Finds what is wrong with the value where it was meant for one branch of a union, all the way down.
pub(crate) fn innermost(violation: &Violation) -> Option<&Violation> {
    let branch = &violation.branches[nearest(violation)?];
    let first = branch.first()?;
    Some(innermost(first).unwrap_or(first))
}

/// Chooses a branch: the tags match, then the kind of value, then it got deepest, then it lacks
/// least.
fn nearest(union: &Violation) -> Option<usize> {
    (0..union.branches.len()).min_by_key(|index| {
        let branch = &union.branches[*index];
        let depth = branch
            .iter()
            .map(|violation| violation.instance.len())
            .max();
        (
            branch
                .iter()
                .any(|violation| is_wrong_tag(union, violation)),
            branch
                .iter()
                .any(|violation| is_wrong_kind(union, violation)),
            Reverse(depth),
            branch.len(),
        )
    })
}

/// Tells whether a constant is missed by the value itself or by one of its members.
fn is_wrong_tag(union: &Violation, violation: &Violation) -> bool {
    matches!(violation.keyword.as_str(), "const" | "enum")
        && violation.instance.len() <= union.instance.len() + 1
}

/// Tells whether the branch is for another type of value.
fn is_wrong_kind(union: &Violation, violation: &Violation) -> bool {
    violation.keyword == "type" && violation.instance == union.instance
}

/// How many violations of the chosen branch are shown.
const MAX_VIOLATIONS: usize = 5;

#[cfg(test)]
mod tests {
    use super::branch_evidence;
    use frontdesk_schema::Violation;
    use serde_json::json;

    /// A violation of the keyword at the instance; a union where there are branches.
    fn at(instance: &str, keyword: &str, branches: Vec<Vec<Violation>>) -> Violation {
        Violation {
            instance: instance.parse().unwrap(),
            schema: "/somewhere".parse().unwrap(),
            resource: None,
            keyword: keyword.to_owned(),
            message: format!("refused by {keyword}"),
            branches,
            condition: None,
        }
    }

    fn plain(instance: &str, keyword: &str) -> Violation {
        at(instance, keyword, Vec::new())
    }

    #[test]
    fn the_branch_whose_tag_matches_is_shown() {
        let union = at(
            "/shape",
            "oneOf",
            vec![
                vec![plain("/shape", "type")],
                vec![
                    plain("/shape/kind", "const"),
                    plain("/shape/radius/x", "type"),
                ],
                vec![plain("/shape", "required"), plain("/shape", "required")],
            ],
        );
        let branch = branch_evidence(&union).unwrap();
        assert_eq!(branch["index"], 2);
        assert_eq!(branch["violations"][0]["keyword"], "required");
    }

    #[test]
    fn a_constant_deep_inside_is_no_tag() {
        let union = at(
            "",
            "anyOf",
            vec![vec![plain("", "required")], vec![plain("/a/b", "const")]],
        );
        assert_eq!(branch_evidence(&union).unwrap()["index"], 1);
    }

    #[test]
    fn without_a_tag_the_branch_for_another_type_is_left_out() {
        let union = at(
            "",
            "anyOf",
            vec![
                vec![plain("", "type")],
                vec![plain("", "required"), plain("", "required")],
                vec![plain("", "required")],
            ],
        );
        assert_eq!(branch_evidence(&union).unwrap()["index"], 2);
    }

    #[test]
    fn branches_that_accept_together_are_named() {
        let union = at("", "oneOf", vec![vec![], vec![plain("", "false")], vec![]]);
        let branch = branch_evidence(&union).unwrap();
        assert_eq!(branch, json!({"accepting": [0, 2]}));
    }

    #[test]
    fn long_branches_are_cut_and_unions_inside_are_opened() {
        let inner = at("/a", "anyOf", vec![vec![plain("/a/b", "type")]]);
        let mut refused = vec![inner];
        refused.extend((0..9).map(|_| plain("", "required")));
        let branch = branch_evidence(&at("", "anyOf", vec![refused])).unwrap();
        assert_eq!(branch["omitted"], 5);
        let inside = &branch["violations"][0]["branch"];
        assert_eq!(inside["violations"][0]["instance"], "/a/b");
    }

    #[test]
    fn what_is_no_union_has_no_branch() {
        assert_eq!(branch_evidence(&plain("", "type")), None);
    }
}
