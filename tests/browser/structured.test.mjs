// JSON-LD, checked with the types of schema.org and Google's rules for events; and the event as JSON, checked
// with its schema.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { assertNone, sites } from "./pages.mjs";

const PACKAGES = fileURLToPath(new URL("node_modules", import.meta.url));
const COMPILER = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

/** The JSON-LD of a page, if it has any. */
function structured({ html }) {
  const found = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(html);
  return found && JSON.parse(found[1]);
}

/** The events in a page's JSON-LD. */
const events = (json) => json["@graph"] ?? [json];

/** The TypeScript compiler's errors for the JSON-LD, typed as schema.org. */
function typeFaults(all) {
  const folder = mkdtempSync(join(tmpdir(), "plenary-types-"));
  const lines = ['import type { ConferenceEvent, EducationEvent, Event, SocialEvent, WithContext } from "schema-dts";'];
  all.forEach(({ path, json }, at) => events(json).forEach((event, part) => {
    const own = JSON.stringify({ "@context": "https://schema.org", ...event });
    // For a union of types, the compiler only reports that none fits.
    const type = `Extract<${event["@type"]}, {"@type": "${event["@type"]}"}>`;
    lines.push(`export const e${at}_${part}: WithContext<${type}> = ${own}; // ${path}`);
  }));
  writeFileSync(join(folder, "all.ts"), lines.join("\n"));
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  symlinkSync(PACKAGES, join(folder, "node_modules"));
  const words = ["--noEmit", "--strict", "--skipLibCheck", "--module", "esnext", "--moduleResolution", "bundler"];
  const run = spawnSync(process.execPath, [COMPILER, ...words, "all.ts"], { cwd: folder, encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return run.stdout.split("\n").filter((line) => line.trim());
}

const AT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d[+-]\d\d:\d\d)?$/;

/** Google's rules that apply to every event. A session's place may be unknown, and then it has no location. */
function ruleFaults(event, known) {
  const faults = [];
  const want = (good, what) => good || faults.push(`${event["@id"]}: ${what}`);
  const places = [event.location ?? []].flat();
  want(event.name, "has no name");
  want(AT.test(event.startDate), `starts at ${event.startDate}`);
  for (const at of [event.endDate, event.previousStartDate]) want(!at || AT.test(at), `has the date ${at}`);
  want(!event.endDate || new Date(event.endDate) >= new Date(event.startDate), "ends before it starts");
  for (const place of places) {
    want(place["@type"] === "VirtualLocation" ? place.url : place.name, "is at a place without a name");
    want(!place.address || place.address !== place.name, `has a name for an address: ${place.name}`);
    const { address } = place;
    const parts = address?.["@type"] === "PostalAddress" ? address.addressLocality && address.addressCountry : true;
    want(parts, `is in no town or country: ${place.name}`);
  }
  want(new URL(event.url).protocol === "https:", "has no whole address");
  want(/^https:\/\/schema\.org\/Event/.test(event.eventStatus), `has the status ${event.eventStatus}`);
  want(!event.superEvent || known.has(event.superEvent["@id"]), "is part of an event that no page is of");
  for (const part of event.subEvent ?? []) want(known.has(part["@id"]), `names ${part["@id"]}, which no page is of`);
  return faults;
}

const found = sites().filter(({ base }) => base).map((site) => ({
  site,
  all: site.pages.map((page) => ({ path: `${site.name}/${page.path}`, json: structured(page) })).filter(({ json }) => json),
}));

test("JSON-LD has the types of schema.org", () => {
  const all = found.flatMap(({ all }) => all);
  assert.ok(all.length > 20, "pages have JSON-LD");
  assertNone(typeFaults(all));
});

test("a value of the wrong type is found", () => {
  const [{ json }] = found[0].all;
  assert.notDeepEqual(typeFaults([{ path: "x", json: { ...json, eventStatus: 7 } }]), []);
});

for (const { site, all } of found) {
  test(`${site.name}: events follow the rules of search engines`, () => {
    const known = new Set(all.flatMap(({ json }) => events(json).map((event) => event["@id"])));
    assertNone(all.flatMap(({ json }) => events(json).flatMap((event) => ruleFaults(event, known))));
  });
}

for (const site of sites()) {
  test(`${site.name}: the event as JSON follows its schema`, () => {
    const read = (path) => JSON.parse(readFileSync(join(site.folder, path), "utf8"));
    const ajv = new Ajv2020({ allErrors: true });
    addFormats(ajv);
    const schema = ajv.compile(read("api/event.schema.json"));
    const event = read("api/event.json");
    assert.ok(schema(event), ajv.errorsText(schema.errors));
    assert.ok(!schema({ ...event, sessions: [{ id: "x" }] }), "a session without a title is found");
  });
}
