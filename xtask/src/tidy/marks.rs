//! What is in the tree is finished.

use frontdesk_report::{Finding, RuleId};

use super::repository::{File, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let texts = repository
        .files
        .iter()
        .filter(|file| TEXTS.contains(&file.extension()));
    texts.flat_map(of_file).collect()
}

fn of_file(file: &File) -> Vec<Finding> {
    file.lines()
        .filter_map(|(number, line)| Some((number, mark(line)?)))
        .map(|(number, mark)| {
            let message = format!("the mark `{mark}` says that something is unfinished: finish it");
            Finding::new(UNFINISHED, message).in_file(&*file.path, Some(number))
        })
        .collect()
}

fn mark(line: &str) -> Option<&'static str> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    MARKS.into_iter().find(|mark| {
        line.match_indices(mark).any(|(start, _)| {
            let (before, after) = (&line[..start], &line[start + mark.len()..]);
            !before.ends_with(is_word) && !after.starts_with(is_word)
        })
    })
}

const UNFINISHED: RuleId = RuleId::new("unfinished");
const TEXTS: [&str; 5] = ["rs", "toml", "md", "yml", "sh"];

/// In pieces, so that this file does not find itself.
const MARKS: [&str; 5] = [
    concat!("todo", "!"),
    concat!("unimplemented", "!"),
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
];

#[cfg(test)]
mod tests {
    use super::super::repository::testing::of_files;
    use super::{MARKS, check};

    #[test]
    fn marks_are_words() {
        for mark in MARKS {
            let bad = format!("a\n// {mark}: b\n");
            let good = format!("a{mark}\n");
            let repository = of_files(&[("a.rs", &bad), ("b.md", &good), ("c.json", &bad)]);
            let findings = check(&repository);
            assert_eq!(findings.len(), 1, "{mark}");
            assert_eq!(findings[0].line, Some(2));
        }
    }
}
