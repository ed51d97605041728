//! The content security policy: what the pages of a site may load and do.

/// The policy for a published site with the built-in theme, as `docs/publishing.md` has it.
pub const PUBLISHED: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
                             connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
                             form-action 'none'; frame-ancestors 'none'";

/// The policy of the preview: that of the published site, so that a page works in both or in neither;
/// only the preview's own pages may show the site in frames.
pub fn of_preview() -> String {
    PUBLISHED.replace("frame-ancestors 'none'", "frame-src 'self'; frame-ancestors 'self'")
}
