use std::fmt::Write as _;

use frontdesk_corpus::{Personal, Redactor};
use frontdesk_schema::outline::Type;

use super::json::counted;
use super::{MessageView, View};
use crate::address::type_name;
use crate::field::{Field, number};
use crate::sketch::Spread;
use crate::tree::pointer;

impl View {
    /// Spells the profile for people: message by message, a line for each field.
    #[must_use]
    pub fn to_text(&self) -> String {
        let redactor = Redactor::default().masking([Personal::Email, Personal::Phone]);
        let messages = self.messages.iter();
        messages
            .map(|(name, view)| view.to_text(name, &redactor))
            .collect()
    }
}

impl MessageView {
    fn to_text(&self, name: &str, redactor: &Redactor) -> String {
        let mut text = self.heading(name);
        let tree = &self.part.fields;
        let rows = tree.fields().into_iter().map(|(way, node, parent)| {
            let field = tree.field(node);
            let parents = parent.map_or(self.part.documents, |parent| {
                tree.field(parent).of_type(Type::Object)
            });
            let way = pointer(&way);
            vec![
                if field.undeclared > 0 { "+" } else { " " }.to_owned(),
                if way.is_empty() {
                    "(whole)".to_owned()
                } else {
                    way
                },
                presence(field, parents),
                types(field),
                details(field, redactor),
            ]
        });
        text.push_str(&aligned(&rows.collect::<Vec<_>>()));
        self.lists(&mut text);
        text.push('\n');
        text
    }

    fn heading(&self, name: &str) -> String {
        let part = &self.part;
        let mut text = format!("{name}: {} documents", part.documents);
        // Writing to a string cannot fail.
        if part.refused > 0 {
            let _ = write!(text, ", {} refused", part.refused);
        }
        if part.meant_to_fail > 0 {
            let _ = write!(text, ", {} more that are meant to fail", part.meant_to_fail);
        }
        if let (Some(first), Some(last)) = (part.seen.first, part.seen.last) {
            let _ = write!(text, ", from {first} to {last}");
        }
        if !part.versions.is_empty() {
            let versions = part.versions.iter();
            let versions: Vec<String> = versions
                .map(|(version, count)| format!("{version} ({count})"))
                .collect();
            let _ = write!(text, ", version {}", versions.join(", "));
        }
        if let Some(leaves) = &self.leaves {
            let _ = write!(
                text,
                ", {} of {} leaves exercised",
                leaves.exercised, leaves.all
            );
        }
        text.push('\n');
        text
    }

    /// Lists what is near a limit, what was never exercised, and what is suggested.
    fn lists(&self, text: &mut String) {
        let near = self.near_limits.iter().map(|near| {
            format!(
                "{}: {} of {} {}",
                near.pointer, near.observed, near.keyword, near.limit
            )
        });
        list(text, "near a limit", near);
        let missing = self.leaves.iter().flat_map(|leaves| &leaves.missing);
        let missing = missing.map(|missing| {
            let what = match (&missing.value, missing.kind) {
                (Some(value), _) => format!(" value {value}"),
                (None, Some(kind)) => format!(" type {kind}"),
                (None, None) if missing.leaves > 1 => {
                    format!(" and {} below it", missing.leaves - 1)
                }
                (None, None) => String::new(),
            };
            format!("#{}{what}", missing.schema)
        });
        list(text, "never exercised", missing);
        let suggestions = self.suggestions.iter().map(|suggestion| {
            let operations = suggestion
                .operations
                .iter()
                .map(|one| one.to_json().to_string());
            let operations: Vec<String> = operations.collect();
            format!(
                "{}: {}\n      {}",
                suggestion.kind.as_str(),
                suggestion.because,
                operations.join("\n      ")
            )
        });
        list(text, "suggested, and confirmed by a validator", suggestions);
    }
}

fn list(text: &mut String, heading: &str, lines: impl Iterator<Item = String>) {
    let mut lines = lines.peekable();
    if lines.peek().is_some() {
        let _ = writeln!(text, "  {heading}");
    }
    for line in lines {
        let _ = writeln!(text, "    {line}");
    }
}

fn presence(field: &Field, parents: u64) -> String {
    if parents == 0 || field.present > parents {
        // Items are as many as they are.
        return field.present.to_string();
    }
    if field.present == parents {
        return "always".to_owned();
    }
    #[expect(clippy::cast_precision_loss, reason = "one digit is shown")]
    let percent = field.present as f64 * 100.0 / parents as f64;
    format!("{percent:.1} %")
}

fn types(field: &Field) -> String {
    let types = Type::ALL
        .into_iter()
        .filter(|kind| field.of_type(*kind) > 0);
    let types: Vec<&str> = types.map(type_name).collect();
    types.join("|")
}

fn details(field: &Field, redactor: &Redactor) -> String {
    let mut words = Vec::new();
    for (what, spread) in [
        ("", &field.numbers),
        ("length ", &field.lengths),
        ("items ", &field.items),
    ] {
        words.extend(range(spread).map(|range| format!("{what}{range}")));
    }
    let formats = field.formats.iter();
    words.extend(formats.map(|(format, count)| format!("{format} ({count})")));
    let values = &field.values;
    if values.is_complete() && (1..=8).contains(&values.distinct()) {
        let shown = counted(values, redactor).into_iter();
        let shown: Vec<String> = shown
            .map(|(value, count)| format!("{value} ({count})"))
            .collect();
        words.push(shown.join(" "));
    } else if values.distinct() > 0 {
        let about = if values.is_complete() { "" } else { "about " };
        words.push(format!("{about}{} different", values.distinct()));
    }
    if field.other_members > 0 {
        words.push(format!(
            "{} members of about {} names not followed",
            field.other_members,
            field.others.distinct()
        ));
    }
    words.join(", ")
}

fn range(spread: &Spread) -> Option<String> {
    let (least, greatest) = (number(spread.least), number(spread.greatest));
    (spread.count > 0).then(|| {
        if least == greatest {
            least.to_string()
        } else {
            format!("{least}..{greatest}")
        }
    })
}

/// Sets rows in columns.
pub(crate) fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths);
        let line: Vec<String> = cells
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        let _ = writeln!(text, "  {}", line.join("  ").trim_end());
    }
    text
}
