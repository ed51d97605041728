//! What holds for every page of the forum's own site, and of the one that `plenary new` makes: each
//! link leads somewhere, each fact is told in each language, nobody else is asked for anything.

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use harness::html::{Tag, tags, text};
use harness::{Built, forum, new_site};

/// Where the sites would stand, below a path, so that an address without it is found out.
const BASE: &str = "https://example.org/some/where";

static FORUM: LazyLock<Built> = LazyLock::new(|| forum(None));
static FORUM_BELOW: LazyLock<Built> = LazyLock::new(|| forum(Some(BASE)));
static NEW: LazyLock<Built> = LazyLock::new(|| new_site(None));
static NEW_BELOW: LazyLock<Built> = LazyLock::new(|| new_site(Some(BASE)));

/// The sites, each with the address that it was built for.
fn sites() -> [(&'static Built, &'static str); 4] {
    [(&FORUM, ""), (&FORUM_BELOW, BASE), (&NEW, ""), (&NEW_BELOW, BASE)]
}

/// The attributes that name an address, of the elements that pages have.
const ADDRESSES: [&str; 8] =
    ["href", "src", "srcset", "action", "poster", "data", "cite", "formaction"];

/// The addresses that a page names. In `<meta>`, those that sharing reads.
fn addresses(page: &[Tag]) -> impl Iterator<Item = &str> {
    let shared = |tag: &&Tag| tag.get("property").is_some_and(|name| name.ends_with("url"));
    let meta = page.iter().filter(shared).filter_map(|tag| tag.get("content"));
    let named = page.iter().flat_map(|tag| ADDRESSES.iter().filter_map(|name| tag.get(name)));
    named.chain(meta)
}

/// The file that an address of the site leads to, and the fragment; `None` for one that leaves it.
fn target<'a>(address: &'a str, base: &str, page: &str) -> Option<(String, Option<&'a str>)> {
    let (path, fragment) = match address.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (address, None),
    };
    if path.is_empty() {
        return Some((page.to_owned(), fragment));
    }
    let below = base.find("://").and_then(|at| base[at + 3..].find('/').map(|to| at + 3 + to));
    let below = &base[below.unwrap_or(base.len())..];
    let path = match path.strip_prefix(base).filter(|_| !base.is_empty()) {
        Some(path) => path,
        None if path.contains(':') => return None,
        None => path.strip_prefix(below).unwrap_or_else(|| panic!("{page}: {path} is not {below}")),
    };
    let path = path.strip_prefix('/').unwrap_or_else(|| panic!("{page}: {address} is relative"));
    let path = percent_encoding::percent_decode_str(path).decode_utf8().expect("it is UTF-8");
    let index = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
    Some((format!("{path}{index}"), fragment))
}

#[test]
fn every_link_leads_to_a_file_and_every_fragment_to_an_id() {
    for (site, base) in sites() {
        let pages: BTreeMap<&str, Vec<Tag>> =
            site.pages().map(|(path, html)| (path, tags(html))).collect();
        let ids = |path: &str| -> BTreeSet<&str> {
            pages.get(path).into_iter().flatten().filter_map(|tag| tag.get("id")).collect()
        };
        let mut looked_at = 0;
        for (path, page) in &pages {
            for address in addresses(page) {
                let Some((file, fragment)) = target(address, base, path) else { continue };
                assert!(site.files.contains_key(&file), "{path}: {address} leads nowhere");
                if let Some(fragment) = fragment {
                    assert!(ids(&file).contains(fragment), "{path}: {address} is no id there");
                }
                looked_at += 1;
            }
        }
        assert!(looked_at > 1000, "only {looked_at} links were found");
    }
}

