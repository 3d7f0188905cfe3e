//! Walking a plan along with the bytes of a document.

mod array;
mod object;

use frontdesk_json::{Name, Names, Scanner, Written, unescape};

use super::kind::Kind;
use super::tag::TagRule;
use super::{NodeId, Plan, Rule, Said, Start, Trial, Trials};

/// What a walk needs besides the plan; its room is kept from document to document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Walker {
    /// Which slot came after which, the last time.
    next_slots: Vec<u16>,
    names: Names,
    unescaped: String,
}

impl Walker {
    /// Walks a plan along with a document.
    pub(crate) fn walk(&mut self, plan: &Plan, bytes: &[u8]) -> Said {
        let Some(scanner) = Scanner::new(bytes) else {
            return Said::Refused;
        };
        // Names are kept with their places in 32 bits.
        if u32::try_from(bytes.len()).is_err() {
            return Said::Odd;
        }
        if self.next_slots.len() != plan.slots {
            self.next_slots = plan.first_guess();
        }
        self.names.clear();
        let mut walk = Walk {
            plan,
            scanner,
            steps_left: bytes.len() * STEPS_PER_BYTE + 1_000,
            depth: 0,
            walker: self,
        };
        match walk.value(plan.root) {
            Ok(()) if walk.scanner.is_at_end() => Said::Valid,
            Ok(()) | Err(Stop::Refused) => Said::Refused,
            Err(Stop::Odd) => Said::Odd,
        }
    }

    /// Returns how many bytes of room are kept.
    pub(crate) fn capacity(&self) -> usize {
        self.next_slots.capacity() * 2 + self.names.capacity() + self.unescaped.capacity()
    }
}

impl Plan {
    /// Guesses that members come in the order of their slots.
    fn first_guess(&self) -> Vec<u16> {
        let mut guess = vec![0; self.slots];
        for object in &self.objects {
            for (slot, next) in (1..=object.members.len()).enumerate() {
                let next = if next == object.members.len() {
                    0
                } else {
                    next
                };
                guess[object.first_slot + slot] = u16::try_from(next).unwrap_or(0);
            }
        }
        guess
    }
}

/// How often a byte may be looked at: unions within unions that nothing tells apart multiply.
const STEPS_PER_BYTE: usize = 32;

/// How many rules may wait for each other; below it is a thread's stack.
const DEEPEST: usize = 400;

struct Walk<'p, 't, 'w> {
    plan: &'p Plan,
    scanner: Scanner<'t>,
    walker: &'w mut Walker,
    /// How many values and bytes may still be looked at.
    steps_left: usize,
    depth: usize,
}

/// Why a walk ends early.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stop {
    /// The schema refuses the value.
    Refused,
    /// Something that the plan does not know, or that is not plainly in order.
    Odd,
}

type Step = Result<(), Stop>;

/// Turns what was not to be passed into the end of a walk.
trait OrOdd<T> {
    fn or_odd(self) -> Result<T, Stop>;
}

impl<T> OrOdd<T> for Option<T> {
    #[inline]
    fn or_odd(self) -> Result<T, Stop> {
        self.ok_or(Stop::Odd)
    }
}

#[inline]
fn accepted(accepted: bool) -> Step {
    if accepted { Ok(()) } else { Err(Stop::Refused) }
}

impl<'p> Walk<'p, '_, '_> {
    /// Passes a value by a node.
    #[inline]
    fn value(&mut self, node: NodeId) -> Step {
        let byte = self.scanner.peek().or_odd()?;
        let kind = Kind::of_byte(byte).or_odd()?;
        let rule = self.plan.nodes[node as usize][kind as usize];
        self.by_rule(rule, byte)
    }

    /// Passes a value that starts with this byte by a rule.
    #[inline]
    fn by_rule(&mut self, rule: Rule, byte: u8) -> Step {
        match rule {
            Rule::AnyText => self.scanner.string().map(|_| ()).or_odd(),
            Rule::Text(rule) => {
                let written = self.scanner.string().or_odd()?;
                let rule = &self.plan.texts[rule as usize];
                accepted(rule.accepts(self.text(&written)))
            }
            Rule::Object(rule) => {
                self.deeper(|walk| walk.object(&walk.plan.objects[rule as usize]))
            }
            Rule::Array(rule) => self.deeper(|walk| walk.array(&walk.plan.arrays[rule as usize])),
            Rule::AnyNumber => self.scanner.number().map(|_| ()).or_odd(),
            Rule::Number(rule) => {
                let number = self.scanner.number().or_odd()?;
                let rule = &self.plan.numbers[rule as usize];
                accepted(rule.accepts(number).or_odd()?)
            }
            Rule::Null => self.scanner.word(b"null").or_odd(),
            Rule::Boolean {
                accepts_true,
                accepts_false,
            } => {
                let (word, is_accepted): (&[u8], bool) = if byte == b't' {
                    (b"true", accepts_true)
                } else {
                    (b"false", accepts_false)
                };
                self.scanner.word(word).or_odd()?;
                accepted(is_accepted)
            }
            Rule::Tagged(rule) => {
                let node = self.told_apart(&self.plan.tags[rule as usize])?;
                self.deeper(|walk| walk.value(node))
            }
            Rule::Tried(trials) => {
                self.deeper(|walk| walk.tried(&walk.plan.trials[trials as usize], byte))
            }
            Rule::Never => Err(Stop::Refused),
            Rule::Odd => Err(Stop::Odd),
        }
    }

