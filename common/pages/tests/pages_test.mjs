// pages_test.mjs - the four pages in headless Chromium: do they show what the data holds, to everybody?
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import * as bench from "./bench_checks.mjs";
import { Chromium } from "./chromium.mjs";
import { Checks } from "./harness.mjs";
import * as overview from "./overview_checks.mjs";
import * as schedule from "./schedule_checks.mjs";
import * as timeline from "./timeline_checks.mjs";

const kPages = { bench, timeline, schedule, overview };
const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const option = (name) => [name, { type: "string" }];
const { values } = parseArgs({ options: Object.fromEntries(["templates", "scratch", "chromium", "axe", "only"].map(option)) });

// The registry's packages are pinned twice, for npm and for CMake: alike, and by no other address.
function pinned(checks) {
  checks.where = "package-lock.json";
  const lock = JSON.parse(readFileSync(`${root}/package-lock.json`, "utf8"));
  const wanted = JSON.parse(readFileSync(`${root}/package.json`, "utf8"));
  const cmake = readFileSync(`${root}/library.cmake`, "utf8");
  const set = (name) => new RegExp(`set\\(${name} (\\S+)\\)`).exec(cmake)?.[1];
  checks.equal("version of the format", lock.lockfileVersion, 3);
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "") continue;
    checks.check(`${path} has a hash`, entry.integrity?.startsWith("sha512-"));
    checks.check(`${path} comes from the registry`, !entry.resolved || entry.resolved.startsWith("https://registry.npmjs.org/"), entry.resolved);
  }
  for (const [short, name] of [["d3", "d3"], ["plot", "@observablehq/plot"]]) {
    const entry = lock.packages["node_modules/" + name];
    checks.equal(`${name}: one version`, [set(short + "_version"), wanted.dependencies[name]], [entry.version, entry.version]);
    checks.equal(`${name}: one hash`, set(short + "_hash"), Buffer.from(entry.integrity.slice(7), "base64").toString("hex"));
  }
}

// Each sample in the light, as wide as a desk, then on a phone in the dark.
async function sample(checks, page, name, data, lang) {
  checks.where = name;
  const url = checks.make(page, name, data);
  await checks.open(url);
  await checks.tables(kPages[page].rowsOf(data));
  await kPages[page].charts(checks, data);
  await checks.hostile(data);
  if (lang.startsWith("zh")) await checks.chinese(data);
  if (name.endsWith("empty")) return;
  if (name === page) {
    await checks.readable_drawings();
    await checks.accessible();
    await kPages[page].details(checks, data);
  }
  checks.quiet(url);
  await checks.open(url, { width: 360, height: 800, dark: true });
  await checks.narrow();
  if (name === page) await thorough(checks, page, data, url);
}

// What is tried once for each page, on the sample that has the most in it.
async function thorough(checks, page, data, url) {
  await checks.tab_walk();
  await checks.readable_drawings();
  await checks.press("Home");  // most of a schedule is still to come there, and paler
  await checks.accessible(["color-contrast"]);
  await checks.click("#theme");
  checks.equal("the button makes it light", await checks.page.ask("getComputedStyle(document.documentElement).colorScheme"), "light");
  await checks.open(url, { script: false });
  await checks.unscripted();
  checks.where = page + " in Chinese";
  await checks.open(checks.make(page, page, data, "zh-CN"));
  await checks.chinese(data);
  checks.where = page + " without libraries";
  await without(checks, page, data);
}

async function without(checks, page, data) {
  const templates = `${values.scratch}/bare`;
  mkdirSync(templates, { recursive: true });
  execFileSync("cmake", [`-DPAGE=${page}`, "-DLIBRARIES=d3+plot", `-DLIBRARY=${templates}/none`,
    `-DOUT=${templates}/${page}.html`, "-P", `${root}/page.cmake`]);
  await checks.open(checks.make(page, page + "-bare", data, "en", templates));
  const needed = ["bench", "timeline"].includes(page);
  checks.equal("a sentence says what is missing", await checks.number("#no-charts"), needed ? 1 : 0);
  checks.equal("the tables are open", await checks.page.ask("document.getElementById('figures').open"), needed);
}

const browser = new Chromium(values.chromium, `${values.scratch}/profile`);
const checks = new Checks(await browser.page(), { ...values, samples: `${root}/samples` });
pinned(checks);
try {
  for (const page of Object.keys(kPages).filter((name) => !values.only || name === values.only)) {
    const began = Date.now();
    for (const name of [page + "_empty", page + "_odd", page]) {
      const data = checks.sample(name);
      await sample(checks, page, name, data, data.lang ?? data.otherData.lang);
    }
    console.log(`${page}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
  }
} catch (error) {
  checks.failures.push(`${checks.where}: ${error.stack}`);
}
await browser.close();
for (const failure of checks.failures) console.log("NOT OK: " + failure);
console.log(`${checks.count} checks, ${checks.failures.length} not ok`);
process.exitCode = checks.failures.length ? 1 : 0;
