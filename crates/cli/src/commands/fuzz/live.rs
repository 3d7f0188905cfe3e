use std::fmt::{Display, Write as _};
use std::io::{self, IsTerminal as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use frontdesk_fuzz::{Event, Tick};

/// Shows how runs go: a line for each that changes on a terminal, a line now and then elsewhere.
pub(super) struct Live {
    tell: Tell,
    terminal: bool,
    /// What each run is called, where there are several.
    names: Vec<String>,
    screen: Mutex<Screen>,
}

/// Tells a person something.
type Tell = Box<dyn Fn(&dyn Display) + Send + Sync>;

/// What was shown.
struct Screen {
    /// The last line of each run.
    lines: Vec<Option<String>>,
    /// How often each run has told how it goes.
    ticks: Vec<u64>,
    /// How many lines that change stand there now.
    standing: usize,
}

/// Says how one run goes.
pub(super) struct Voice {
    live: Arc<Live>,
    run: usize,
}

impl Voice {
    pub(super) fn new(live: &Arc<Live>, run: usize) -> Self {
        Self {
            live: Arc::clone(live),
            run,
        }
    }

    pub(super) fn show(&self, event: &Event) {
        self.live.show(self.run, event);
    }
}

impl Live {
    /// Shows runs of these names.
    pub(super) fn new(
        tell: impl Fn(&dyn Display) + Send + Sync + 'static,
        names: Vec<String>,
    ) -> Self {
        let screen = Screen {
            lines: vec![None; names.len()],
            ticks: vec![0; names.len()],
            standing: 0,
        };
        Self {
            tell: Box::new(tell),
            terminal: io::stderr().is_terminal(),
            names,
            screen: Mutex::new(screen),
        }
    }

    fn show(&self, run: usize, event: &Event) {
        match event {
            Event::Tick(tick) => self.tick(run, tick),
            Event::Found { id, message } => self.say(run, &format!("found {id}: {message}")),
            Event::Warning(text) => self.say(run, &format!("warning: {text}")),
        }
    }

    fn tick(&self, run: usize, tick: &Tick) {
        let mut screen = self.screen();
        screen.ticks[run] += 1;
        if self.terminal {
            let line = self.named(run, &told(tick));
            screen.lines[run] = Some(line.chars().take(width()).collect());
            self.draw(&mut screen, None);
        } else if screen.ticks[run].is_multiple_of(QUIET) {
            (self.tell)(&self.named(run, &told(tick)));
        }
    }

    /// Says something that stays.
    fn say(&self, run: usize, text: &str) {
        let text = self.named(run, text);
        if self.terminal {
            self.draw(&mut self.screen(), Some(&text));
        } else {
            (self.tell)(&text);
        }
    }

    /// Clears the lines that change, and writes what stays and them below it.
    fn draw(&self, screen: &mut Screen, stays: Option<&str>) {
        let clear = "\u{1b}[1A\u{1b}[2K".repeat(screen.standing);
        let lines: Vec<&str> = screen.lines.iter().flatten().map(String::as_str).collect();
        let standing = lines.len();
        let all: Vec<&str> = stays.into_iter().chain(lines).collect();
        (self.tell)(&format_args!("{clear}{}", all.join("\n")));
        screen.standing = standing;
    }

    fn named(&self, run: usize, text: &str) -> String {
        match &self.names[..] {
            [_] => text.to_owned(),
            names => format!("{}  {text}", names[run]),
        }
    }

    fn screen(&self) -> MutexGuard<'_, Screen> {
        self.screen.lock().unwrap_or_else(PoisonError::into_inner)
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

/// Returns how many characters a line of the terminal has: what wraps could not be cleared.
fn width() -> usize {
    #[cfg(unix)]
    if let Ok(size) = rustix::termios::tcgetwinsize(io::stderr())
        && size.ws_col > 0
    {
        return size.ws_col.into();
    }
    USUAL_WIDTH
}

const USUAL_WIDTH: usize = 80;
/// How many seconds there are between two lines where nobody looks all the time.
const QUIET: u64 = 5;
