// Writes language-names.tsv from CLDR: the names of all languages, in every language that CLDR covers well.
//
//   npm install --prefix FOLDER cldr-core@48.2.0 cldr-localenames-full@48.2.0
//   node src/locale/cldr/language-names.mjs FOLDER/node_modules
//
// The first line has the tags of the named languages, each further line the tag of a language and its names for
// them. A name that CLDR lacks is empty. Names are as CLDR spells them inside a sentence.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";

const packages = process.argv[2];
const read = (path) => JSON.parse(readFileSync(`${packages}/${path}`, "utf8"));
const levels = read("cldr-core/coverageLevels.json").effectiveCoverageLevels;
const names = (locale) => read(`cldr-localenames-full/main/${locale}/languages.json`).main[locale].localeDisplayNames.languages;

// Countries spell few names differently; the main country's names are used for all. Norwegian is `no` in CLDR.
const locales = Object.keys(levels)
  .filter((locale) => ["modern", "moderate"].includes(levels[locale]))
  .filter((locale) => !/-([A-Z]{2}|\d{3})$/.test(locale) && !["nb", "und"].includes(locale))
  .sort();
const all = new Map(locales.map((locale) => [locale, names(locale)]));
// The usual script of a language has no table of its own.
const same = (locale) => JSON.stringify(all.get(locale)) === JSON.stringify(all.get(locale.split("-")[0]));
const tables = new Map([...all].filter(([locale]) => !locale.includes("-") || !same(locale)));
const tags = [...new Set([...tables.values()].flatMap((table) => Object.keys(table)))]
  .filter((tag) => !tag.includes("-alt-"))
  .sort();
const name = (table, tag) => (table[tag] === tag ? "" : (table[tag] ?? "")).replace(/\s+/g, " ");
const lines = [["", ...tags], ...[...tables].map(([locale, table]) => [locale, ...tags.map((tag) => name(table, tag))])];
const here = new URL(".", import.meta.url).pathname;
writeFileSync(`${here}language-names.tsv`, `${lines.map((line) => line.join("\t")).join("\n")}\n`);
copyFileSync(`${packages}/cldr-core/LICENSE`, `${here}LICENSE`);
