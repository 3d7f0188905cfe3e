//! The inputs that coverage-guided fuzzing left, as ordinary tests: one for each file.

#[expect(
    unreachable_pub,
    reason = "the library beside the targets exports them"
)]
#[path = "../../crates/fuzz-targets/src/targets/mod.rs"]
mod targets;

use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use walkdir::WalkDir;

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/fuzz-targets/corpus");
    let mut trials = Vec::new();
    for (target, _) in targets::TARGETS {
        let inputs = WalkDir::new(folder.join(target))
            .min_depth(1)
            .sort_by_file_name();
        let before = trials.len();
        for input in inputs {
            let path = input.expect("the inputs can be listed").into_path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            trials.push(Trial::test(format!("{target}::{name}"), move || {
                let data = fs_err::read(&path).map_err(Failed::from)?;
                targets::run(target, &data);
                Ok(())
            }));
        }
        assert!(trials.len() > before, "{target} has no inputs");
    }
    libtest_mimic::run(&arguments, trials).exit();
}
