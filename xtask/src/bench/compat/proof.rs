//! The proof alone, without a search for witnesses, on pairs of schemas of the official suites.

use std::path::Path;

use frontdesk_proof::{Budget, Outcome, difference, examine};
use frontdesk_schema::Schema;
use frontdesk_schema::outline::Outline;

use super::super::table::{Table, Target};
use super::super::{Figures, Options, per_second, timed};
use crate::suites;

/// Examines what the one accepts and the other refuses, as many pairs as asked for.
pub(super) fn table(options: &Options, folder: &Path) -> Result<Table, String> {
    let pairs = pairs(folder, options.count)?;
    let title = format!("proof alone, {} x {} pairs", options.runs, pairs.len());
    let mut table = Table::new(&title);
    let mut rates = Vec::new();
    let mut counts = [0; 3];
    for _ in 0..options.runs {
        counts = [0; 3];
        let ((), took) = timed(|| {
            for lost in &pairs {
                counts[match examine(lost, Budget::default()) {
                    Outcome::Empty { .. } => 0,
                    Outcome::Open { .. } => 1,
                    Outcome::TooHard => 2,
                }] += 1;
            }
        });
        rates.push(per_second(pairs.len(), took));
    }
    table.figure("pairs", "/s", &Figures::new(rates), Target::None);
    for (name, count) in ["proved", "open", "too hard"].into_iter().zip(counts) {
        table.words(name, &count.to_string());
    }
    Ok(table)
}

/// Pairs the schemas of each draft with others of theirs, near and far.
fn pairs(folder: &Path, count: usize) -> Result<Vec<Outline>, String> {
    let mut drafts = Vec::new();
    for section in suites::sections(folder)? {
        if section.title.contains("optional") {
            continue;
        }
        let compiled = section.groups.iter().filter_map(|group| {
            // Schemas that only another draft can read are no schemas of this one.
            Schema::compile(group.schema.clone(), &section.options).ok()
        });
        drafts.push(compiled.collect::<Vec<Schema>>());
    }
    let mut pairs = Vec::with_capacity(count);
    'full: for step in 1.. {
        for schemas in &drafts {
            for (index, schema) in schemas.iter().enumerate() {
                if pairs.len() == count {
                    break 'full;
                }
                let other = &schemas[(index + 3 * step * step) % schemas.len()];
                pairs.push(difference(schema.outline(), other.outline()));
            }
        }
        if pairs.is_empty() {
            return Err(format!("{}: no schema compiles", folder.display()));
        }
    }
    Ok(pairs)
}
