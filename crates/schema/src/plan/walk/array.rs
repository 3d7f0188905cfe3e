use frontdesk_json::{Name, NamesOfOne, name_hash};

use super::super::array::{ArrayRule, Contained};
use super::{OrOdd, Step, Stop, Walk, accepted, index, texts};

impl<'p> Walk<'p, '_, '_> {
    /// Passes an array.
    pub(super) fn array(&mut self, rule: &'p ArrayRule) -> Step {
        self.scanner.open().or_odd()?;
        let mut items = self.walker.names.open();
        let mut counts = [0; 8];
        let mut count = 0;
        if self.scanner.peek().or_odd()? == b']' {
            self.scanner.close();
        } else {
            loop {
                let node = rule
                    .prefix
                    .get(usize::try_from(count).unwrap_or(usize::MAX));
                let node = *node.unwrap_or(&rule.rest);
                if rule.contains.is_empty() && !rule.unique {
                    self.value(node)?;
                } else {
                    self.scanner.peek().or_odd()?;
                    self.counted_item(rule, node, &mut counts, &mut items)?;
                }
                count += 1;
                if !self.scanner.goes_on(b']').or_odd()? {
                    break;
                }
            }
        }
        let text_of = texts(self.scanner.text());
        let unique = self.walker.names.close(&items, text_of);
        accepted(unique && (rule.fewest..=rule.most).contains(&count))?;
        for (contained, count) in rule.contains.iter().zip(counts) {
            accepted((contained.fewest..=contained.most).contains(&count))?;
        }
        Ok(())
    }

    /// Passes an item that is counted, or compared with those before it.
    fn counted_item(
        &mut self,
        rule: &'p ArrayRule,
        node: u32,
        counts: &mut [u64; 8],
        items: &mut NamesOfOne,
    ) -> Step {
        let start = self.start();
        let from = self.scanner.at();
        self.value(node)?;
        let after = self.start();
        for (Contained { node, .. }, count) in rule.contains.iter().zip(counts) {
            *count += u64::from(self.accepts_from(start, *node)?);
        }
        self.return_to(after);
        if !rule.unique {
            return Ok(());
        }
        let text = self.scanner.text();
        let text = text.get(from..self.scanner.at()).unwrap_or_default();
        if !is_spelled_one_way(text) {
            return Err(Stop::Odd);
        }
        let item = Name {
            hash: name_hash(text.as_bytes()),
            start: index(from),
            end: index(from + text.len()),
        };
        let text_of = texts(self.scanner.text());
        accepted(self.walker.names.add(items, item, text_of))
    }
}

/// Tells whether no other spelling means the same value.
fn is_spelled_one_way(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(b'"') => !text.contains('\\'),
        // Integers and words; `1.0` is 1, and so is `1e0`.
        Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
            text == "true" || text == "false" || text == "null" || !text.contains(['.', 'e', 'E'])
        }
        _ => false,
    }
}
