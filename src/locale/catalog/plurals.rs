//! Plural variants that a language needs and a text lacks.
//!
//! The text is still readable, because its default variant is used, but it is wrong for some numbers.

use std::collections::BTreeSet;
use std::sync::Arc;

use fluent::{FluentArgs, FluentResource};
use fluent_syntax::ast::{
    Expression, InlineExpression, NamedArgument, Pattern, PatternElement, Variant, VariantKey,
};

use crate::base::diagnostic::{Diagnostic, Report};
use crate::locale::catalog::functions;
use crate::locale::catalog::validate::{Definition, Definitions};
use crate::locale::format::Formatter;

/// CLDR's names of plural forms.
const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// Numbers from 0 to this are tried. All rules repeat within the first two hundred, except those for
/// millions and fractions, which no number of sessions or places reaches.
const MOST: u8 = 200;

/// Two messages that show the plural form of a number.
const PROBE: &str = "\
cardinal = { $n ->
    [zero] zero
    [one] one
    [two] two
    [few] few
    [many] many
   *[other] other
 }
ordinal = { NUMBER($n, type: \"ordinal\") ->
    [zero] zero
    [one] one
    [two] two
    [few] few
    [many] many
   *[other] other
 }
";

/// The plural forms of the numbers from 0 on in a language, by the same rules as in messages.
struct Forms {
    cardinal: Vec<&'static str>,
    ordinal: Vec<&'static str>,
}

impl Forms {
    fn of(formats_tag: &str, formatter: &Arc<Formatter>) -> Forms {
        let mut bundle = functions::bundle(formats_tag, formatter);
        let probe = FluentResource::try_new(PROBE.to_owned()).unwrap_or_else(|(ftl, _)| ftl);
        bundle.add_resource_overriding(Arc::new(probe));
        let form = |key: &str, n: u8| {
            let pattern = bundle.get_message(key)?.value()?;
            let mut args = FluentArgs::new();
            args.set("n", n);
            let shown = bundle.format_pattern(pattern, Some(&args), &mut Vec::new());
            FORMS.into_iter().find(|form| *form == shown)
        };
        let forms = |key| (0..=MOST).map(|n| form(key, n).unwrap_or("other")).collect();
        Forms { cardinal: forms("cardinal"), ordinal: forms("ordinal") }
    }
}

/// A choice between variants by a number.
struct Choice<'a> {
    /// The argument, for the place.
    argument: &'a str,
    ordinal: bool,
    variants: &'a [Variant<&'a str>],
}

/// The variants that the texts of a language lack.
pub(super) fn gaps(
    definitions: &Definitions<'_>,
    formats_tag: &str,
    formatter: &Arc<Formatter>,
) -> Report {
    let mut report = Report::new();
    let mut forms = None;
    for (message, key, pattern) in definitions.texts() {
        // Stand-ins have the plurals of their own language.
        if !message.source.is_native() {
            continue;
        }
        let mut choices = Vec::new();
        in_pattern(pattern, &mut choices);
        for choice in choices {
            let forms = forms.get_or_insert_with(|| Forms::of(formats_tag, formatter));
            let forms = if choice.ordinal { &forms.ordinal } else { &forms.cardinal };
            report.extend(gap(message, &key, &choice, forms));
        }
    }
    report
}

/// The warning of a choice that lacks variants.
fn gap(
    message: &Definition<'_>,
    key: &str,
    choice: &Choice<'_>,
    forms: &[&'static str],
) -> Option<Diagnostic> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    let mut numbers: Vec<f64> = Vec::new();
    for variant in choice.variants {
        match &variant.key {
            VariantKey::Identifier { name } => drop(names.insert(name)),
            VariantKey::NumberLiteral { value } => numbers.extend(value.parse::<f64>()),
        }
    }
    let missing = |form: &str| -> Vec<String> {
        let of_form = (0..).zip(forms).filter(|(_, of)| **of == form).map(|(n, _): (u8, _)| n);
        let left = of_form.filter(|n| !numbers.contains(&f64::from(*n)));
        left.take(3).map(|n| n.to_string()).collect()
    };
    let lacking = FORMS.into_iter().filter(|form| !names.contains(form));
    let lacking: Vec<(&str, Vec<String>)> = lacking
        .map(|form| (form, missing(form)))
        .filter(|(_, examples)| !examples.is_empty())
        .collect();
    if lacking.is_empty() {
        return None;
    }
    let forms: Vec<String> = lacking.iter().map(|(form, _)| format!("`{form}`")).collect();
    let forms = match &forms[..] {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => forms.concat(),
    };
    let text = format!(
        "the message `{key}` has no variant {forms} for numbers in `{}`",
        message.source.tag
    );
    let add = lacking.iter().map(|(form, examples)| match &examples[..] {
        [one] => format!("`[{form}]` for {one}"),
        several => format!("`[{form}]` for numbers such as {}", several.join(", ")),
    });
    let help = format!("add {}", add.collect::<Vec<_>>().join("; "));
    let place = message.source.span(choice.argument);
    Some(Diagnostic::warning("locale/plural-forms", text).at(place).help(help))
}

