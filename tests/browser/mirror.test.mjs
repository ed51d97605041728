// A language that is written from right to left: the layout is mirrored, but numbers, addresses and words in other
// languages keep their own direction.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { assertNone, DESK, PHONE, sites, specimens, start } from "./pages.mjs";

const [site] = sites("mirror");
const web = await start(site);
after(() => web.close());
const arabic = specimens(site).filter(({ lang, path }) => lang === "ar" && path.startsWith("ar/"));
const at = (path) => site.pages.find((page) => page.path === path).url;

describe("right to left", { concurrency: 3 }, () => {
  for (const { path, url } of arabic) {
    test(`${path} is mirrored, and words in Latin letters are not`, () =>
      web.visit(site, url, { viewport: DESK }, async (page) => {
        const faults = await page.evaluate(() => {
          const found = [];
          const middle = innerWidth / 2;
          const centre = (element) => {
            const { left, right } = element.getBoundingClientRect();
            return (left + right) / 2;
          };
          if (getComputedStyle(document.body).direction !== "rtl") found.push("the page is not mirrored");
          if (centre(document.querySelector(".brand")) < middle) found.push("the name is on the left");
          const menu = document.querySelector(".menu ul");
          if (menu && centre(menu) > middle) found.push("the menu is on the right");
          for (const link of document.querySelectorAll("a[href^='tel:'], a[href^='mailto:']")) {
            if (getComputedStyle(link).direction !== "ltr") found.push(`${link.textContent} is mirrored`);
          }
          // Every word without Arabic letters has its own direction.
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            if (!/\p{Script=Latin}/u.test(data) || /\p{Script=Arabic}/u.test(data)) continue;
            if (parentElement.closest("script, style, svg, .your-time, .guest-time, .prose, option")) continue;
            const isolated = parentElement.closest("bdi, [dir='auto'], [dir='ltr']");
            if (!isolated && !/^[\w/]+$/.test(data.trim())) found.push(`'${data.trim()}' has no direction`);
          }
          return found;
        });
        assertNone(faults);
      }));
  }

  test("the star of a session is beside its label", () =>
    web.visit(site, at("ar/agenda/index.html"), { viewport: PHONE }, async (page) => {
      await page.waitForSelector(".star");
      const overlaps = await page.evaluate(() =>
        [...document.querySelectorAll(".session:has(.star)")].filter((session) => {
          const range = document.createRange();
          range.selectNodeContents(session.querySelector(".label"));
          const [label, star] = [range, session.querySelector(".star")].map((box) => box.getBoundingClientRect());
          return label.left < star.right && star.left < label.right && label.top < star.bottom && star.top < label.bottom;
        }).length);
      assert.equal(overlaps, 0);
    }));

  test("words that scripts write say their language", () =>
    web.visit(site, at("ar/agenda/index.html"), { viewport: DESK }, async (page) => {
      await page.waitForSelector(".star");
      const star = await page.evaluate(() => {
        const { lang, dir } = document.querySelector(".star");
        return { lang, dir };
      });
      assert.deepEqual(star, { lang: "en", dir: "" });
    }));

  test("lists and places have the comma of the script", () => {
    const { html } = site.pages.find(({ path }) => path === "ar/agenda/opening/index.html");
    assert.match(html, /<span class="place-parent">، <bdi>الحديقة<\/bdi><\/span>/);
    const danish = site.pages.find(({ path }) => path === "da/agenda/opening/index.html").html;
    assert.match(danish, /<span class="place-parent">, Haven<\/span>/);
  });
});
