//! Some crates are named by few others, so that an upgrade or a secret touches one place.

use frontdesk_report::{Finding, RuleId};

use super::repository::{Package, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository.packages.iter().flat_map(of_package).collect()
}

fn of_package(package: &Package) -> Vec<Finding> {
    package
        .dependencies
        .iter()
        .filter_map(|used| {
            let rule = RESERVED.iter().find(|rule| rule.name == used.name)?;
            let exempt = used.dev && !rule.also_tests;
            let allowed = rule.users.iter().any(|user| match user.strip_suffix('/') {
                Some(folder) => package.folder.starts_with(&format!("{folder}/")),
                None => *user == package.name,
            });
            (!exempt && !allowed).then(|| {
                let message = format!(
                    "{} names {}, which {} alone may name",
                    package.name,
                    rule.name,
                    rule.users.join(", ")
                );
                Finding::new(RESERVED_NAME, message).in_file(package.manifest(), None)
            })
        })
        .collect()
}

/// A crate that few may name.
struct Reserved {
    name: &'static str,
    /// Packages, or a folder of them with a slash at its end.
    users: &'static [&'static str],
    also_tests: bool,
}

const RESERVED_NAME: RuleId = RuleId::new("reserved-name");

const RESERVED: [Reserved; 10] = [
    engine("jsonschema"),
    engine("jsonschema-regex"),
    engine("referencing"),
    engine("boon"),
    Reserved {
        name: "schemars",
        users: &[
            "frontdesk-model",
            "frontdesk-model-3-1",
            "frontdesk-contract",
            "examples/",
        ],
        also_tests: false,
    },
    Reserved {
        name: "proptest",
        users: &["frontdesk-payload"],
        also_tests: false,
    },
    Reserved {
        name: "frontdesk-model",
        users: &["frontdesk", "frontdesk-client", "frontdesk-server", "xtask"],
        also_tests: false,
    },
    Reserved {
        name: "frontdesk-model-3-1",
        users: &["frontdesk"],
        also_tests: false,
    },
    tls("rustls"),
    tls("tokio-rustls"),
];

/// Whom to trust is decided once.
const fn tls(name: &'static str) -> Reserved {
    Reserved {
        name,
        users: &["frontdesk-tls"],
        also_tests: false,
    }
}

const fn engine(name: &'static str) -> Reserved {
    Reserved {
        name,
        users: &["frontdesk-schema"],
        also_tests: true,
    }
}

#[cfg(test)]
mod tests {
    use super::super::repository::testing::package;
    use super::of_package;

    fn count(name: &str, folder: &str, dependencies: &[&str]) -> usize {
        of_package(&package(name, folder, dependencies)).len()
    }

    #[test]
    fn engines_are_named_once() {
        assert_eq!(
            count("frontdesk-schema", "crates/schema", &["jsonschema", "boon"]),
            0
        );
        assert_eq!(
            count(
                "frontdesk-check",
                "crates/check",
                &["jsonschema", "dev:boon", "serde"]
            ),
            2
        );
    }

    #[test]
    fn tests_may_name_the_rest() {
        assert_eq!(
            count(
                "frontdesk-json",
                "crates/json",
                &["dev:proptest", "dev:schemars"]
            ),
            0
        );
        assert_eq!(
            count(
                "frontdesk-json",
                "crates/json",
                &["proptest", "schemars", "frontdesk-model"]
            ),
            3
        );
    }

    #[test]
    fn examples_bring_their_own_types() {
        assert_eq!(count("orders", "examples/orders", &["schemars"]), 0);
        assert_eq!(count("orders", "examples/orders", &["frontdesk-model"]), 1);
    }
}
