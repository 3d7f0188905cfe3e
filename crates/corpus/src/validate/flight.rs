use std::collections::BTreeMap;
use std::io::Read;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::error::CorpusError;
use crate::input::{Piece, Pieces};
use crate::validate::gather::Gathered;
use crate::validate::run::IN_FLIGHT;
use crate::validate::worker::{Said, Worker};

/// Judges pieces side by side: one thread reads, `jobs` judge, and this one gathers in order.
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
    let flight = Flight::default();
    let room = AtomicUsize::new(gathered.room());
    let (to_judge, read) = mpsc::channel();
    let read = Mutex::new(read);
    let (to_gather, judged) = mpsc::channel();
    thread::scope(|scope| {
        scope.spawn(|| read_ahead(pieces, &flight, to_judge));
        for _ in 0..jobs {
            let to_gather = to_gather.clone();
            scope.spawn(|| {
                let mut worker = new_worker();
                judge_each(&mut worker, &read, &room, &flight, to_gather);
            });
        }
        drop(to_gather);
        let result = gather(&judged, &room, &flight, gathered);
        flight.stop();
        result
    })
}

/// A piece, or what was said of it, with its number and how much memory it holds.
struct Numbered<T> {
    number: u64,
    held: usize,
    what: T,
}

/// What is between reading and gathering: never more than is good for the memory.
#[derive(Default)]
struct Flight {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    held: usize,
    /// Buffers that were read into and judged.
    spare: Vec<Vec<u8>>,
    stopped: bool,
}

impl Flight {
    /// Waits until there is room for so many bytes, or for anything at all where they are more than
    /// fit; tells whether to go on.
    fn enter(&self, held: usize) -> bool {
        let mut state = self.state();
        while !state.stopped && state.held > 0 && state.held + held > IN_FLIGHT {
            state = self
                .changed
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
        state.held += held;
        !state.stopped
    }

    fn leave(&self, held: usize) {
        self.state().held -= held;
        self.changed.notify_one();
    }

    fn stop(&self) {
        self.state().stopped = true;
        self.changed.notify_one();
    }

    fn take_buffer(&self) -> Vec<u8> {
        self.state().spare.pop().unwrap_or_default()
    }

    fn give_buffer(&self, buffer: Vec<u8>) {
        self.state().spare.push(buffer);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Stops the flight when its thread panics, so that no other waits for ever.
struct StopOnPanic<'f>(&'f Flight);

impl Drop for StopOnPanic<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.stop();
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "that nothing more comes is told by the end of the sender"
)]
fn read_ahead<S: Read>(
    mut pieces: Pieces<'_, S>,
    flight: &Flight,
    to_judge: Sender<Numbered<Piece>>,
) {
    let mut buffer = Vec::new();
    let mut number = 0;
    while let Some(what) = pieces.next(&mut buffer) {
        let held = what.held();
        if !flight.enter(held) {
            return;
        }
        let numbered = Numbered { number, held, what };
        if to_judge.send(numbered).is_err() {
            return;
        }
        number += 1;
        if buffer.is_empty() {
            buffer = flight.take_buffer();
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "that nothing more comes is told by the end of the sender"
)]
fn judge_each(
    worker: &mut Worker<'_>,
    read: &Mutex<Receiver<Numbered<Piece>>>,
    room: &AtomicUsize,
    flight: &Flight,
    to_gather: Sender<Numbered<Said>>,
) {
    let _stop = StopOnPanic(flight);
    let next = || read.lock().unwrap_or_else(PoisonError::into_inner).recv();
    while let Ok(Numbered { number, held, what }) = next() {
        let mut buffer = Vec::new();
        // What is gathered before this piece can only leave less room.
        let room = room.load(Ordering::Relaxed);
        let what = worker.judge(what, room, &mut buffer);
        if !buffer.is_empty() {
            flight.give_buffer(buffer);
        }
        if to_gather.send(Numbered { number, held, what }).is_err() {
            return;
        }
    }
}

fn gather(
    judged: &Receiver<Numbered<Said>>,
    room: &AtomicUsize,
    flight: &Flight,
    gathered: &mut Gathered<'_>,
) -> Result<(), CorpusError> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for Numbered { number, held, what } in judged {
        waiting.insert(number, (held, what));
        while let Some((held, said)) = waiting.remove(&next) {
            gathered.take(said)?;
            room.store(gathered.room(), Ordering::Relaxed);
            flight.leave(held);
            next += 1;
        }
    }
    Ok(())
}
