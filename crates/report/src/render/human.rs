use serde_json::Value;

use super::detail::{counted, details, excerpt, grouped, location, plain, visible};
use crate::{Exit, Finding, Part, Report, Style};

/// Renders text for a terminal: the parts, each finding as a block, one last line.
pub(super) fn render(report: &Report, style: Style) -> String {
    let mut text = table(&report.parts, style);
    for finding in &report.findings {
        text.push_str(&block(finding, style));
        text.push('\n');
    }
    for note in &report.notes {
        text.push_str(&paint(style, QUIET, &indented(note, "  ")));
        text.push('\n');
    }
    if !report.notes.is_empty() {
        text.push('\n');
    }
    if report.parts.is_empty() && !report.summary.is_empty() {
        text.push_str(&totals(report, style));
    }
    text.push_str(&verdict(report, style));
    text
}

/// Aligns the parts: mark, name, counts, findings, time.
fn table(parts: &[Part], style: Style) -> String {
    let rows: Vec<[String; 4]> = parts.iter().map(cells).collect();
    let widths: [usize; 4] = std::array::from_fn(|column| {
        let cells = rows.iter().map(|row| row[column].chars().count());
        cells.max().unwrap_or_default()
    });
    let rows = parts.iter().zip(&rows);
    let mut text: String = rows
        .map(|(part, row)| table_row(part, row, widths, style))
        .collect();
    if !parts.is_empty() {
        text.push('\n');
    }
    text
}

fn table_row(part: &Part, row: &[String; 4], widths: [usize; 4], style: Style) -> String {
    let [name, counts, findings, time] = row;
    let [name_width, counts_width, findings_width, time_width] = widths;
    let (mark, tone) = mark(part);
    let mut cells = vec![
        format!(
            "{} {}",
            paint(style, tone, mark),
            paint(style, STRONG, &format!("{name:<name_width$}")),
        ),
        format!("{counts:<counts_width$}"),
    ];
    if findings_width > 0 {
        cells.push(paint(style, BAD, &format!("{findings:<findings_width$}")));
    }
    cells.push(paint(style, QUIET, &format!("{time:>time_width$}")));
    cells.join("  ") + "\n"
}

fn mark(part: &Part) -> (&'static str, &'static str) {
    match part.findings {
        1.. => ("✗", BAD),
        // A part that held nothing proves nothing.
        0 if part.counts.iter().all(|(_, count)| *count == 0) => ("–", DOUBT),
        0 => ("✓", GOOD),
    }
}

/// Counts are named in the plural, which one thing is not.
fn numbered(what: &str, count: u64) -> &str {
    match (count, what.strip_suffix('s')) {
        (1, Some(single)) => single,
        _ => what,
    }
}

fn cells(part: &Part) -> [String; 4] {
    let counts = part.counts.iter();
    let counts: Vec<String> = counts
        .map(|(what, count)| format!("{} {}", grouped(*count), numbered(&one_line(what), *count)))
        .collect();
    let findings = match part.findings {
        0 => String::new(),
        count => counted(count),
    };
    let time = match part.milliseconds {
        short @ ..10_000 => format!("{} ms", grouped(short)),
        long => format!("{}.{} s", grouped(long / 1000), long % 1000 / 100),
    };
    let counts = if counts.is_empty() {
        "nothing".to_owned()
    } else {
        counts.join(", ")
    };
    [one_line(&part.name), counts, findings, time]
}

/// Renders one finding: rule and message, the place, then everything else by name.
fn block(finding: &Finding, style: Style) -> String {
    let tone = match finding.exit {
        Exit::Clean => STRONG,
        Exit::Undecided => DOUBT,
        Exit::Stale | Exit::Findings | Exit::Usage | Exit::Bug => BAD,
    };
    let mut text = paint(style, tone, finding.rule.as_str());
    if finding.exit == Exit::Undecided {
        text.push_str(" (undecided)");
    }
    text.push_str(": ");
    text.push_str(&indented(&finding.message, "  "));
    text.push('\n');
    if let Some(place) = location(finding) {
        let arrow = paint(style, PLACE, "-->");
        text.extend(["  ", &arrow, " ", &one_line(&place), "\n"]);
    }
    let details = details(finding);
    let names = details
        .iter()
        .map(|(name, _)| one_line(name).chars().count());
    let column = names.max().unwrap_or_default();
    for (name, value) in &details {
        text.push_str(&detail(name, value, column, style));
    }
    text
}

