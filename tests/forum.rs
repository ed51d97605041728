//! Properties of every page of the forum's site and of the site that `plenary new` makes: each link works,
//! each fact is there in each language, and nothing is fetched from other hosts.

mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use harness::html::{Tag, tags, text};
use harness::{Built, forum, new_site};

/// A base address with a path, to detect addresses without it.
const BASE: &str = "https://example.org/some/where";

static FORUM: LazyLock<Built> = LazyLock::new(|| forum(None));
static FORUM_BELOW: LazyLock<Built> = LazyLock::new(|| forum(Some(BASE)));
static NEW: LazyLock<Built> = LazyLock::new(|| new_site(None));
static NEW_BELOW: LazyLock<Built> = LazyLock::new(|| new_site(Some(BASE)));

/// The sites, each with its base address.
fn sites() -> [(&'static Built, &'static str); 4] {
    [(&FORUM, ""), (&FORUM_BELOW, BASE), (&NEW, ""), (&NEW_BELOW, BASE)]
}

/// The attributes that hold an address.
const ADDRESSES: [&str; 8] =
    ["href", "src", "srcset", "action", "poster", "data", "cite", "formaction"];

/// The addresses in a page, including those in `<meta>` for sharing.
fn addresses(page: &[Tag]) -> impl Iterator<Item = &str> {
    let shared = |tag: &&Tag| tag.get("property").is_some_and(|name| name.ends_with("url"));
    let meta = page.iter().filter(shared).filter_map(|tag| tag.get("content"));
    let named = page.iter().flat_map(|tag| ADDRESSES.iter().filter_map(|name| tag.get(name)));
    named.chain(meta)
}

/// The file and fragment that an address leads to; `None` for an external one.
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
                    assert!(
                        ids(&file).contains(fragment),
                        "{path}: {address} has no matching id there"
                    );
                }
                looked_at += 1;
            }
        }
        assert!(looked_at > 1000, "only {looked_at} links were found");
    }
}

#[test]
fn every_id_is_unique_on_its_page() {
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
fn the_files_in_style_sheets_and_manifests_exist() {
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
                    let (file, _) = target(address, base, path).expect("Plenary wrote it");
                    assert!(site.files.contains_key(&file), "{path}: {address}");
                }
            }
        }
    }
}

#[test]
fn translations_link_to_each_other() {
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
fn the_sitemap_lists_exactly_the_indexed_pages() {
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
            .filter(|(_, html)| indexed(html))
            .map(|(path, _)| path.to_owned())
            .collect();
        assert_eq!(listed, found);
        // The chooser has no canonical address.
        for page in found.iter().filter(|page| *page != "index.html") {
            let tags = tags(site.text(page));
            let canonical = tags.iter().find(|tag| tag.get("rel") == Some("canonical"));
            let address = canonical.and_then(|tag| tag.get("href")).expect("there is one");
            assert_eq!(target(address, BASE, page), Some((page.clone(), None)));
        }
    }
    assert!(!FORUM.files.contains_key("sitemap.xml"), "without a base address there is none");
}

