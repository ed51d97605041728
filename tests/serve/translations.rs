//! The preview's pages about translations.

use std::process::Command;

use crate::client::Preview;

fn accept_all(preview: &Preview) {
    let done = Command::new(env!("CARGO_BIN_EXE_plenary"))
        .args(["translate", "accept", "--all", "--site"])
        .arg(&preview.root)
        .output()
        .expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

#[test]
fn an_edit_of_the_source_is_marked_in_every_language() {
    let preview = Preview::starter();
    let overview = || preview.get("/_plenary/translations/").text();
    assert!(overview().contains("plenary translate accept --all"), "{}", overview());
    accept_all(&preview);
    preview.until("the translations are recorded", || !overview().contains("accept --all"));
    let page = preview.root.join("content/pages/about.en.md");
    let text = std::fs::read_to_string(&page).expect("the starter has it");
    let line = text.lines().last().expect("it has lines");
    std::fs::write(&page, text.replace(line, &format!("{line} It costs 731 kroner.")))
        .expect("the test owns the folder");
    preview
        .until("the change is noticed", || overview().contains("facts changed in the source: 1"));
    for tag in ["da", "zh-Hans"] {
        let html = preview.get(&format!("/_plenary/translations/{tag}/")).text();
        assert!(html.contains("<ins>") && html.contains("731"), "{html}");
        assert!(html.contains(&format!("href=\"/_plenary/compare/en/{tag}/about/\"")), "{html}");
        let compare = preview.get(&format!("/_plenary/compare/en/{tag}/about/")).text();
        assert_eq!(compare.matches("<section class=\"to-do\"").count(), 1, "{compare}");
    }
    let compare = preview.get("/_plenary/compare/da/zh-Hans/om/").text();
    assert_eq!(compare.matches("<section class=\"to-do\"").count(), 2, "{compare}");
    assert_eq!(
        preview.get("/_plenary/translations/en/").status,
        404,
        "the source has no translation"
    );
    assert_eq!(preview.get("/_plenary/translations/xx/").status, 404);
}
