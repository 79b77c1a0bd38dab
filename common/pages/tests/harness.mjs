// harness.mjs - what each check of a page uses: questions to the page, and a list of what is wrong.
import { readFileSync, writeFileSync } from "node:fs";
import { fill, titleOf } from "./filler.mjs";

const kNames = "Jain Windows Wine syelog";  // alike in both languages

export class Checks {
  constructor(page, { templates, scratch, axe, samples }) {
    Object.assign(this, { page, templates, scratch, samples, axe: readFileSync(axe, "utf8") });
    this.failures = [];
    this.count = 0;
    this.where = "";
  }

  check(what, ok, saw = "") {
    this.count += 1;
    if (!ok) this.failures.push(`${this.where}: ${what}${saw === "" ? "" : `\n    saw ${saw}`}`);
  }

  equal(what, saw, wanted) {
    const [a, b] = [JSON.stringify(saw), JSON.stringify(wanted)];
    this.check(what, a === b, a === b ? "" : `${a}\n    not ${b}`);
  }

  sample(name) {
    return JSON.parse(readFileSync(`${this.samples}/${name}.json`, "utf8"));
  }

  // The page of a sample, made as the runner makes it. Returns its address.
  make(page, name, data, lang = data.lang ?? data.otherData?.lang, templates = this.templates) {
    const file = `${this.scratch}/${name}-${lang}.html`;
    writeFileSync(file, fill(readFileSync(`${templates}/${page}.html`, "utf8"), page, data, lang));
    return "file://" + file;
  }

  async open(url, options) {
    await this.page.open(url, options);
    this.quiet(url);
  }

  quiet(url) {
    this.equal("no console errors", this.page.problems, []);
    this.equal("no request but the file", this.page.requests.filter((one) => one !== url && !one.startsWith("data:,")), []);
  }

  texts(selector) {
    return this.page.ask(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((node) => node.textContent)`);
  }

  number(selector) {
    return this.page.ask(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  }

  async click(selector) {
    await this.page.ask(`document.querySelector(${JSON.stringify(selector)}).click()`);
    await this.page.settle();
  }

  async press(...keys) {
    for (const key of keys) await this.page.press(key);
    await this.page.settle();
  }

  // Accessibility, by axe-core: everything it can judge, or the contrast alone.
  async accessible(rules) {
    await this.page.ask(`if (!globalThis.axe) { ${this.axe} }; document.querySelectorAll("details").forEach((one) => { one.open = true; })`);
    const only = rules ? `{ runOnly: { type: "rule", values: ${JSON.stringify(rules)} } }` : "{}";
    const found = await this.page.ask(`axe.run(document, ${only}).then((result) => result.violations.map((one) =>
      one.id + ": " + one.nodes.slice(0, 3).map((node) => node.target + " " + (node.any[0]?.message ?? "")).join("; ")))`);
    this.equal("axe finds nothing" + (rules ? ` (${rules})` : ""), found, []);
  }

  // axe cannot judge text in drawings: each colour of text there on each ground that it may lie on.
  async readable_drawings() {
    const poor = await this.page.ask(`(() => {
      const probe = document.body.appendChild(document.createElement("i"));
      const light = (name) => {
        probe.style.color = "var(--" + name + ")";
        const parts = getComputedStyle(probe).color.match(/[\\d.]+/g).slice(0, 3).map((part) => part / 255)
          .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
      };
      const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
      const text = ["card", "paper", "tie", "tie-2", "wait-paper", "hold-paper", "mark"].map((ground) => ["ink", ground, 4.5]);
      const marks = ["tick", "wait", "hold", "signal", "dot"].map((mark) => [mark, "card", 3]);
      const poor = [...text, ...marks, ["soft", "card", 4.5], ["accent", "card", 4.5], ["soft", "mark", 4.5]].filter(([a, b, least]) => ratio(a, b) < least);
      probe.remove();
      return poor;
    })()`);
    this.equal("colours of drawings can be told from their ground", poor, []);
  }

  // Tab reaches whatever can be used, and comes out at the end.
  async tab_walk() {
    const wanted = await this.page.ask(`(() => {
      document.activeElement?.blur();
      const all = [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
        .filter((node) => !node.disabled && node.checkVisibility({ contentVisibilityAuto: true, visibilityProperty: true }));
      all.forEach((node, index) => { node.dataset.walk = index; });
      return all.length;
    })()`);
    const reached = new Set();
    for (let step = 0; step < wanted + 5; ++step) {
      await this.page.press("Tab");
      const at = await this.page.ask("document.activeElement?.dataset?.walk ?? null");
      if (at === null && reached.size) break;
      if (at !== null) reached.add(at);
    }
    this.equal("Tab reaches everything", reached.size, wanted);
  }

  async narrow() {
    this.equal("no sideways scrolling at 360 px", await this.page.ask("document.documentElement.scrollWidth"), 360);
  }

  async tables(rows) {
    this.equal("the tables have the rows of the data", await this.page.ask(
      "[...document.querySelectorAll('#figures tbody tr')].map((row) => row.dataset.row)"), rows);
  }

  // What the data holds is text: shown as it is, and no element came of it.
  async hostile(data) {
    const strings = [];
    JSON.stringify(data, (key, value) => {
      if (typeof value === "string" && /[<&]/.test(value)) strings.push(value);
      return value;
    });
    const text = await this.page.ask("document.querySelector('#figures').open = true, document.title + document.body.textContent");
    for (const one of strings.filter((one) => !one.includes("\n"))) this.check(`shows ${one} as text`, text.includes(one));
    this.equal("no element from the data", await this.page.ask("document.querySelectorAll('img, body script:not([type])').length"), 2);
  }

  // No text of the page's own is in English: a text without a Chinese sign has its words from the data.
  async chinese(data) {
    const foreign = await this.page.ask(`(() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
      const seen = [];
      for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        if (node.closest("script, style, #figures section, noscript") || !node.checkVisibility()) continue;
        seen.push(node.ariaLabel, node.title, node.placeholder,
          ...[...node.childNodes].filter((one) => one.nodeType === Node.TEXT_NODE).map((one) => one.data));
      }
      return seen.filter((text) => typeof text === "string" && /[A-Za-z]{3}/.test(text) && !/\\p{Script=Han}/u.test(text));
    })()`);
    const known = JSON.stringify(data) + titleOf(this.where.split(/[ _-]/)[0], data) + kNames;
    this.equal("all text is Chinese", foreign.filter((text) => text.match(/[A-Za-z]{3,}/g).some((word) => !known.includes(word))), []);
    const bad = await this.page.ask(`Object.entries(WB.words.en).filter(([key, text]) => {
      const other = WB.words.zh[key];
      const holes = (words) => (words.match(/\\{\\d\\}/g) ?? []).sort().join();
      const foreign = /[A-Za-z]{3}/.test(text) && !/\\p{Script=Han}/u.test(other) && text !== "syelog";
      return !text || !other || foreign || holes(text) !== holes(other);
    }).map(([key]) => key)`);
    this.equal("each word is there in both languages", bad, []);
  }

  async unscripted() {
    const shown = await this.page.ask(`[...document.querySelectorAll("#figures table")].every((table) => table.checkVisibility()) &&
      document.querySelector("noscript p").checkVisibility()`);
    this.check("tables and a sentence are visible without script", shown);
  }
}
