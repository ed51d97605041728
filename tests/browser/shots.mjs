// node tests/browser/shots.mjs OUTDIR [SITE-FOLDER]: takes screenshots of each kind of page, in each language,
// in phone and desktop sizes, light and dark. It compares nothing.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DESK, PHONE, SCHEMES, siteIn, sites, specimens, start } from "./pages.mjs";

const [out, folder] = process.argv.slice(2);
if (!out) {
  console.error("usage: node shots.mjs OUTDIR [SITE-FOLDER]   (a site built without --base-url)");
  process.exit(2);
}
mkdirSync(out, { recursive: true });
const all = folder ? [siteIn(folder)] : sites("forum", "starter", "rough", "mirror");
const web = await start(...all);
for (const site of all) {
  for (const { url, kind, lang, fallback } of specimens(site)) {
    await web.visit(site, url, {}, async (page) => {
      // Lazy pictures below the screen would not be loaded.
      await page.evaluate(() => Promise.all([...document.images].map((image) => {
        image.loading = "eager";
        return image.decode();
      })));
      for (const viewport of [PHONE, DESK]) {
        await page.setViewportSize(viewport);
        for (const colorScheme of SCHEMES) {
          await page.emulateMedia({ colorScheme });
          const name = [site.name, kind, ...(fallback ? ["fallback"] : []), lang, viewport.width, colorScheme];
          await page.screenshot({ path: join(out, `${name.join("-")}.png`), fullPage: true });
        }
      }
    });
  }
}
await web.close();