#[test]
fn nothing_is_fetched_from_other_hosts() {
    for (site, base) in sites() {
        for (path, html) in site.pages() {
            for tag in tags(html) {
                assert!(tag.name != "style", "{path} has an inline style sheet");
                // JSON-LD is data, although it is in a `script` element.
                let data = tag.get("type") == Some("application/ld+json");
                let inline = tag.name == "script" && !data && !tag.text.is_empty();
                assert!(!inline, "{path}: an inline script");
                assert!(!matches!(&*tag.name, "iframe" | "object" | "embed" | "base"), "{path}");
                for (name, value) in &tag.attributes {
                    assert!(name != "style" && !name.starts_with("on"), "{path}: {name}={value}");
                    assert!(!value.starts_with("//"), "{path}: {name}={value}");
                    // Links may be external, but browsers must not fetch anything from other hosts.
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
fn the_home_page_is_small() {
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
fn pages_declare_their_language() {
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
            assert!(!html.contains(hidden), "{path} has an invisible character");
        }
    }
}

/// The facts of the forum in Danish, English and Chinese, which visitors must find somewhere in each
/// language, in as few words as are unmistakable.
const FACTS: [[&str; 3]; 43] = [
    [
        "China Denmark Regions and Cities Forum",
        "China Denmark Regions and Cities Forum",
        "中国—丹麦地区与城市论坛",
    ],
    ["20.–22. november 2018", "20–22 November 2018", "2018年11月20日至22日"],
    ["Aarhus, Danmark", "Aarhus, Denmark", "丹麦奥胡斯"],
    ["dør til Kina", "door to China", "中国之门"],
    ["muligheder i Danmark", "opportunities", "机遇"],
    [
        "vigtigste møde mellem danske og kinesiske byer og myndigheder",
        "most important meeting between Danish and Chinese cities and authorities",
        "中丹两国城市和政府部门之间最重要的一次会议",
    ],
    ["Aarhus Kommune vært", "City of Aarhus will host", "奥胡斯市政府担任东道主"],
    [
        "byer, regionale myndigheder, virksomheder og organisationer",
        "cities, regional authorities, companies and organisations",
        "城市、地区政府、企业和机构",
    ],
    ["lokale samarbejde", "local cooperation", "地方合作"],
    ["dele viden", "share knowledge", "知识共享"],
    ["samarbejdet mellem virksomheder", "cooperation between businesses", "企业间合作"],
    ["i højere grad end i dag", "to a greater extent than", "进一步"],
    [
        "danske virksomheder på det kinesiske marked",
        "Danish companies in the Chinese market",
        "丹麦企业打开中国市场",
    ],
    ["Grønne løsninger", "Green solutions", "绿色解决方案"],
    ["Sundhed, velfærd og ældrepleje", "Health, welfare and elderly care", "健康、福利与养老"],
    ["Landbrug og fødevarer", "Agriculture and food", "农业与食品"],
    ["tirsdag 20. november", "Tuesday 20 November", "星期二 11月20日"],
    ["halvdags hovedkonference", "half-day main conference", "半天的主论坛"],
    ["Temasessioner", "Theme sessions", "主题分论坛"],
    ["Officiel middag", "Official dinner", "正式晚宴"],
    ["onsdag 21. november", "Wednesday 21 November", "星期三 11月21日"],
    ["Besøg på virksomheder og anlæg", "Site visits to companies and plants", "企业与设施实地考察"],
    ["torsdag 22. november", "Thursday 22 November", "星期四 11月22日"],
    ["samarbejdskommuner", "partner municipalities and regions", "合作城市和大区"],
    ["egen kinesiske partner", "its own Chinese partner", "各自的中方"],
    ["bilaterale samarbejde", "bilateral cooperation", "双边合作"],
    ["Tidspunkt oplyses senere", "Time to be announced", "时间待公布"],
    ["samarbejdspartner", "cooperation partner", "合作伙伴"],
    [
        "aktiv deltager i temasessionerne",
        "active participant in the theme sessions",
        "积极参与主题分论坛",
    ],
    ["vært for et af besøgene", "host of one of the site visits", "实地考察的接待单位"],
    [
        "direkte med kinesiske topledere og beslutningstagere",
        "directly with top Chinese leaders and decision-makers",
        "与中方高层领导和决策者直接对话",
    ],
    [
        "afprøve dem på kinesiske beslutningstagere",
        "test them with Chinese decision-makers",
        "展示丹麦解决方案",
    ],
    [
        "møde andre danske virksomheder og organisationer",
        "meet other Danish companies and organisations",
        "结识其他与中国开展合作的丹麦企业和机构",
    ],
    [
        "lokale, regionale og nationale initiativer i Kina",
        "local, regional and national initiatives in China",
        "地方、区域和国家层面",
    ],
    ["snarest muligt", "as soon as possible", "尽早联系"],
    [
        "Niels Erik Andersen Projektleder Aarhus Kommune",
        "Niels Erik Andersen Project manager City of Aarhus",
        "Niels Erik Andersen 项目经理 奥胡斯市政府",
    ],
    ["20 85 32 52", "+45 20 85 32 52", "+45 20 85 32 52"],
    ["niea@aarhus.dk", "niea@aarhus.dk", "niea@aarhus.dk"],
    ["Danmarks Ambassade i Beijing", "Embassy of Denmark in Beijing", "丹麦驻华大使馆"],
    [
        "Chinese People’s Association for Friendship with Foreign Countries (CPAFFC)",
        "Chinese People’s Association for Friendship with Foreign Countries (CPAFFC)",
        "中国人民对外友好协会（CPAFFC）",
    ],
    [
        "Det første forum blev holdt i Beijing i 2016",
        "The first forum was held in Beijing in 2016",
        "首届论坛于2016年在北京举行",
    ],
    [
        "ti år med den strategiske partnerskabsaftale",
        "ten years of the strategic partnership agreement",
        "战略伙伴关系协议",
    ],
    ["underskrevet i 2008", "signed in 2008", "2008年"],
];

#[test]
fn every_fact_is_there_in_every_language() {
    let mut missing = Vec::new();
    for (at, language) in ["da/", "en/", "zh/"].iter().enumerate() {
        let pages = FORUM.pages().filter(|(path, _)| path.starts_with(language));
        let texts: Vec<String> = pages.map(|(_, html)| text(html)).collect();
        let absent = FACTS.iter().filter(|fact| !texts.iter().any(|page| page.contains(fact[at])));
        missing.extend(absent.map(|fact| format!("{language}: {}", fact[at])));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn phone_numbers_and_mail_addresses_are_links_in_every_language() {
    for page in ["da/kontakt", "en/contact", "zh/contact"] {
        let tags = tags(FORUM.text(&format!("{page}/index.html")));
        for address in ["tel:+4520853252", "mailto:niea@aarhus.dk"] {
            assert!(tags.iter().any(|tag| tag.get("href") == Some(address)), "{page}: {address}");
        }
    }
}

#[test]
fn times_in_html_have_an_offset() {
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
