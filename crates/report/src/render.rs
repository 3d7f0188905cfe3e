mod detail;
mod github;
mod human;
mod json;
mod junit;
mod ndjson;
mod sarif;

use crate::{Format, Report, Style};

/// Renders a report as text that ends in a line feed.
///
/// The same report gives the same bytes. Only human text shows how long parts took.
///
/// ```
/// use frontdesk_report::{Format, Report, Style, render};
///
/// let style = Style { color: false, width: 80 };
/// assert_eq!(render(&Report::default(), Format::Human, style), "clean\n");
/// ```
#[must_use]
pub fn render(report: &Report, format: Format, style: Style) -> String {
    match format {
        Format::Human => human::render(report, style),
        Format::Json => json::render(report),
        Format::Junit => junit::render(report),
        Format::Sarif => sarif::render(report),
        Format::Github => github::render(report),
        Format::Ndjson => ndjson::render(report),
    }
}
