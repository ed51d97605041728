//! Faults while the site is being written: they are shown over the last good site until they are fixed.

use crate::client::Preview;
use crate::harness::starter_files;

const AGENDA: &str = "content/agenda.yaml";

#[test]
fn faults_are_shown_over_the_last_good_site_until_they_are_fixed() {
    let preview = Preview::of(&starter_files(), &["--editor", "vscode"]);
    let listener = preview.listen("");
    assert_eq!(listener.now()["errors"], 0);
    assert_eq!(preview.get("/_plenary/faults").text(), "");
    let good = preview.get("/en/").built();
    preview.edit("content/event.yaml", |text| {
        text.replace("place: weathercock-house", "place: weathercok-house")
            .replace("theme: forum", "theme: forum\ncolour: red")
            .replace("Keep your head", "Have your head")
    });
    let change = listener.until(|change| change["errors"] == 2);
    assert_eq!(change["changed"], serde_json::json!([]), "the last good site stays");
    assert_eq!(preview.get("/en/").built(), good);
    let panel = preview.get("/_plenary/faults").text();
    for part in [
        "2 errors. This is the last version of the page without errors.",
        "there is no place `weathercok-house`",
        "did you mean `weathercock-house`?",
        "--&gt; content/event.yaml:",
        "place: weathercok-house",
        "`colour`",
        "<a href=\"vscode://file/",
        "/content/event.yaml:",
    ] {
        assert!(panel.contains(part), "{part}: {panel}");
    }
    assert!(preview.get("/_plenary/").text().contains("weathercok-house"));
    preview.until("it is reported", || preview.output().contains("the last good version is shown"));
    preview.edit("content/event.yaml", |text| {
        text.replace("weathercok-house", "weathercock-house").replace("\ncolour: red", "")
    });
    let change = listener.until(|change| change["errors"] == 0);
    let changed = change["changed"].as_array().expect("a list");
    assert!(changed.contains(&"index.html".into()), "{change}");
    assert_eq!(preview.get("/_plenary/faults").text(), "");
    preview.until_fresh("fixed");
}

#[test]
fn a_site_that_begins_with_faults_is_shown_as_far_as_possible() {
    let mut files = starter_files();
    let agenda = files.remove(AGENDA).expect("it exists");
    files.insert(AGENDA.to_owned(), b"- [\n".to_vec());
    let preview = Preview::of(&files, &[]);
    let reply = preview.get("/en/about/");
    assert_eq!(reply.status, 200);
    assert!(reply.text().contains("It is an old trade"));
    assert!(
        preview
            .get("/_plenary/faults")
            .text()
            .contains("This page is incomplete: it shows what could be built.")
    );
    std::fs::write(preview.root.join(AGENDA), agenda).expect("the test owns the folder");
    preview.until("no faults are left", || preview.get("/_plenary/faults").text().is_empty());
    preview.until_fresh("fixed");
}

#[test]
fn a_site_without_pages_appears_once_it_is_built() {
    let mut files = starter_files();
    let event = files.insert("content/event.yaml".to_owned(), b"- [\n".to_vec());
    let preview = Preview::of(&files, &[]);
    for path in ["/", "/en/", "/en/about/"] {
        let reply = preview.get(path);
        assert_eq!(reply.status, 404, "{path}");
        assert!(reply.text().contains("There is no such page yet"), "{}", reply.text());
    }
    let waiting = preview.listen("file=404.html&hash=0&wanted=en/index.html");
    assert_eq!(waiting.now()["stale"], true, "no file has the name that it shows");
    let listener = preview.listen("");
    listener.now();
    std::fs::write(preview.root.join("content/event.yaml"), event.expect("it was there"))
        .expect("the test owns the folder");
    let change = listener.until(|change| change["errors"] == 0);
    assert!(change["changed"].as_array().is_some_and(|list| list.len() > 50), "{change}");
    preview.until_fresh("fixed");
}

#[test]
fn two_languages_of_a_page_are_shown_side_by_side() {
    let preview = Preview::starter();
    for path in [
        "/_plenary/compare/en/da/about/",
        "/_plenary/compare/en/da/about",
        "/_plenary/compare/da/en/om/",
        "/_plenary/compare/zh-Hans/en/",
        "/_plenary/compare/zh/en",
        "/_plenary/compare/zh-CN/da/",
    ] {
        let reply = preview.get(path);
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.text().matches("<iframe").count(), 2, "{path}");
    }
    let page = preview.get("/_plenary/compare/en/da/about/").text();
    assert!(page.contains("<iframe title=\"English\" src=\"/en/about/\">"), "{page}");
    assert!(page.contains("<iframe title=\"Dansk\" src=\"/da/om/\">"), "{page}");
    for path in ["/_plenary/compare/", "/_plenary/compare/en/", "/_plenary/compare/en/da/nowhere/"]
    {
        assert_eq!(preview.get(path).status, 404, "{path}");
    }
    let files = preview.get("/_plenary/files/1/").text();
    assert!(files.contains("<a href=\"/_plenary/compare/en/zh-Hans/about/\">zh-Hans</a>"));
}
