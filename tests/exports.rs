//! What other programs read: small sites built in memory, and the values in their exported files.

mod harness;

use harness::{Built, build, in_memory};
use plenary::base::diagnostic::Report;
use plenary::drive::pipeline::Options;
use serde_json::Value;

const EVENT: (&str, &str) = (
    "content/event.yaml",
    "id: kite-week\nname: {en: Kite Week}\nstart: 2034-05-08\nend: 2034-05-09\n\
     timezone: Europe/Copenhagen\nbase_url: https://kites.example\n\
     languages: [{tag: en, name: English}]\n",
);

/// The site of some files; it must have no error.
fn site(files: &[(&str, &str)]) -> Built {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let built = build(&in_memory(files), Report::new(), &Options::default());
    assert!(!built.failed, "{}", built.printed);
    built
}

fn json(built: &Built, path: &str) -> Value {
    serde_json::from_str(built.text(path)).expect("it is JSON")
}

/// The texts between two marks, in the order of a file.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Vec<&'a str> {
    text.split(from).skip(1).map(|part| part.split(to).next().unwrap_or_default()).collect()
}

const OPEN_ENDS: &str = "\
days:
  - date: 2034-05-08
    sessions:
      - {id: talk, title: {en: Talk}, start: \"09:00\", places: [barn]}
      - {id: next, title: {en: Next}, start: \"09:40\", end: \"10:00\", places: [barn, loft]}
      - {id: beside, title: {en: Beside}, start: \"09:10\", places: [loft]}
      - {id: off, title: {en: Off}, status: cancelled, start: \"10:10\", places: [barn]}
      - {id: quiet, title: {en: Quiet}, start: \"10:05\", places: [barn]}
      - {id: pause, title: {en: Pause}, kind: break, start: \"11:00\", places: all}
      - {id: late, title: {en: Late}, kind: dinner, start: \"03:00\", places: [loft]}
      - {id: open, title: {en: Open}, places: [loft]}
  - date: 2034-05-09
    sessions:
      - {id: first, title: {en: First}, start: \"09:00\"}
      - {id: second, title: {en: Second}, start: \"09:20\"}
";

#[test]
fn a_session_without_an_end_has_an_estimated_one() {
    let places = "- {id: barn, name: Barn}\n- {id: loft, name: Loft}\n";
    let event = EVENT.1.replace("timezone:", "place: barn\ntimezone:");
    let built = site(&[
        (EVENT.0, &event),
        ("content/places.yaml", places),
        ("content/agenda.yaml", OPEN_ENDS),
    ]);
    let expected = [
        ("talk", 40),
        ("beside", 30),
        ("quiet", 55),
        ("off", 50),
        ("pause", 15),
        // The next day begins at four.
        ("late", 60),
        ("first", 20),
        ("second", 60),
    ];
    let xml = built.text("en/schedule.xml");
    let estimated = between(xml, "estimated_ends=\"", "\"");
    assert_eq!(estimated[0].split(' ').count(), expected.len(), "{xml}");
    let v1 = json(&built, "en/schedule.json");
    let v2 = json(&built, "schedule.v2.json");
    for file in [&v1, &v2] {
        let marked = file["generator"]["estimated_ends"].as_array().expect("they are marked");
        assert_eq!(marked.len(), expected.len());
    }
    let api = json(&built, "api/event.json");
    let own = json(&built, "en/programme.json");
    let ics = built.text("en/calendar.ics");
    let minutes = |from: &Value, to: &Value| {
        let moment = |text: &Value| -> jiff::Timestamp {
            text.as_str().and_then(|text| text.parse().ok()).expect("it is a moment")
        };
        moment(from).duration_until(moment(to)).as_mins()
    };
    for (id, lasts) in expected {
        let slug = format!("<slug>kite_week-{id:_>4}</slug>");
        let event = xml.split("<event ").find(|event| event.contains(&slug)).expect("it is there");
        let duration = format!("<duration>{:02}:{:02}</duration>", lasts / 60, lasts % 60);
        assert!(event.contains(&duration), "{id}: {event}");
        let event = v2["schedule"]["events"].as_array().and_then(|events| {
            events.iter().find(|event| event["slug"] == format!("kite_week-{id:_>4}").as_str())
        });
        let event = event.expect("it is there");
        assert_eq!(minutes(&event["start"], &event["end"]), lasts, "{id}");
        let entry = ics.split("BEGIN:VEVENT").find(|entry| entry.contains(&format!("UID:{id}@")));
        let entry = entry.expect("it is there");
        assert!(entry.contains("\nX-PLENARY-ESTIMATED-END:TRUE\r\n"), "{entry}");
        assert_eq!(entry.matches("\nDTEND").count(), 1, "{entry}");
        let sessions = api["sessions"].as_array().expect("a list");
        let slot = &sessions.iter().find(|one| one["id"] == id).expect("it is there")["slots"][0];
        assert_eq!(slot["end"], Value::Null);
        assert_eq!(minutes(&slot["start"], &slot["estimated_end"]), lasts, "{id}");
        let sessions = own["sessions"].as_array().expect("a list");
        if let Some(chosen) = sessions.iter().find(|one| one["slot"] == id) {
            assert_eq!(minutes(&chosen["start"], &chosen["estimated_end"]), lasts, "{id}");
        }
        // Visitors never see an estimate.
        let page = built.text(&format!("en/agenda/{id}/index.html"));
        assert!(!page.contains("data-end"), "{id}");
    }
    assert_eq!(ics.matches("ESTIMATED").count(), expected.len());
}

/// A site in two languages whose records can be renamed.
fn renamed(agenda: &str, lock: Option<&str>) -> Vec<(String, String)> {
    let event = EVENT.1.replace(
        "languages: [{tag: en, name: English}]",
        "languages: [{tag: en, name: English}, {tag: da, name: Dansk}]",
    );
    let mut files =
        vec![(EVENT.0.to_owned(), event), ("content/agenda.yaml".to_owned(), agenda.to_owned())];
    files.extend(lock.map(|lock| ("content/agenda.lock".to_owned(), lock.to_owned())));
    files
}

fn built(files: &[(String, String)]) -> Built {
    site(&files.iter().map(|(path, text)| (&**path, &**text)).collect::<Vec<_>>())
}

const BEFORE: &str = "\
days:
  - date: 2034-05-08
    sessions:
      - {id: tails, title: {en: Tails, da: Haler}, start: \"09:00\", end: \"10:00\", tracks: wind}
";

#[test]
fn a_renamed_record_keeps_its_ids_and_its_addresses() {
    let tracks = |id: &str| {
        ("content/tracks.yaml".to_owned(), format!("- {id}\n  title: {{en: Wind, da: Vind}}\n"))
    };
    let contacts = |id: &str| {
        let more = "name: Bo Gale\n  email: bo@kites.example";
        ("content/contacts.yaml".to_owned(), format!("- {id}\n  {more}\n"))
    };
    let mut files = renamed(BEFORE, None);
    files.extend([tracks("id: wind"), contacts("id: bo")]);
    let old = built(&files);
    let agenda =
        BEFORE.replace("id: tails", "id: long-tails, was: tails").replace(": wind", ": gusts");
    let mut files = renamed(&agenda, None);
    files.extend([tracks("id: gusts\n  was: wind"), contacts("id: bo-gale\n  was: [bo, gale]")]);
    let new = built(&files);
    let uids = |built: &Built| -> Vec<String> {
        let owned = |found: Vec<&str>| found.into_iter().map(str::to_owned).collect::<Vec<_>>();
        let mut all = owned(between(built.text("da/calendar.ics"), "UID:", "\r"));
        all.extend(owned(between(built.text("en/schedule.xml"), "event guid=\"", "\"")));
        all.extend(owned(between(built.text("en/schedule.xml"), "\" id=\"", "\"")));
        all
    };
    assert_eq!(uids(&old), uids(&new));
    assert_eq!(uids(&old)[0], "tails@kite-week");
    let card = |built: &Built, path: &str| between(built.text(path), "UID:", "\r")[0].to_owned();
    assert_eq!(card(&old, "en/contacts/bo.vcf"), card(&new, "en/contacts/bo-gale.vcf"));
    // Everything that was published is still there.
    for (path, _) in old.pages().filter(|(path, _)| path.contains("tails") || path.contains("wind"))
    {
        let page = new.text(path);
        let present = path.replace("tails", "long-tails").replace("wind", "gusts");
        let url = format!("/{}", present.trim_end_matches("index.html"));
        assert!(page.contains("<meta name=\"robots\" content=\"noindex\">"), "{page}");
        assert!(page.contains(&format!("rel=\"canonical\" href=\"https://kites.example{url}\"")));
        assert!(page.contains(&format!("<a href=\"{url}\">")), "{page}");
        assert!(new.files.contains_key(&present), "{present}");
    }
    assert!(new.text("da/agenda/tails/index.html").contains("Siden er flyttet"));
    for path in ["en/agenda/tails/session.ics", "da/tracks/wind/track.ics", "en/contacts/bo.vcf"] {
        assert!(old.files.contains_key(path) && new.files.contains_key(path), "{path}");
    }
    let page = new.text("en/contacts/index.html");
    assert!(page.contains("<span id=\"bo\"></span>") && page.contains("id=\"bo-gale\""), "{page}");
    assert!(!new.text("sitemap.xml").contains("/tails/"));
}

#[test]
fn a_page_at_a_former_address_gives_way_to_another() {
    let agenda = BEFORE.replace("id: tails", "id: long-tails, was: [stumps, tails]")
        + "      - {id: stumps-again, slug: {en: stumps}, title: {en: Stumps}, start: \"11:00\"}\n";
    let mut files = renamed(&agenda.replace(", tracks: wind", ""), None);
    files.push(("content/places.yaml".to_owned(), "[]\n".to_owned()));
    let built = built(&files);
    assert!(built.text("en/agenda/stumps/index.html").contains("Stumps"));
    assert!(!built.text("en/agenda/stumps/index.html").contains("http-equiv=\"refresh\""));
    assert!(built.text("da/agenda/stumps/index.html").contains("http-equiv=\"refresh\""));
    assert!(built.text("en/calendar.ics").contains("UID:stumps@"));
}

#[test]
fn a_removed_place_is_shown_by_its_released_name() {
    let lock = "release 2 2034-03-02T10:00:00Z\n\
        slot tails 1 2034-03-02T10:00:00Z 2034-05-08 2034-05-08T09:00 2034-05-08T10:00 confirmed -\n\
        gone bows 1 2034-03-02T10:00:00Z 2034-05-08 2034-05-08T11:00 - confirmed old-mill,pier\n\
        title tails en Tails\ntitle bows en Bows\n\
        change 2 2034-03-02T10:00:00Z place tails \
        2034-05-08 2034-05-08T09:00 2034-05-08T10:00 confirmed old-mill \
        2034-05-08 2034-05-08T09:00 2034-05-08T10:00 confirmed -\n";
    let agenda = BEFORE.replace(", tracks: wind", "");
    let lock = &format!(
        "{lock}change 2 2034-03-02T10:00:00Z gone bows \
         2034-05-08 2034-05-08T11:00 - confirmed old-mill,pier - - - - -\n"
    );
    let names = "place old-mill da Den gamle mølle\nplace old-mill en The old mill\n\
                 place pier mul Molen 7\n";
    let new = built(&renamed(&agenda, Some(&format!("{lock}{names}"))));
    for (lang, name) in [("en", "The old mill"), ("da", "Den gamle mølle")] {
        for file in ["changes/index.html", "feed.atom"] {
            let text = new.text(&format!("{lang}/{file}"));
            assert!(text.contains(name) && !text.contains("old-mill"), "{lang}/{file}: {text}");
        }
        let calendar = new.text(&format!("{lang}/calendar.ics"));
        assert!(calendar.contains(&format!(":{name}\\, Molen 7\r\n")), "{calendar}");
    }
    let removed = &json(&new, "api/event.json")["release"]["removed_places"];
    assert_eq!(removed["pier"]["mul"], "Molen 7");
    // An older file has no names.
    assert!(
        built(&renamed(&agenda, Some(lock))).text("en/changes/index.html").contains("old-mill")
    );
}

#[test]
fn hosts_have_one_form_everywhere() {
    let host = "blåbær.example";
    let event = EVENT.1.replace("kites.example", host).replace(
        "id: kite-week",
        &format!(
            "id: kite-week\neditions: [{{url: \"https://{host}/2033\", title: {{en: Before}}}}]"
        ),
    );
    let agenda = format!(
        "days:\n  - date: 2034-05-08\n    sessions:\n      - id: talk\n        title: {{en: Talk}}\n        \
         start: \"09:00\"\n        stream: https://live.{host}/å\n        \
         links: [{{url: \"https://{host}/x\", title: {{en: More}}}}]\n"
    );
    let text = format!(
        "---\ntitle: Talk\n---\n[a](https://{host}/a) <https://{host}/b> <a href=\"https://{host}/c\">c</a>\n\n\
         [mail](mailto:x@{host})\n"
    );
    let text = text.replace("title: Talk\n", "summary: Words\n");
    let contacts = format!("- id: bo\n  name: Bo\n  email: bo@{host}\n  url: https://{host}/bo\n");
    let news = "- {id: out, date: 2034-01-02, title: {en: Out}, summary: {en: It is out}}\n";
    let built = site(&[
        (EVENT.0, &event),
        ("content/agenda.yaml", &agenda),
        ("content/sessions/talk.en.md", &text),
        ("content/contacts.yaml", &contacts),
        ("content/news.yaml", news),
    ]);
    let mut found = 0;
    for (path, bytes) in &built.files {
        // QR codes and pictures are no texts.
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        let unfolded = text.replace("\r\n ", "");
        assert!(!unfolded.contains("bl%C3%A5b"), "{path}");
        found += unfolded.matches("xn--blbr-roah.example").count();
        for part in unfolded.split("blåbær").skip(1) {
            // Only a mail address or address that is shown as text.
            assert!(path.ends_with(".html"), "{path}: {part}");
        }
        for href in between(&unfolded, "href=\"", "\"") {
            assert!(!href.contains('å') || href.contains("example/å"), "{path}: {href}");
        }
    }
    assert!(found > 40, "{found}");
    assert!(built.text("en/agenda/talk/index.html").contains(">https://blåbær.example/b</a>"));
}

#[test]
fn feeds_have_the_text_of_news_without_a_summary() {
    let news =
        "- {id: storm, date: 2034-02-01}\n- {id: calm, date: 2034-01-02, title: {en: Calm}}\n";
    let text =
        "---\ntitle: Storm\n---\n## Rope\n\nBring [more](page:agenda), *now*: see [rope](#rope).\n";
    let built = site(&[
        EVENT,
        ("content/news.yaml", news),
        ("content/news/storm.en.md", text),
        ("content/agenda.yaml", "days: [{date: 2034-05-08}]\n"),
    ]);
    let atom = built.text("en/feed.atom");
    assert!(!atom.contains("<summary"), "{atom}");
    assert_eq!(atom.matches("<content type=\"html\">").count(), 1, "{atom}");
    let feed = json(&built, "en/feed.json");
    let html = feed["items"][0]["content_html"].as_str().expect("it has the text");
    assert!(html.contains("<em>now</em>"), "{html}");
    assert!(html.contains("href=\"https://kites.example/en/agenda/\""), "{html}");
    assert!(html.contains("href=\"https://kites.example/en/news/storm/#rope\""), "{html}");
    // There is nothing but the title.
    assert_eq!(feed["items"][1]["content_text"], "Calm");
}

#[test]
fn calendars_are_offered_as_subscriptions() {
    let tracks = ("content/tracks.yaml", "- {id: wind, title: {en: Wind}}\n");
    let built =
        site(&[EVENT, tracks, ("content/agenda.yaml", BEFORE.replace(", da: Haler", "").as_str())]);
    for (page, file) in [
        ("en/agenda/index.html", "en/calendar.ics"),
        ("en/tracks/wind/index.html", "en/tracks/wind/track.ics"),
        ("en/agenda/tails/index.html", "en/agenda/tails/session.ics"),
    ] {
        let text = built.text(page);
        assert!(text.contains(&format!("<a href=\"/{file}\">")), "{page}");
        assert!(text.contains(&format!("<a href=\"webcal://kites.example/{file}\">")), "{page}");
        assert!(text.contains(&format!("value=\"https://kites.example/{file}\"")), "{page}");
    }
    let event = EVENT.1.replace("base_url: https://kites.example\n", "");
    let built = site(&[
        (EVENT.0, &event),
        (
            "content/agenda.yaml",
            OPEN_ENDS
                .split("      - {id: next")
                .next()
                .expect("a part")
                .replace(", places: [barn]", "")
                .as_str(),
        ),
    ]);
    assert!(built.pages().all(|(_, text)| !text.contains("webcal:")));
}

#[test]
fn search_engines_get_a_postal_address() {
    let places = "- {id: dome, parent: park, name: Dome}\n\
        - id: park\n  name: Park\n  address: {en: Gust Street 4}\n  town: {en: Breezeville}\n  \
        postcode: 08123\n  country: se\n- {id: hut, name: Hut, address: {en: Nowhere}}\n";
    let places = places.replace("08123", "\"08123\"");
    let agenda = "days:\n  - date: 2034-05-08\n    sessions:\n      \
        - {id: talk, title: {en: Talk}, start: \"09:00\", places: [dome, hut]}\n";
    let built = site(&[EVENT, ("content/places.yaml", &places), ("content/agenda.yaml", agenda)]);
    let page = built.text("en/agenda/talk/index.html");
    let found = between(page, "application/ld+json\">", "</script>")[0];
    let found: Value = serde_json::from_str(found).expect("it is JSON");
    let expected = serde_json::json!({
        "@type": "PostalAddress", "streetAddress": "Gust Street 4", "postalCode": "08123",
        "addressLocality": "Breezeville", "addressCountry": "SE",
    });
    assert_eq!(found["location"][0]["address"], expected);
    assert_eq!(found["location"][1]["address"], "Nowhere");
}

#[test]
fn extensions_of_phone_numbers_are_shown_and_dialled() {
    let event = EVENT.1.replace(
        "[{tag: en, name: English}]",
        "[{tag: en, name: English}, {tag: da, name: Dansk}, {tag: zh-Hans, name: 中文, path: zh}]",
    );
    let contacts = "- {id: desk, name: Desk, phone: \"+45 33 92 00 00 lok. 42\"}\n";
    let built = site(&[(EVENT.0, &event), ("content/contacts.yaml", contacts)]);
    for (lang, shown) in [
        ("en", "+45 33 92 00 00 ext. 42"),
        ("da", "33 92 00 00 lok. 42"),
        ("zh", "+45 33 92 00 00转42"),
    ] {
        let page = built.text(&format!("{lang}/contacts/index.html"));
        let link = format!("<a href=\"tel:+4533920000;ext=42\" dir=\"ltr\">{shown}</a>");
        assert!(page.contains(&link), "{page}");
        let card = built.text(&format!("{lang}/contacts/desk.vcf"));
        assert!(card.contains(":tel:+4533920000;ext=42\r\n"), "{card}");
    }
}

#[test]
fn a_session_can_last_all_day() {
    let agenda = "days:\n  - date: 2034-05-08\n    sessions:\n      \
        - {id: talk, title: {en: Talk}, start: \"09:00\", end: \"10:00\"}\n      \
        - {id: later, title: {en: Later}}\n      \
        - {id: fair, title: {en: Fair}, all_day: true}\n";
    let built = site(&[EVENT, ("content/agenda.yaml", agenda)]);
    let page = built.text("en/agenda/index.html");
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text}: {page}"));
    assert!(at("All day") < at("Fair") && at("Fair") < at("Talk") && at("Talk") < at("announced"));
    assert_eq!(page.matches("datetime=\"\"").count(), 0);
    let ics = built.text("en/calendar.ics");
    let entry = |id: &str| {
        let uid = format!("UID:{id}@");
        ics.split("BEGIN:VEVENT").find(|entry| entry.contains(&uid)).expect("it is there")
    };
    assert!(entry("fair").contains("\nSTATUS:CONFIRMED"), "{ics}");
    assert!(entry("fair").contains("\nDTSTART;VALUE=DATE:20340508"), "{ics}");
    assert!(entry("later").contains("\nSTATUS:TENTATIVE"), "{ics}");
    assert_eq!(json(&built, "api/event.json")["sessions"][2]["all_day"], true);
}