fn in_pattern<'a>(pattern: &'a Pattern<&'a str>, found: &mut Vec<Choice<'a>>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression<'a>(expression: &'a Expression<&'a str>, found: &mut Vec<Choice<'a>>) {
    match expression {
        Expression::Inline(InlineExpression::Placeable { expression }) => {
            in_expression(expression, found);
        }
        Expression::Inline(_) => {}
        Expression::Select { selector, variants } => {
            found.extend(choice(selector, variants));
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

/// The choice by a number; `None` if it is by something else.
fn choice<'a>(
    selector: &'a InlineExpression<&'a str>,
    variants: &'a [Variant<&'a str>],
) -> Option<Choice<'a>> {
    let plural = variants.iter().all(|variant| match &variant.key {
        VariantKey::Identifier { name } => FORMS.contains(name),
        VariantKey::NumberLiteral { .. } => true,
    });
    match selector {
        InlineExpression::VariableReference { id } if plural => {
            Some(Choice { argument: id.name, ordinal: false, variants })
        }
        InlineExpression::FunctionReference { id, arguments } if id.name == "NUMBER" => {
            let is_ordinal = |option: &NamedArgument<&str>| {
                let value = &option.value;
                matches!(value, InlineExpression::StringLiteral { value } if *value == "ordinal")
            };
            // A number with decimals has a form of its own.
            let whole = arguments.named.iter().all(|o| !o.name.name.ends_with("FractionDigits"));
            let ordinal = arguments.named.iter().any(is_ordinal);
            whole.then_some(Choice { argument: id.name, ordinal, variants })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::source::{Content, SourceFile, Sources};
    use crate::base::text::Lang;
    use crate::locale::catalog::{Resource, syntax};

    /// The messages and helps of the warnings for a catalog.
    fn warnings(tag: &str, text: &str) -> Vec<String> {
        let content = Content::Text(text.into());
        let file = SourceFile { path: "a.ftl".into(), content, hash: 0 };
        let file = Sources::default().insert(file);
        let (lang, layer, rank) = (Lang::SOURCE, 0, 0);
        let resource = Resource { lang, tag, file, text, layer, rank, stand_in: false };
        let mut report = Report::new();
        let source = syntax::read(&resource, &mut report);
        let definitions = Definitions::merge(&[&source], &mut report);
        assert!(report.is_empty(), "{report:?}");
        let gaps = gaps(&definitions, tag, &Arc::new(Formatter::new(tag)));
        let line = |gap: &Diagnostic| {
            let (_, lacks) = gap.message.split_once(" has no variant ").expect("it names variants");
            format!("{lacks}: {}", gap.help.as_deref().unwrap_or_default())
        };
        gaps.iter().map(line).collect()
    }

    #[test]
    fn missing_forms_are_named_with_examples() {
        for (tag, variants, warning) in [
            ("en", "[one] a *[other] b", ""),
            ("en-AU", "*[other] b", "`one` for numbers in `en-AU`: add `[one]` for 1"),
            (
                "da-DK",
                "[0] z *[one] a",
                "`other` for numbers in `da-DK`: add `[other]` for numbers such as 2, 3, 4",
            ),
            ("zh-Hans", "*[other] b", ""),
            ("zh-TW", "[one] a *[other] b", ""),
            ("pl", "[one] a [few] b *[many] c", ""),
            (
                "pl-PL",
                "[one] a *[other] b",
                "`few` or `many` for numbers in `pl-PL`: \
                 add `[few]` for numbers such as 2, 3, 4; `[many]` for numbers such as 0, 5, 6",
            ),
            ("ar", "[zero] a [one] b [two] c [few] d [many] e *[other] f", ""),
            ("ar-EG", "[0] a [1] b [2] c [few] d [many] e *[other] f", ""),
            ("fr", "[one] a *[other] b", ""),
            (
                "cy",
                "[zero] a [one] b [two] c *[other] d",
                "`few` or `many` for numbers in `cy`: add `[few]` for 3; `[many]` for 6",
            ),
            ("sl", "[one] a [two] b [few] c *[other] d", ""),
        ] {
            let lines = variants.replace(" *", "\n   *").replace(" [", "\n    [");
            let text = format!("a = {{ $n ->\n   {lines}\n }}\n");
            let warning: Vec<&str> = Some(warning).filter(|w| !w.is_empty()).into_iter().collect();
            assert_eq!(warnings(tag, &text), warning, "{tag} {variants}");
        }
    }

    #[test]
    fn only_choices_by_a_number_need_plural_forms() {
        for (text, count) in [
            ("a = { $gender ->\n    [male] x\n   *[other] y\n }\n", 0),
            ("a = { NUMBER($n, minimumFractionDigits: 2) ->\n   *[other] y\n }\n", 0),
            ("a = { NUMBER($n) ->\n   *[x] y\n }\n", 1),
            ("a = { NUMBER($n, type: \"ordinal\") ->\n    [one] x\n   *[other] y\n }\n", 1),
            ("a = x\n    .t = { $g ->\n   *[m] { { $n ->\n   *[other] y\n } }\n }\n", 1),
        ] {
            assert_eq!(warnings("en", text).len(), count, "{text}");
        }
    }
}
