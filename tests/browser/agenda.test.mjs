// The programme of a large event: a page for each day, the grid, filters, time zones, what is on now, the
// reader's own programme, and print.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { DESK, PHONE, assertNone, sites, start } from "./pages.mjs";

const MOST_COMPRESSED = 150 * 1024;
const HOME = { timezoneId: "Europe/Copenhagen" };

const [site] = sites("large");
const web = await start(site);
after(() => web.close());

const DAY = "/en/agenda/2030-09-12/";
const MINE = "/en/my-programme/";
const shownTitles = (page) => page.locator(".session-title:visible").allTextContents();

/** Opens a page with empty storage. */
function visit(url, options, look) {
  return web.visit(site, url, { ...HOME, ...options }, async (page, noted) => {
    await page.evaluate(() => localStorage.clear());
    await page.reload({ waitUntil: "load" });
    await look(page, noted);
    await page.evaluate(() => localStorage.clear());
    assertNone(noted.faults, url);
  });
}

describe("agenda", { concurrency: 2 }, () => {
  test("each day has a page that the programme links to in every language", async () => {
    const overview = site.pages.find(({ path }) => path === "da/agenda/index.html");
    for (const date of ["2030-09-12", "2030-09-13", "2030-09-14"]) {
      assert.ok(overview.html.includes(`href="/da/agenda/${date}/"`), date);
      assert.ok(overview.html.includes(`id="day-${date}"`), date);
    }
    assert.ok(!overview.html.includes("Låg 0.50"), "the programme is in short");
    await visit("/da/agenda/2030-09-13/", {}, async (page) => {
      assert.equal(await page.locator(".around-previous a").evaluate((a) => a.pathname), "/da/agenda/2030-09-12/");
      await page.locator(".languages a[lang=zh-Hans]").click();
      await page.waitForURL(/\/zh\/agenda\/2030-09-13\/$/);
    });
  });

  test("no page of the programme is too heavy", () => {
    const faults = site.pages
      .filter(({ kind }) => ["agenda", "day", "grid", "selection"].includes(kind))
      .map(({ path }) => [path, gzipSync(readFileSync(join(site.folder, path))).length])
      .filter(([, size]) => size > MOST_COMPRESSED);
    assertNone(faults.map(([path, size]) => `${path}: ${size} bytes`));
  });

  test("the grid scrolls in its own frame, and its rows and columns have headers", () =>
    visit(`${DAY}grid/`, { viewport: PHONE }, async (page) => {
      const { page: wide, frame, inside } = await page.evaluate(() => {
        const frame = document.querySelector(".grid-frame");
        return { page: document.documentElement.scrollWidth, frame: frame.clientWidth, inside: frame.scrollWidth };
      });
      assert.ok(wide <= PHONE.width, `the page is ${wide} wide`);
      assert.ok(inside > frame, "the grid does not scroll");
      assert.equal(await page.locator("th[scope=col]").count(), 25);
      assert.ok(await page.locator("th[scope=row]").count() >= 6);
      assert.equal(await page.locator("td[colspan='25'] .session-title").first().textContent(), "Opening 0");
      // A session in two rooms that are not adjacent is in both columns.
      assert.equal(await page.locator("td[data-key=s-0-1]").count(), 2);
      const head = await page.locator(".grid-corner").evaluate((corner) => {
        const frame = corner.closest(".grid-frame");
        frame.scrollTo(2000, 2000);
        const [a, b] = [corner.getBoundingClientRect(), frame.getBoundingClientRect()];
        return [a.left - b.left, a.top - b.top].map(Math.round);
      });
      assert.deepEqual(head.map((at) => Math.abs(at) <= 2), [true, true], `the head is at ${head}`);
    }));

  test("filters work in the list and the grid, and links keep them in the address", () =>
    visit(DAY, {}, async (page) => {
      const before = (await shownTitles(page)).length;
      await page.locator(".filter summary").click();
      await page.locator("input[name=language][value=zh]").check();
      const count = await page.locator(".filter-count").textContent();
      assert.match(count, /^Shown: \d+ of \d+$/);
      const left = await shownTitles(page);
      assert.ok(left.length < before && left.includes("Opening 0"), "interpretation counts too");
      assert.equal(new URL(page.url()).search, "?language=zh");
      await page.locator(".views a:not([aria-current])").click();
      await page.waitForURL(/grid\/\?language=zh$/);
      assert.equal(await page.locator(".filter-count").textContent(), count);
      assert.ok(await page.locator(".grid-cell.is-off").count() > 0);
      await page.locator(".languages a[lang=da]").click();
      await page.waitForURL(/\/da\/.*\?language=zh$/);
      assert.ok(await page.locator("input[name=language][value=zh]").isChecked());
      await page.locator("button[type=reset]").click();
      await page.waitForFunction(() => !location.search);
      assert.equal(await page.locator(".grid-cell.is-off").count(), 0);
    }));

  test("without scripts, filters are pages", async () => {
    await web.visit(site, DAY, { javaScriptEnabled: false }, async (page) => {
      await page.locator(".filter summary").click();
      await page.locator(".filter-links a", { hasText: "Danish" }).click();
      assert.match(page.url(), /\/en\/agenda\/language\/da\/$/);
      const off = await page.locator(".session").evaluateAll((found) =>
        found.filter(({ dataset }) => !dataset.languages.split(" ").includes("da")).length);
      assert.equal(off, 0);
    });
  });

  test("guests' times need no script, and scripts replace them with the reader's own", async () => {
    const first = (page) => page.locator(".slot-time").first().innerText();
    await web.visit(site, DAY, { ...HOME, javaScriptEnabled: false }, async (page) => {
      assert.equal((await first(page)).replace(/\s+/g, " "), "09:00–09:45 Beijing 15:00–15:45");
    });
    const seen = {
      "Asia/Shanghai": "09:00–09:45 Beijing 15:00–15:45",
      "America/New_York": "09:00–09:45 Your time 03:00–03:45",
      "Europe/Stockholm": "09:00–09:45 Beijing 15:00–15:45",
    };
    for (const [timezoneId, expected] of Object.entries(seen)) {
      await visit(DAY, { timezoneId }, async (page) => assert.equal((await first(page)).replace(/\s+/g, " "), expected, timezoneId));
    }
    await visit(DAY, { timezoneId: "Asia/Tokyo" }, async (page) => {
      const late = await page.locator(".slot[data-start*='T23:15'] .slot-time").innerText();
      assert.match(late, /Your time 06:15–07:15 \(\+1 day\)/);
    });
  });

  test("sessions on now are marked during the event, and none before or after", async () => {
    const at = (time, look) => visit(DAY, {}, async (page) => {
      await page.clock.setFixedTime(new Date(time));
      await page.reload();
      await look(page);
    });
    await at("2030-09-12T10:10:00+02:00", async (page) => {
      assert.equal(await page.locator(".is-now .slot-time time").textContent(), "10:00–10:45");
      assert.equal(await page.locator(".is-next .slot-time time").textContent(), "11:00–12:30");
      assert.match(await page.locator(".days .is-today").textContent(), /Today/);
      await page.locator(".now-jump").click();
      assert.ok(await page.locator(".is-now .slot-time time").evaluate((time) => {
        const { top, bottom } = time.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      }));
    });
    for (const time of ["2030-09-11T12:00:00+02:00", "2030-09-14T12:00:00+02:00"]) {
      await at(time, async (page) => assert.equal(await page.locator(".is-now, .is-next, .now-jump").count(), 0, time));
    }
  });

  test("the reader's own programme is stored and sorted, shows clashes, and can be shared and saved", async () => {
    await visit(DAY, {}, async (page) => {
      for (const key of ["s-0-25", "s-0-0", "s-0-3"]) await page.locator(`.star[data-star="${key}"]`).click();
      assert.equal(await page.locator("[data-star=s-0-0]").getAttribute("aria-pressed"), "true");
      await page.goto(page.url().replace(DAY, MINE));
      await page.locator(".mine-list .session-title").first().waitFor();
      assert.deepEqual(await page.locator(".mine-list .session-title").allTextContents(), ["Lids 0.0", "Lids 0.3", "Lids 0.25"]);
      assert.equal(await page.locator(".mine-clash").first().textContent(), "At the same time as: Lids 0.3");
      const [download] = await Promise.all([page.waitForEvent("download"), page.locator("button", { hasText: "calendar" }).click()]);
      const calendar = readFileSync(await download.path(), "utf8");
      assert.equal(calendar.match(/^BEGIN:VEVENT\r$/gm).length, 3);
      assert.match(calendar, /^DTSTART:20300912T080000Z\r$|^DTSTART;TZID=Europe\/Copenhagen:20300912T100000\r$/m);
      for (const line of calendar.split("\r\n")) assert.ok(Buffer.byteLength(line) <= 75, line);
      // The choice belongs to the reader, so it is the same in every language.
      await page.locator(".languages a[lang=da]").click();
      await page.locator(".mine-list .session-title").first().waitFor();
      assert.equal(await page.locator(".mine-list .session-title").first().textContent(), "Låg 0.0");
      await page.locator(".mine-remove button").first().click();
      assert.equal(await page.locator(".mine-list .session-title").count(), 2);
    });
    await visit(`${MINE}#s=s-1-1,s-1-2,no-more`, {}, async (page) => {
      await page.evaluate(() => localStorage.setItem("plenary:large-2030", '["s-0-0"]'));
      await page.reload();
      await page.locator(".mine-list .session-title").first().waitFor();
      assert.deepEqual(await page.locator(".mine-list .session-title").allTextContents(), ["Lids 1.1", "Lids 1.2"]);
      assert.match(await page.locator(".mine-status").textContent(), /shared with you.*: 1$/);
      assert.equal(await page.evaluate(() => localStorage.getItem("plenary:large-2030")), '["s-0-0"]', "one's own is kept");
      await page.locator("button", { hasText: "Add these" }).click();
      assert.equal(await page.locator(".mine-list .session-title").count(), 3);
    });
    await web.visit(site, MINE, { javaScriptEnabled: false }, async (page) => {
      assert.ok(await page.locator(".mine-scripts").isVisible());
    });
  });

  test("a cancelled session stays, struck through and with its status in words", () =>
    visit(DAY, {}, async (page) => {
      const session = page.locator(".session[data-key=s-0-2]");
      assert.equal(await session.locator(".session-title s").textContent(), "Lids 0.2");
      assert.match(await session.textContent(), /Cancelled[\s\S]*The kettle is broken\./);
      assert.match(await page.locator(".session[data-key=s-0-3]").textContent(), /Choose one of several/);
    }));

  test("long titles fit at any width", async () => {
    for (const lang of ["en", "da", "zh"]) {
      for (const path of ["", "grid/"]) {
        for (const viewport of [PHONE, DESK]) {
          await visit(`/${lang}/agenda/2030-09-12/${path}`, { viewport }, async (page) => {
            const wide = await page.evaluate(() => document.documentElement.scrollWidth);
            assert.ok(wide <= viewport.width, `${lang} ${path}: ${wide}`);
          });
        }
      }
    }
  });

  test("a printed day is a list without controls", () =>
    visit(DAY, {}, async (page) => {
      await page.emulateMedia({ media: "print" });
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const text = execFileSync("pdftotext", ["-enc", "UTF-8", "-layout", "-", "-"], { input: pdf, encoding: "utf8" });
      for (const wanted of ["Lids 0.0", "Lids 0.95", "Opening 0", "Cancelled"]) assert.ok(text.includes(wanted), wanted);
      for (const not of ["Choose from the programme", "Rooms and times", "☆"]) assert.ok(!text.includes(not), not);
    }));
});
