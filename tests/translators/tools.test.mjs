// Files for translators, opened and saved by the tools that translators use. If a tool only saves a file again,
// the import changes no byte of the site; if every text is translated in the tool, every unit is current.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { after } from "node:test";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const ROOT = join(HERE, "../..");
const PYTHON = join(HERE, "python");
const PLENARY = process.env.PLENARY ?? join(ROOT, "target/release/plenary");
const WORK = mkdtempSync(join(tmpdir(), "plenary-translators-"));
after(() => rmSync(WORK, { recursive: true, force: true }));

/** Runs a command that must succeed; returns its output. */
function run(command, args, options = {}) {
  const env = { ...process.env, PYTHONPATH: PYTHON, PYTHONIOENCODING: "utf-8", ...options.env };
  const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options, env });
  assert.equal(done.status, 0, `${command} ${args.join(" ")}\n${done.error ?? ""}${done.stdout}\n${done.stderr}`);
  return done.stdout + done.stderr;
}
const plenary = (...args) => run(PLENARY, args);

/** The bytes of all files of a site by path, without the record of translations. */
function bytes(site) {
  const paths = readdirSync(site, { recursive: true }).sort();
  const files = paths.filter((path) => statSync(join(site, path)).isFile() && !path.endsWith("translations.lock"));
  return new Map(files.map((path) => [path, readFileSync(join(site, path), "latin1")]));
}

/** The forum's own site, complete in three languages. */
function forum() {
  const site = mkdtempSync(join(WORK, "forum-"));
  for (const folder of ["content", "locales"]) cpSync(join(ROOT, folder), join(site, folder), { recursive: true });
  return site;
}

/** An imported event of 1,000 sessions, with nothing translated. */
function event() {
  const site = mkdtempSync(join(WORK, "event-"));
  const rows = Array.from({ length: 1000 }, (_, at) => {
    const hour = 9 + (at % 8);
    const text = `How *river ${at}* floods: see [the map](https://example.org/${at}), and call \`map ${at}\`.\n\nThe second part.`;
    return `talk-${at},River ${at} <1>,"${text}",2031-06-0${1 + (at % 4)},${hour}:00,${hour}:30,Hall ${at % 31}`;
  });
  const file = join(site, "programme.csv");
  writeFileSync(file, `id,title en,description en,date,start,end,room\n${rows.join("\n")}\n`);
  plenary("import", file, "--site", site, "--language", "en", "--timezone", "Europe/Copenhagen");
  rmSync(file);
  plenary("translate", "add", "da", "--site", site);
  return site;
}

const ENDINGS = { xliff: "xlf", xliff2: "xlf", po: "po", csv: "csv" };

function exported(site, format, language) {
  const file = join(mkdtempSync(join(WORK, "file-")), `site.${language}.${ENDINGS[format]}`);
  plenary("translate", "export", "--site", site, "--language", language, "--format", format, "--output", file);
  return file;
}

/** How many units are current, and how many there are. */
function current(site, language) {
  const [status] = JSON.parse(plenary("translate", "status", "--site", site, "--language", language, "--json"));
  return [status.current, status.units];
}

/** A tool as a function that opens a file and saves it as another. */
const python = (tool) => (action, from, to) => run("python3", [join(HERE, "tools.py"), tool, action, from, to]);

/** OmegaT without its window. It translates every segment that its memory has. */
function omegat(action, from, to) {
  const project = mkdtempSync(join(WORK, "omegat-"));
  for (const folder of ["source", "target", "omegat", "glossary", "tm", "dictionary"]) mkdirSync(join(project, folder));
  cpSync(from, join(project, "source/site.xlf"));
  const settings = {
    source_dir: "source", target_dir: "target", tm_dir: "tm", glossary_dir: "glossary", dictionary_dir: "dictionary",
    source_lang: "EN", target_lang: "DA", sentence_seg: false, support_default_translations: true, remove_tags: false,
  };
  const lines = Object.entries(settings).map(([name, value]) => `<${name}>${value}</${name}>`);
  writeFileSync(join(project, "omegat.project"), `<omegat><project version="1.0">${lines.join("")}</project></omegat>`);
  const jar = "/usr/share/omegat/OmegaT.jar";
  const start = (...args) => run("java", ["-Djava.awt.headless=true", `-Duser.home=${project}`, "-jar", jar, project, ...args, "--quiet"]);
  if (action === "translate") {
    // OmegaT writes the segments that it sees, and the tests translate them as a translator does.
    const seen = join(project, "seen.tmx");
    start("--mode=console-createpseudotranslatetmx", `--pseudotranslatetmx=${seen}`, "--pseudotranslatetype=equal");
    const memory = readFileSync(seen, "utf8").replace(/(<tuv lang="DA">\s*<seg>)([^]*?)(<\/seg>)/g, (_, start, text, end) => {
      const words = text.replace(/&lt;\/?\w+\/?&gt;|&\w+;|\p{L}{3,}/gu, (part) => (part.startsWith("&") ? part : `${part}ø`));
      return start + words + end;
    });
    assert.ok(memory.includes("ø"), memory.slice(0, 2000));
    writeFileSync(join(project, "omegat/project_save.tmx"), memory);
  }
  start("--mode=console-translate");
  cpSync(join(project, "target/site.xlf"), to);
}

