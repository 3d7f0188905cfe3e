/// How a command ended, as its exit code.
///
/// Ordered by what wins where several apply: a bug over unreadable input, over findings, over
/// stale files, over undecided, over clean.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub enum Exit {
    /// Nothing to act on.
    #[default]
    Clean,
    /// Something could be neither proved nor refuted, and nothing worse happened.
    Undecided,
    /// Generated files differ from what the types say today.
    Stale,
    /// Findings that a person must act on.
    Findings,
    /// Wrong usage, wrong configuration or unreadable named input.
    Usage,
    /// A bug in frontdesk itself.
    Bug,
}

impl Exit {
    /// Returns the process exit code.
    ///
    /// ```
    /// use frontdesk_report::Exit;
    ///
    /// assert_eq!(Exit::Stale.max(Exit::Findings).code(), 1);
    /// ```
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Undecided => 3,
            Self::Stale => 4,
            Self::Bug => 101,
        }
    }
}
