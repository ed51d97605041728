// The preview as an editor sees it: pages that update on save, errors that appear and disappear, and the
// preview's own pages. The test edits files in a separate folder.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { assertNone, DESK, launch, PHONE, SCHEMES, violations } from "./pages.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const plenary = process.env.PLENARY;
if (!plenary) throw new Error("PLENARY is not set: start these tests with tests/run browser");

const folder = mkdtempSync(join(tmpdir(), "plenary-preview-"));
const site = join(folder, "site");
execFileSync(plenary, ["new", site], { stdio: "ignore" });
const preview = spawn(plenary, ["serve", "--site", site, "--port", "0", "--editor", "vscode"], {
  stdio: ["ignore", "pipe", "ignore"],
});
const origin = await new Promise((resolve, reject) => {
  createInterface(preview.stdout).on("line", (line) => {
    const found = /^the site is at (http:\S+)\/$/.exec(line);
    if (found) resolve(found[1]);
  });
  preview.on("exit", () => reject(new Error("the preview ended")));
});
const browser = await launch();
after(async () => {
  await browser.close();
  preview.removeAllListeners("exit");
  preview.kill();
  rmSync(folder, { recursive: true, force: true });
});

/** Changes a file of the site. */
function edit(path, from, to) {
  const file = join(site, path);
  const text = readFileSync(file, "utf8");
  assert.ok(text.includes(from), `${path} has ${from}`);
  writeFileSync(file, text.replace(from, to));
}

