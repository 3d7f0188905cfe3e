//! A lint is silenced with a reason only.

use frontdesk_report::{Finding, RuleId};

use super::repository::{File, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository.sources().flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    let text = file.text.as_str();
    SILENCERS
        .iter()
        .flat_map(|silencer| text.match_indices(silencer))
        .filter(|(start, _)| {
            let rest = &text[*start..];
            let attribute = rest
                .split_once(")]")
                .map_or(rest, |(attribute, _)| attribute);
            !attribute.contains("reason")
        })
        .map(|(start, _)| {
            let line = 1 + text[..start].matches('\n').count() as u64;
            let message =
                "a lint is silenced without a reason: write `#[expect(lint, reason = \"...\")]`";
            Finding::new(BARE_ALLOW, message).in_file(&*file.path, Some(line))
        })
        .collect()
}

const BARE_ALLOW: RuleId = RuleId::new("bare-allow");

/// In pieces, so that this file does not find itself.
const SILENCERS: [&str; 4] = [
    concat!("#", "[allow("),
    concat!("#", "![allow("),
    concat!("#", "[expect("),
    concat!("#", "![expect("),
];

#[cfg(test)]
mod tests {
    use super::super::repository::testing::of_files;
    use super::{SILENCERS, check};

    #[test]
    fn a_reason_is_enough() {
        for silencer in SILENCERS {
            let good = format!("{silencer}\n    dead_code,\n    reason = \"why\"\n)]\n");
            let bad = format!("\n{silencer}dead_code)]\nfn reason() {{}}\n");
            let repository = of_files(&[("a.rs", &good), ("b.rs", &bad), ("c.md", &bad)]);
            let findings = check(&repository);
            assert_eq!(findings.len(), 1, "{silencer}");
            assert_eq!(
                (findings[0].file.as_deref(), findings[0].line),
                (Some("b.rs"), Some(2))
            );
        }
    }
}
