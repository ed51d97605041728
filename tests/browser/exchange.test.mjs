// Formats for other programs: calendars, schedules, contacts and feeds, checked by other projects' validators
// and by tests of the details that these miss: line lengths, time zones, unique names.
//
// PLENARY_SCHEMAS can be a folder with c3voc's schedule schemas, which are in no registry. An older XML schema
// comes with the package `wafer`.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import ICAL from "ical.js";
import { sites } from "./pages.mjs";

const require = createRequire(import.meta.url);
const vcard = require("vcard4");
const HERE = fileURLToPath(new URL(".", import.meta.url));
const PYTHON = join(HERE, "python");
const SCHEMAS = process.env.PLENARY_SCHEMAS;
const read = (site, path) => readFileSync(join(site.folder, path), "utf8");
const ending = (site, end) => site.files.filter((path) => path.endsWith(end));

/** The unfolded lines of an iCalendar or vCard file, after checking their form. */
function lines(text, where) {
  assert.ok(text.endsWith("\r\n"), `${where}: the last line has no end`);
  const folded = text.slice(0, -2).split("\r\n");
  for (const line of folded) {
    assert.ok(Buffer.byteLength(line) <= 75, `${where}: ${Buffer.byteLength(line)} octets: ${line}`);
    // A control character, or a character split by a fold.
    assert.doesNotMatch(line, /[\u0000-\u001f\u007f\ufffd]/, `${where}: ${JSON.stringify(line)}`);
    assert.ok(line.length, `${where}: an empty line`);
  }
  return text.replaceAll("\r\n ", "").slice(0, -2).split("\r\n");
}

/** The values of a property, whatever its parameters. */
const values = (all, name) =>
  all.filter((line) => line.startsWith(`${name}:`) || line.startsWith(`${name};`)).map((line) => line.slice(line.indexOf(":") + 1));

function assertCalendar(site, path) {
  const all = lines(read(site, path), path);
  assert.equal(all[0], "BEGIN:VCALENDAR");
  assert.deepEqual(values(all, "VERSION"), ["2.0"], path);
  assert.equal(values(all, "METHOD").length, 0, `${path} is published, not sent`);
  const uids = values(all, "UID");
  assert.ok(uids.length, `${path} has no entry`);
  assert.equal(new Set(uids).size, uids.length, `${path}: a UID occurs twice`);
  const zones = new Set(all.map((line) => /;TZID="?([^":;]+)/.exec(line)?.[1]).filter(Boolean));
  const defined = values(all, "TZID");
  assert.deepEqual([...zones].sort(), [...defined].sort(), `${path}: zones that are used and defined`);
  for (const zone of zones) assert.ok(Intl.supportedValuesOf("timeZone").includes(zone), `${path}: ${zone}`);
  for (const status of values(all, "STATUS")) assert.match(status, /^(TENTATIVE|CONFIRMED|CANCELLED)$/, path);
  for (const url of [...values(all, "URL"), ...values(all, "SOURCE")]) assert.equal(new URL(url).href, url, path);
  const calendar = new ICAL.Component(ICAL.parse(read(site, path)));
  for (const entry of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(entry);
    assert.ok(event.startDate.compare(event.endDate) <= 0, `${path}: ${event.uid} ends before it begins`);
    assert.ok(event.summary, `${path}: ${event.uid} has no title`);
  }
  return uids;
}

/** Runs xmllint with a schema. */
const valid = (schema, file) => spawnSync("xmllint", ["--noout", "--nonet", "--schema", schema, file], { encoding: "utf8" });

/** Validates with the older schema of the package `wafer`, after removing elements that were added later. */
function assertOlder(schema, text) {
  const folder = mkdtempSync(join(tmpdir(), "plenary-schedule-"));
  let number = 0;
  const older = text
    .replace(/(<conference>[^]*?)<\/conference>/, (whole) => whole.replace(/ *<(url|track)[ >].*\n/g, ""))
    .replace(/(<person[^>]*) guid="[^"]*"/g, "$1")
    .replace(/<slug>[^<]*/g, () => `<slug>test-${(number += 1)}-slug`);
  const file = join(folder, "schedule.xml");
  writeFileSync(file, older);
  const { status, stderr } = valid(schema, file);
  rmSync(folder, { recursive: true });
  assert.equal(status, 0, stderr.slice(0, 2000));
}

