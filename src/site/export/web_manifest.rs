//! The web manifest of a language (W3C Web Application Manifest), with the icons that the theme has.

use crate::site::reader_context::ReaderContext;

/// The icons of a manifest: the theme's asset, its size in pixels, media type and purpose.
const ICONS: [(&str, &str, &str, &str); 4] = [
    ("icon.svg", "any", "image/svg+xml", "any"),
    ("icon-192.png", "192x192", "image/png", "any"),
    ("icon-512.png", "512x512", "image/png", "any"),
    ("icon-maskable-512.png", "512x512", "image/png", "maskable"),
];

/// The manifest's text.
pub(super) fn write(reader: &ReaderContext<'_>) -> String {
    let config = &reader.event.config;
    let language = config.languages.get(reader.lang);
    let name: String = reader.optional(&config.name).unwrap_or_else(|| config.id.clone());
    let short_name: Option<String> = reader.optional(&config.short_name);
    let scope = reader.routes.below(&format!("{}/", language.path));
    let icons = ICONS.iter().filter_map(|(asset, sizes, kind, purpose)| {
        let src = reader.site.assets.url(asset, reader.routes.base())?;
        Some(serde_json::json!({
            "src": src, "sizes": sizes, "type": kind, "purpose": purpose,
        }))
    });
    let mut manifest = serde_json::json!({
        "id": scope,
        "name": name,
        "short_name": short_name.as_ref().unwrap_or(&name),
        "lang": language.tag,
        "dir": language.direction.as_str(),
        "start_url": scope,
        "scope": scope,
        "display": "browser",
        "icons": icons.collect::<Vec<serde_json::Value>>(),
    });
    if let Some(summary) = reader.optional::<String>(&config.summary) {
        manifest["description"] = summary.into();
    }
    let mut json = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    json.push('\n');
    json
}