/// Renders one named piece of evidence: texts whole, other values on one line.
fn detail(name: &str, value: &Value, column: usize, style: Style) -> String {
    let name = format!("{:<column$}", one_line(name));
    let margin = " ".repeat(column + 4);
    let shown = if value.is_string() {
        indented(&plain(value), &margin)
    } else {
        let room = style.width.saturating_sub(margin.len()).max(LEAST_ROOM);
        excerpt(&one_line(&value.to_string()), room)
    };
    format!("  {}  {shown}\n", paint(style, QUIET, &name))
}

/// Renders the totals of a report without parts.
fn totals(report: &Report, style: Style) -> String {
    let totals = report.summary.iter();
    let totals: Vec<String> = totals
        .map(|(name, value)| match value.as_u64() {
            Some(count) => format!("{}: {}", one_line(name), grouped(count)),
            None => format!("{}: {}", one_line(name), one_line(&plain(value))),
        })
        .collect();
    paint(style, QUIET, &totals.join(", ")) + "\n"
}

/// Renders the last line.
fn verdict(report: &Report, style: Style) -> String {
    let of = |exit: Exit| {
        let findings = report.findings.iter();
        findings.filter(|finding| finding.exit == exit).count()
    };
    let (notes, undecided) = (of(Exit::Clean), of(Exit::Undecided));
    let all = report.findings.len() - notes;
    let (tone, mut words) = match (all, undecided) {
        (0, _) => (GOOD, "clean".to_owned()),
        (_, 0) => (BAD, counted(all as u64)),
        _ if all == undecided => (DOUBT, format!("{} undecided", grouped(all as u64))),
        _ => {
            let words = format!("{}, {undecided} of them undecided", counted(all as u64));
            (BAD, words)
        }
    };
    match notes {
        0 => {}
        1 => words.push_str(", 1 note"),
        many => words.extend([", ", &grouped(many as u64), " notes"]),
    }
    let words = report.closing.as_deref().map_or(words, one_line);
    paint(style, tone, &words) + "\n"
}

/// Makes a text safe, with every further line behind a margin, so that none can pass for ours.
fn indented(text: &str, margin: &str) -> String {
    let cut = excerpt(text.trim_end_matches('\n'), MOST_CHARACTERS);
    let safe = visible(&cut);
    let mut lines: Vec<&str> = safe.lines().take(MOST_LINES).collect();
    if safe.lines().nth(MOST_LINES).is_some() {
        lines.push("…");
    }
    let lines: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            if index == 0 || line.is_empty() {
                (*line).to_owned()
            } else {
                format!("{margin}{line}")
            }
        })
        .collect();
    lines.join("\n")
}

/// Makes a text safe and keeps it on one line.
fn one_line(text: &str) -> String {
    visible(text).replace('\n', "\\n")
}

fn paint(style: Style, tone: &str, text: &str) -> String {
    if style.color && !text.trim().is_empty() {
        format!("\u{1b}[{tone}m{text}\u{1b}[0m")
    } else {
        text.to_owned()
    }
}

const BAD: &str = "1;31";
const DOUBT: &str = "1;33";
const GOOD: &str = "1;32";
const PLACE: &str = "1;34";
const QUIET: &str = "2";
const STRONG: &str = "1";

/// What a value gets even on a terminal that is too narrow for it.
const LEAST_ROOM: usize = 24;
const MOST_CHARACTERS: usize = 4000;
const MOST_LINES: usize = 60;
