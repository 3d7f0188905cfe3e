//! Descriptions are prose, not source lines.
//!
//! A doc comment is wrapped where the source file is; paragraphs, lists and code stay as they are.

use serde_json::Value;

use crate::keywords::Keywords;

pub(super) fn apply(keywords: &mut Keywords) {
    if let Some(Value::String(description)) = keywords.get_mut("description") {
        *description = joined(description);
    }
}

fn joined(text: &str) -> String {
    let mut joined = String::new();
    let (mut in_code, mut in_prose) = (false, false);
    for line in text.trim().lines() {
        let fence = line.trim_start().starts_with("```");
        if !joined.is_empty() {
            let continues = in_prose && !fence && !stands_alone(line);
            joined.push(if continues { ' ' } else { '\n' });
        }
        joined.push_str(if in_code { line } else { line.trim() });
        in_code ^= fence;
        in_prose = !in_code && !fence && !line.trim().is_empty() && !line.starts_with('#');
    }
    joined
}

/// Tells whether a line starts something that must not be joined to the line before.
fn stands_alone(line: &str) -> bool {
    let line = line.trim_start();
    let numbered = line.trim_start_matches(|digit: char| digit.is_ascii_digit());
    line.is_empty()
        || ["- ", "* ", "+ ", "#", "|", ">"]
            .iter()
            .any(|mark| line.starts_with(mark))
        || (numbered.len() < line.len() && numbered.starts_with(". "))
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn wrapped_lines_are_joined() {
        assert_eq!(
            joined("One line\nand the next.\n"),
            "One line and the next."
        );
        assert_eq!(joined("One.\n\nTwo\nlines."), "One.\n\nTwo lines.");
        assert_eq!(joined(" a\n  b"), "a b");
        assert_eq!(joined(""), "");
    }

    #[test]
    fn lists_and_code_stay() {
        assert_eq!(
            joined("Any of:\n- one\n  more\n- two"),
            "Any of:\n- one more\n- two"
        );
        assert_eq!(joined("Steps\n1. a\n2. b"), "Steps\n1. a\n2. b");
        assert_eq!(
            joined("So:\n```\na\n  b\n```\nend"),
            "So:\n```\na\n  b\n```\nend"
        );
    }
}
