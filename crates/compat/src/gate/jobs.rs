//! Comparisons that are made once each, a few at a time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use frontdesk_contract::Direction;
use frontdesk_schema::Schema;

use super::pairs::{Pair, Schemas};
use super::patience::within_time;
use super::side::Compiled;
use crate::assumptions::Assumptions;
use crate::changes::{Causes, causes};
use crate::compare::compare;
use crate::verdict::{Proof, Verdict};

/// What is to be compared, and what came of it.
#[derive(Debug)]
pub(crate) struct Jobs<'a> {
    assumptions: &'a Assumptions,
    asked: BTreeMap<Key, Job>,
    done: BTreeMap<Key, Arc<Causes>>,
}

/// The hashes of writer and reader, and what names the changes; none where the verdict is enough.
type Key = (String, String, Option<(Direction, bool)>);

#[derive(Debug)]
struct Job {
    writer: Arc<Schema>,
    reader: Arc<Schema>,
}

impl<'a> Jobs<'a> {
    pub(crate) fn new(assumptions: &'a Assumptions) -> Self {
        Self {
            assumptions,
            asked: BTreeMap::new(),
            done: BTreeMap::new(),
        }
    }

    /// Asks for all changes of every pair.
    pub(crate) fn ask_all(&mut self, pairs: &[Pair]) {
        for pair in pairs {
            if let Some(schemas) = pair.schemas() {
                let key = key(pair, schemas);
                self.ask(key, &schemas.writer, &schemas.reader);
            }
        }
    }

    /// Asks for the verdict alone, where nobody asked for more.
    pub(crate) fn ask_verdict(&mut self, writer: &Compiled, reader: &Compiled) {
        if self.known(writer, reader).is_none() {
            let key = (writer.hash.clone(), reader.hash.clone(), None);
            self.ask(key, writer, reader);
        }
    }

    fn ask(&mut self, key: Key, writer: &Compiled, reader: &Compiled) {
        self.asked.entry(key).or_insert_with(|| Job {
            writer: Arc::clone(&writer.schema),
            reader: Arc::clone(&reader.schema),
        });
    }

    /// Returns what was found of a pair.
    pub(crate) fn found(&self, pair: &Pair, schemas: &Schemas) -> Option<&Causes> {
        self.done.get(&key(pair, schemas)).map(Arc::as_ref)
    }

    /// Returns the verdict on a writer and a reader.
    pub(crate) fn verdict(&self, writer: &Compiled, reader: &Compiled) -> Option<&Verdict> {
        let key = self.known(writer, reader)?;
        self.done.get(key).map(|causes| &causes.verdict)
    }

    fn known(&self, writer: &Compiled, reader: &Compiled) -> Option<&Key> {
        let first = (writer.hash.clone(), reader.hash.clone(), None);
        let (key, _) = self.asked.range(first..).next()?;
        (key.0 == writer.hash && key.1 == reader.hash).then_some(key)
    }

    /// Compares what was asked for.
    pub(crate) fn run(&mut self) {
        let jobs: Vec<(&Key, &Job)> = self.asked.iter().collect();
        let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let next = AtomicUsize::new(0);
        let done = Mutex::new(BTreeMap::new());
        thread::scope(|scope| {
            for _ in 0..workers.min(jobs.len()) {
                scope.spawn(|| {
                    while let Some((key, job)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let causes = Arc::new(work(key, job, self.assumptions));
                        if let Ok(mut done) = done.lock() {
                            done.insert((*key).clone(), causes);
                        }
                    }
                });
            }
        });
        self.done = done.into_inner().unwrap_or_default();
    }
}

fn key(pair: &Pair, schemas: &Schemas) -> Key {
    (
        schemas.writer.hash.clone(),
        schemas.reader.hash.clone(),
        Some((pair.direction, schemas.reader_is_new)),
    )
}

fn work(key: &Key, job: &Job, assumptions: &Assumptions) -> Causes {
    let (one, other, asked) = key;
    if one == other {
        return only(Verdict::Compatible(Proof::Same));
    }
    let (writer, reader) = (Arc::clone(&job.writer), Arc::clone(&job.reader));
    let (asked, assumptions) = (*asked, assumptions.clone());
    within_time(assumptions.budget, move |told| match asked {
        None => only(compare(&writer, &reader, Direction::Request, &assumptions)),
        Some((direction, reader_is_new)) => causes(
            &writer,
            &reader,
            direction,
            reader_is_new,
            &assumptions,
            told,
        ),
    })
}

fn only(verdict: Verdict) -> Causes {
    Causes {
        verdict,
        changes: Vec::new(),
        undecided: None,
    }
}
