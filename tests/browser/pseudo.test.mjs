// Languages made by rule: with accents, longer and in brackets (en-XA), and mirrored (ar-XB). What looks ordinary in
// the first was never translated, and what does not fit into a narrow window has too little room.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { assertNone, sites, specimens, start } from "./pages.mjs";

const [site] = sites("pseudo");
const web = await start(site);
after(() => web.close());
const NARROW = { width: 320, height: 700 };
const made = specimens(site).filter(({ lang }) => lang === "en-XA" || lang === "ar-XB");

/** The words that the editors wrote, of which names are the same in all languages. */
const written = readdirSync(join(`${site.folder}-source`, "content"), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(ya?ml|md)$/.test(entry.name))
  .map((entry) => readFileSync(join(entry.parentPath ?? entry.path, entry.name), "utf8"))
  .join("\n");

/** The words of dates and the names of languages, which are part of Unicode's data. */
function dataWords() {
  const words = ["AM", "PM", "and", "English", "Danish", "Chinese"];
  for (let day = 0; day < 365; day += 25) {
    const date = new Date(Date.UTC(2030, 0, 1 + day));
    for (const style of ["long", "short"]) {
      words.push(date.toLocaleDateString("en", { month: style, timeZone: "UTC" }));
      words.push(date.toLocaleDateString("en", { weekday: style, timeZone: "UTC" }));
    }
  }
  return new Set(words);
}

describe("languages made by rule", { concurrency: 3 }, () => {
  const known = dataWords();
  for (const { path, url, lang } of made) {
    test(`${path} fits into 320 pixels`, () =>
      web.visit(site, url, { viewport: NARROW }, async (page) => {
        const faults = await page.evaluate(() => {
          const found = [];
          const wide = document.documentElement.scrollWidth - innerWidth;
          if (wide > 0) found.push(`the page is ${wide} pixels too wide`);
          // A name of which each line has one letter is not readable.
          for (const name of document.querySelectorAll(".brand-name, .menu a, h1, h2, h3, button")) {
            const { width, height } = name.getBoundingClientRect();
            if (width > 0 && height > 6 * width) found.push(`'${name.textContent.trim()}' is ${width} pixels wide`);
          }
          return found;
        });
        assertNone(faults);
      }));
    if (lang !== "en-XA") continue;
    test(`${path} has no fixed words`, () =>
      web.visit(site, url, { viewport: NARROW }, async (page) => {
        const texts = await page.evaluate(() => {
          const found = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const { data, parentElement } = walker.currentNode;
            if (parentElement.closest("script, style, svg, code")) continue;
            if (parentElement.closest("[lang]").lang === "en-XA") found.push(data);
          }
          for (const name of ["aria-label", "title", "alt", "placeholder"]) {
            for (const element of document.querySelectorAll(`[${name}]`)) {
              if (element.closest("[lang]").lang === "en-XA") found.push(element.getAttribute(name));
            }
          }
          return found;
        });
        const plain = texts.flatMap((text) => text.replace(/⟦[^⟦⟧]*⟧/g, "").match(/[A-Za-z]{2,}/g) ?? []);
        assertNone([...new Set(plain)].filter((word) => !known.has(word) && !written.includes(word)));
      }));
  }
});
