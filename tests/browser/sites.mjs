// The sites for the browser tests, and how each is built.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { large } from "./large.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const REPOSITORY = join(HERE, "..", "..");

/**
 * `base` is the site's base address; the tests serve the site at its path.
 * A site without `from` is the one that `plenary new` makes.
 */
export const SITES = [
  { name: "forum", from: REPOSITORY },
  // The same site with a base address, below a path.
  { name: "below", from: REPOSITORY, base: "https://forum.example/2018" },
  { name: "starter", base: "https://clouds.example" },
  { name: "rough", from: join(HERE, "rough"), base: "https://rough.example" },
  // A language from right to left, with a part of the messages.
  { name: "mirror", from: join(HERE, "mirror"), base: "https://palms.example" },
  // The starter with languages made by rule, only for tests that request it.
  { name: "pseudo", base: "https://pseudo.example", pseudo: true, asked: true },
  // Many sessions in many rooms, only for tests that request it.
  { name: "large", make: large, base: "https://large.example", asked: true },
];

/** Builds every site into a folder of its name in `out`. */
export function build(plenary, out) {
  for (const { name, from, make, base, pseudo } of SITES) {
    const source = from ?? join(out, `${name}-source`);
    const run = (...words) => execFileSync(plenary, words, { stdio: ["ignore", "ignore", "inherit"] });
    if (make) make(source);
    else if (!from) run("new", source);
    const address = base ? ["--base-url", base] : [];
    const languages = pseudo ? ["--pseudo"] : [];
    run("build", "--site", source, "--out", join(out, name), ...address, ...languages);
  }
}
