//! A crate may use the floors below it, never its own or above; tests may use anything.

use frontdesk_report::{Finding, RuleId};

use super::repository::{Package, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .packages
        .iter()
        .flat_map(|package| of_package(package, repository))
        .collect()
}

fn of_package(package: &Package, repository: &Repository) -> Vec<Finding> {
    let name = &package.name;
    let Some(own) = floor(name) else {
        let message =
            format!("{name} stands on no floor: give it one in `xtask/src/tidy/edges.rs`");
        return vec![finding(package, message)];
    };
    package
        .dependencies
        .iter()
        .filter(|used| !used.dev && repository.is_member(&used.name))
        .filter_map(|used| {
            let used = used.name.as_str();
            if let Some((_, only)) = ONLY.iter().find(|(user, _)| user == name) {
                return (!only.contains(&used))
                    .then(|| format!("{name} may use {} alone, not {used}", only.join(" and ")));
            }
            match floor(used) {
                Some(below) if below < own => None,
                Some(above) => Some(format!(
                    "{name} (floor {own}) may not use {used} (floor {above}), only the floors below"
                )),
                // The package without a floor is reported itself.
                None => None,
            }
        })
        .map(|message| finding(package, message))
        .collect()
}

fn finding(package: &Package, message: String) -> Finding {
    Finding::new(EDGE, message).in_file(package.manifest(), None)
}

fn floor(name: &str) -> Option<u8> {
    let (_, floor) = FLOORS.iter().find(|(known, _)| *known == name)?;
    Some(*floor)
}

const EDGE: RuleId = RuleId::new("crate-edge");

const FLOORS: [(&str, u8); 22] = [
    ("frontdesk-model", 0),
    ("frontdesk-model-3-1", 0),
    ("frontdesk-json", 0),
    ("frontdesk-report", 0),
    ("frontdesk-text", 0),
    ("frontdesk-tls", 0),
    ("frontdesk-schema", 1),
    ("frontdesk-contract", 2),
    ("frontdesk-proof", 2),
    ("frontdesk-corpus", 2),
    ("frontdesk-payload", 3),
    ("frontdesk-profile", 3),
    ("frontdesk-client", 3),
    ("frontdesk-check", 4),
    ("frontdesk-compat", 4),
    ("frontdesk-proxy", 5),
    ("frontdesk-seeded", 5),
    ("frontdesk-server", 5),
    ("frontdesk-fuzz", 5),
    ("frontdesk", 6),
    ("xtask", 7),
    ("orders", 7),
];

/// Crates whose place in the house says more than their floor.
const ONLY: [(&str, &[&str]); 1] = [(
    "frontdesk-client",
    &["frontdesk-model", "frontdesk-json", "frontdesk-tls"],
)];

#[cfg(test)]
mod tests {
    use super::super::repository::testing::package;
    use super::{Repository, check};

    fn findings(name: &str, dependencies: &[&str]) -> Vec<String> {
        let others = [
            "frontdesk-model",
            "frontdesk-json",
            "frontdesk-schema",
            "frontdesk-payload",
        ];
        let mut packages = vec![package(name, "crates/x", dependencies)];
        packages.extend(
            others
                .iter()
                .filter(|other| **other != name)
                .map(|other| package(other, "", &[])),
        );
        let repository = Repository {
            packages,
            files: Vec::new(),
        };
        check(&repository)
            .into_iter()
            .map(|finding| finding.message)
            .collect()
    }

    #[test]
    fn only_floors_below_may_be_used() {
        assert_eq!(
            findings("frontdesk-contract", &["frontdesk-schema", "serde"]),
            [""; 0]
        );
        assert_eq!(
            findings("frontdesk-contract", &["dev:frontdesk-payload"]),
            [""; 0]
        );
        assert!(findings("frontdesk-contract", &["frontdesk-payload"])[0].contains("floor 2"));
        assert_eq!(findings("frontdesk-json", &["frontdesk-schema"]).len(), 1);
    }

    #[test]
    fn the_client_knows_the_model_alone() {
        assert_eq!(
            findings("frontdesk-client", &["frontdesk-model", "frontdesk-json"]),
            [""; 0]
        );
        assert!(findings("frontdesk-client", &["frontdesk-schema"])[0].contains("alone"));
    }

    #[test]
    fn every_crate_has_a_floor() {
        assert!(findings("frontdesk-attic", &[])[0].contains("no floor"));
    }
}
