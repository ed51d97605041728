//! Catalogs for pseudo-languages: the messages of another catalog with other texts.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, Resource};
use fluent_syntax::parser::parse;
use fluent_syntax::serializer::serialize;

/// How the texts of a pseudo-language are made.
#[derive(Clone, Copy, Debug)]
pub struct PseudoText {
    /// A text instead of words; placeholders are no part of it.
    pub words: fn(&str) -> String,
    /// What stands before and after a whole text with words.
    pub around: (&'static str, &'static str),
}

/// A catalog with other texts. Names, placeholders and plural forms stay. What cannot be parsed is
/// left out.
pub fn pseudo_catalog(ftl: &str, how: PseudoText) -> String {
    let mut resource: Resource<String> = match parse(ftl.to_owned()) {
        Ok(resource) | Err((resource, _)) => resource,
    };
    resource.body.retain(|entry| !matches!(entry, Entry::Junk { .. }));
    for entry in &mut resource.body {
        match entry {
            Entry::Message(message) => {
                message.value.iter_mut().for_each(|pattern| whole(pattern, how));
                message
                    .attributes
                    .iter_mut()
                    .for_each(|attribute| whole(&mut attribute.value, how));
            }
            Entry::Term(term) => {
                words(&mut term.value, how);
            }
            _ => {}
        }
    }
    serialize(&resource)
}

/// Replaces a whole text, and puts it between its marks.
fn whole(pattern: &mut Pattern<String>, how: PseudoText) {
    if !words(pattern, how) {
        return;
    }
    let mark = |text: &str| PatternElement::TextElement { value: text.to_owned() };
    pattern.elements.insert(0, mark(how.around.0));
    pattern.elements.push(mark(how.around.1));
}

/// Replaces the words of a text, also in its variants; returns whether there are any.
fn words(pattern: &mut Pattern<String>, how: PseudoText) -> bool {
    let mut found = false;
    for element in &mut pattern.elements {
        match element {
            PatternElement::TextElement { value } => {
                if value.contains(char::is_alphabetic) {
                    *value = (how.words)(value);
                    found = true;
                }
            }
            PatternElement::Placeable { expression } => found |= in_expression(expression, how),
        }
    }
    found
}

fn in_expression(expression: &mut Expression<String>, how: PseudoText) -> bool {
    match expression {
        Expression::Select { variants, .. } => {
            let mut found = false;
            for variant in variants {
                found |= words(&mut variant.value, how);
            }
            found
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => {
            in_expression(expression, how)
        }
        Expression::Inline(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_replaced_and_everything_else_stays() {
        let how = PseudoText { words: |text| text.to_uppercase(), around: ("<", ">") };
        let ftl = "\
# A comment.
greet = Hello { $name }, see { -fog }
comma = { \", \" }
rooms =
    { $count ->
        [one] { $count } room
       *[other] { $count } rooms
    }
    .title = Rooms
-fog = fog
broken
";
        assert_eq!(
            pseudo_catalog(ftl, how),
            "\
# A comment.
greet = <HELLO { $name }, SEE { -fog }>
comma = { \", \" }
rooms =
    <{ $count ->
        [one] { $count } ROOM
       *[other] { $count } ROOMS
    }>
    .title = <ROOMS>
-fog = FOG
"
        );
    }
}
