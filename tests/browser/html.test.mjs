// Every published file, without a browser: valid HTML, CSS and SVG, and no broken links.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import test from "node:test";
import { assertNone, sites } from "./pages.mjs";

const all = [...sites(), ...sites("large")];

/** The Nu checker's messages for many files, in one run because it is slow to start. */
function check(files) {
  const package_ = dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json"));
  const jar = join(package_, "build", "dist", "vnu.jar");
  // Language detection is off: a fallback is in another language than its page, and declares its language.
  const words = ["-jar", jar, "--no-langdetect", "--also-check-css", "--also-check-svg", "--stdout",
    "--exit-zero-always", "--format", "json"];
  const run = spawnSync("java", [...words, ...files], { encoding: "utf8", maxBuffer: 1 << 28 });
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout).messages;
}

let messages;

for (const site of all) {
  test(`${site.name}: ${site.pages.length} pages, style sheets and pictures are valid`, () => {
    messages ??= check(all.flatMap(({ folder, files }) =>
      files.filter((path) => /\.(html|css|svg)$/.test(path)).map((path) => join(folder, path))));
    const faults = messages
      .filter(({ url }) => decodeURI(url).includes(`${site.folder}/`))
      .map(({ url, lastLine, message }) => `${url}:${lastLine}: ${message}`);
    assertNone(faults);
  });

  test(`${site.name}: no link is broken`, () => {
    assertNone(site.pages.flatMap((page) => brokenLinks(site, page)));
  });

  test(`${site.name}: the language switch of every page leads to the same page in other languages`, () => {
    for (const page of site.pages.filter(({ kind }) => kind !== "chooser" && kind !== "lost")) {
      const links = languageSwitch(page);
      assert.ok(links.length > 1, `${page.path} has no switch`);
      assert.equal(links.find(({ current }) => current).url, page.url, page.path);
      for (const { lang, url } of links) {
        const other = site.pages.find((candidate) => candidate.url === url);
        assert.equal(other?.lang, lang, `${page.path} → ${url}`);
        assert.deepEqual(languageSwitch(other).map((link) => link.url), links.map((link) => link.url), page.path);
      }
    }
  });

  test(`${site.name}: every page has a unique title`, () => {
    const titles = new Map();
    for (const { path, lang, html } of site.pages) {
      const title = /<title[^>]*>([^<]+)<\/title>/.exec(html)?.[1];
      assert.ok(title, `${path} has no title`);
      const key = `${lang} ${title}`;
      // The chooser has no language, so its title is the event's name.
      assert.ok(!titles.has(key), `${path} and ${titles.get(key)} are both titled '${title}'`);
      titles.set(key, path);
    }
  });
}

/** The links of a page's language switch. */
function languageSwitch({ html }) {
  const nav = /<nav class="languages".*?<\/nav>/s.exec(html)?.[0] ?? "";
  const links = nav.matchAll(/<a href="([^"]*)" lang="([^"]*)"([^>]*)>/g);
  return [...links].map(([, url, lang, rest]) => ({ url, lang, current: rest.includes("aria-current") }));
}

/** The values of an attribute. Plenary always prints double quotes. */
function values(html, attribute) {
  const found = html.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, "g"));
  return [...found].map(([, value]) => value.replaceAll("&amp;", "&"));
}

function brokenLinks(site, page) {
  const here = new URL(page.url, "http://here.example");
  const own = site.base && new URL(site.base).origin;
  const faults = [];
  for (const value of [...values(page.html, "href"), ...values(page.html, "src")]) {
    const target = new URL(value, here);
    if (target.origin !== here.origin && target.origin !== own) continue;
    const path = decodeURIComponent(target.pathname);
    const file = path.slice(site.prefix.length + 1).replace(/(^|\/)$/, "$1index.html");
    const other = site.pages.find((candidate) => candidate.path === file);
    if (!path.startsWith(`${site.prefix}/`) || !existsSync(join(site.folder, file))) {
      faults.push(`${page.path}: ${value} is not there`);
    } else if (target.hash && !values(other.html, "id").includes(decodeURIComponent(target.hash.slice(1)))) {
      faults.push(`${page.path}: ${value} has no such anchor`);
    }
  }
  return faults;
}
