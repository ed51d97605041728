// Common parts of the browser tests: the built pages, a server for them, and a browser that records errors.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { chromium } from "playwright-core";
import { SITES } from "./sites.mjs";

/** A strict content security policy: the site must work under it without exceptions. */
const POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ics": "text/calendar; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".vcf": "text/vcard; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".xml": "application/xml",
};

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const PHONE = { width: 390, height: 844 };
export const DESK = { width: 1280, height: 900 };
export const SCHEMES = ["light", "dark"];

/** How many errors are shown. The rest are usually the same errors on other pages. */
const SHOWN = 25;

/** The accessibility violations of a page, into which axe must have been loaded. */
export function violations(page) {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  return page.evaluate(async (rules) => {
    const { violations } = await window.axe.run({ runOnly: rules, resultTypes: ["violations"] });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, any }) => `${id}: ${help} (${target.join(" ")}) ${any[0]?.message ?? ""}`));
  }, rules);
}

/** Fails if there are errors, and lists them. */
export function assertNone(faults, where = "") {
  const lines = [where, ...faults.slice(0, SHOWN)];
  if (faults.length > SHOWN) lines.push(`and ${faults.length - SHOWN} more`);
  assert.equal(faults.length, 0, lines.filter(Boolean).join("\n"));
}

/** The sites of this run, or those with the given names. */
export function sites(...names) {
  const out = process.env.PLENARY_SITES;
  if (!out) throw new Error("PLENARY_SITES is not set: start these tests with tests/run browser");
  const wanted = SITES.filter(({ name, asked }) => (names.length ? names.includes(name) : !asked));
  return wanted.map(({ name, base }) => siteIn(join(out, name), name, base));
}

/** A built site: its files, and its pages with address, language and kind. */
export function siteIn(folder, name = "site", base) {
  const prefix = base ? new URL(base).pathname.replace(/\/$/, "") : "";
  const files = filesBelow(folder);
  const pages = files.filter((path) => path.endsWith(".html")).map((path) => {
    const html = readFileSync(join(folder, path), "utf8");
    const [, first, second] = /<body class="page-([a-z-]+)(?: page-([a-z-]+))?"/.exec(html) ?? [];
    return {
      path,
      html,
      url: `${prefix}/${path.replace(/(^|\/)index\.html$/, "$1")}`,
      lang: /<html lang="([^"]+)"/.exec(html)?.[1],
      kind: second ?? first,
      fallback: html.includes('class="notice'),
      size: html.length,
    };
  });
  return { name, base, prefix, folder, files, pages };
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split(sep).join("/"))
    .filter((path) => !path.startsWith("."))
    .sort();
}

/** The largest page of each kind in each language, translated and as a fallback. */
export function specimens(site) {
  const found = new Map();
  for (const page of site.pages) {
    const key = `${page.kind} ${page.lang} ${page.fallback}`;
    if (!(found.get(key)?.size >= page.size)) found.set(key, page);
  }
  return [...found.values()];
}

/** Serves a site like a static host; returns `origin` and `close()`. */
export async function serve(site) {
  const file = (path) => {
    if (!path.startsWith(`${site.prefix}/`)) return undefined;
    const inside = path.slice(site.prefix.length + 1).replace(/(^|\/)$/, "$1index.html");
    const full = join(site.folder, inside);
    return full.startsWith(site.folder) && existsSync(full) && statSync(full).isFile() ? full : undefined;
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const language = path.slice(site.prefix.length).split("/")[1];
    const found = file(path);
    const sent =
      found ?? file(`${site.prefix}/${language}/404.html`) ?? join(site.folder, "404.html");
    const bytes = readFileSync(sent);
    response.writeHead(found ? 200 : 404, {
      "content-type": TYPES[extname(sent)] ?? "application/octet-stream",
      "content-length": bytes.length,
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff",
    });
    response.end(bytes);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { origin, close };
}

/** A browser. Call `close()` at the end. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
}

/** A browser, and a server for each site: the site's `serve`, or one in this process. Call `close()` at the end. */
export async function start(...served) {
  const browser = await launch();
  const servers = new Map();
  for (const site of served) servers.set(site, await (site.serve ?? serve)(site));
  // A new context takes longer than most tests, so pages are reused.
  const idle = new Map();

  async function borrow(site, options) {
    const key = `${site.name} ${JSON.stringify(options)}`;
    if (!idle.has(key)) idle.set(key, []);
    const page = idle.get(key).pop() ?? (await (await browser.newContext(options)).newPage());
    return [page, () => idle.get(key).push(page)];
  }

  /**
   * Opens a page of a site and passes it to `look` with the recorded faults (script errors, violations of the
   * policy, requests to other hosts, missing files) and responses.
   *
   * The default locale is one that no site has, so that pages look the same for every reader.
   */
  async function visit(site, url, options, look) {
    const { locale = "fr", timezoneId, javaScriptEnabled = true, viewport = DESK, ...media } = options;
    const { origin } = servers.get(site);
    const [page, giveBack] = await borrow(site, { locale, timezoneId, javaScriptEnabled });
    const noted = note(page, origin);
    try {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ media: "screen", colorScheme: "light", reducedMotion: "reduce", ...media });
      const response = await page.goto(origin + url, { waitUntil: "load" });
      return await look(page, { ...noted, origin, response });
    } finally {
      noted.stop();
      giveBack();
    }
  }

  async function close() {
    await browser.close();
    for (const server of servers.values()) await server.close();
  }
  return { visit, close };
}

/** Records what a page does until `stop()`. */
function note(page, origin) {
  const faults = [];
  const responses = [];
  const listeners = {
    request: (request) => {
      const url = request.url();
      if (!url.startsWith(`${origin}/`)) faults.push(`contacts another host: ${url}`);
    },
    requestfailed: (request) => {
      // Leaving a page cancels its requests.
      const { errorText } = request.failure();
      if (errorText !== "net::ERR_ABORTED") faults.push(`${errorText}: ${request.url()}`);
    },
    response: (response) => {
      responses.push(response);
      const lost = response.status() >= 400 && !response.request().isNavigationRequest();
      if (lost) faults.push(`${response.status()}: ${response.url()}`);
    },
    pageerror: (error) => faults.push(`script: ${error.message}`),
    console: (message) => {
      const text = message.text();
      // The browser logs this for every missing page.
      if (/responded with a status of 404/.test(text)) return;
      if (["error", "warning"].includes(message.type())) faults.push(`console: ${text}`);
    },
  };
  for (const [event, listener] of Object.entries(listeners)) page.on(event, listener);
  const stop = () => {
    for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
  };
  return { faults, responses, stop };
}
