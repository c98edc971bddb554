// Measures a built site with Lighthouse: every kind of page, on a phone and on
// a desk, several times, and prints the medians. README.md says how to run it.
import { readFileSync, readdirSync, statSync, existsSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import * as chromeLauncher from "chrome-launcher";
import lighthouse from "lighthouse";
import desktop from "lighthouse/core/config/desktop-config.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "5" }, only: { type: "string", default: "" }, least: { type: "string", default: "95" } },
});
const folder = positionals[0];
const runs = Number(options.runs);
if (!folder || positionals.length > 1 || !existsSync(join(folder, "index.html")) || !(runs > 0)) {
  console.error("usage: node run.mjs [--runs 5] [--only home,award] [--least 95] FOLDER\nFOLDER is a built site, such as ../../public");
  process.exit(2);
}

// As a host of static files serves a folder: the type that the name says, text
// compressed, a while in the cache, 404.html where there is nothing.
const types = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".json": "application/json",
  ".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp", ".woff2": "font/woff2",
  ".xml": "application/xml", ".txt": "text/plain; charset=utf-8",
};
const packs = new Set([".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"]);
const isFile = (path) => existsSync(path) && statSync(path).isFile();

function host(request, response) {
  const asked = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
  let file = join(folder, asked), status = 200;
  if (asked.includes("..")) file = "";
  if (asked.endsWith("/")) file = join(file, "index.html");
  else if (isFile(join(file, "index.html"))) {
    response.writeHead(301, { Location: asked + "/" }).end();
    return;
  }
  if (!isFile(file)) [file, status] = [join(folder, "404.html"), 404];
  const kind = extname(file);
  const headers = { "Content-Type": types[kind] ?? "application/octet-stream", "Cache-Control": "max-age=600", Vary: "Accept-Encoding" };
  let body = readFileSync(file);
  if (packs.has(kind) && /\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
    headers["Content-Encoding"] = "gzip";
    body = gzipSync(body);
  }
  response.writeHead(status, { ...headers, "Content-Length": body.length }).end(body);
}

// The fullest page of each kind stands for all of them.
const text = (path) => readFileSync(join(folder, path, "index.html"), "utf8");
function fullest(within, fits = () => true) {
  const root = join(folder, within);
  if (!existsSync(root)) return undefined;
  return readdirSync(root)
    .map((name) => `${within}/${name}`)
    .filter((path) => isFile(join(folder, path, "index.html")) && fits(text(path)))
    .sort((a, b) => text(b).length - text(a).length || a.localeCompare(b))[0];
}
const kinds = {
  home: "", catalogue: "achievements", achievement: fullest("achievements"),
  "award, micro-credential": fullest("awards", (t) => t.includes("sheet-micro-credential")),
  "award, badge": fullest("awards", (t) => t.includes("sheet-badge")),
  "award, withdrawn": fullest("awards", (t) => t.includes("sheet-withdrawn")),
  pathways: "pathways", pathway: fullest("pathways"), issuer: "issuer", guide: "guide", verify: "verify", page: fullest("pages"),
};
const wanted = options.only ? options.only.split(",") : Object.keys(kinds);
const pages = Object.entries(kinds).filter(([kind, path]) => path !== undefined && isFile(join(folder, path, "index.html")) && wanted.some((w) => kind.startsWith(w)));

const categories = ["performance", "accessibility", "best-practices", "seo"];
const median = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)];

const server = createServer(host);
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const root = `http://localhost:${server.address().port}/`;
const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROME_PATH || undefined,
  chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
});

let low = false;
const missed = new Map(); // what costs points → where
console.log(`| page | on a | ${categories.join(" | ")} | LCP | CLS | TBT |\n|---|---|${"--:|".repeat(categories.length + 3)}`);
try {
  for (const [kind, path] of pages) {
    // That an unlisted award is not to be indexed is meant.
    const skipAudits = /<meta[^>]*noindex/.test(text(path)) ? ["is-crawlable"] : [];
    for (const [preset, config] of [["phone", undefined], ["desk", desktop]]) {
      const all = [];
      for (let i = 0; i < runs; i++) {
        const result = await lighthouse(root + (path && path + "/"), { port: chrome.port, logLevel: "error", onlyCategories: categories, skipAudits }, config);
        if (result.lhr.runtimeError) throw new Error(`${kind}: ${result.lhr.runtimeError.message}`);
        all.push(result.lhr);
      }
      const scores = categories.map((c) => median(all.map((r) => Math.round(100 * r.categories[c].score))));
      const value = (id) => median(all.map((r) => r.audits[id].numericValue));
      console.log(`| ${kind} | ${preset} | ${scores.join(" | ")} | ${(value("largest-contentful-paint") / 1000).toFixed(2)} s | ${value("cumulative-layout-shift").toFixed(3)} | ${Math.round(value("total-blocking-time"))} ms |`);
      low ||= scores.some((s) => s < Number(options.least));
      for (const c of categories) {
        if (scores[categories.indexOf(c)] === 100) continue;
        const run = all.find((r) => Math.round(100 * r.categories[c].score) === scores[categories.indexOf(c)]);
        for (const ref of run.categories[c].auditRefs) {
          const audit = run.audits[ref.id];
          if (!ref.weight || audit.score === null || audit.score >= 1) continue;
          const what = `${c}: ${audit.title}`;
          missed.set(what, [...(missed.get(what) ?? []), `${kind} on a ${preset} (${audit.displayValue ?? audit.score})`]);
        }
      }
    }
  }
} finally {
  await chrome.kill();
  server.close();
}
for (const [what, where] of missed) console.log(`\n${what}\n  ${where.join("\n  ")}`);
process.exitCode = low ? 1 : 0;
