use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal as _, Stderr, Stdout, Write as _};

use frontdesk_report::{Exit, Format, Report, Style, render};

use crate::arguments::{ColorChoice, GlobalOptions};
use crate::failure::Failure;

/// Where a command speaks: findings to standard output, everything else to standard error.
#[derive(Debug)]
pub(crate) struct Output {
    stdout: Stdout,
    stderr: Stderr,
    format: Format,
    style: Style,
    quiet: bool,
}

impl Output {
    /// Looks at the options, the environment and the terminal once.
    pub(crate) fn new(options: &GlobalOptions) -> Self {
        let style = Style {
            color: match options.color {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto => wants_color(),
            },
            width: columns(),
        };
        Self {
            stdout: io::stdout(),
            stderr: io::stderr(),
            format: options.format,
            style,
            quiet: options.quiet,
        }
    }

    /// Returns the format of reports.
    pub(crate) fn format(&self) -> Format {
        self.format
    }

    /// Tells whether a person reads the standard output.
    pub(crate) fn is_terminal(&self) -> bool {
        self.stdout.is_terminal()
    }

    /// Writes a report and tells how the command ends.
    ///
    /// A reader that went away changes no verdict.
    pub(crate) fn report(&mut self, report: &Report) -> Result<Exit, Failure> {
        match self.text(&render(report, self.format, self.style)) {
            Ok(()) | Err(Failure::PipeClosed) => Ok(report.exit()),
            Err(failure) => Err(failure),
        }
    }

    /// Writes text as it is; [`Failure::PipeClosed`] says that more of it is in vain.
    pub(crate) fn text(&mut self, text: &str) -> Result<(), Failure> {
        self.bytes(text.as_bytes())
    }

    /// Writes bytes as they are, like [`text`](Self::text).
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = self.stdout.write_all(bytes);
        match written.and_then(|()| self.stdout.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Failure::PipeClosed),
            Err(error) => Err(Failure::Output(error)),
        }
    }

    /// Tells a person what is going on.
    pub(crate) fn note(&mut self, text: impl Display) {
        if !self.quiet {
            self.say(text);
        }
    }

    /// Returns what tells a person what is going on, from whatever thread.
    pub(crate) fn teller(&self) -> impl Fn(&dyn Display) + Send + Sync + use<> {
        let quiet = self.quiet;
        move |text| {
            if !quiet {
                let _ = writeln!(io::stderr().lock(), "{text}");
            }
        }
    }

    /// Tells a person what no quiet hides: what replays a run, and why it stopped.
    pub(crate) fn always(&mut self, text: impl Display) {
        self.say(text);
    }

    /// Tells a person why the command could not do its work.
    pub(crate) fn failure(&mut self, failure: &Failure) {
        match failure {
            Failure::PipeClosed => {}
            failure => self.say(format_args!("error: {failure}")),
        }
    }

    fn say(&mut self, text: impl Display) {
        // Without standard error there is nobody to tell that there is no standard error.
        let _ = writeln!(self.stderr, "{text}");
    }
}

fn wants_color() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    io::stdout().is_terminal() && !is_set("NO_COLOR") && !dumb
}

fn columns() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .unwrap_or(USUAL_COLUMNS)
}

const USUAL_COLUMNS: usize = 100;
