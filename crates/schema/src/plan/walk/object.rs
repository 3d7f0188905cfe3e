use frontdesk_json::{Name, NamesOfOne, name_hash};

use super::super::object::{ObjectRule, Slots};
use super::super::{NodeId, Rule};
use super::{OrOdd, Step, Stop, Walk, accepted, index, texts};

impl<'p> Walk<'p, '_, '_> {
    /// Passes an object.
    pub(super) fn object(&mut self, rule: &'p ObjectRule) -> Step {
        let start = self.start();
        self.scanner.open().or_odd()?;
        let mut members = Members {
            names: start.names,
            seen: Slots::default(),
            expected: 0,
            last: None,
            count: 0,
        };
        if self.scanner.peek().or_odd()? == b'}' {
            self.scanner.close();
        } else {
            loop {
                let node = self.name(rule, &mut members)?;
                self.value(node)?;
                members.count += 1;
                if !self.scanner.goes_on(b'}').or_odd()? {
                    break;
                }
            }
        }
        let text_of = texts(self.scanner.text());
        if !self.walker.names.close(&members.names, text_of) {
            return Err(Stop::Odd);
        }
        accepted((rule.fewest..=rule.most).contains(&members.count))?;
        accepted(members.seen.has_all(&rule.required))?;
        for (given, needed) in &rule.dependents {
            accepted(!members.seen.has_all(given) || members.seen.has_all(needed))?;
        }
        if rule.dependent_nodes.is_empty() {
            return Ok(());
        }
        let end = self.start();
        for (given, node) in &rule.dependent_nodes {
            if members.seen.has_all(given) {
                accepted(self.accepts_from(start, *node)?)?;
            }
        }
        self.return_to(end);
        Ok(())
    }

    /// Passes a name with its colon, and returns the node of the member.
    #[inline]
    fn name(&mut self, rule: &'p ObjectRule, members: &mut Members) -> Result<NodeId, Stop> {
        if self.scanner.peek().or_odd()? != b'"' {
            return Err(Stop::Odd);
        }
        let expected = rule.written.get(members.expected);
        let slot = if expected.is_some_and(|written| self.scanner.expected(written)) {
            members.expected
        } else {
            let written = self.scanner.string().or_odd()?;
            // An escaped name is as odd as it is seldom.
            if written.escaped() {
                return Err(Stop::Odd);
            }
            self.scanner.pass(b':').or_odd()?;
            let text = self.scanner.spelling(&written);
            match rule.names.find(text) {
                Some(slot) => slot,
                None => {
                    return self.undeclared(rule, members, text, written.start());
                }
            }
        };
        if !members.seen.add(slot) {
            return Err(Stop::Odd);
        }
        let next_slots = &mut self.walker.next_slots;
        if slot != members.expected
            && let Some(last) = members.last
        {
            next_slots[rule.first_slot + last] = u16::try_from(slot).unwrap_or(0);
        }
        members.last = Some(slot);
        members.expected = usize::from(next_slots[rule.first_slot + slot]);
        Ok(rule.members[slot])
    }

    /// Returns the node of a member that is not declared.
    fn undeclared(
        &mut self,
        rule: &'p ObjectRule,
        members: &mut Members,
        text: &str,
        start: usize,
    ) -> Result<NodeId, Stop> {
        if rule.is_closed {
            return Err(Stop::Refused);
        }
        match rule.undeclared {
            Rule::Text(rule) => accepted(self.plan.texts[rule as usize].accepts(text))?,
            Rule::Never => return Err(Stop::Refused),
            _ => {}
        }
        let name = Name {
            hash: name_hash(text.as_bytes()),
            start: index(start),
            end: index(start + text.len()),
        };
        let text_of = texts(self.scanner.text());
        if !self.walker.names.add(&mut members.names, name, text_of) {
            return Err(Stop::Odd);
        }
        let mut matching = rule
            .patterns
            .iter()
            .filter(|(pattern, _)| pattern.accepts_text(text));
        match (matching.next(), matching.next()) {
            (None, _) => Ok(rule.additional),
            (Some((_, node)), None) => Ok(*node),
            // There is no node for each set of patterns.
            (Some(_), Some(_)) => Err(Stop::Odd),
        }
    }
}

/// What is known of an object while its members are passed.
struct Members {
    names: NamesOfOne,
    seen: Slots,
    /// The slot that came next the last time.
    expected: usize,
    last: Option<usize>,
    count: u64,
}
