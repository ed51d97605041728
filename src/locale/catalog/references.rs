//! The references in a text of a catalog, without formatting it.

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, Pattern, PatternElement};

/// A reference in a text.
pub(super) enum Reference<'a> {
    /// An argument, and whether it is shown, or only selects a variant.
    Variable {
        name: &'a str,
        shown: bool,
    },
    Message {
        name: &'a str,
        attribute: Option<&'a str>,
    },
    Term {
        name: &'a str,
        attribute: Option<&'a str>,
        given: Vec<&'a str>,
    },
    Call {
        name: &'a str,
        arguments: &'a CallArguments<&'a str>,
    },
}

/// All references of a text, in order.
pub(super) fn references<'a>(pattern: &'a Pattern<&'a str>) -> Vec<Reference<'a>> {
    let mut found = Vec::new();
    in_pattern(pattern, &mut found);
    found
}

fn in_pattern<'a>(pattern: &'a Pattern<&'a str>, found: &mut Vec<Reference<'a>>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression<'a>(expression: &'a Expression<&'a str>, found: &mut Vec<Reference<'a>>) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, true, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, false, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline<'a>(
    inline: &'a InlineExpression<&'a str>,
    shown: bool,
    found: &mut Vec<Reference<'a>>,
) {
    let in_arguments = |arguments: &'a CallArguments<&'a str>, found: &mut Vec<Reference<'a>>| {
        for value in &arguments.positional {
            in_inline(value, true, found);
        }
    };
    match inline {
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::VariableReference { id } => {
            found.push(Reference::Variable { name: id.name, shown });
        }
        InlineExpression::MessageReference { id, attribute } => {
            let attribute = attribute.as_ref().map(|attribute| attribute.name);
            found.push(Reference::Message { name: id.name, attribute });
        }
        InlineExpression::TermReference { id, attribute, arguments } => {
            let attribute = attribute.as_ref().map(|attribute| attribute.name);
            let mut given = Vec::new();
            if let Some(arguments) = arguments {
                given.extend(arguments.named.iter().map(|argument| argument.name.name));
                in_arguments(arguments, found);
            }
            found.push(Reference::Term { name: id.name, attribute, given });
        }
        InlineExpression::FunctionReference { id, arguments } => {
            found.push(Reference::Call { name: id.name, arguments });
            in_arguments(arguments, found);
        }
        InlineExpression::Placeable { expression } => in_expression(expression, found),
    }
}
