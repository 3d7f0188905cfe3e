use std::fmt::{Display, Write as _};
use std::io::{self, IsTerminal as _};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use frontdesk_fuzz::{Event, Tick};

/// Shows how a run goes: one line that changes on a terminal, a line now and then elsewhere.
pub(super) struct Live<F> {
    tell: F,
    terminal: bool,
    ticks: AtomicU64,
    /// Whether a line that changes stands there now.
    open: Mutex<bool>,
}

impl<F: Fn(&dyn Display) + Send + Sync> Live<F> {
    pub(super) fn new(tell: F) -> Self {
        Self {
            tell,
            terminal: io::stderr().is_terminal(),
            ticks: AtomicU64::new(0),
            open: Mutex::new(false),
        }
    }

    pub(super) fn show(&self, event: &Event) {
        match event {
            Event::Tick(tick) => {
                let ticks = self.ticks.fetch_add(1, Ordering::Relaxed);
                if self.terminal {
                    self.line(&told(tick), true);
                } else if ticks % QUIET == QUIET - 1 {
                    self.line(&told(tick), false);
                }
            }
            Event::Found { id, message } => self.line(&format!("found {id}: {message}"), false),
            Event::Warning(text) => self.line(&format!("warning: {text}"), false),
        }
    }

    fn line(&self, text: &str, changes: bool) {
        let mut open = self
            .open
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        // One line up and cleared, where the last line is one that changes.
        let start = if *open { "\u{1b}[1A\u{1b}[2K" } else { "" };
        (self.tell)(&format_args!("{start}{text}"));
        *open = changes;
    }
}

fn told(tick: &Tick) -> String {
    let mut line = format!("{:.0} s", tick.seconds);
    if let Some(phase) = tick.phase {
        let _ = write!(line, "  {}", phase.as_str());
    }
    let _ = write!(line, "  {} requests ({}/s)", tick.requests, tick.rate);
    let (edges, broken) = tick.exercised;
    let _ = write!(line, "  keywords {edges} at an edge, {broken} broken ");
    for (status, count) in &tick.statuses {
        let _ = match status {
            0 => write!(line, " none:{count}"),
            status => write!(line, " {status}:{count}"),
        };
    }
    let _ = write!(line, "  findings {}", tick.findings);
    line
}

/// How many seconds there are between two lines where nobody looks all the time.
const QUIET: u64 = 5;
