//! How much a text changed since its translation was made.

use crate::event::translation::Text;
use crate::event::translation::facts::FactDifference;

/// The grade of a change, from the least to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    /// Only mark-up: readers see the same words.
    Form,
    /// Words.
    Words,
    /// A fact: a number, a date, a day of the week, an hour, a link, the name of a file, or code.
    Facts,
}

impl Grade {
    /// The change from one text to another with these changes of facts; `None` if they are equal.
    pub fn between(old: &Text, new: &Text, facts: &FactDifference) -> Option<Grade> {
        if old.markdown == new.markdown {
            return None;
        }
        Some(match (facts.is_empty(), old.words == new.words) {
            (false, _) => Grade::Facts,
            (true, false) => Grade::Words,
            (true, true) => Grade::Form,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::translation::facts::Facts;
    use crate::locale::date_words::DateWords;

    fn change(old: &str, new: &str) -> Option<Grade> {
        let words = DateWords::of("en");
        let (old, new) = (Text::of_markdown(old), Text::of_markdown(new));
        let facts = Facts::of(&old, &words).changes(&Facts::of(&new, &words));
        Grade::between(&old, &new, &facts)
    }

    #[test]
    fn the_worst_difference_decides() {
        assert_eq!(change("At the pier", "At   the\npier"), None);
        assert_eq!(change("At the pier", "At the *pier*"), Some(Grade::Form));
        assert_eq!(change("At the pier", "On the pier"), Some(Grade::Words));
        assert_eq!(change("At 9 o’clock", "At 10 o’clock"), Some(Grade::Facts));
        assert_eq!(change("[map](media/a.pdf)", "[map](media/b.pdf)"), Some(Grade::Facts));
        assert_eq!(change("Type `on`", "Type `off`"), Some(Grade::Facts));
        assert_eq!(change("In April", "In May"), Some(Grade::Facts));
        assert_eq!(change("On 2 April", "On 2 August"), Some(Grade::Facts));
        assert_eq!(change("At 9 am", "At 09:00"), Some(Grade::Words));
        assert_eq!(change("At 9 am", "At 9 pm"), Some(Grade::Facts));
        assert_eq!(change("On Mondays", "On Tuesdays"), Some(Grade::Facts));
        assert_eq!(change("At 09:30, *now*", "Now, at 9.30"), Some(Grade::Words));
    }
}