const TOOLS = [
  ["translate-toolkit", "xliff", python("toolkit")],
  ["translate-toolkit", "xliff2", python("toolkit")],
  ["translate-toolkit", "po", python("toolkit")],
  ["polib", "po", python("polib")],
  ["a spreadsheet with semicolons", "csv", python("csv:;:utf-8")],
  ["a spreadsheet in UTF-16", "csv", python("csv:\t:utf-16")],
  ["a spreadsheet in Windows-1252", "csv", python("csv:;:cp1252"), event],
  ["OmegaT", "xliff", omegat],
];

for (const [name, format, tool, complete = forum] of TOOLS) {
  test(`${format} saved again by ${name} changes nothing`, () => {
    const site = complete();
    const before = bytes(site);
    const file = exported(site, format, complete === forum ? "en" : "da");
    tool("keep", file, `${file}.back.${ENDINGS[format]}`);
    const said = plenary("translate", "import", "--site", site, `${file}.back.${ENDINGS[format]}`, "--deny-warnings");
    assert.match(said, /^nothing (to import|was imported)/);
    assert.doesNotMatch(said, /because of the warnings|recorded/);
    assert.deepEqual(bytes(site), before);
  });

  test(`${format} translated in ${name} makes every unit current`, () => {
    const site = event();
    const file = exported(site, format, "da");
    tool("translate", file, `${file}.back.${ENDINGS[format]}`);
    plenary("translate", "import", "--site", site, `${file}.back.${ENDINGS[format]}`, "--deny-warnings");
    const [done, all] = current(site, "da");
    assert.ok(all >= 3000, `${all} units`);
    assert.equal(done, all);
    const page = readFileSync(join(site, "content/sessions/talk-7.da.md"), "utf8");
    assert.equal(page, "Howø *riverø 7* floodsø: seeø [theø mapø](https://example.org/7), andø callø `map 7`.\n\nTheø secondø partø.\n");
    assert.ok(readFileSync(join(site, "content/agenda/2031-06-04.yaml"), "utf8").includes("da: Riverø 7 <1>"));
  });
}

test("a table that lost characters is refused", () => {
  const site = forum();
  const file = exported(site, "csv", "en");
  const lost = readFileSync(file, "utf8").replace("\ufeff", "").replace(/[^\u0000-\u00ff]/g, "?");
  writeFileSync(file, lost, "latin1");
  const done = spawnSync(PLENARY, ["translate", "import", "--site", site, file], { encoding: "utf8" });
  assert.notEqual(done.status, 0, done.stdout);
  assert.match(done.stderr, /characters were lost/);
});

test("a spreadsheet saves Chinese in GB 18030", () => {
  const site = forum();
  const before = bytes(site);
  const file = exported(site, "csv", "zh-Hans");
  python("csv:,:gb18030")("keep", file, `${file}.csv`);
  assert.match(plenary("translate", "import", "--site", site, `${file}.csv`, "--deny-warnings"), /nothing (to import|was imported)/);
  assert.deepEqual(bytes(site), before);
});

test("gettext accepts PO files, and keeps what they say", () => {
  const site = forum();
  for (const language of ["en", "zh-Hans"]) {
    const before = bytes(site);
    const file = exported(site, "po", language);
    const entries = readFileSync(file, "utf8").split("\n\n").slice(1);
    const fuzzy = entries.filter((entry) => entry.includes("#, fuzzy")).length;
    const said = run("msgfmt", ["--check", "--statistics", "-o", "/dev/null", file]);
    assert.ok(said.includes(`${entries.length - fuzzy} translated messages, ${fuzzy} fuzzy`), said);
    run("msgcat", ["-o", `${file}.cat.po`, file]);
    run("msgmerge", ["--quiet", "-o", `${file}.merged.po`, file, file]);
    for (const back of [`${file}.cat.po`, `${file}.merged.po`]) {
      assert.match(plenary("translate", "import", "--site", site, back, "--deny-warnings"), /nothing (to import|was imported)/);
    }
    assert.deepEqual(bytes(site), before);
  }
});

test("XLIFF files are valid by the schemas of OASIS", () => {
  // From the Debian package php-symfony-translation; nothing else of it is used.
  const schemas = { xliff: "xliff-core-1.2-strict.xsd", xliff2: "xliff-core-2.0.xsd" };
  const stale = forum();
  const path = join(stale, "content/pages/about.da.md");
  writeFileSync(path, readFileSync(path, "utf8").replace(/2018/g, "2019"));
  for (const [format, schema] of Object.entries(schemas)) {
    for (const [site, language] of [[stale, "en"], [stale, "zh-Hans"], [event(), "da"]]) {
      run("xmllint", ["--noout", "--nonet", "--schema", join(PYTHON, "schemas", schema), exported(site, format, language)]);
    }
  }
});

test("translate-toolkit counts, checks and converts XLIFF files", () => {
  const site = forum();
  const before = bytes(site);
  const file = exported(site, "xliff", "en");
  const tool = (name, ...args) => run("python3", [join(PYTHON, "bin", name), ...args]);
  const counts = tool("pocount", "--csv", file).trim().split("\n").at(-1);
  const units = readFileSync(file, "utf8").match(/<trans-unit /g).length;
  assert.equal(Number(counts.split(",")[8]), units, counts);
  tool("pofilter", "--progress=none", file, `${file}.checked.xlf`);
  tool("xliff2po", "--progress=none", file, `${file}.po`);
  tool("po2xliff", "--progress=none", "-t", file, `${file}.po`, `${file}.back.xlf`);
  // It adds units of its own, which the import reports.
  assert.match(plenary("translate", "import", "--site", site, `${file}.back.xlf`), /nothing (to import|was imported)/);
  assert.deepEqual(bytes(site), before);
});
