use std::borrow::Cow;
use std::collections::BTreeMap;

use frontdesk_json::Pointer;
use serde::{Deserialize, Serialize};

use crate::field::Field;
use crate::sketch::hash_text;

/// The fields of one message, by the way that leads to each.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Clone, Debug, Default)]
struct Node {
    field: Field,
    children: Children<'static>,
}

/// The fields that are parts of a field.
type Children<'a> = BTreeMap<Step<'a>, NodeId>;

/// Names a field of a tree.
pub(crate) type NodeId = usize;

/// A step from a value to a part of it.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Step<'a> {
    /// To any item of an array.
    Item,
    /// To any member whose name the schema describes rather than gives.
    Key,
    /// To the member of this name.
    Member(Cow<'a, str>),
}

/// A field with the way to it and the field that it is a part of.
pub(crate) type Found<'t> = (Vec<&'t Step<'static>>, NodeId, Option<NodeId>);

impl Tree {
    /// Starts a tree that has the field of the whole value alone.
    pub(crate) fn new() -> Self {
        Self {
            nodes: vec![Node::default()],
        }
    }

    pub(crate) fn field(&self, node: NodeId) -> &Field {
        &self.nodes[node].field
    }

    pub(crate) fn field_mut(&mut self, node: NodeId) -> &mut Field {
        &mut self.nodes[node].field
    }

    /// Adds what waited in each field, before anybody looks at them.
    pub(crate) fn finish(&mut self) {
        for node in &mut self.nodes {
            node.field.finish();
        }
    }

    /// Finds a part of a field, or adds it; `None` where there are too many.
    pub(crate) fn child(
        &mut self,
        node: NodeId,
        step: &Step<'_>,
        declared: bool,
    ) -> Option<NodeId> {
        // A shared reference may be to names that live as long as those looked up.
        let children: &Children<'_> = &self.nodes[node].children;
        if let Some(child) = children.get(step) {
            return Some(*child);
        }
        if self.nodes.len() >= KEPT_FIELDS || !declared && children.len() >= KEPT_MEMBERS {
            return None;
        }
        let child = self.nodes.len();
        self.nodes.push(Node::default());
        self.nodes[node].children.insert(step.owned(), child);
        Some(child)
    }

    /// Counts a member that is not followed.
    pub(crate) fn pass_over(&mut self, node: NodeId, name: &str, count: u64) {
        let field = self.field_mut(node);
        field.other_members += count;
        field.others.insert_name(hash_text(name), name);
    }

    pub(crate) fn children(&self, node: NodeId) -> impl Iterator<Item = (&Step<'static>, NodeId)> {
        self.nodes[node]
            .children
            .iter()
            .map(|(step, child)| (step, *child))
    }

    /// Lists every field with the way to it and the field that it is a part of, in order.
    pub(crate) fn fields(&self) -> Vec<Found<'_>> {
        let mut found = Vec::new();
        let mut todo = vec![(Vec::new(), 0, None)];
        while let Some((way, node, parent)) = todo.pop() {
            for (step, child) in self.nodes[node].children.iter().rev() {
                let mut longer = way.clone();
                longer.push(step);
                todo.push((longer, *child, Some(node)));
            }
            found.push((way, node, parent));
        }
        found
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        let mut todo = vec![(0, 0)];
        while let Some((own, theirs)) = todo.pop() {
            let field = other.field(theirs);
            self.field_mut(own).merge(field);
            for (step, child) in other.children(theirs) {
                let declared = other.field(child).undeclared == 0;
                match self.child(own, step, declared) {
                    Some(found) => todo.push((found, child)),
                    None => self.pass_over(own, &spelled(step), other.field(child).present),
                }
            }
        }
    }
}

/// Spells a way as a JSON Pointer: `*` stands for any item, `{}` for any name.
pub(crate) fn pointer(way: &[&Step<'_>]) -> String {
    Pointer::from_tokens(way.iter().map(|step| spelled(step))).to_string()
}

fn spelled(step: &Step<'_>) -> String {
    match step {
        Step::Item => "*".to_owned(),
        Step::Key => "{}".to_owned(),
        Step::Member(name) => name.clone().into_owned(),
    }
}

impl Step<'_> {
    fn owned(&self) -> Step<'static> {
        match self {
            Self::Item => Step::Item,
            Self::Key => Step::Key,
            Self::Member(name) => Step::Member(Cow::Owned(name.clone().into_owned())),
        }
    }
}

impl PartialEq for Tree {
    /// Compares what the fields are, in whatever order they were found.
    fn eq(&self, other: &Self) -> bool {
        let (own, others) = (self.fields(), other.fields());
        own.len() == others.len()
            && own.iter().zip(&others).all(|(own, theirs)| {
                own.0 == theirs.0 && self.field(own.1) == other.field(theirs.1)
            })
    }
}

impl Serialize for Tree {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.fields();
        serializer.collect_seq(fields.iter().map(|(way, node, _)| (way, self.field(*node))))
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let fields = Vec::<(Vec<Step<'static>>, Field)>::deserialize(deserializer)?;
        let mut tree = Self::new();
        for (way, field) in fields {
            let mut node = 0;
            for step in &way {
                let child = tree.child(node, step, true);
                node = child.ok_or_else(|| {
                    serde::de::Error::custom(format!("more than {KEPT_FIELDS} fields"))
                })?;
            }
            *tree.field_mut(node) = field;
        }
        Ok(tree)
    }
}

/// How many undeclared members of one object are followed by their names.
pub(crate) const KEPT_MEMBERS: usize = 128;
/// How many fields of one message are followed.
pub(crate) const KEPT_FIELDS: usize = 8_192;

#[cfg(test)]
mod tests {
    use super::{KEPT_FIELDS, KEPT_MEMBERS, Step, Tree, pointer};

    #[test]
    fn members_beyond_the_bound_are_counted_together() {
        let mut tree = Tree::new();
        for number in 0..KEPT_MEMBERS + 5 {
            let name = number.to_string();
            if tree
                .child(0, &Step::Member(name.clone().into()), false)
                .is_none()
            {
                tree.pass_over(0, &name, 1);
            }
        }
        assert_eq!(tree.field(0).other_members, 5);
        assert!(
            tree.child(0, &Step::Member("declared".into()), true)
                .is_some()
        );
        for number in 0.. {
            if tree
                .child(0, &Step::Member(number.to_string().into()), true)
                .is_none()
            {
                break;
            }
        }
        assert_eq!(tree.fields().len(), KEPT_FIELDS);
    }

    #[test]
    fn a_tree_survives_its_file() {
        let mut tree = Tree::new();
        let member = tree.child(0, &Step::Member("a/b".into()), true).unwrap();
        let item = tree.child(member, &Step::Item, true).unwrap();
        tree.child(item, &Step::Key, true).unwrap();
        tree.field_mut(item).present = 3;
        let text = serde_json::to_string(&tree).unwrap();
        let again: Tree = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&again).unwrap(), text);
        let pointers: Vec<String> = again
            .fields()
            .iter()
            .map(|(way, ..)| pointer(way))
            .collect();
        assert_eq!(pointers, ["", "/a~1b", "/a~1b/*", "/a~1b/*/{}"]);
    }
}
