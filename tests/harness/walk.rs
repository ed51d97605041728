//! Every text and every attribute of a page that is read to people, with the language declared for it.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// A text or attribute.
#[derive(Debug, PartialEq, Eq)]
pub struct Walked {
    /// `text`, `text only` in an element that cannot contain others, or the name of the attribute.
    pub what: String,
    /// The words, with character references resolved.
    pub text: String,
    /// The BCP 47 tag that is declared for them; empty if there is none.
    pub lang: String,
}

/// The attributes that are read to people. Those of `meta` are read only in some.
const READ: [&str; 10] = [
    "abbr",
    "alt",
    "aria-description",
    "aria-label",
    "aria-roledescription",
    "aria-valuetext",
    "label",
    "placeholder",
    "summary",
    "title",
];
/// Attributes for scripts that contain codes.
const CODES: [&str; 21] = [
    "data-anchor",
    "data-date",
    "data-day",
    "data-end",
    "data-event",
    "data-key",
    "data-kind",
    "data-language",
    "data-languages",
    "data-places",
    "data-scripted",
    "data-source",
    "data-start",
    "data-status",
    "data-theme",
    "data-timezone",
    "data-title",
    "data-tracks",
    "data-version",
    "data-word",
    "data-zone",
];
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Walks over a page.
pub fn walk(html: &str) -> impl Iterator<Item = Walked> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Walk::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.found.into_inner().into_iter()
}

#[derive(Default)]
struct Walk {
    /// The open elements, with the language of their content.
    open: RefCell<Vec<(String, String)>>,
    found: RefCell<Vec<Walked>>,
}

impl Walk {
    fn lang(&self) -> String {
        self.open.borrow().last().map(|(_, lang)| lang.clone()).unwrap_or_default()
    }

    fn start(&self, tag: &Tag) -> TokenSinkResult<()> {
        let get = |name: &str| {
            tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.to_string())
        };
        let lang = get("lang").unwrap_or_else(|| self.lang());
        let name = tag.name.to_string();
        let is_worded = |meta: String| {
            meta == "description"
                || meta.ends_with(":title")
                || meta.ends_with(":description")
                || meta.ends_with(":alt")
        };
        for attribute in &tag.attrs {
            let what = attribute.name.local.to_string();
            let is_word = READ.contains(&&*what)
                || (what == "value"
                    && get("type").is_some_and(|kind| kind == "submit" || kind == "button"))
                || (what == "content" && get("name").or(get("property")).is_some_and(is_worded));
            let for_script =
                what.starts_with("data-") && !CODES.contains(&&*what) && !what.ends_with("-lang");
            let lang = if for_script {
                get(&format!("{what}-lang")).unwrap_or(lang.clone())
            } else {
                lang.clone()
            };
            if is_word || for_script {
                let text = attribute.value.to_string();
                self.found.borrow_mut().push(Walked { what, text, lang });
            }
        }
        if !VOID.contains(&&*name) && !tag.self_closing {
            self.open.borrow_mut().push((name.clone(), lang));
        }
        match &*name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" => TokenSinkResult::RawData(RawKind::Rawtext),
            "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

impl TokenSink for Walk {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return self.start(&tag),
            Token::TagToken(tag) => {
                let mut open = self.open.borrow_mut();
                let closed = open.pop().map(|(name, _)| name);
                assert_eq!(closed.as_deref(), Some(&*tag.name), "elements are nested");
            }
            Token::CharacterTokens(text) => {
                let name =
                    self.open.borrow().last().map(|(name, _)| name.clone()).unwrap_or_default();
                if name != "script" && name != "style" {
                    let (text, lang) = (text.to_string(), self.lang());
                    let what =
                        if ["title", "option"].contains(&&*name) { "text only" } else { "text" };
                    self.found.borrow_mut().push(Walked { what: what.into(), text, lang });
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
