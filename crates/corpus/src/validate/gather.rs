use std::io::{self, Write};

use crate::error::{CorpusError, CorpusErrorKind};
use crate::input::no_documents;
use crate::outcome::Outcome;
use crate::validate::verdict;
use crate::validate::worker::Said;

/// Puts together what was said of one piece after the other.
pub(super) struct Gathered<'w> {
    outcome: Outcome,
    /// How many findings are listed at most.
    most: usize,
    /// Whether the path that is being read has given nothing yet.
    barren: bool,
    /// How many documents were left out before that path.
    left_out: u64,
    verdicts: Option<&'w mut (dyn Write + Send)>,
}

impl<'w> Gathered<'w> {
    pub(super) fn new(most: usize, verdicts: Option<&'w mut (dyn Write + Send)>) -> Self {
        Self {
            outcome: Outcome::default(),
            most,
            barren: true,
            left_out: 0,
            verdicts,
        }
    }

    /// Returns how many more findings can be listed.
    pub(super) fn room(&self) -> usize {
        self.most.saturating_sub(self.outcome.listed())
    }

    /// Takes in what was said of the next piece.
    ///
    /// # Errors
    ///
    /// When a verdict cannot be written.
    pub(super) fn take(&mut self, mut said: Said) -> Result<(), CorpusError> {
        self.outcome.append(said.outcome, self.most);
        self.barren &= !said.gave;
        if let Some(path) = said.ends {
            let left_out = self.outcome.left_out - self.left_out;
            self.left_out = self.outcome.left_out;
            if std::mem::replace(&mut self.barren, true) {
                let finding = no_documents(&path, left_out);
                verdict::of_path(&finding, &mut said.verdicts);
                self.outcome.find([finding], self.most);
            }
        }
        self.tell(&said.verdicts)
            .map_err(|source| CorpusErrorKind::Verdicts { source }.into())
    }

    fn tell(&mut self, lines: &[u8]) -> io::Result<()> {
        match &mut self.verdicts {
            Some(verdicts) if !lines.is_empty() => {
                verdicts.write_all(lines)?;
                verdicts.flush()
            }
            Some(_) | None => Ok(()),
        }
    }

    pub(super) fn into_outcome(mut self) -> Outcome {
        self.outcome.finish();
        self.outcome
    }
}
