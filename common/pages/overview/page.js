// page.js - the overview: progress, labs by chapter, claims with their platform and result.
const kSigns = { passed: "✔", failed: "✖", "not passed": "✖", "not yet": "○", skipped: "–", "not run": "·" };
const kTone = { passed: "good", failed: "bad", "not passed": "bad" };
const state = (name, extra) => WB.el("span", { class: ["state", kTone[name] ?? "soft", extra].filter(Boolean).join(" ") },
  `${kSigns[name] ?? "·"} ${WB.t(name)}`);

const meter = (labs) => WB.el("div", { class: "meter", "aria-hidden": "true" },
  labs.map((lab) => WB.el("i", { class: lab.state.replace(" ", "-") })));

function progress(data, labs) {
  const { passed = 0, labs: all = labs.length } = data.progress ?? {};
  const next = labs.find((lab) => lab.state !== "passed");
  const sentence = next ? WB.t("next", next.id, next.title, next.minutes) : WB.t("all_done");
  const card = WB.el("section", { class: "card" }, WB.el("h2", { class: "small soft" }, WB.t("progress")),
    WB.el("p", { class: "big" }, String(passed), " ", WB.el("small", {}, WB.t("of", all))),
    WB.el("div", { role: "progressbar", "aria-valuenow": passed, "aria-valuemin": 0, "aria-valuemax": Math.max(all, 1),
      "aria-label": WB.t("progress_aria", passed, all) }, meter(labs)),
    labs.length ? WB.el("p", { class: "soft" }, sentence) : null);
  document.getElementById("progress").append(card, tests(data.tests));
}

function tests(sums) {
  const one = (name) => WB.el("li", {}, WB.el("b", { class: sums[name] ? kTone[name] : "soft" }, String(sums[name] ?? 0)), WB.t(name));
  return WB.el("section", { class: "card" }, WB.el("h2", { class: "small soft" }, WB.t("tests")),
    sums ? WB.el("ul", { class: "tests" }, ["passed", "failed", "skipped"].map(one)) : WB.el("p", { class: "soft" }, WB.t("tests_none")));
}

function labItem(lab) {
  const attempts = lab.attempts === 1 ? WB.t("attempt") : lab.attempts > 1 ? WB.t("attempts", lab.attempts) : "";
  const detail = [WB.t("minutes", lab.minutes), lab.detail, attempts].filter(Boolean).join(" · ");
  return WB.el("li", { "data-lab": lab.id }, WB.el("span", { class: "sign " + (kTone[lab.state] ?? "soft"), "aria-hidden": "true" }, kSigns[lab.state] ?? "·"),
    WB.el("span", {}, WB.el("b", {}, lab.id), " " + lab.title),
    WB.el("span", { class: "state " + (kTone[lab.state] ?? "soft") }, WB.t(lab.state)), WB.el("span", { class: "detail" }, detail));
}

function chapterCard(chapter) {
  const labs = chapter.labs ?? [];
  const demos = chapter.demos ?? [];
  const passed = labs.filter((lab) => lab.state === "passed").length;
  return WB.el("article", { class: "card" }, WB.el("h2", {}, `${chapter.number} ${chapter.title}`,
      WB.el("span", {}, labs.length ? WB.t("labs_of", passed, labs.length) : WB.t("no_labs"))),
    meter(labs), WB.el("ul", { class: "labs" }, labs.map(labItem)),
    demos.length ? WB.el("details", { class: "demos" }, WB.el("summary", {}, WB.t("demos", demos.length)),
      WB.el("ul", {}, demos.map((demo) => WB.el("li", {}, WB.el("code", {}, demo.name), " " + demo.title)))) : null);
}

function claimItem(claim) {
  const mark = claim.mark && claim.mark !== "same" ? WB.el("span", { class: "label" }, WB.t(claim.mark)) : null;
  return WB.el("li", { "data-claim": claim.id }, WB.el("span", { class: "id" }, claim.id),
    WB.el("span", { class: "sentence" }, claim.sentence, WB.el("span", { class: "test" }, claim.test),
      claim.reason ? WB.el("span", { class: "small soft" }, claim.reason) : null),
    WB.el("span", { class: "marks" }, mark, state(claim.result)));
}

class Claims {
  constructor(chapters) {
    this.chapters = chapters;
    this.all = chapters.flatMap((chapter) => chapter.claims ?? []);
    this.filter = "all";
    this.words = [];
  }

  start() {
    document.getElementById("claims").hidden = !this.all.length;
    this.filters();
    this.search();
    this.show();
  }

  of(name) {
    return this.all.filter((claim) => name === "all" || claim.mark === name || claim.result === name);
  }

  filters() {
    const names = ["all", "same", "windows-only", "differs-in-wine", "passed", "failed", "skipped", "not run"];
    this.buttons = names.map((name) => WB.el("button", { class: "choice", type: "button", "data-filter": name,
      "aria-pressed": String(name === this.filter), onclick: () => this.choose(name) },
    WB.t(name) + " ", WB.el("span", { class: "count" }, String(this.of(name).length))));
    document.getElementById("filters").append(...this.buttons);
  }

  choose(name) {
    this.filter = name;
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.filter === name));
    this.show();
  }

  search() {
    this.count = WB.el("span", { class: "soft small", "aria-live": "polite" });
    const input = WB.el("input", { class: "field", type: "search", id: "search", placeholder: WB.t("search_hint") });
    input.addEventListener("input", () => {
      this.words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      this.show();
    });
    document.getElementById("search-bar").append(WB.el("label", { for: "search", class: "small" }, WB.t("search")), input, this.count);
  }

  show() {
    const wanted = new Set(this.of(this.filter).filter((claim) => {
      const text = `${claim.id} ${claim.sentence} ${claim.test}`.toLowerCase();
      return this.words.every((word) => text.includes(word));
    }));
    this.count.textContent = WB.t(wanted.size ? "found" : "nothing", wanted.size, this.all.length);
    const lists = this.chapters.map((chapter) => [chapter, (chapter.claims ?? []).filter((claim) => wanted.has(claim))]);
    document.getElementById("claim-list").replaceChildren(...lists.filter(([, claims]) => claims.length).map(([chapter, claims]) =>
      WB.el("div", { class: "claims-of" }, WB.el("h3", {}, `${chapter.number} ${chapter.title}`), WB.el("ol", {}, claims.map(claimItem)))));
  }
}

WB.start([], (data) => {
  const chapters = data.chapters ?? [];
  WB.facts([[WB.t("platform"), data.platform], [WB.t("date"), data.date]]);
  const label = WB.wine_label(data.platform);
  if (label) document.getElementById("facts").append(label);
  progress(data, chapters.flatMap((chapter) => chapter.labs ?? []));
  if (!chapters.length) document.getElementById("chapters").append(WB.el("p", { class: "notice" }, WB.t("none")));
  document.getElementById("chapters").append(...chapters.map(chapterCard));
  new Claims(chapters).start();
});
