//! Which variables a template may read.

use std::collections::BTreeSet;

use tera::Tera;

/// The variables that a template may read, including those of templates that it extends, includes and
/// calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Their names; `None` if it may read any.
    variables: Option<BTreeSet<String>>,
    /// Whether it may show messages in languages other than the page's own.
    pub all_messages: bool,
}

impl Needs {
    /// Whether the template may read this variable.
    pub fn has(&self, name: &str) -> bool {
        self.variables.as_ref().is_none_or(|names| names.contains(name))
    }
}

/// The needs of a template; `all` are the names with layers and the texts of every template.
pub(super) fn of(engine: &Tera, template: &str, all: &[(&str, &str)]) -> Needs {
    let looks_around = all.iter().any(|(_, text)| looks_around(text));
    let names = engine.get_template_variables(template).ok().filter(|_| !looks_around);
    Needs {
        variables: names.map(|names| names.into_iter().map(str::to_owned).collect()),
        all_messages: all.iter().any(|(name, text)| {
            let own = plain(name) == template;
            text.contains("t_in") && (own || is_part_of_others(name, text, all))
        }),
    }
}

/// The name of a template without its layer.
fn plain(name: &str) -> &str {
    name.split_once('/').map_or(name, |(_, name)| name)
}

/// Whether other templates may contain this one: they refer to it, or it has components.
fn is_part_of_others(name: &str, text: &str, all: &[(&str, &str)]) -> bool {
    let named = |other: &str| {
        [name, plain(name)].iter().any(|name| {
            other.contains(&format!("\"{name}\"")) || other.contains(&format!("'{name}'"))
        })
    };
    text.contains("component") || all.iter().any(|(_, other)| named(other))
}

/// Whether a template may read variables without naming them: a component with an argument `@name`
/// reads this variable of its caller, and a template can print the whole context.
fn looks_around(text: &str) -> bool {
    let tags = text.split("{%").skip(1).map(|rest| rest.trim_start_matches('-').trim_start());
    let mut heads = tags
        .filter_map(|tag| tag.strip_prefix("component"))
        .map(|rest| rest.split(')').next().unwrap_or(rest));
    text.contains("__tera_context") || heads.any(|head| head.contains('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(template: &str, all: &[(&str, &str)]) -> Needs {
        let mut engine = Tera::new();
        engine.set_fallback_prefixes(vec!["x/".to_owned()]).expect("there are no templates yet");
        engine
            .register_filter("t_in", |key: &str, _: tera::Kwargs, _: &tera::State| key.to_owned());
        engine.add_raw_templates(all.to_vec()).expect("the templates are valid");
        of(&engine, template, all)
    }

    #[test]
    fn a_template_needs_the_variables_that_it_and_its_parents_name() {
        let all = [
            ("x/base.html", "{{ site }}{% block a %}{{ page.title }}{% endblock %}"),
            ("x/one.html", "{% extends \"base.html\" %}{% block a %}{{ session }}{% endblock %}"),
            ("x/two.html", "{% for x in tracks %}{{ x.y }}{% endfor %}{{ \"k\" | t_in(lang=1) }}"),
        ];
        let one = needs("one.html", &all);
        assert!(one.has("site") && one.has("session") && !one.has("tracks") && !one.all_messages);
        let two = needs("two.html", &all);
        assert!(two.has("tracks") && !two.has("site") && two.all_messages);
    }

    #[test]
    fn a_template_that_reads_variables_without_naming_them_needs_all() {
        let around = ("x/c.html", "{% component c(@site) %}{{ site }}{% endcomponent %}");
        let all = [around, ("x/one.html", "{{ <c /> }}")];
        assert!(needs("one.html", &all).has("speakers"));
        let all = [("x/one.html", "{{ __tera_context }}")];
        assert!(needs("one.html", &all).has("speakers"));
    }

    #[test]
    fn an_included_template_that_shows_other_languages_makes_its_pages_do_so() {
        let all = [
            ("x/base.html", "{{ \"k\" | t_in(lang=\"da\") }}{% block a %}{% endblock %}"),
            ("x/one.html", "{% extends \"base.html\" %}"),
        ];
        assert!(needs("one.html", &all).all_messages);
    }
}
