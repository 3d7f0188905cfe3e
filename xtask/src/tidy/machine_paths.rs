//! No file knows the machine that it was written on.

use frontdesk_report::{Finding, RuleId};

use super::repository::{File, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    repository.files.iter().flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    file.lines()
        .filter_map(|(number, line)| Some((number, machine_path(line)?)))
        .map(|(number, path)| {
            let message = format!(
                "a path of one machine, below {path}: write it from the root of the repository"
            );
            Finding::new(MACHINE_PATH, message).in_file(&*file.path, Some(number))
        })
        .collect()
}

/// Finds a folder that stands at the beginning of a path, not inside one.
fn machine_path(line: &str) -> Option<&'static str> {
    let inside = |before: char| before.is_alphanumeric() || "/._-~}>".contains(before);
    FOLDERS.into_iter().find(|folder| {
        line.match_indices(folder)
            .any(|(start, _)| !line[..start].ends_with(inside))
    })
}

const MACHINE_PATH: RuleId = RuleId::new("machine-path");

/// In pieces, so that this file does not find itself.
const FOLDERS: [&str; 5] = [
    concat!("/", "home/"),
    concat!("/", "Users/"),
    concat!("/", "root/"),
    concat!("/", "work/"),
    concat!("C:\\", "Users\\"),
];

#[cfg(test)]
mod tests {
    use super::{FOLDERS, machine_path};

    #[test]
    fn only_absolute_paths_are_of_a_machine() {
        for folder in FOLDERS {
            for before in ["", "(", "\"", "see ", "file="] {
                assert!(
                    machine_path(&format!("{before}{folder}x")).is_some(),
                    "{folder}"
                );
            }
            for before in ["https://a.invalid", "..", "$HOME}"] {
                assert_eq!(
                    machine_path(&format!("{before}{folder}x")),
                    None,
                    "{folder}"
                );
            }
        }
        assert_eq!(machine_path("the work of a home"), None);
    }
}