    /// Does something within a value, unless that has been done too much.
    #[inline]
    fn deeper(&mut self, what: impl FnOnce(&mut Self) -> Step) -> Step {
        self.steps_left = self.steps_left.checked_sub(1).or_odd()?;
        if self.depth == DEEPEST {
            return Err(Stop::Odd);
        }
        self.depth += 1;
        let step = what(self);
        self.depth -= 1;
        step
    }

    /// Passes a value by a rule, and looks at it again by all trials.
    fn tried(&mut self, trials: &'p Trials, byte: u8) -> Step {
        let start = self.start();
        self.by_rule(trials.rule, byte)?;
        let end = self.start();
        for trial in &trials.trials {
            let passed = match trial {
                Trial::Any(nodes) => {
                    let mut any = false;
                    for node in nodes {
                        any = self.accepts_from(start, *node)?;
                        if any {
                            break;
                        }
                    }
                    any
                }
                Trial::One(nodes) => {
                    let mut count = 0;
                    for node in nodes {
                        count += usize::from(self.accepts_from(start, *node)?);
                    }
                    count == 1
                }
                Trial::Not(node) => !self.accepts_from(start, *node)?,
                Trial::If {
                    condition,
                    then,
                    otherwise,
                } => {
                    let holds = self.accepts_from(start, *condition)?;
                    self.accepts_from(start, if holds { *then } else { *otherwise })?
                }
            };
            accepted(passed)?;
        }
        self.return_to(end);
        Ok(())
    }

    /// Tells whether a node accepts the value that starts at a place.
    fn accepts_from(&mut self, start: Start, node: NodeId) -> Result<bool, Stop> {
        self.return_to(start);
        let depth = self.depth;
        let step = self.deeper(|walk| walk.value(node));
        self.depth = depth;
        self.charge(self.scanner.at() - start.at)?;
        match step {
            Ok(()) => Ok(true),
            Err(Stop::Refused) => Ok(false),
            Err(Stop::Odd) => Err(Stop::Odd),
        }
    }

    /// Counts bytes that were looked at beside the walk.
    fn charge(&mut self, bytes: usize) -> Step {
        self.steps_left = self.steps_left.checked_sub(bytes).or_odd()?;
        Ok(())
    }

    fn start(&self) -> Start {
        Start {
            at: self.scanner.at(),
            place: self.scanner.place(),
            names: self.walker.names.open(),
        }
    }

    fn return_to(&mut self, start: Start) {
        self.scanner.return_to(start.place);
        self.walker.names.forget(&start.names);
    }

    /// Looks ahead for the member that tells which node an object is walked by.
    fn told_apart(&mut self, rule: &TagRule) -> Result<NodeId, Stop> {
        let mut ahead = self.scanner.clone();
        ahead.open().or_odd()?;
        if ahead.peek().or_odd()? == b'}' {
            return Err(Stop::Refused);
        }
        loop {
            if ahead.peek().or_odd()? != b'"' {
                return Err(Stop::Odd);
            }
            let name = ahead.string().filter(|name| !name.escaped()).or_odd()?;
            ahead.pass(b':').or_odd()?;
            if *ahead.spelling(&name) == *rule.name {
                if ahead.peek().or_odd()? != b'"' {
                    return Err(Stop::Refused);
                }
                let text = ahead.string().filter(|text| !text.escaped()).or_odd()?;
                self.charge(ahead.at() - self.scanner.at())?;
                let place = rule.texts.find(ahead.spelling(&text));
                return place.map(|place| rule.nodes[place]).ok_or(Stop::Refused);
            }
            ahead.skip().or_odd()?;
            if !ahead.goes_on(b'}').or_odd()? {
                return Err(Stop::Refused);
            }
        }
    }

    /// Returns what a string says.
    #[inline]
    fn text(&mut self, written: &Written) -> &str {
        let spelling = self.scanner.spelling(written);
        if !written.escaped() {
            return spelling;
        }
        self.walker.unescaped.clear();
        unescape(spelling, &mut self.walker.unescaped);
        &self.walker.unescaped
    }
}

/// Tells where the text of a name is found.
fn texts<'t>(document: &'t str) -> impl Fn(Name) -> &'t str {
    move |name| {
        let place = name.start as usize..name.end as usize;
        document.get(place).unwrap_or_default()
    }
}

/// Places are below the length of the document, which fits.
fn index(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
