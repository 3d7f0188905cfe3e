use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::error::CorpusError;
use crate::input::Pieces;
use crate::validate::gather::Gathered;
use crate::validate::run::IN_FLIGHT;
use crate::validate::worker::{Said, Worker};

/// Judges pieces side by side: whoever is free reads the next piece and judges it, so that it is
/// judged by the core that has it at hand. What was said is gathered in the order of the input.
///
/// # Errors
///
/// When a verdict cannot be written.
pub(super) fn judge_side_by_side<'a, S: Read + Send>(
    pieces: Pieces<'_, S>,
    jobs: usize,
    new_worker: &(dyn Fn() -> Worker<'a> + Sync),
    gathered: &mut Gathered<'_>,
) -> Result<(), CorpusError> {
    let unread = Mutex::new(Unread { pieces, number: 0 });
    let desk = Desk::new(gathered, jobs);
    thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| take_turns(&mut new_worker(), &unread, &desk));
        }
    });
    desk.end()
}

/// What is still to be read.
struct Unread<'p, S: Read> {
    pieces: Pieces<'p, S>,
    /// The number of the next piece.
    number: u64,
}

fn take_turns<S: Read>(
    worker: &mut Worker<'_>,
    unread: &Mutex<Unread<'_, S>>,
    desk: &Desk<'_, '_>,
) {
    let _stop = StopOnPanic(desk);
    let mut spare = Vec::new();
    loop {
        let mut turn = lock(unread);
        let number = turn.number;
        if !desk.waits_for(number) {
            return;
        }
        let Some(piece) = turn.pieces.next(&mut spare) else {
            return;
        };
        turn.number += 1;
        // What is larger than all that may be in flight is judged before anything else is read.
        let turn = (piece.held() > IN_FLIGHT).then_some(turn);
        // What is gathered before this piece can only leave less room.
        let room = desk.room.load(Ordering::Relaxed);
        let said = worker.judge(piece, room, &mut spare);
        desk.take(number, said);
        drop(turn);
    }
}

/// Where what was said of the pieces is put in order.
struct Desk<'g, 'w> {
    state: Mutex<State<'g, 'w>>,
    changed: Condvar,
    /// How many more findings can be listed.
    room: AtomicUsize,
    /// How far a piece may be ahead of the one that is gathered next.
    most_ahead: u64,
}

struct State<'g, 'w> {
    gathered: &'g mut Gathered<'w>,
    /// What was said of pieces that come later than the next one.
    waiting: BTreeMap<u64, Said>,
    next: u64,
    stopped: bool,
    error: Option<CorpusError>,
}

impl<'g, 'w> Desk<'g, 'w> {
    fn new(gathered: &'g mut Gathered<'w>, jobs: usize) -> Self {
        Self {
            room: AtomicUsize::new(gathered.room()),
            state: Mutex::new(State {
                gathered,
                waiting: BTreeMap::new(),
                next: 0,
                stopped: false,
                error: None,
            }),
            changed: Condvar::new(),
            most_ahead: (jobs * AHEAD) as u64,
        }
    }

    /// Waits until a piece is not too far ahead, so that one that takes long holds up what would
    /// wait for it in memory; tells whether to go on.
    fn waits_for(&self, number: u64) -> bool {
        let mut state = lock(&self.state);
        while !state.stopped && number - state.next > self.most_ahead {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        !state.stopped
    }

    /// Gathers what was said of a piece, and of those that waited for it.
    fn take(&self, number: u64, said: Said) {
        let mut state = lock(&self.state);
        state.waiting.insert(number, said);
        while !state.stopped {
            let next = state.next;
            let Some(said) = state.waiting.remove(&next) else {
                break;
            };
            state.next += 1;
            if let Err(error) = state.gathered.take(said) {
                state.error = Some(error);
                state.stopped = true;
            }
        }
        self.room.store(state.gathered.room(), Ordering::Relaxed);
        drop(state);
        self.changed.notify_one();
    }

    fn stop(&self) {
        lock(&self.state).stopped = true;
        self.changed.notify_one();
    }

    fn end(self) -> Result<(), CorpusError> {
        let state = self.state.into_inner();
        match state.unwrap_or_else(PoisonError::into_inner).error {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

/// Stops everything when its thread panics, so that no other waits for ever.
struct StopOnPanic<'d, 'g, 'w>(&'d Desk<'g, 'w>);

impl Drop for StopOnPanic<'_, '_, '_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How many pieces each job may be ahead.
const AHEAD: usize = 4;
