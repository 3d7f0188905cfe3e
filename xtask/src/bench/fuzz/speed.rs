//! How fast the local Reception service is searched, and that it is found clean.

use super::super::serve::Served;
use super::super::table::{Table, Target};
use super::super::{Figures, Options};
use super::targets::{Searched, reception_rest, reception_socket, search};

/// Measures speed and memory, and fails where something is found.
pub(super) async fn table(options: &Options) -> Result<Table, String> {
    let mut table = Table::new("the local service");
    let seconds = (options.count as u64).div_ceil(4);
    let (mut requests, mut frames, mut clean) = (Vec::new(), Vec::new(), 0);
    let runs = options.runs.min(3);
    for seed in 1..=runs as u64 {
        let service = Served::service(0)?;
        let rest = search(reception_rest(&service, seed).await?, seed, seconds).await;
        requests.push(rate(rest.outcome.requests, &rest));
        let socket = search(reception_socket(&service, seed)?, seed, seconds).await;
        frames.push(rate(socket.outcome.frames, &socket));
        for found in rest.outcome.findings.iter().chain(&socket.outcome.findings) {
            table.words("FOUND", &format!("{} {}", found.check, found.message));
        }
        clean += usize::from(rest.outcome.findings.is_empty());
        clean += usize::from(socket.outcome.findings.is_empty());
    }
    let target = Target::AtLeast;
    table.figure(
        "REST",
        "requests/s",
        &Figures::new(requests),
        target(3000.0),
    );
    table.figure(
        "WebSocket",
        "frames/s",
        &Figures::new(frames),
        target(5000.0),
    );
    if let Some(most) = memory() {
        let figures = Figures::new([most]);
        table.figure("memory", "MB", &figures, Target::Below(200.0));
    }
    table.correct("clean runs", clean, 2 * runs);
    Ok(table)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of a bench are far below 2^53"
)]
fn rate(count: u64, searched: &Searched) -> f64 {
    count as f64 / searched.outcome.seconds
}

/// Returns the most memory that this process has had, in megabytes.
fn memory() -> Option<f64> {
    let status = fs_err::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024.0)
}
