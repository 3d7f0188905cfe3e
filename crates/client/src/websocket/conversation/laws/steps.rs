//! What may happen in a conversation.

use std::time::Duration;

use frontdesk_model::Superpower;
use proptest::prelude::{Just, Strategy, any, prop_oneof};

use crate::websocket::{First, Until};

/// One thing that happens; numbers choose among what there is.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Request {
        until: usize,
        has_key: bool,
    },
    SameIdAgain {
        of: usize,
    },
    Cancel {
        which: usize,
    },
    Document {
        to: usize,
        superpower: usize,
        state: usize,
        form: Form,
    },
    /// The last document comes once more.
    Duplicate,
    Wait {
        milliseconds: u64,
    },
    Dial {
        works: bool,
    },
    Lose {
        code: Option<u16>,
    },
    Break,
    Pause,
    Resume,
}

/// How a document says to which request it belongs.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Enveloped,
    /// In an envelope that names a request which nobody has made.
    Stray,
    BareWithId,
    Bare,
    UnknownWithId,
    Garbage,
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    let form = prop_oneof![
        6 => Just(Form::Enveloped),
        1 => Just(Form::Stray),
        2 => Just(Form::BareWithId),
        2 => Just(Form::Bare),
        1 => Just(Form::UnknownWithId),
        1 => Just(Form::Garbage),
    ];
    let code = prop_oneof![
        Just(None),
        proptest::sample::select(vec![1000, 1001, 1002, 1008, 1011, 3000]).prop_map(Some),
    ];
    prop_oneof![
        5 => (any::<usize>(), any::<bool>())
            .prop_map(|(until, has_key)| Step::Request { until, has_key }),
        1 => any::<usize>().prop_map(|of| Step::SameIdAgain { of }),
        1 => any::<usize>().prop_map(|which| Step::Cancel { which }),
        20 => (any::<usize>(), any::<usize>(), any::<usize>(), form)
            .prop_map(|(to, superpower, state, form)| Step::Document { to, superpower, state, form }),
        3 => Just(Step::Duplicate),
        4 => (0_u64..4_000).prop_map(|milliseconds| Step::Wait { milliseconds }),
        5 => proptest::bool::weighted(0.8).prop_map(|works| Step::Dial { works }),
        1 => code.prop_map(|code| Step::Lose { code }),
        1 => Just(Step::Break),
        1 => Just(Step::Pause),
        2 => Just(Step::Resume),
    ]
}

pub(super) fn superpowers() -> [Superpower; 3] {
    [
        Superpower::SentimentAnalysis,
        Superpower::RiskAssessment,
        Superpower::Other("language".to_owned()),
    ]
}

pub(super) const STATES: [&str; 5] = ["started", "processing", "paused", "completed", "error"];

/// The policies that requests choose from, and how each may end.
pub(super) fn policies() -> [Until; 6] {
    let [one, two, _] = superpowers();
    [
        Until::all([one.clone(), two.clone()]),
        Until::first(First::Result),
        Until::first(First::Of(two)).or(Until::deadline(DEADLINE)),
        Until::quiet(QUIET),
        Until::deadline(DEADLINE),
        Until::all(superpowers())
            .or(Until::quiet(QUIET))
            .or(Until::first(First::Failure)),
    ]
}

pub(super) const QUIET: Duration = Duration::from_secs(2);
pub(super) const DEADLINE: Duration = Duration::from_secs(5);
pub(super) const SILENCE: Duration = Duration::from_secs(3);
