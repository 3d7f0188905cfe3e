use std::ops::Range;

/// Texts that are looked up together: those that begin in one place are found in one walk.
pub(super) struct Trie {
    /// The last one is the root.
    nodes: Vec<Node>,
    /// Which byte leads to which node, sorted by byte for each node.
    ways: Vec<(u8, u32)>,
}

struct Node {
    ways: Range<u32>,
    /// The text that ends here.
    text: Option<u32>,
}

impl Trie {
    /// Takes texts that are sorted and differ.
    pub(super) fn new(texts: &[&str]) -> Self {
        let mut trie = Self {
            nodes: Vec::new(),
            ways: Vec::new(),
        };
        trie.grow(texts, 0, 0);
        trie
    }

    /// Adds the node of texts that are alike up to a place, and returns its number.
    fn grow(&mut self, texts: &[&str], first: usize, place: usize) -> u32 {
        let ended = usize::from(texts.first().is_some_and(|text| text.len() == place));
        let mut next = first + ended;
        let byte = |text: &&str| text.as_bytes()[place];
        let groups = texts[ended..].chunk_by(|one, other| byte(one) == byte(other));
        let ways: Vec<(u8, u32)> = groups
            .map(|group| {
                let node = self.grow(group, next, place + 1);
                next += group.len();
                (byte(&group[0]), node)
            })
            .collect();
        let start = index(self.ways.len());
        self.ways.extend(ways);
        self.nodes.push(Node {
            ways: start..index(self.ways.len()),
            text: (ended > 0).then(|| index(first)),
        });
        index(self.nodes.len() - 1)
    }

    /// Finds the texts that bytes begin with, shorter ones first: their numbers and lengths.
    pub(super) fn beginnings<'t>(
        &'t self,
        bytes: &'t [u8],
    ) -> impl Iterator<Item = (usize, usize)> + 't {
        let mut node = self.nodes.last();
        let walked = (1..).zip(bytes).map_while(move |(length, byte)| {
            let ways = node.map(|node| node.ways.start as usize..node.ways.end as usize)?;
            let ways = &self.ways[ways];
            let way = ways.binary_search_by_key(byte, |way| way.0).ok()?;
            node = self.nodes.get(ways[way].1 as usize);
            Some((node?.text, length))
        });
        walked.filter_map(|(text, length)| Some((text? as usize, length)))
    }
}

fn index(number: usize) -> u32 {
    u32::try_from(number).expect("the word lists are small")
}

#[cfg(test)]
mod tests {
    use super::Trie;

    #[test]
    fn all_beginnings_are_found() {
        let trie = Trie::new(&["a", "ab", "abc", "b", "bcd", "é"]);
        let found = |text: &str| -> Vec<_> { trie.beginnings(text.as_bytes()).collect() };
        assert_eq!(found("abd"), [(0, 1), (1, 2)]);
        assert_eq!(found("abcd"), [(0, 1), (1, 2), (2, 3)]);
        assert_eq!(found("bc"), [(3, 1)]);
        assert_eq!(found("bcd"), [(3, 1), (4, 3)]);
        assert_eq!(found("ée"), [(5, 2)]);
        assert_eq!(found("è"), []);
        assert_eq!(found(""), []);
        assert_eq!(Trie::new(&[]).beginnings(b"a").count(), 0);
    }
}