#[test]
fn every_id_stands_once_on_its_page() {
    for (site, _) in sites() {
        for (path, html) in site.pages() {
            let mut seen = BTreeSet::new();
            for tag in tags(html) {
                if let Some(id) = tag.get("id") {
                    assert!(seen.insert(id.to_owned()), "{path}: #{id} is there twice");
                }
                for name in ["aria-labelledby", "aria-describedby", "aria-controls", "for"] {
                    for id in tag.get(name).into_iter().flat_map(str::split_whitespace) {
                        assert!(html.contains(&format!(" id=\"{id}\"")), "{path}: {name}={id}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_style_sheets_and_manifests_name_is_there() {
    for (site, base) in sites() {
        for (path, bytes) in &site.files {
            let text = String::from_utf8_lossy(bytes);
            if path.ends_with(".css") {
                assert!(!text.contains("@import"), "{path}");
                for url in text.split("url(").skip(1) {
                    let url = url.split(')').next().unwrap_or_default().trim_matches(['"', '\'']);
                    let there = url.starts_with("data:")
                        || site.files.contains_key(&format!("assets/{url}"));
                    assert!(there, "{path}: {url}");
                }
            } else if path.ends_with(".webmanifest") {
                let manifest: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
                let icons = manifest["icons"].as_array().expect("there are icons");
                let icons = icons.iter().map(|icon| &icon["src"]);
                for address in icons.chain([&manifest["start_url"], &manifest["scope"]]) {
                    let address = address.as_str().expect("it is an address");
                    let (file, _) = target(address, base, path).expect("it is ours");
                    assert!(site.files.contains_key(&file), "{path}: {address}");
                }
            }
        }
    }
}

#[test]
fn translations_name_each_other() {
    for (site, base) in sites() {
        let mut sets: BTreeMap<&str, BTreeSet<(String, String)>> = BTreeMap::new();
        for (path, html) in site.pages() {
            let tags = tags(html);
            let links = tags.iter().filter(|tag| tag.name == "link").filter_map(|tag| {
                let (file, _) = target(tag.get("href")?, base, path)?;
                Some((tag.get("hreflang")?.to_owned(), file))
            });
            let found: Vec<_> = links.collect();
            let set: BTreeSet<_> = found.iter().cloned().collect();
            assert_eq!(found.len(), set.len(), "{path} names a language twice");
            sets.insert(path, set);
        }
        for (path, set) in &sets {
            if set.is_empty() {
                continue;
            }
            let own: Vec<_> = set.iter().filter(|(_, file)| file == path).collect();
            assert!(!own.is_empty(), "{path} does not name itself");
            assert!(set.iter().any(|(tag, _)| tag == "x-default"), "{path} has no x-default");
            for (tag, file) in set {
                let page = site.text(file);
                assert_eq!(&sets[&**file], set, "{path} and {file} name different pages");
                let lang = tags(page).iter().find_map(|tag| Some(tag.get("lang")?.to_owned()));
                if tag != "x-default" {
                    assert_eq!(lang.as_ref(), Some(tag), "{path} says that {file} is in {tag}");
                }
            }
        }
        assert!(sets.values().filter(|set| !set.is_empty()).count() > 40);
    }
}

#[test]
fn the_sitemap_names_the_pages_that_are_to_be_found_and_no_others() {
    for site in [&FORUM_BELOW, &NEW_BELOW] {
        let sitemap = site.text("sitemap.xml");
        let listed: BTreeSet<String> = sitemap
            .split("<loc>")
            .skip(1)
            .filter_map(|rest| target(rest.split_once("</loc>")?.0, BASE, "sitemap.xml"))
            .map(|(file, _)| file)
            .collect();
        let indexed = |html: &str| {
            let tags = tags(html);
            let robots = tags.iter().any(|tag| tag.get("name") == Some("robots"));
            !robots
        };
        let found: BTreeSet<String> = site
            .pages()
            .filter(|(path, html)| indexed(html) && *path != "index.html")
            .map(|(path, _)| path.to_owned())
            .collect();
        assert_eq!(listed, found);
        for page in &found {
            let tags = tags(site.text(page));
            let canonical = tags.iter().find(|tag| tag.get("rel") == Some("canonical"));
            let address = canonical.and_then(|tag| tag.get("href")).expect("there is one");
            assert_eq!(target(address, BASE, page), Some((page.clone(), None)));
        }
    }
    assert!(!FORUM.files.contains_key("sitemap.xml"), "without a base address there is none");
}

#[test]
fn nobody_else_is_asked_for_anything() {
    for (site, base) in sites() {
        for (path, html) in site.pages() {
            for tag in tags(html) {
                assert!(tag.name != "style", "{path} has an inline style sheet");
                assert!(tag.name != "script" || tag.text.is_empty(), "{path}: an inline script");
                assert!(!matches!(&*tag.name, "iframe" | "object" | "embed" | "base"), "{path}");
                for (name, value) in &tag.attributes {
                    assert!(name != "style" && !name.starts_with("on"), "{path}: {name}={value}");
                    assert!(!value.starts_with("//"), "{path}: {name}={value}");
                    // A reader may follow a link away; a browser may fetch nothing from elsewhere.
                    let away = value.contains("://") && (base.is_empty() || !value.contains(base));
                    let fetched = tag.name != "a" && ADDRESSES.contains(&&**name);
                    assert!(!(away && fetched), "{path}: {name}={value}");
                }
            }
        }
        for (path, bytes) in &site.files {
            if path.ends_with(".css") || path.ends_with(".js") {
                assert!(!String::from_utf8_lossy(bytes).contains("://"), "{path}");
            }
        }
    }
    for (path, html) in FORUM.pages() {
        assert!(
            !tags(html).iter().any(|tag| addresses(std::slice::from_ref(tag))
                .any(|address| address.starts_with("http"))),
            "{path} leads away from the forum"
        );
    }
}

#[test]
fn the_first_page_is_light() {
    for language in ["da", "en", "zh"] {
        let page = FORUM.text(&format!("{language}/index.html"));
        let mut weight = page.len();
        for tag in tags(page) {
            let needed = match &*tag.name {
                "script" => tag.get("src"),
                "link" if tag.get("rel") == Some("stylesheet") => tag.get("href"),
                _ => None,
            };
            let needed = needed.and_then(|address| target(address, "", "index.html"));
            weight += needed.map_or(0, |(file, _)| FORUM.files[&file].len());
        }
        assert!(weight > 10_000 && weight < 100_000, "{language}: {weight} bytes");
    }
}

#[test]
fn pages_say_which_language_they_are_in() {
    for (site, _) in sites() {
        for (path, html) in site.pages() {
            let tags = tags(html);
            let lang = tags.first().and_then(|tag| tag.get("lang"));
            match path.split_once('/') {
                Some(("zh", _)) => assert_eq!(lang, Some("zh-Hans"), "{path}"),
                Some((language, _)) => assert_eq!(lang, Some(language), "{path}"),
                // The pages without a language are in the site's source language.
                None => assert!(matches!(lang, Some("da" | "en")), "{path}"),
            }
            let titles =
                tags.iter().filter(|tag| tag.name == "title" && !tag.text.trim().is_empty());
            assert_eq!(titles.count(), 1, "{path} has one title");
            assert_eq!(tags.iter().filter(|tag| tag.name == "h1").count(), 1, "{path} has one h1");
            let hidden = ['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}', '\u{fffd}', '\u{feff}'];
            assert!(!html.contains(hidden), "{path} has an invisible mark");
        }
    }
}

/// The facts of the forum, and a page that tells each of them in Danish, English and Chinese.
const FACTS: [(&str, [(&str, &str); 3]); 26] = [
    (
        "name",
        [
            ("da", "China Denmark Regions and Cities Forum"),
            ("en", "China Denmark Regions and Cities Forum"),
            ("zh", "中国—丹麦地区与城市论坛"),
        ],
    ),
    (
        "dates",
        [
            ("da", "20.–22. november 2018"),
            ("en", "20–22 November 2018"),
            ("zh", "2018年11月20日至22日"),
        ],
    ),
    ("city", [("da", "Aarhus, Danmark"), ("en", "Aarhus, Denmark"), ("zh", "丹麦奥胡斯")]),
    (
        "headline",
        [
            ("da", "Åbn døren til Kina – og skab muligheder i Danmark"),
            ("en", "Open the door to China – and create opportunities in Denmark"),
            ("zh", "开启通往中国之门，在丹麦共创机遇"),
        ],
    ),
    (
        "importance",
        [
            ("da", "årets vigtigste møde mellem danske og kinesiske byer og myndigheder"),
            (
                "en",
                "this year’s most important meeting between Danish and Chinese cities and authorities",
            ),
            ("zh", "今年中丹两国城市和政府部门之间最重要的一次会议"),
        ],
    ),
    ("host", [("da", "Aarhus Kommune"), ("en", "City of Aarhus"), ("zh", "奥胡斯市政府")]),
    ("theme 1", [("da", "Grønne løsninger"), ("en", "Green solutions"), ("zh", "绿色解决方案")]),
    (
        "theme 2",
        [
            ("da", "Sundhed, velfærd og ældrepleje"),
            ("en", "Health, welfare and elderly care"),
            ("zh", "健康、福利与养老"),
        ],
    ),
    (
        "theme 3",
        [("da", "Landbrug og fødevarer"), ("en", "Agriculture and food"), ("zh", "农业与食品")],
    ),
    (
        "20 November",
        [
            ("da/program", "tirsdag 20. november"),
            ("en/programme", "Tuesday 20 November"),
            ("zh/programme", "星期二 11月20日"),
        ],
    ),
    (
        "half-day conference",
        [
            ("da/program", "En halvdags hovedkonference"),
            ("en/programme", "A half-day main conference"),
            ("zh/programme", "为期半天的主论坛"),
        ],
    ),
    (
        "theme sessions",
        [
            ("da/program", "Temasessioner"),
            ("en/programme", "Theme sessions"),
            ("zh/programme", "主题分论坛"),
        ],
    ),
    (
        "dinner",
        [
            ("da/program", "Officiel middag"),
            ("en/programme", "Official dinner"),
            ("zh/programme", "正式晚宴"),
        ],
    ),
    (
        "21 November",
        [
            ("da/program", "onsdag 21. november"),
            ("en/programme", "Wednesday 21 November"),
            ("zh/programme", "星期三 11月21日"),
        ],
    ),
    (
        "site visits",
        [
            ("da/program", "Besøg på virksomheder og anlæg"),
            ("en/programme", "Site visits to companies and plants"),
            ("zh/programme", "企业与设施实地考察"),
        ],
    ),
    (
        "22 November",
        [
            ("da/program", "torsdag 22. november"),
            ("en/programme", "Thursday 22 November"),
            ("zh/programme", "星期四 11月22日"),
        ],
    ),
    (
        "closing activities",
        [
            ("da/program", "hver med sin egen kinesiske partner"),
            ("en/programme", "each with its own Chinese partner"),
            ("zh/programme", "各自的中方伙伴"),
        ],
    ),
    (
        "hours",
        [
            ("da/program", "Tidspunkt oplyses senere"),
            ("en/programme", "Time to be announced"),
            ("zh/programme", "时间待公布"),
        ],
    ),
    (
        "contact",
        [
            ("da/kontakt", "Niels Erik Andersen Projektleder Aarhus Kommune"),
            ("en/contact", "Niels Erik Andersen Project manager City of Aarhus"),
            ("zh/contact", "Niels Erik Andersen 项目经理 奥胡斯市政府"),
        ],
    ),
    (
        "telephone",
        [
            ("da/kontakt", "20 85 32 52"),
            ("en/contact", "+45 20 85 32 52"),
            ("zh/contact", "+45 20 85 32 52"),
        ],
    ),
    (
        "e-mail",
        [
            ("da/kontakt", "niea@aarhus.dk"),
            ("en/contact", "niea@aarhus.dk"),
            ("zh/contact", "niea@aarhus.dk"),
        ],
    ),
    (
        "embassy",
        [
            ("da/om", "Danmarks Ambassade i Beijing"),
            ("en/about", "Embassy of Denmark in Beijing"),
            ("zh/about", "丹麦驻华大使馆"),
        ],
    ),
    (
        "association",
        [
            (
                "da/om",
                "Chinese People’s Association for Friendship with Foreign Countries (CPAFFC)",
            ),
            (
                "en/about",
                "Chinese People’s Association for Friendship with Foreign Countries (CPAFFC)",
            ),
            ("zh/about", "中国人民对外友好协会（CPAFFC）"),
        ],
    ),
    (
        "first forum",
        [
            ("da/om", "Det første forum blev holdt i Beijing i 2016"),
            ("en/about", "The first forum was held in Beijing in 2016"),
            ("zh/about", "首届论坛于2016年在北京举行"),
        ],
    ),
    (
        "partnership",
        [
            ("da/om", "ti år med den strategiske partnerskabsaftale mellem Kina og Danmark"),
            (
                "en/about",
                "ten years of the strategic partnership agreement between China and Denmark",
            ),
            ("zh/about", "2008年签署战略伙伴关系协议"),
        ],
    ),
    (
        "ambition",
        [
            ("da/om", "døråbnere for danske virksomheder på det kinesiske marked"),
            ("en/about", "door openers for Danish companies in the Chinese market"),
            ("zh/about", "为丹麦企业叩开中国市场之门"),
        ],
    ),
];

#[test]
fn every_fact_is_told_in_every_language() {
    for (fact, told) in FACTS {
        for (page, words) in told {
            let html = FORUM.text(&format!("{page}/index.html"));
            assert!(text(html).contains(words), "{page} does not tell the {fact}: {words}");
        }
    }
}

/// The invitation: three ways to take part, and what they let a guest do.
#[test]
fn the_invitation_is_whole_in_every_language() {
    for (page, words) in [
        (
            "da/deltag",
            [
                "samarbejdspartner",
                "aktiv deltager i temasessionerne",
                "vært for et af besøgene",
                "tale direkte med kinesiske topledere og beslutningstagere",
                "gøre danske løsninger synlige og afprøve dem på kinesiske beslutningstagere",
                "møde andre danske virksomheder og organisationer",
                "lokale, regionale og nationale initiativer i Kina",
                "så snart som muligt",
            ],
        ),
        (
            "en/take-part",
            [
                "cooperation partner",
                "active participant in the theme sessions",
                "host of one of the site visits",
                "talk directly with Chinese top leaders and decision-makers",
                "make Danish solutions visible and test them on Chinese decision-makers",
                "meet other Danish companies and organisations",
                "local, regional and national initiatives in China",
                "as soon as possible",
            ],
        ),
        (
            "zh/take-part",
            [
                "合作伙伴",
                "积极参与主题分论坛",
                "接待单位",
                "与中方高层领导和决策者直接对话",
                "展示丹麦解决方案，并接受中方决策者的检验",
                "结识其他与中国开展合作的丹麦企业和机构",
                "参与在中国开展的地方、区域和国家层面的倡议",
                "尽早与奥胡斯市政府项目经理",
            ],
        ),
    ] {
        let told = text(FORUM.text(&format!("{page}/index.html")));
        for words in words {
            assert!(told.contains(words), "{page} does not say: {words}");
        }
    }
}

#[test]
fn telephone_and_mail_are_links_in_every_language() {
    for page in ["da/kontakt", "en/contact", "zh/contact"] {
        let tags = tags(FORUM.text(&format!("{page}/index.html")));
        for address in ["tel:+4520853252", "mailto:niea@aarhus.dk"] {
            assert!(tags.iter().any(|tag| tag.get("href") == Some(address)), "{page}: {address}");
        }
    }
}

#[test]
fn moments_are_written_for_programs_with_their_offset() {
    let hours = NEW.pages().flat_map(|(_, html)| tags(html)).filter(|tag| tag.name == "time");
    let moments: BTreeSet<String> =
        hours.filter_map(|tag| Some(tag.get("datetime")?.to_owned())).collect();
    assert!(moments.len() > 3, "{moments:?}");
    for moment in moments {
        let good = moment.parse::<jiff::Timestamp>().is_ok()
            || moment.parse::<jiff::civil::Date>().is_ok() && moment.len() == 10;
        assert!(good, "{moment}");
    }
}
