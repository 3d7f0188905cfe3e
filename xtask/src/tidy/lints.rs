//! Every member inherits the lints of the workspace.

use frontdesk_report::{Finding, RuleId};

use super::repository::Repository;

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .packages
        .iter()
        .filter_map(|package| repository.file(&package.manifest()))
        .filter(|manifest| !inherits(&manifest.text))
        .map(|manifest| {
            let message = "the workspace's lints are not inherited: add `[lints] workspace = true`";
            Finding::new(LINTS, message).in_file(&*manifest.path, None)
        })
        .collect()
}

fn inherits(manifest: &str) -> bool {
    let mut lines = manifest.lines().map(str::trim);
    lines.any(|line| line == "[lints]")
        && lines
            .take_while(|line| !line.starts_with('['))
            .any(|line| line == "workspace = true")
}

const LINTS: RuleId = RuleId::new("inherited-lints");

#[cfg(test)]
mod tests {
    use super::inherits;

    #[test]
    fn the_table_has_to_say_so() {
        assert!(inherits("[package]\n\n[lints]\nworkspace = true\n"));
        assert!(!inherits("[package]\nworkspace = true\n"));
        assert!(!inherits("[lints]\n[dependencies]\nworkspace = true\n"));
        assert!(!inherits("[lints.rust]\nmissing_docs = \"warn\"\n"));
    }
}
