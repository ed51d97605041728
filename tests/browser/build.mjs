// node tests/browser/build.mjs PLENARY OUTDIR: builds the sites for the browser tests.

import { build } from "./sites.mjs";

const [plenary, out] = process.argv.slice(2);
if (!out) {
  console.error("usage: node build.mjs PLENARY OUTDIR");
  process.exit(2);
}
build(plenary, out);
