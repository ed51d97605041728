//! Languages made by rule: every translated text of a site is in them, and the other languages stay as
//! they are.

mod harness;

use harness::{Built, build, in_memory, repository, starter_files, tree};
use plenary::base::diagnostic::Report;
use plenary::base::source::Sources;
use plenary::drive::pipeline::Options;
use plenary::event::translation::state::State;
use plenary::event::translation::tracked::Translations;
use plenary::tools::translate::pseudo::with_pseudo_languages;

fn forum_files() -> Sources {
    let files = tree(&repository()).into_iter();
    in_memory(
        files.filter(|(path, _)| path.starts_with("content/") || path.starts_with("locales/")),
    )
}

fn built(sources: &Sources) -> Built {
    let built = build(sources, Report::new(), &Options::default());
    assert!(!built.failed, "{}", built.printed);
    built
}

#[test]
fn every_text_is_translated_and_other_languages_are_not_touched() {
    for before in [in_memory(starter_files()), forum_files()] {
        let after = with_pseudo_languages(&before, false).expect("the languages can be added");
        let site = Translations::read(&after, false, &mut Report::new()).expect("it has an event");
        for tag in ["en-XA", "ar-XB"] {
            let lang = site.event.config.languages.find(tag).expect("it was added");
            let all = site.tracked();
            let own = all.iter().filter(|tracked| tracked.unit.lang == lang);
            let missing: Vec<_> = own.filter(|tracked| tracked.state == State::Missing).collect();
            assert!(missing.is_empty(), "{tag}: {missing:?}");
        }
        let (before, after) = (built(&before), built(&after));
        let added = |path: &str| path.starts_with("en-xa/") || path.starts_with("ar-xb/");
        let paths = |built: &Built| -> Vec<String> {
            built.files.keys().filter(|path| !added(path)).map(ToString::to_string).collect()
        };
        assert_eq!(paths(&before), paths(&after));
        let titles = after.pages().filter(|(path, _)| path.starts_with("en-xa/"));
        let mut count = 0;
        for (path, html) in titles {
            let (_, title) = html.split_once("<title>").expect("every page has a title");
            let (title, _) = title.split_once("</title>").expect("it ends");
            assert!(title.contains('⟦'), "{path}: {title}");
            count += 1;
        }
        assert!(count > 10, "{count} pages");
    }
}