const older = existsSync(PYTHON) && readdirSync(PYTHON).find((name) => name === "frab.xml.xsd");
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addFormat("color", /^#[0-9a-fA-F]{6}$/);
ajv.addMetaSchema(require("ajv/dist/refs/json-schema-draft-06.json"));
/** A JSON schema. A schema of draft 4 is converted to a later draft by renaming keywords. */
function schema(file) {
  const { $schema, id, ...rest } = JSON.parse(readFileSync(file, "utf8"));
  return $schema?.includes("draft-04") ? rest : { $schema, ...rest };
}
const compile = (file) => ajv.compile(schema(file));
const stored = (name) => require.resolve("schemastore/package.json").replace("package.json", `schemas/json/${name}.json`);
ajv.addSchema(schema(stored("feed-1")), "https://json.schemastore.org/feed-1");
const feed = compile(stored("feed"));
const v1 = SCHEMAS && compile(join(SCHEMAS, "c3voc-schedule-v1.schema.json"));
const v2 = SCHEMAS && compile(join(SCHEMAS, "c3voc-schedule-v2-alpha3.schema.json"));

const assertJson = (schema, site, path) =>
  assert.ok(schema(JSON.parse(read(site, path))), `${path}: ${JSON.stringify(schema.errors?.slice(0, 5), null, 1)}`);

for (const site of sites()) {
  const calendars = ending(site, ".ics");
  const schedules = ending(site, "schedule.xml");

  test(`${site.name}: calendars follow the standards`, () => {
    assert.ok(calendars.length, "there is a calendar");
    const byPath = new Map(calendars.map((path) => [path, assertCalendar(site, path)]));
    const whole = [...byPath].filter(([path]) => /^[^/]+\/calendar\.ics$/.test(path));
    for (const [path, uids] of whole) {
      // All languages have the same entries, and the whole calendar has every entry of the other calendars.
      assert.deepEqual([...uids].sort(), [...whole[0][1]].sort(), path);
      const below = [...byPath].filter(([other]) => other.startsWith(path.replace("calendar.ics", "")));
      for (const [other, some] of below) {
        for (const uid of some) assert.ok(uids.includes(uid), `${other}: ${uid} is not in ${path}`);
      }
    }
  });

  test(`${site.name}: two Python libraries read the calendars`, { skip: !existsSync(PYTHON) && "not installed" }, () => {
    const paths = calendars.map((path) => join(site.folder, path)).join("\n");
    const options = { input: paths, encoding: "utf8", env: { ...process.env, PYTHONPATH: PYTHON }, maxBuffer: 1e8 };
    const { status, stdout, stderr } = spawnSync("python3", [join(HERE, "calendars.py")], options);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, new RegExp(`^${calendars.length} read$`, "m"));
  });

  test(`${site.name}: contacts are vCards`, () => {
    for (const path of ending(site, ".vcf")) {
      const all = lines(read(site, path), path);
      assert.deepEqual(all.slice(0, 2), ["BEGIN:VCARD", "VERSION:4.0"], path);
      assert.equal(values(all, "FN").length, 1, path);
      // The parser rejects malformed cards.
      assert.ok(vcard.parse(read(site, path)).getProperty("FN").length, path);
      assert.ok(site.files.includes(path.replace(/vcf$/, "svg")), `${path} has no code`);
    }
  });

  test(`${site.name}: schedules follow the schema`, { skip: !schedules.length && "there are none" }, () => {
    for (const path of schedules) {
      const file = join(site.folder, path);
      execFileSync("xmllint", ["--noout", "--nonet", file]);
      if (older) assertOlder(join(PYTHON, older), read(site, path));
      if (SCHEMAS) {
        const { status, stderr } = valid(join(SCHEMAS, "c3voc-schedule.xsd"), file);
        assert.equal(status, 0, stderr.slice(0, 2000));
      }
      const guids = [...read(site, path).matchAll(/<event guid="([^"]+)"/g)].map(([, guid]) => guid);
      const json = JSON.parse(read(site, path.replace(/xml$/, "json")));
      const events = json.schedule.conference.days.flatMap((day) => Object.values(day.rooms).flat());
      assert.deepEqual(events.map((event) => event.guid).sort(), guids.sort(), path);
    }
  });

  test(`${site.name}: JSON schedules follow their schema`, { skip: !(SCHEMAS && schedules.length) && "without c3voc's" }, () => {
    for (const path of ending(site, "/schedule.json")) assertJson(v1, site, path);
    for (const path of ending(site, "schedule.v2.json")) assertJson(v2, site, path);
  });

  test(`${site.name}: feeds have the fields that feed readers need`, () => {
    for (const path of ending(site, "/feed.json")) assertJson(feed, site, path);
    for (const path of ending(site, "/feed.atom")) {
      const xml = read(site, path);
      const entries = xml.split("<entry>");
      for (const part of entries) {
        for (const name of ["id", "title", "updated"]) assert.match(part, new RegExp(`<${name}(?: xml:lang="[^"]+")?>[^<]+</${name}>`), path);
      }
      const ids = entries.map((part) => /<id>([^<]+)/.exec(part)[1]);
      assert.equal(new Set(ids).size, ids.length, `${path}: an id occurs twice`);
      for (const [, url] of xml.matchAll(/href="([^"]+)"/g)) assert.ok(url.startsWith(site.base), `${path}: ${url}`);
    }
  });
}
