// The sitemap, the web manifests, robots.txt, and the links between translations.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { sites } from "./pages.mjs";

const read = (site, path) => readFileSync(join(site.folder, path), "utf8");
const unescape = (text) => text.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&");

/** The translations listed in a piece of HTML or XML: language → address. */
function alternates(text) {
  const links = text.matchAll(/rel="alternate" hreflang="([^"]+)" href="([^"]+)"/g);
  return new Map([...links].map(([, tag, url]) => [tag, unescape(url)]));
}

/** Whether a tag is canonical or `x-default`. */
function assertLanguages(tags, where) {
  for (const tag of tags.filter((tag) => tag !== "x-default")) {
    assert.deepEqual(Intl.getCanonicalLocales(tag), [tag], `${where}: ${tag}`);
  }
}

/** Each page lists itself, and all listed pages list the same pages. */
function assertReciprocal(named) {
  for (const [url, links] of named) {
    if (!links.size) continue;
    assertLanguages([...links.keys()], url);
    assert.ok([...links.values()].includes(url), `${url} does not name itself`);
    for (const [tag, other] of links) {
      if (tag === "x-default" && !named.has(other)) continue;
      assert.deepEqual(named.get(other), links, `${url} and ${other} name different translations`);
    }
  }
}

for (const site of sites()) {
  const absolute = (page) => (site.base ? new URL(page.url, site.base).href : page.url);

  test(`${site.name}: translations list each other`, () => {
    const named = new Map(site.pages.map((page) => [absolute(page), alternates(page.html)]));
    for (const page of site.pages.filter((page) => page.fallback)) {
      assert.equal(named.get(absolute(page)).size, 0, `${page.path} is a fallback, no translation`);
    }
    assertReciprocal(named);
  });

  test(`${site.name}: XML is well-formed, and JSON can be parsed`, () => {
    for (const path of site.files.filter((path) => /\.(xml|svg)$/.test(path))) {
      execFileSync("xmllint", ["--noout", "--nonet", join(site.folder, path)]);
    }
    for (const path of site.files.filter((path) => /\.(json|webmanifest)$/.test(path))) {
      JSON.parse(read(site, path));
    }
  });

  test(`${site.name}: the manifests have the fields that browsers need`, () => {
    const languages = new Set(site.pages.map((page) => page.lang));
    const manifests = site.files.filter((path) => path.endsWith(".webmanifest"));
    assert.equal(manifests.length, languages.size);
    for (const path of manifests) assertManifest(site, path);
  });

  if (!site.base) {
    test(`${site.name}: without an address there is no sitemap`, () => {
      assert.ok(!existsSync(join(site.folder, "sitemap.xml")));
      assert.doesNotMatch(read(site, "robots.txt"), /Sitemap/);
    });
    continue;
  }

  test(`${site.name}: the sitemap lists every page that can be indexed, and no other`, () => {
    assert.ok(read(site, "robots.txt").includes(`\nSitemap: ${site.base}/sitemap.xml\n`));
    const xml = read(site, "sitemap.xml");
    assert.match(xml, /<urlset xmlns="http:\/\/www\.sitemaps\.org\/schemas\/sitemap\/0\.9"/);
    const entries = xml.split("<url>").slice(1);
    const named = new Map(entries.map((entry) => [unescape(/<loc>([^<]+)<\/loc>/.exec(entry)[1]), alternates(entry)]));
    assert.equal(named.size, entries.length, "an address occurs twice");
    for (const url of named.keys()) assert.ok(url.startsWith(`${site.base}/`), `${url} is not absolute`);
    assertReciprocal(named);
    const indexed = site.pages.filter((page) => !page.html.includes('content="noindex"') && !page.fallback);
    assert.deepEqual([...named.keys()].sort(), indexed.map(absolute).sort());
    for (const page of indexed) {
      assert.deepEqual(alternates(page.html), named.get(absolute(page)), page.path);
    }
  });

  test(`${site.name}: the canonical address is the page's own, or the original's`, () => {
    for (const page of site.pages) {
      const canonical = /<link rel="canonical" href="([^"]+)">/.exec(page.html)?.[1];
      if (page.kind === "chooser" || page.kind === "lost") continue;
      assert.ok(canonical?.startsWith(`${site.base}/`), `${page.path}: ${canonical}`);
      if (page.fallback) assert.notEqual(canonical, absolute(page), page.path);
      else assert.equal(canonical, absolute(page), page.path);
    }
  });
}

function assertManifest(site, path) {
  const manifest = JSON.parse(read(site, path));
  const text = ["id", "name", "short_name", "lang", "dir", "start_url", "scope", "display"];
  for (const member of text) {
    assert.equal(typeof manifest[member], "string", `${path} has no ${member}`);
    assert.ok(manifest[member], `${path}: ${member} is empty`);
  }
  assertLanguages([manifest.lang], path);
  const first = site.pages.find((page) => page.url === manifest.start_url);
  assert.equal(first?.lang, manifest.lang, `${path}: start_url is not a page in its language`);
  assert.ok(manifest.start_url.startsWith(manifest.scope));
  const sizes = new Set(manifest.icons.map((icon) => icon.sizes));
  for (const size of ["192x192", "512x512"]) assert.ok(sizes.has(size), `${path}: no icon of ${size}`);
  assert.ok(manifest.icons.some((icon) => icon.purpose === "maskable"), `${path}: no maskable icon`);
  for (const { src, sizes, type } of manifest.icons) {
    const bytes = readFileSync(join(site.folder, src.slice(site.prefix.length + 1)));
    if (type !== "image/png") continue;
    // The first chunk of a PNG begins with width and height.
    assert.equal(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`, sizes, src);
  }
}
