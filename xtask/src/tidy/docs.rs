//! Every crate begins by saying what it is.

use frontdesk_report::{Finding, RuleId};

use super::repository::{Package, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .packages
        .iter()
        .filter_map(|package| of_package(package, repository))
        .collect()
}

fn of_package(package: &Package, repository: &Repository) -> Option<Finding> {
    let paths = ["lib", "main"].map(|name| format!("{}/src/{name}.rs", package.folder));
    let root = paths.iter().find_map(|path| repository.file(path))?;
    (!root.text.starts_with("//!")).then(|| {
        let message = "the crate does not say what it is: begin with `//!`";
        Finding::new(CRATE_DOCS, message).in_file(&*root.path, Some(1))
    })
}

const CRATE_DOCS: RuleId = RuleId::new("crate-docs");

#[cfg(test)]
mod tests {
    use super::super::repository::testing::{of_files, package};
    use super::check;

    #[test]
    fn the_root_begins_with_docs() {
        let mut repository =
            of_files(&[("a/src/lib.rs", "//! A.\n"), ("b/src/main.rs", "// B.\n")]);
        repository.packages = vec![package("a", "a", &[]), package("b", "b", &[])];
        let findings = check(&repository);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].file.as_deref(), Some("b/src/main.rs"));
    }
}