/** Opens a page in a new window and records errors. */
async function open(path, options = {}) {
  const context = await browser.newContext({ viewport: DESK, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("console", (message) => {
    // The browser's messages for a missing page and for requests cut off by a reload.
    if (/status of 404|ERR_INCOMPLETE|ERR_ABORTED/.test(message.text())) return;
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  // Wait until the page listens, so that it is notified of the change.
  const listening = page.waitForResponse((response) => response.url().includes("/_plenary/changes"));
  await page.goto(origin + path);
  await listening;
  return { page, faults, close: () => context.close() };
}

test("a page reloads on save only if its content changed", async () => {
  const about = await open("/en/about/");
  const other = await open("/da/om/");
  await other.page.evaluate(() => { window.untouched = true; });
  await about.page.evaluate(() => { window.untouched = true; });
  edit("content/pages/about.en.md", "held by accident", "held by mistake");
  await about.page.getByText("held by mistake").waitFor();
  assert.equal(await about.page.evaluate(() => window.untouched), undefined, "it was reloaded");
  assert.equal(await other.page.evaluate(() => window.untouched), true, "the other page was not");
  assertNone([...about.faults, ...other.faults]);
  await about.close();
  await other.close();
});

test("a missing page appears when it is created", async () => {
  const { page, faults, close } = await open("/en/new-page/");
  assert.match(await page.locator("h1").first().innerText(), /not|no |lost|nowhere|found/i);
  writeFileSync(join(site, "content/pages/new-page.en.md"), "---\ntitle: Brand new\n---\nHere it is.\n");
  await page.getByText("Here it is.").waitFor();
  rmSync(join(site, "content/pages/new-page.en.md"));
  await page.getByText("Here it is.").waitFor({ state: "detached" });
  assertNone(faults);
  await close();
});

test("a hidden page is up to date when it is shown again", async () => {
  const { page, faults, close } = await open("/en/about/");
  // Headless windows are never hidden, so simulate the event.
  const hide = (hidden) => page.evaluate((hidden) => {
    Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  }, hidden);
  await hide(true);
  edit("content/pages/about.en.md", "a second umbrella", "a third umbrella");
  await page.waitForFunction(async () =>
    (await (await fetch(location.href, { cache: "no-store" })).text()).includes("a third umbrella"));
  assert.equal(await page.getByText("a third umbrella").count(), 0, "a hidden page is not updated");
  await hide(false);
  await page.getByText("a third umbrella").waitFor();
  assertNone(faults);
  await close();
});

test("style sheets are replaced without a reload", async () => {
  const { page, faults, close } = await open("/en/");
  await page.evaluate(() => { window.untouched = true; });
  const style = join(site, "themes/forum/assets/forum.css");
  mkdirSync(dirname(style), { recursive: true });
  const own = new URL("../../themes/forum/assets/forum.css", import.meta.url);
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  for (const [colour, computed] of [["#012345", "rgb(1, 35, 69)"], ["#543210", "rgb(84, 50, 16)"]]) {
    writeFileSync(style, `${readFileSync(own, "utf8")}\nbody { background: ${colour} !important; }\n`);
    await page.waitForFunction((computed) => getComputedStyle(document.body).backgroundColor === computed, computed);
  }
  assert.equal(await page.locator('link[rel="stylesheet"]').count(), 1, "the old style sheet is gone");
  assert.equal(await page.evaluate(() => window.untouched), true, "the page was not reloaded");
  rmSync(style);
  await page.waitForFunction((before) => getComputedStyle(document.body).backgroundColor !== before, await background());
  assertNone(faults);
  await close();
});

test("errors are shown above the page until they are fixed", async () => {
  const { page, faults, close } = await open("/en/about/");
  await page.locator("a[href]").first().focus();
  const focused = () => page.evaluate(() => document.activeElement.outerHTML);
  const before = await focused();
  const panel = page.getByRole("region", { name: "Preview" });
  const wrong = () => edit("content/event.yaml", "place: weathercock-house", "place: weathercok-house");
  const mend = () => edit("content/event.yaml", "place: weathercok-house", "place: weathercock-house");
  wrong();
  await panel.getByText("did you mean `weathercock-house`?").waitFor();
  assert.match(await panel.getByRole("alert").innerText(), /^1 error\. This is the last version of the page/i);
  assert.match(await panel.getByRole("link", { name: "Open in the editor" }).getAttribute("href"),
    /^vscode:\/\/file\/.*\/content\/event\.yaml:\d+:\d+$/);
  assert.equal(await focused(), before, "the panel does not take the focus");
  assert.equal(await page.locator("h1").first().isVisible(), true, "the last good page is below");
  mend();
  await panel.waitFor({ state: "detached" });
  wrong();
  await panel.waitFor();
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  mend();
  await page.waitForFunction(async () => (await (await fetch("/_plenary/faults")).text()) === "");
  wrong();
  await panel.getByRole("button", { name: "Close" }).click();
  await panel.waitFor({ state: "detached" });
  mend();
  assertNone(faults);
  await close();
});

test("the preview's own pages are accessible and fit every screen", async () => {
  edit("content/event.yaml", "place: weathercock-house", "place: weathercok-house");
  const found = [];
  const ready = {
    "/en/about/": (page) => page.getByRole("region", { name: "Preview" }).getByText("did you mean").waitFor(),
    "/_plenary/": (page) => page.getByText("weathercok-house").first().waitFor(),
    "/_plenary/files/1/": (page) => page.getByRole("heading", { level: 1 }).waitFor(),
    "/_plenary/compare/en/zh-Hans/about/": (page) =>
      page.frameLocator("iframe").last().locator("h1").first().waitFor(),
    "/_plenary/translations/": (page) => page.getByRole("heading", { level: 1 }).waitFor(),
    "/_plenary/translations/da/": (page) => page.getByRole("heading", { level: 1 }).waitFor(),
    "/_plenary/nothing": (page) => page.getByRole("heading", { level: 1 }).waitFor(),
  };
  for (const [path, wait] of Object.entries(ready)) {
    const { page, faults, close } = await open(path);
    await wait(page);
    // Collect these first: the accessibility checker itself violates the page's content security policy.
    found.push(...faults.map((fault) => `${path}: ${fault}`));
    await page.evaluate(AXE);
    for (const viewport of [PHONE, DESK]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        const where = `${path} ${viewport.width} ${colorScheme}`;
        found.push(...(await violations(page)).map((fault) => `${where}: ${fault}`));
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        if (wide > 0) found.push(`${where}: is ${wide} pixels too wide`);
      }
    }
    await close();
  }
  edit("content/event.yaml", "place: weathercok-house", "place: weathercock-house");
  assertNone(found);
});

test("the headings of two languages are aligned, even after a change", async () => {
  const { page, faults, close } = await open("/_plenary/compare/en/da/about/");
  const aligned = () => page.waitForFunction(() => {
    const [left, right] = [...document.querySelectorAll("iframe")].map((frame) => frame.contentDocument);
    if (left.readyState !== "complete" || right.readyState !== "complete") return false;
    const top = (heading) => heading.getBoundingClientRect().top + parseFloat(getComputedStyle(heading).paddingTop);
    const named = [...left.querySelectorAll("main h2[id]")].map((one) => [one, right.getElementById(one.id)]);
    const pairs = [[left.querySelector("h1"), right.querySelector("h1")], ...named];
    return pairs.length > 2 && pairs.every(([one, other]) => other && Math.abs(top(one) - top(other)) < 2);
  });
  await aligned();
  edit("content/pages/about.en.md", "## What to bring", "One more long line.\n\n".repeat(30) + "## What to bring");
  await page.frameLocator("iframe").first().getByText("One more long line.").first().waitFor();
  await aligned();
  edit("content/pages/about.en.md", "One more long line.\n\n".repeat(30), "");
  assertNone(faults);
  await close();
});

test("texts that are out of date are marked where both pages show them", async () => {
  execFileSync(plenary, ["translate", "accept", "--all", "--site", site], { stdio: "ignore" });
  const about = readFileSync(join(site, "content/pages/about.en.md"), "utf8");
  const last = about.trimEnd().split("\n").at(-1);
  const { page, faults, close } = await open("/_plenary/compare/en/da/about/");
  const report = async () => (await page.request.get(`${origin}/_plenary/translations/`)).text();
  while (/accept --all/.test(await report())) await page.waitForTimeout(50);
  await page.reload();
  // The list follows when a page in a frame does.
  edit("content/pages/about.en.md", last, `${last} It costs 731 kroner.`);
  await page.locator(".to-do").first().waitFor();
  for (const frame of [page.frameLocator("iframe").first(), page.frameLocator("iframe").last()]) {
    await frame.locator(".plenary-mark").first().waitFor();
    assert.equal(await frame.locator(".plenary-mark").count(), 1);
    assert.equal(await frame.locator(".plenary-mark").textContent(), "facts changed in the source");
  }
  assert.match(await page.frameLocator("iframe").first().locator(":has(> .plenary-mark)").textContent(), /731/);
  edit("content/pages/about.en.md", " It costs 731 kroner.", "");
  rmSync(join(site, "content/translations.lock"));
  assertNone(faults);
  await close();
});
