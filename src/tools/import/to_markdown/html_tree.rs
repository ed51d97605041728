//! HTML as the tree that browsers make of it. Only this file knows the parser (html5ever).

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns, parse_fragment};

/// A parsed piece of HTML.
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// A position in [`Tree::nodes`].
pub(super) type NodeId = usize;

#[derive(Debug, Default)]
struct Node {
    /// Lower case; empty for text, comments and the like.
    name: String,
    attributes: Vec<(String, String)>,
    text: Option<String>,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
}

impl Tree {
    /// Parses HTML as the body of a page. This never fails: browsers accept everything.
    pub(super) fn parse(html: &str) -> Tree {
        let options = ParseOpts {
            tree_builder: TreeBuilderOpts { scripting_enabled: false, ..Default::default() },
            ..Default::default()
        };
        let body = QualName::new(None, ns!(html), local_name!("body"));
        let document = NodeHandle { id: 0, name: no_name() };
        let sink = Sink { nodes: RefCell::new(vec![Node::default()]), document };
        parse_fragment(sink, options, body, Vec::new(), false).one(html)
    }

    /// The nodes of the body.
    pub(super) fn top(&self) -> &[NodeId] {
        // The document has one child, the root that the parser makes for every piece.
        self.nodes[0].children.first().map_or(&[], |root| self.children(*root))
    }

    /// The nodes in a node.
    pub(super) fn children(&self, node: NodeId) -> &[NodeId] {
        &self.nodes[node].children
    }

    /// Text, with its entities decoded; `None` for anything else.
    pub(super) fn text(&self, node: NodeId) -> Option<&str> {
        self.nodes[node].text.as_deref()
    }

    /// The name of an element in lower case; empty for anything else.
    pub(super) fn name(&self, node: NodeId) -> &str {
        &self.nodes[node].name
    }

    /// The value of an attribute, trimmed.
    pub(super) fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        let attributes = self.nodes[node].attributes.iter();
        attributes.into_iter().find(|(own, _)| own == name).map(|(_, value)| value.trim())
    }

    /// These nodes and all nodes in them, each before its children.
    pub(super) fn walk<'t>(&'t self, from: &[NodeId]) -> impl Iterator<Item = NodeId> + 't {
        let mut waiting: Vec<NodeId> = from.iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let node = waiting.pop()?;
            waiting.extend(self.children(node).iter().rev());
            Some(node)
        })
    }
}

/// A node as the parser holds it.
#[derive(Clone, Debug)]
struct NodeHandle {
    id: NodeId,
    name: QualName,
}

/// The name for nodes that are not elements.
fn no_name() -> QualName {
    QualName::new(None, ns!(), local_name!(""))
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
    document: NodeHandle,
}

impl Sink {
    fn create(&self, node: Node, name: QualName) -> NodeHandle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(node);
        NodeHandle { id: nodes.len() - 1, name }
    }

    /// Inserts a node or text among the children of a node.
    fn insert(&self, parent: NodeId, at: usize, child: NodeOrText<NodeHandle>) {
        let id = match child {
            NodeOrText::AppendNode(child) => {
                self.detach(child.id);
                child.id
            }
            NodeOrText::AppendText(text) => {
                let mut nodes = self.nodes.borrow_mut();
                let before = at.checked_sub(1).map(|at| nodes[parent].children[at]);
                if let Some(before) = before.and_then(|id| nodes[id].text.as_mut()) {
                    return before.push_str(&text);
                }
                nodes.push(Node { text: Some(text.to_string()), ..Node::default() });
                nodes.len() - 1
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        nodes[id].parent = Some(parent);
        let at = at.min(nodes[parent].children.len());
        nodes[parent].children.insert(at, id);
    }

    /// The parent of a node, and the node's place among its children.
    fn place(&self, id: NodeId) -> Option<(NodeId, usize)> {
        let nodes = self.nodes.borrow();
        let parent = nodes[id].parent?;
        // Nodes that move are nearly always among the last children of their parent.
        Some((parent, nodes[parent].children.iter().rposition(|child| *child == id)?))
    }

    fn detach(&self, id: NodeId) {
        if let Some((parent, at)) = self.place(id) {
            let mut nodes = self.nodes.borrow_mut();
            nodes[parent].children.remove(at);
            nodes[id].parent = None;
        }
    }
}

impl TreeSink for Sink {
    type Handle = NodeHandle;
    type Output = Tree;
    type ElemName<'a> = &'a QualName;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeHandle {
        self.document.clone()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeHandle) -> &'a QualName {
        &target.name
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeHandle {
        let attributes = attrs.iter().map(|a| (a.name.local.to_string(), a.value.to_string()));
        let attributes = attributes.collect();
        let node = Node { name: name.local.to_string(), attributes, ..Node::default() };
        self.create(node, name)
    }

    fn create_comment(&self, _: StrTendril) -> NodeHandle {
        self.create(Node::default(), no_name())
    }

    fn create_pi(&self, _: StrTendril, data: StrTendril) -> NodeHandle {
        self.create_comment(data)
    }

    fn append(&self, parent: &NodeHandle, child: NodeOrText<NodeHandle>) {
        let end = self.nodes.borrow()[parent.id].children.len();
        self.insert(parent.id, end, child);
    }

    fn append_before_sibling(&self, sibling: &NodeHandle, child: NodeOrText<NodeHandle>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.detach(child.id);
        }
        if let Some((parent, at)) = self.place(sibling.id) {
            self.insert(parent, at, child);
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeHandle,
        previous: &NodeHandle,
        child: NodeOrText<NodeHandle>,
    ) {
        match self.place(element.id) {
            Some(_) => self.append_before_sibling(element, child),
            None => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeHandle) -> NodeHandle {
        target.clone()
    }

    fn same_node(&self, one: &NodeHandle, other: &NodeHandle) -> bool {
        one.id == other.id
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn add_attrs_if_missing(&self, _: &NodeHandle, _: Vec<Attribute>) {}

    fn remove_from_parent(&self, target: &NodeHandle) {
        self.detach(target.id);
    }

    fn reparent_children(&self, node: &NodeHandle, new_parent: &NodeHandle) {
        let mut nodes = self.nodes.borrow_mut();
        let moved = std::mem::take(&mut nodes[node.id].children);
        for child in &moved {
            nodes[*child].parent = Some(new_parent.id);
        }
        nodes[new_parent.id].children.extend(moved);
    }
}
