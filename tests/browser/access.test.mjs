// The accessibility rules that a program can check (WCAG 2.2 A and AA, and best practices), for each kind of
// page in each language, in phone and desktop sizes, light and dark.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, describe, test } from "node:test";
import { assertNone, DESK, PHONE, SCHEMES, sites, specimens, start, violations } from "./pages.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const looked = sites("forum", "starter", "rough", "mirror");
const web = await start(...looked);
after(() => web.close());

describe("accessibility", { concurrency: 3 }, () => {
  for (const site of looked) {
    for (const specimen of specimens(site)) {
      test(`${site.name}: ${specimen.path}`, () =>
        web.visit(site, specimen.url, {}, async (page) => {
          await page.evaluate(AXE);
          const faults = [];
          for (const size of [PHONE, DESK]) {
            await page.setViewportSize(size);
            for (const colorScheme of SCHEMES) {
              await page.emulateMedia({ colorScheme });
              for (const fault of await violations(page)) faults.push(`${size.width} ${colorScheme} ${fault}`);
            }
          }
          assertNone(faults);
        }));
    }
  }
});
