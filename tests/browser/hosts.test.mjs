// The configurations in docs/publishing.md: nginx and Apache run with exactly these blocks, and a browser opens
// every kind of page.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { assertNone, sites, specimens, start } from "./pages.mjs";

const DOCS = readFileSync(fileURLToPath(new URL("../../docs/publishing.md", import.meta.url)), "utf8");
const NGINX = "/usr/sbin/nginx";
const APACHE = "/usr/sbin/apache2";
const MODULES = ["mpm_event", "authz_core", "alias", "deflate", "dir", "filter", "headers", "mime"];

/** The only code block in the documentation that is in the given language. */
function block(language) {
  const [, text, second] = DOCS.split(new RegExp(`^\`\`\`${language}\\n`, "m"));
  assert.ok(text && !second, `one block of ${language}`);
  return text.slice(0, text.indexOf("\n```") + 1);
}

/** The content security policy that the documentation recommends. */
const POLICY = /^Content-Security-Policy: (.*)$/m.exec(DOCS)[1];

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The files of a host: the site, which the server's own user can read, and a folder for the server. */
function folders(site) {
  const folder = mkdtempSync(join(tmpdir(), "plenary-host."));
  chmodSync(folder, 0o755);
  const root = join(folder, "site");
  cpSync(site.folder, root, { recursive: true });
  execFileSync("chmod", ["-R", "a+rX", root]);
  mkdirSync(join(root, ".well-known"));
  writeFileSync(join(root, ".well-known", "security.txt"), "Contact: mailto:security@example.org\n");
  return { folder, root };
}

function nginx({ folder, root }, port) {
  const server = block("nginx")
    .replace("listen 80;", `listen 127.0.0.1:${port};`)
    .replace("root /srv/forum;", `root ${root};`);
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/${name};`);
  const config = join(folder, "nginx.conf");
  writeFileSync(config, `daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
include /etc/nginx/mime.types;
default_type application/octet-stream;
access_log off;
${paths.join("\n")}
${server}}
`);
  return [NGINX, ["-c", config, "-e", join(folder, "error.log")]];
}

function apache({ folder, root }, port) {
  writeFileSync(join(root, ".htaccess"), block("apache"));
  const config = join(folder, "apache.conf");
  const modules = MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
  writeFileSync(config, `${modules.join("\n")}
Listen 127.0.0.1:${port}
ServerName localhost
User www-data
Group www-data
PidFile ${folder}/apache.pid
ErrorLog ${folder}/error.log
Mutex file:${folder}
TypesConfig /etc/mime.types
DocumentRoot ${root}
<Directory ${root}>
AllowOverride All
Require all granted
</Directory>
`);
  return [APACHE, ["-f", config, "-DFOREGROUND"]];
}

/** Runs a host with a site; gives `origin` and `close()`. */
async function run(host, site) {
  const place = folders(site);
  const port = await freePort();
  const [program, words] = host(place, port);
  const child = spawn(program, words, { stdio: ["ignore", "inherit", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const origin = `http://127.0.0.1:${port}`;
  const close = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(place.folder, { recursive: true, force: true });
  };
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await fetch(origin).then(() => true, () => false)) return { origin, close };
    await setTimeout(50);
  }
  const log = readFileSync(join(place.folder, "error.log"), "utf8");
  await close();
  throw new Error(`${program} does not answer\n${log}`);
}

/** Types with their charset, where there is one, by the end of the path. */
const TYPES = [
  [/\.css$/, /^text\/css; charset=utf-8$/],
  [/\.html$/, /^text\/html; charset=utf-8$/],
  [/\.ics$/, /^text\/calendar; charset=utf-8$/],
  [/\.js$/, /^(application|text)\/javascript; charset=utf-8$/],
  [/\.json$/, /^application\/json(; charset=utf-8)?$/],
  [/\.svg$/, /^image\/svg\+xml$/],
  [/\.vcf$/, /^text\/vcard; charset=utf-8$/],
  [/\.webmanifest$/, /^application\/manifest\+json$/],
  [/\.xml$/, /^(application|text)\/xml(; charset=utf-8)?$/],
];

const COMPRESSED = /\.(css|html|ics|js|json|svg|vcf|webmanifest|xml)$/;

/** What is wrong with the headers of a file. */
function headerFaults(path, { status, headers }, size) {
  const faults = [];
  const want = (name, expected) => {
    const found = headers.get(name) ?? "";
    if (!(expected instanceof RegExp ? expected.test(found) : found === expected)) {
      faults.push(`${path}: ${name} is '${found}', not ${expected}`);
    }
  };
  if (status !== 200) faults.push(`${path}: status ${status}`);
  const type = TYPES.find(([end]) => end.test(path));
  if (type) want("content-type", type[1]);
  if (COMPRESSED.test(path) && size > 1000) want("content-encoding", "gzip");
  const asset = /^(assets|media)\//.test(path);
  want("cache-control", asset ? "public, max-age=31536000, immutable" : "no-cache");
  want("content-security-policy", POLICY);
  want("x-content-type-options", "nosniff");
  return faults;
}

const [forum] = sites("forum");

for (const [name, program, host] of [["nginx", NGINX, nginx], ["Apache", APACHE, apache]]) {
  describe(name, { skip: !existsSync(program) && `${program} is not installed` }, async () => {
    if (!existsSync(program)) return;
    const { origin, close } = await run(host, forum);
    after(close);

    test("every kind of page works under the documented policy", async () => {
      const site = { ...forum, serve: async () => ({ origin, close: async () => {} }) };
      const web = await start(site);
      const found = [];
      for (const { path, url } of specimens(site)) {
        await web.visit(site, url, {}, async (page, { faults }) => {
          // The page of the reader's own programme fetches the sessions.
          if (page.url().includes("my-programme")) await page.waitForLoadState("networkidle");
          found.push(...faults.map((fault) => `${path}: ${fault}`));
        });
      }
      await web.close();
      assertNone(found);
    });

    test("files have the right types, compression and headers", async () => {
      const found = [];
      for (const path of forum.files.filter((path) => path !== "404.html" && !path.endsWith("/404.html"))) {
        const response = await fetch(`${origin}/${path}`, { headers: { "accept-encoding": "gzip" } });
        const bytes = Buffer.from(await response.arrayBuffer());
        assert.ok(bytes.equals(readFileSync(join(forum.folder, path))), `${path}: other bytes`);
        found.push(...headerFaults(path, response, bytes.length));
      }
      assertNone(found);
    });

    test("a missing address is answered in its language", async () => {
      for (const [path, lang] of [["da/x/", "da"], ["en/x", "en"], ["zh/x/y.html", "zh-Hans"], ["x/", ""]]) {
        const response = await fetch(`${origin}/${path}`);
        assert.equal(response.status, 404, path);
        assert.equal(response.headers.get("content-security-policy"), POLICY, path);
        const html = await response.text();
        const page = readFileSync(join(forum.folder, lang ? `${path.slice(0, 2)}/404.html` : "404.html"), "utf8");
        assert.equal(html, page, path);
      }
    });

    test("an address without the final slash leads to the one with it", async () => {
      const response = await fetch(`${origin}/da`, { redirect: "manual" });
      assert.equal(response.status, 301);
      assert.match(response.headers.get("location"), /\/da\/$/);
    });

    test("hidden files are not served, except those that must be", async () => {
      for (const path of [".plenary", ".htaccess", "da/.hidden"]) {
        assert.equal((await fetch(`${origin}/${path}`)).status, 404, path);
      }
      assert.equal((await fetch(`${origin}/.well-known/security.txt`)).status, 200);
    });
  });
}
