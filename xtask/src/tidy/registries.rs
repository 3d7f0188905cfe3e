//! No file but the lock file says where packages come from: that is the machine's business.

use frontdesk_report::{Finding, RuleId};

use super::repository::{File, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let files = repository
        .files
        .iter()
        .filter(|file| !is_lock_file(&file.path));
    files.flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    file.lines()
        .filter_map(|(number, line)| {
            Some((number, HOSTS.iter().find(|host| line.contains(*host))?))
        })
        .map(|(number, host)| {
            let message = format!("the package registry {host} is named: only the lock file may");
            Finding::new(REGISTRY, message).in_file(&*file.path, Some(number))
        })
        .collect()
}

fn is_lock_file(path: &str) -> bool {
    path == "Cargo.lock" || path.ends_with("/Cargo.lock")
}

const REGISTRY: RuleId = RuleId::new("package-registry");

/// In pieces, so that this file does not find itself.
const HOSTS: [&str; 5] = [
    concat!("crates", ".io"),
    concat!("npm", "js", ".org"),
    concat!("npm", "js", ".com"),
    concat!("py", "pi", ".org"),
    concat!("pythonhosted", ".org"),
];

#[cfg(test)]
mod tests {
    use super::super::repository::testing::of_files;
    use super::{HOSTS, check};

    #[test]
    fn the_lock_file_is_exempt() {
        for host in HOSTS {
            let text = format!("a\nhttps://index.{host}/\n");
            let repository = of_files(&[
                ("Cargo.lock", &text),
                ("fuzz/Cargo.lock", &text),
                ("a.md", &text),
            ]);
            let findings = check(&repository);
            assert_eq!(findings.len(), 1, "{host}");
            assert_eq!(findings[0].line, Some(2));
        }
    }
}
