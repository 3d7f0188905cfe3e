//! The ledger as a file: read with the line of what is wrong, written sorted.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::entry::{Entry, Fault, LedgerError};
use super::{Ledger, fingerprint};

/// The file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    accepted: Vec<Spanned<Row>>,
}

/// One table of the file; members are written in this order.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    rule: String,
    message: String,
    against: String,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    versions: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    reason: String,
    owner: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

impl Ledger {
    /// Reads the text of a ledger.
    ///
    /// # Errors
    ///
    /// When the text is no TOML, an entry lacks a member or has one that entries do not have, an id
    /// is malformed or there twice, a reason or owner is empty, or a day is none; with the line.
    pub fn parse(text: &str) -> Result<Self, LedgerError> {
        let file: File = toml::from_str(text).map_err(|error| LedgerError {
            line: line(text, error.span().map_or(0, |span| span.start)),
            fault: Fault::Toml(error.message().to_owned()),
        })?;
        let mut ledger = Self::default();
        for row in file.accepted {
            let line = line(text, row.span().start);
            let entry =
                entry(row.into_inner(), line).map_err(|fault| LedgerError { line, fault })?;
            if ledger.find(&entry.id).is_some() {
                let fault = Fault::Twice(entry.id);
                return Err(LedgerError { line, fault });
            }
            ledger.put(entry);
        }
        Ok(ledger)
    }
}

impl fmt::Display for Ledger {
    /// Writes the text of the ledger: the same entries give the same bytes.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(HEAD)?;
        for entry in self.entries() {
            let row = toml::to_string(&row(entry)).map_err(|_| fmt::Error)?;
            write!(formatter, "\n[[accepted]]\n{row}")?;
        }
        Ok(())
    }
}

const HEAD: &str = "\
# Breaks of the contract that were accepted on purpose, sorted by id.
# `frontdesk accept ID --reason ... --owner ...` adds one; `frontdesk gate` holds them to the truth.
";

fn entry(row: Row, line: u64) -> Result<Entry, Fault> {
    let hexadecimal = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if row.id.len() != fingerprint::LENGTH || !row.id.bytes().all(hexadecimal) {
        return Err(Fault::Id(row.id));
    }
    for (what, text) in [("reason", &row.reason), ("owner", &row.owner)] {
        if text.trim().is_empty() {
            return Err(Fault::Empty(what));
        }
    }
    let source = row.against.strip_prefix("sources/");
    if row.against != "releases" && source.is_none_or(str::is_empty) {
        return Err(Fault::Against(row.against));
    }
    if source.is_none() && row.versions.is_empty() {
        return Err(Fault::NoVersions);
    }
    Ok(Entry {
        until: row.until.map(|until| until.parse()).transpose()?,
        id: row.id,
        rule: row.rule,
        message: row.message,
        against: row.against,
        versions: row.versions,
        place: row.place,
        reason: row.reason,
        owner: row.owner,
        line,
    })
}

fn row(entry: &Entry) -> Row {
    Row {
        id: entry.id.clone(),
        rule: entry.rule.clone(),
        message: entry.message.clone(),
        against: entry.against.clone(),
        versions: entry.versions.clone(),
        place: entry.place.clone(),
        reason: entry.reason.clone(),
        owner: entry.owner.clone(),
        until: entry.until.map(|until| until.to_string()),
    }
}

/// Counts lines up to a place, from 1.
fn line(text: &str, offset: usize) -> u64 {
    let before = text.bytes().take(offset);
    before.filter(|byte| *byte == b'\n').count() as u64 + 1
}

#[cfg(test)]
mod tests {
    use super::Ledger;
    use crate::ledger::Entry;

    fn entry(id: &str) -> Entry {
        Entry {
            id: id.to_owned(),
            rule: "request-type-narrowed".to_owned(),
            message: "order.request".to_owned(),
            against: "releases".to_owned(),
            versions: ["1.0.0".to_owned(), "1.1.0".to_owned()].into(),
            place: Some("/lines/*/price".to_owned()),
            reason: "a \"text\"\nof two lines".to_owned(),
            owner: "orders".to_owned(),
            until: Some("2027-03-31".parse().unwrap()),
            line: 0,
        }
    }

    #[test]
    fn what_is_written_is_sorted_and_reads_back() {
        let mut ledger = Ledger::default();
        for id in ["bbbbbbbbbb", "aaaaaaaaaa", "cccccccccc", "bbbbbbbbbb"] {
            ledger.put(entry(id));
        }
        let text = ledger.to_string();
        let read = Ledger::parse(&text).unwrap();
        assert_eq!(read.to_string(), text);
        let ids: Vec<&str> = read
            .entries()
            .iter()
            .map(|entry| entry.id.as_str())
            .collect();
        assert_eq!(ids, ["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc"]);
        let lines: Vec<u64> = read.entries().iter().map(|entry| entry.line).collect();
        assert!(lines.is_sorted() && lines[0] == 4, "{lines:?}");
        assert_eq!(
            Entry {
                line: 0,
                ..read.entries()[1].clone()
            },
            entry("bbbbbbbbbb")
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let good = "[[accepted]]\nid = \"aaaaaaaaaa\"\nrule = \"r\"\nmessage = \"m\"\nagainst = \"releases\"\nversions = [\"1.0.0\"]\nreason = \"r\"\nowner = \"o\"\n";
        assert!(Ledger::parse(good).is_ok());
        for (from, to, said) in [
            ("[[accepted]]", "[[accepted", "line 1: "),
            ("rule = \"r\"\n", "", "line 1: missing field `rule`"),
            (
                "owner = \"o\"",
                "owners = \"o\"",
                "line 8: unknown field `owners`",
            ),
            ("aaaaaaaaaa", "A", "line 1: \"A\" is no id"),
            (
                "owner = \"o\"",
                "owner = \" \"",
                "line 1: the owner is empty",
            ),
            (
                "\"releases\"",
                "\"3.1.1\"",
                "line 1: \"3.1.1\" is nothing to compare with",
            ),
            ("[\"1.0.0\"]", "[]", "line 1: no version is listed"),
            (
                "owner = \"o\"",
                "owner = \"o\"\nuntil = \"2027-02-30\"",
                "line 1: \"2027-02-30\" is no day",
            ),
        ] {
            let error = Ledger::parse(&good.replace(from, to))
                .unwrap_err()
                .to_string();
            assert!(error.starts_with(said), "{said}: {error}");
        }
        let twice = Ledger::parse(&format!("{good}\n{good}"))
            .unwrap_err()
            .to_string();
        assert!(twice.starts_with("line 10: a second entry"), "{twice}");
    }
}
