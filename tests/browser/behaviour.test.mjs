// What a visitor does: choose and switch the language, follow a broken link, turn scripts off; and what the
// site must never do: contact another host, violate the content security policy, or be too heavy.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { assertNone, sites, specimens, start } from "./pages.mjs";

const MOST_A_FILE = 200 * 1024;
const MOST_FOR_HOME = 100 * 1024;

const all = sites();
const web = await start(...all);
after(() => web.close());

const multilingual = (pages) => pages.filter(({ kind }) => !["chooser", "lost"].includes(kind));

describe("behaviour", { concurrency: 3 }, () => {
  for (const site of all) {
    // 'below' is the forum again. Only what depends on addresses is tested on it.
    const again = site.name === "below";

    test(`${site.name}: no page violates the policy, contacts another host or is too heavy`, async () => {
      const found = [];
      for (const { path, url, kind } of again ? specimens(site) : site.pages) {
        await web.visit(site, url, {}, async (page, { faults, responses }) => {
          found.push(...faults.map((fault) => `${path}: ${fault}`));
          const sizes = responses.map((response) => Number(response.headers()["content-length"]));
          const most = Math.max(...sizes);
          const total = sizes.reduce((sum, size) => sum + size);
          if (most > MOST_A_FILE) found.push(`${path}: a file has ${most} bytes`);
          if (kind === "home" && total > MOST_FOR_HOME) found.push(`${path}: takes ${total} bytes`);
        });
      }
      assertNone(found);
    });

    test(`${site.name}: the chooser marks the browser's language and does not redirect`, () => chooser(site));

    test(`${site.name}: a missing address is answered in its language`, () => lost(site));

    if (again) continue;

    test(`${site.name}: pages have the same text without scripts`, async () => {
      // The reader's own programme needs scripts.
      for (const { path, url } of specimens(site).filter(({ kind }) => kind !== "my-programme")) {
        const text = (page) => page.evaluate(() => {
          document.querySelectorAll("[data-scripted]").forEach((added) => added.remove());
          return document.body.innerText;
        });
        const timezoneId = "Europe/Copenhagen";
        const scripted = await web.visit(site, url, { timezoneId }, text);
        const plain = await web.visit(site, url, { timezoneId, javaScriptEnabled: false }, text);
        assert.equal(plain, scripted, path);
        assert.ok(plain.length > 20, `${path} is empty`);
      }
    });

    test(`${site.name}: the language switch keeps the place in the page`, async () => {
      for (const { url, path, lang } of multilingual(specimens(site))) {
        await web.visit(site, url, {}, (page, { faults }) => switchLanguage(page, path, lang, faults));
      }
    });
  }
});

/**
 * Switches to the next language from a fragment of the page. The targets of all links are checked without a
 * browser, in html.test.mjs.
 */
async function switchLanguage(page, path, lang, faults) {
  const id = await page.evaluate(() => document.querySelector(".day, .prose [id], article[id]")?.id ?? "content");
  await page.evaluate((id) => { location.hash = id; }, id);
  const tags = await page.locator(".languages a").evaluateAll((links) => links.map((link) => link.lang));
  const next = (tags.indexOf(lang) + 1) % tags.length;
  const link = page.locator(".languages a").nth(next);
  const target = await link.evaluate((a) => a.pathname);
  const kind = await page.evaluate(() => document.body.className);
  await link.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === target);
  const there = await page.evaluate((id) => ({
    lang: document.documentElement.lang,
    kind: document.body.className,
    hash: decodeURIComponent(location.hash.slice(1)),
    found: document.getElementById(id) !== null,
  }), id);
  assert.deepEqual(there, { lang: tags[next], kind, hash: id, found: true }, `${path} → ${tags[next]}`);
  assertNone(faults);
}

async function chooser(site) {
  const url = `${site.prefix}/`;
  const cases = {
    "zh-CN": "zh-Hans", "zh-Hans-CN": "zh-Hans", "zh-TW": "zh-Hans", "da-DK": "da", "en-US": "en", "ar-EG": "ar", fr: null,
  };
  for (const [locale, language] of Object.entries(cases)) {
    await web.visit(site, url, { locale }, async (page, { faults }) => {
      await page.waitForTimeout(100);
      assert.equal(new URL(page.url()).pathname, url, "the chooser redirected the visitor");
      const items = await page.locator("[data-language]").evaluateAll((found) =>
        found.map((item) => ({ tag: item.dataset.language, marked: item.querySelector(".chooser-mark").checkVisibility() })));
      const marked = items.filter((item) => item.marked).map((item) => item.tag);
      const expected = items.some((item) => item.tag === language) ? language : null;
      assert.deepEqual(marked, expected ? [expected] : [], locale);
      if (expected) assert.equal(items[0].tag, expected, `${locale}: the suggestion comes first`);
      assertNone(faults);
    });
  }
  // Every language is listed and leads to its own home page.
  const languages = await web.visit(site, url, { javaScriptEnabled: false }, (page) =>
    page.locator("[data-language] a").evaluateAll((found) => found.map((a) => [a.hreflang, a.pathname])));
  for (const [tag, pathname] of languages) {
    await web.visit(site, pathname, {}, async (page, { response }) => {
      assert.equal(response.status(), 200);
      assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
    });
  }
}

async function lost(site) {
  const homes = site.pages.filter(({ kind }) => kind === "home");
  for (const { url: home, lang } of homes) {
    await web.visit(site, `${home}nowhere/at-all/`, {}, async (page, { response, faults }) => {
      assert.equal(response.status(), 404);
      assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
      assert.equal(await page.locator("main .button").evaluate((a) => a.pathname), home);
      assertNone(faults);
    });
  }
  await web.visit(site, `${site.prefix}/nowhere`, {}, async (page, { response, faults }) => {
    assert.equal(response.status(), 404);
    const links = await page.locator("main a").evaluateAll((found) => found.map((a) => a.pathname));
    assert.deepEqual(links.sort(), homes.map(({ url }) => url).sort());
    assertNone(faults);
  });
}
