//! Comparisons that end in time, whatever they are in the middle of.
//!
//! The stages of a comparison look at the clock themselves, but to compile a schema of some megabytes
//! is one step, and so are others. So each comparison works on a thread of its own, which nobody waits
//! for once the time is long over; what it told until then counts.

use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use frontdesk_compat::{Change, News, Part, Reason, Verdict, broken, undecided};
use frontdesk_contract::Direction;
use frontdesk_report::Finding;

use super::compared::{Compared, Comparing, Word, both, more, since};
use super::content::Item;
use crate::failure::Failure;

/// What a comparison tells before it has ended.
pub(super) enum Early {
    Verdict {
        verdict: Word,
        proof: Option<String>,
        /// The break, as far as it can be told without its cause.
        unnamed: Option<Box<Finding>>,
    },
    Break(Box<Finding>),
}

/// What comes from the thread.
enum Told {
    Early(Early),
    Ended(Box<Result<Compared, Failure>>),
}

/// Compares two items for little more than the time there is.
pub(super) fn within_time(
    old: &Item,
    new: &Item,
    direction: Direction,
    comparing: &Comparing,
) -> Result<Compared, Failure> {
    let started = Instant::now();
    // One schema twice is only compiled, and then decided: that is worth every wait.
    let same = old.reader.says_the_same(&new.reader) && old.writer.says_the_same(&new.writer);
    let patience = if same {
        Duration::MAX
    } else {
        // The way back, which decides nothing, has a quarter more.
        let budget = comparing.assumptions.budget;
        budget.saturating_add(budget / 4).saturating_add(GRACE)
    };
    let (sender, receiver) = mpsc::channel();
    let thread = {
        let (old, new, comparing) = (old.clone(), new.clone(), comparing.clone());
        let work = move || work(&old, &new, direction, &comparing, &sender);
        thread::Builder::new().stack_size(STACK).spawn(work)
    };
    let thread = thread.map_err(Failure::Runtime)?;
    let mut known = Vec::new();
    loop {
        let left = patience.saturating_sub(started.elapsed());
        match receiver.recv_timeout(left) {
            Ok(Told::Early(early)) => known.push(early),
            Ok(Told::Ended(result)) => return *result,
            Err(RecvTimeoutError::Timeout) => {
                let compared = broken_off(known, old, new, direction);
                return Ok(Compared {
                    milliseconds: since(started),
                    ..compared
                });
            }
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => return Ok(broken_off(known, old, new, direction)),
            },
        }
    }
}

fn work(
    old: &Item,
    new: &Item,
    direction: Direction,
    comparing: &Comparing,
    sender: &Sender<Told>,
) {
    // Nobody listens any more where the time is over.
    let told = &mut |early| drop(sender.send(Told::Early(early)));
    let result = both(old, new, direction, comparing, told);
    drop(sender.send(Told::Ended(Box::new(result))));
}

/// Makes the best of what was told until the time was over.
fn broken_off(known: Vec<Early>, old: &Item, new: &Item, direction: Direction) -> Compared {
    let mut compared = Compared::empty(&new.name, direction);
    let mut without_name = None;
    for early in known {
        match early {
            Early::Verdict {
                verdict,
                proof,
                unnamed,
            } => {
                compared.verdict = verdict;
                compared.proof = proof;
                without_name = unnamed;
            }
            Early::Break(finding) => compared.findings.push(*finding),
        }
    }
    if compared.findings.is_empty() {
        compared
            .findings
            .extend(without_name.map(|finding| *finding));
    }
    let part = Part {
        name: &new.name,
        direction,
        old: &|location| old.reader.spot(location),
        new: &|location| new.reader.spot(location),
    };
    match compared.verdict {
        Word::Compatible => {}
        Word::Undecided => compared.findings.push(undecided(&Reason::late(), &part)),
        Word::Breaking => compared
            .findings
            .push(undecided(&more(&Reason::late()), &part)),
    }
    compared
}

impl Early {
    pub(super) fn of(news: &News<'_>, part: &Part<'_>) -> Self {
        match news {
            News::Break(change) => Self::Break(Box::new(broken(change, part))),
            News::Verdict(verdict) => Self::Verdict {
                verdict: Word::from(*verdict),
                proof: match verdict {
                    Verdict::Compatible(proof) => Some(proof.to_string()),
                    Verdict::Breaking(_) | Verdict::Undecided(_) => None,
                },
                unnamed: match verdict {
                    Verdict::Breaking(witness) => {
                        let reader_is_new = part.direction == Direction::Request;
                        let witness = witness.as_ref().clone();
                        let change = Change::unnamed(witness, part.direction, reader_is_new);
                        Some(Box::new(broken(&change, part)))
                    }
                    Verdict::Compatible(_) | Verdict::Undecided(_) => None,
                },
            },
        }
    }
}

/// What is granted beyond the budget, so that small schemas are compiled in any case.
const GRACE: Duration = Duration::from_millis(250);

/// As much as the first thread of a program has.
const STACK: usize = 8 << 20;
