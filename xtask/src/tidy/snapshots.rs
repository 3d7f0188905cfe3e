//! No snapshot waits for somebody to accept it.

use frontdesk_report::{Finding, RuleId};

use super::repository::Repository;

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .files
        .iter()
        .filter(|file| PENDING.iter().any(|end| file.path.ends_with(end)))
        .map(|file| {
            let message = "a snapshot is pending: look at it, then accept or remove it";
            Finding::new(PENDING_SNAPSHOT, message).in_file(&*file.path, None)
        })
        .collect()
}

const PENDING_SNAPSHOT: RuleId = RuleId::new("pending-snapshot");
const PENDING: [&str; 2] = [".snap.new", ".pending-snap"];

#[cfg(test)]
mod tests {
    use super::super::repository::testing::of_files;
    use super::check;

    #[test]
    fn accepted_snapshots_are_none() {
        let repository = of_files(&[
            ("a.snap", ""),
            ("b.snap.new", ""),
            (".c.rs.pending-snap", ""),
        ]);
        assert_eq!(check(&repository).len(), 2);
    }
}
