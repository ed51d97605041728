//! Files for programs: sitemap, robots.txt, web manifests, and the sessions for one's own programme.

use std::fmt::Write as _;

use crate::base::text::Lang;
use crate::event::model::Event;
use crate::exchange::ics::Zone;
use crate::site::asset::Assets;
use crate::site::route::Routes;
use crate::site::view::{HreflangView, Views};

/// A sitemap (sitemaps.org, 0.9) with the translations of each page, as search engines read them.
pub fn sitemap(entries: &[(String, Vec<HreflangView>)]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for (url, alternates) in entries {
        let _ = write!(xml, "<url>\n<loc>{}</loc>\n", escape(url));
        for HreflangView { tag, url } in alternates {
            let _ = writeln!(
                xml,
                "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{}\"/>",
                escape(url)
            );
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// Everybody may read everything; where the sitemap is, if there is one.
pub fn robots(routes: &Routes) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if routes.has_origin() {
        let _ = write!(text, "\nSitemap: {}\n", routes.absolute(&routes.below("sitemap.xml")));
    }
    text
}

/// Where a language's web manifest is published.
pub fn manifest_path(event: &Event, lang: Lang) -> String {
    format!("{}/manifest.webmanifest", event.config.languages.get(lang).path)
}

/// The icons of a manifest: the theme's asset, its size in pixels, and what it is for.
const ICONS: [(&str, &str, &str, &str); 4] = [
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
];

/// A language's web manifest (W3C Web Application Manifest), with the icons that the theme has.
pub fn manifest(views: &Views<'_>, assets: &Assets) -> String {
    let config = &views.event.config;
    let languages = &config.languages;
    let language = languages.get(views.lang);
    let text = |text: &crate::base::text::Localized<crate::base::source::Spanned<String>>| {
        text.resolve_near(views.lang, languages).map(|found| found.value.value.clone())
    };
    let name = text(&config.name).unwrap_or_else(|| config.id.clone());
    let scope = views.routes.below(&format!("{}/", language.path));
    let icons: Vec<serde_json::Value> = ICONS
        .iter()
        .filter_map(|(name, sizes, kind, purpose)| {
            let src = assets.url(name, views.routes.base())?;
            Some(serde_json::json!({
                "src": src, "sizes": sizes, "type": kind, "purpose": purpose,
            }))
        })
        .collect();
    let mut manifest = serde_json::json!({
        "id": scope,
        "name": name,
        "short_name": text(&config.short_name).as_deref().unwrap_or(&name),
        "lang": language.tag,
        "dir": language.direction.as_str(),
        "start_url": scope,
        "scope": scope,
        "display": "browser",
        "icons": icons,
    });
    if let Some(summary) = text(&config.summary) {
        manifest["description"] = summary.into();
    }
    let mut json = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    json.push('\n');
    json
}

/// Where the sessions of a language are published for the page of one's own programme.
pub fn programme_path(event: &Event, lang: Lang) -> String {
    format!("{}/programme.json", event.config.languages.get(lang).path)
}

/// The sessions in a language, at each of their times, as the script of one's own programme reads them.
pub fn programme(views: &Views<'_>, zone: &Zone) -> String {
    let config = &views.event.config;
    let json = serde_json::json!({
        "event": config.id,
        "timezone": config.timezone.iana_name().unwrap_or("UTC"),
        // The zone's rules as iCalendar wants them; times are written in UTC where it is empty.
        "vtimezone": zone.definition(),
        "sessions": views.choices(),
    });
    let mut json = serde_json::to_string(&json).unwrap_or_default();
    json.push('\n');
    json
}
