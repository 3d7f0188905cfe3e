use std::collections::BTreeMap;

use super::Sealed;
use super::folder::is_name;

/// A list of hashes as it was read.
#[derive(Debug, Default)]
pub(super) struct List {
    /// The hash of each file, by its path inside the folder.
    pub(super) hashes: BTreeMap<String, String>,
    pub(super) faults: Vec<Fault>,
}

/// A line that the list should not have.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Fault {
    /// Which one, from 1.
    pub(super) line: u64,
    pub(super) what: &'static str,
}

/// Writes the list.
pub(super) fn render(hashes: &BTreeMap<String, String>) -> String {
    let mut text = String::new();
    for (name, hash) in hashes {
        text.extend([hash, "  ", name, "\n"]);
    }
    text
}

/// Reads what [`render`] writes, and says of each other line what is wrong with it.
pub(super) fn parse(bytes: &[u8], sealed: Sealed) -> List {
    let mut list = List::default();
    if bytes.is_empty() {
        return list;
    }
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    for (line, bytes) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let what = match entry(bytes) {
            None => "has a line that is not `<64 hex digits>  <path>`",
            Some((_, name)) if !sealed.covers(name) => "names a file that no seal covers",
            Some((_, name)) if !follows(name, &list.hashes) => {
                "is not sorted, or names a file twice"
            }
            Some((hash, name)) => {
                list.hashes.insert(name.to_owned(), hash.to_owned());
                continue;
            }
        };
        list.faults.push(Fault { line, what });
    }
    list
}

/// Splits a line into the hash and the path.
fn entry(line: &[u8]) -> Option<(&str, &str)> {
    let (hash, name) = str::from_utf8(line).ok()?.split_once("  ")?;
    let is_digit = |byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let is_hash = hash.len() == 64 && hash.bytes().all(is_digit);
    (is_hash && name.split('/').all(is_name)).then_some((hash, name))
}

fn follows(name: &str, before: &BTreeMap<String, String>) -> bool {
    before
        .last_key_value()
        .is_none_or(|(last, _)| last.as_str() < name)
}

#[cfg(test)]
mod tests {
    use super::super::Sealed;
    use super::{parse, render};

    fn line(name: &str) -> String {
        format!("{}  {name}\n", "0a".repeat(32))
    }

    /// Lists the lines at fault.
    fn faults(text: impl AsRef<[u8]>) -> Vec<u64> {
        let faults = parse(text.as_ref(), Sealed::Schemas).faults;
        faults.iter().map(|fault| fault.line).collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let text = ["a b", "a/é", "b  c"].map(line).concat();
        let list = parse(text.as_bytes(), Sealed::Schemas);
        assert_eq!(list.faults, []);
        assert_eq!(render(&list.hashes), text);
        assert_eq!(faults(""), [0; 0]);
        assert_eq!(faults(text.trim_end()), [0; 0]);
    }

    #[test]
    fn other_lines_are_at_fault_and_the_rest_is_read() {
        let upper = line("b").replace("0a", "0A");
        let binary = line("b").replace("  ", " *");
        for bad in [
            "\n",
            "b\n",
            &line(""),
            &line("/b"),
            &line("../b"),
            &line("b/./c"),
            &line("b\\c"),
            &line("b\r"),
            &line("a"),
            &line("A"),
            &line("b/next/c"),
            &line("SHA256SUMS"),
            &line("b")[1..],
            &upper,
            &binary,
        ] {
            let text = [&line("a"), bad, &line("c")].concat();
            let list = parse(text.as_bytes(), Sealed::Schemas);
            assert_eq!(list.hashes.len(), 2, "{bad:?}");
            assert_eq!(faults(text), [2], "{bad:?}");
        }
        assert_eq!(faults([line("a").as_bytes(), b"\xff\n"].concat()), [2]);
        assert_eq!(faults("\n\n"), [1, 2]);
    }
}
