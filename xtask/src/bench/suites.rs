//! How long the first valid payload takes, over schemas that were made to be hard.

use std::path::Path;
use std::sync::Arc;

use frontdesk_payload::{Kind, NoPayload, Payloads};
use frontdesk_schema::{Options, Schema};
use serde_json::Value;

use super::{Figures, milliseconds, timed};
use crate::suites;

/// Times the schemas of this repository, and the public suites where they are there.
pub(super) fn sections() -> Result<String, String> {
    let mut text = format!(
        "{:<31}{:>8}{:>8}{:>12}{:>12}{:>12}  the worst\n",
        "first valid payload, ms", "schemas", "found", "median", "99 %", "worst"
    );
    for folder in HARD {
        let documents = suites::named_documents(Path::new(folder))?;
        let schemas = documents.iter().map(|(name, document)| (name, document));
        text.push_str(&section(folder, &Options::default(), schemas));
    }
    let Some(folder) = suites::folder() else {
        text.push_str("the public suites were left out: FRONTDESK_TEST_DATA is not set\n");
        return Ok(text);
    };
    for section_of in suites::sections(&folder)? {
        let names: Vec<(String, &Value)> = section_of
            .groups
            .iter()
            .map(|group| {
                let name = format!("{}: {}", group.file, group.description);
                (name, &group.schema)
            })
            .collect();
        let schemas = names.iter().map(|(name, document)| (name, *document));
        text.push_str(&section(&section_of.title, &section_of.options, schemas));
    }
    let documents = suites::documents(&folder)?;
    let schemas = documents
        .documents
        .iter()
        .map(|(name, document)| (name, document));
    text.push_str(&section("metaschemas", &documents.options, schemas));
    Ok(text)
}

/// Times one start for each schema; what has no valid payload counts with the time it took to say so.
fn section<'s>(
    title: &str,
    options: &Options,
    schemas: impl Iterator<Item = (&'s String, &'s Value)>,
) -> String {
    let mut times = Vec::new();
    let mut found = 0;
    let mut all = 0;
    for (name, document) in schemas {
        all += 1;
        let document = document.clone();
        let (drawn, took) = timed(|| {
            let schema = Schema::compile(document, options).ok()?;
            Some(Payloads::new(Arc::new(schema), 1).draw(Kind::Valid))
        });
        let said = match drawn {
            None => continue,
            Some(Ok(_)) => "",
            Some(Err(NoPayload::Unsatisfiable { .. })) => ", unsatisfiable",
            Some(Err(_)) => ", gave up",
        };
        found += usize::from(said.is_empty());
        times.push((milliseconds(took), format!("{name}{said}")));
    }
    let figures = Figures::new(times.iter().map(|(time, _)| *time));
    let worst = times
        .iter()
        .max_by(|left, right| left.0.total_cmp(&right.0));
    format!(
        "{title:<31}{all:>8}{found:>8}{:>12.3}{:>12.3}{:>12.3}  {}\n",
        figures.median(),
        figures.percentile(99),
        figures.spread().1,
        worst.map_or("", |(_, name)| name)
    )
}

/// Folders of hard schemas, from the root of the repository.
const HARD: [&str; 2] = ["crates/payload/tests/schemas", "xtask/hard"];
