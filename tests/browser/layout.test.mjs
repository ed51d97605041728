// The layout, as far as it can be measured: nothing is wider than the screen, targets are large enough and
// reachable, and pages print well.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, describe, test } from "node:test";
import { assertNone, DESK, PHONE, sites, specimens, start } from "./pages.mjs";

const looked = sites("forum", "starter", "rough", "mirror");
const web = await start(...looked);
after(() => web.close());

describe("layout", { concurrency: 3 }, () => {
  for (const site of looked) {
    test(`${site.name}: no page is wider than the screen, and no target is too small`, async () => {
      const faults = [];
      for (const { path, url } of site.pages) {
        await web.visit(site, url, {}, async (page) => {
          for (const size of [{ width: 320, height: 640 }, PHONE, DESK]) {
            await page.setViewportSize(size);
            const found = [...(await page.evaluate(overflow)), ...(await page.evaluate(smallTargets))];
            faults.push(...found.map((fault) => `${path} at ${size.width}: ${fault}`));
          }
        });
      }
      assertNone(faults);
    });

    for (const specimen of specimens(site)) {
      test(`${site.name}: ${specimen.path} does not shift while it loads`, async () => {
        for (const viewport of [PHONE, DESK]) {
          const options = { viewport, reducedMotion: "no-preference" };
          // A real layout shift happens every time; one caused by slow painting on a busy machine does not.
          const shifts = [];
          do {
            shifts.push(await web.visit(site, specimen.url, options, (page) => page.evaluate(layoutShift)));
          } while (shifts.at(-1) > 0 && shifts.length < 4);
          assert.equal(shifts.at(-1), 0, `at ${viewport.width}: ${shifts.join(", ")}`);
        }
      });
    }

    for (const { path, url } of specimens(site).filter(({ kind }) => ["home", "agenda", "page"].includes(kind))) {
      test(`${site.name}: ${path} can be used by keyboard`, () =>
        web.visit(site, url, { viewport: DESK }, keyboard));
    }

    // The text of a PDF in Arabic has other forms of the letters than the page.
    for (const { path, url } of site.pages.filter(({ kind, lang }) => kind === "agenda" && lang !== "ar")) {
      test(`${site.name}: ${path} prints the whole programme and nothing else`, () =>
        web.visit(site, url, { colorScheme: "dark" }, paper));
    }
  }
});

/** In the page: elements beyond the right edge of the screen, except in scrolling frames. */
function overflow() {
  const faults = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`the page is ${scrollWidth} wide`);
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest(".table, .grid-frame, pre, svg, .skip")) continue;
    // Only elements with text count: decoration may leave the screen.
    const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const { left, right, width } = element.getBoundingClientRect();
    if (text && width > 0 && (left < -1 || right > clientWidth + 1)) {
      faults.push(`${element.tagName} '${element.textContent.trim().slice(0, 40)}' ends at ${Math.round(right)}`);
    }
  }
  return faults;
}

/** In the page: targets below 24 × 24 CSS pixels outside sentences (WCAG 2.5.8). */
function smallTargets() {
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    return block.textContent.trim().length > element.textContent.trim().length;
  };
  const area = (element) => {
    // A link whose `::after` fills its panel is as large as the panel.
    const filled = getComputedStyle(element, "::after").position === "absolute";
    return (filled ? element.closest(".panel") : element).getBoundingClientRect();
  };
  // Links on their own in editors' texts are as high as a line, and as far apart as lines.
  const apart = (element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
    return targets.every((other) => {
      const box = other.getBoundingClientRect();
      const across = Math.max(box.left - x, x - box.right, 0);
      const down = Math.max(box.top - y, y - box.bottom, 0);
      return other === element || Math.hypot(across, down) >= 12;
    });
  };
  const faults = [];
  const targets = [...document.querySelectorAll("a[href], button, summary, select, input:enabled, textarea")]
    .filter((element) => element.checkVisibility());
  for (const element of targets) {
    const { width, height } = area(element);
    const small = width < 24 || height < 24;
    if (small && !inSentence(element) && !(element.closest(".prose") && apart(element))) {
      const size = `${width.toFixed(1)} × ${height.toFixed(1)}`;
      faults.push(`'${element.textContent.trim()}' in .${element.parentElement.className} is ${size}`);
    }
  }
  return faults;
}

/** In the page: its cumulative layout shift so far, after the first frames of animations. */
async function layoutShift() {
  await document.fonts.ready;
  let total = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) total += entry.value;
  });
  observer.observe({ type: "layout-shift", buffered: true });
  await new Promise((resolve) => setTimeout(resolve, 300));
  observer.disconnect();
  return total;
}

/** The skip link comes first and skips the menu; all controls can be reached in order with visible focus. */
async function keyboard(page) {
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(focused);
  assert.equal(skip.className, "skip");
  assert.ok(skip.visible, "the skip link is not seen");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "content");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.activeElement.closest("main, footer") !== null));

  // Start again, without the fragment of the skip link.
  await page.goto(page.url().replace(/#.*/, ""));
  await page.reload();
  const expected = await page.evaluate(
    () => [...document.querySelectorAll("a[href], button, summary, input:enabled, [tabindex='0']")]
      .filter((element) => element.checkVisibility()).length);
  for (let count = 0; count < expected; count++) {
    await page.keyboard.press("Tab");
    const { name, order, outline, visible } = await page.evaluate(focused);
    assert.equal(order, count, `${name} is out of order`);
    assert.ok(outline >= 2, `nothing shows that ${name} has the focus`);
    assert.ok(visible, `${name} has the focus out of sight`);
  }
}

/** In the page: the focused element. */
function focused() {
  const element = document.activeElement;
  const all = [...document.querySelectorAll("a[href], button, summary, input:enabled, [tabindex='0']")]
    .filter((candidate) => candidate.checkVisibility());
  const width = (style) => (style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth));
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return {
    name: `${element.tagName} '${element.textContent.trim().slice(0, 40)}'`,
    className: element.className,
    order: all.indexOf(element),
    outline: Math.max(width(getComputedStyle(element)), width(getComputedStyle(element, "::after"))),
    visible: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
}

async function paper(page) {
  const titles = await page.locator(".session-title").allTextContents();
  const days = await page.locator(".day-head .day-month").allTextContents();
  const menu = await page.locator(".menu").textContent();
  await page.emulateMedia({ media: "print" });
  const shown = await page.evaluate(() => ({
    navigation: [...document.querySelectorAll("nav, .skip")].filter((nav) => nav.checkVisibility()).length,
    background: getComputedStyle(document.body).backgroundColor,
    colour: getComputedStyle(document.body).color,
  }));
  assert.equal(shown.navigation, 0, "paper has no use for a menu");
  assert.deepEqual([shown.background, shown.colour], ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  // Read text in the order in which it was drawn: guessed columns tear the lines of long words apart.
  const text = squeeze(execFileSync("pdftotext", ["-raw", "-enc", "UTF-8", "-", "-"], { input: pdf, encoding: "utf8" }));
  for (const wanted of [...titles, ...days]) {
    assert.ok(text.includes(squeeze(wanted)), `'${wanted.trim()}' is not on paper`);
  }
  assert.ok(!text.includes(squeeze(menu)), "the menu is on paper");
}

/** Text without spaces and hyphens, because print breaks lines and words differently. */
function squeeze(text) {
  return text.normalize("NFKC").replace(/[\s\u00ad\u2010-]+/gu, "");
}
