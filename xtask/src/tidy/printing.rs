//! Libraries return what they have to say; only programs print.

use frontdesk_report::{Finding, RuleId};

use super::repository::{File, Repository};

pub(super) fn check(repository: &Repository) -> Vec<Finding> {
    let libraries = repository.sources().filter(|file| is_library(file));
    libraries.flat_map(of_file).collect()
}

fn is_library(file: &File) -> bool {
    let path = file.path.as_str();
    path.starts_with("crates/")
        && !path.starts_with("crates/cli/")
        && !path.contains("/examples/")
        && !file.is_test()
}

fn of_file(file: &File) -> Vec<Finding> {
    let prints = |line: &str| {
        PRINTERS.iter().find(|printer| {
            line.match_indices(*printer).any(|(start, _)| {
                // `eprint!` is not `print!`.
                !line[..start].ends_with(|before: char| before.is_alphanumeric() || before == '_')
            })
        })
    };
    file.code()
        .filter_map(|(number, line)| Some((number, prints(line)?)))
        .map(|(number, printer)| {
            let message = format!("a library prints with `{printer}`: return what it has to say");
            Finding::new(LIBRARY_PRINTS, message).in_file(&*file.path, Some(number))
        })
        .collect()
}

const LIBRARY_PRINTS: RuleId = RuleId::new("library-prints");
const PRINTERS: [&str; 5] = ["println!", "eprintln!", "print!", "eprint!", "dbg!"];

#[cfg(test)]
mod tests {
    use super::super::repository::testing::of_files;
    use super::check;

    #[test]
    fn programs_tests_and_examples_may_print() {
        let text = "/// println!(\"a\")\nfn a() {\n    eprintln!(\"a\");\n}\n#[cfg(test)]\nmod tests { dbg!(1); }\n";
        let repository = of_files(&[
            ("crates/json/src/a.rs", text),
            ("crates/json/tests/a.rs", text),
            ("crates/cli/src/a.rs", text),
            ("xtask/src/a.rs", text),
            ("crates/json/src/b.rs", "fn footprint!() {}\n"),
        ]);
        let findings = check(&repository);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].line, Some(3));
        assert!(findings[0].message.contains("`eprintln!`"));
    }
}
