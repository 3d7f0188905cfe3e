//! No file has so much code that nobody reads it to the end.

use frontdesk_report::{Finding, RuleId};

use super::repository::{File, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository.sources().filter_map(of_file).collect()
}

fn of_file(file: &File) -> Option<Finding> {
    let lines = file.code().count();
    (!file.is_test() && lines > MOST_LINES).then(|| {
        let message =
            format!("{lines} lines of code, {MOST_LINES} are the most: split it by what it does");
        Finding::new(FILE_LENGTH, message)
            .in_file(&*file.path, None)
            .with("lines", lines)
    })
}

const FILE_LENGTH: RuleId = RuleId::new("file-length");
const MOST_LINES: usize = 500;

#[cfg(test)]
mod tests {
    use super::super::repository::testing::of_files;
    use super::{MOST_LINES, check};

    #[test]
    fn only_code_counts() {
        let code = "fn a() {}\n";
        let most = code.repeat(MOST_LINES);
        let more = code.repeat(MOST_LINES + 1);
        let commented = format!("{most}// a\n\n#[cfg(test)]\n{more}");
        let repository = of_files(&[
            ("src/a.rs", &more),
            ("src/b.rs", &commented),
            ("tests/c.rs", &more),
            ("x/tests/d.rs", &more),
            ("e.json", &more),
        ]);
        let files: Vec<_> = check(&repository)
            .into_iter()
            .map(|finding| finding.file)
            .collect();
        assert_eq!(files, [Some("src/a.rs".to_owned())]);
    }
}
