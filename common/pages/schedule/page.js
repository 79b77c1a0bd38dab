// page.js - a failing schedule, step by step, forwards and back.
const kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdef";  // as the replay string names them: A is main
const letterOf = (thread) => kLetters[thread] ?? String(thread);

class Stepper {
  constructor(data) {
    this.data = data;
    this.trace = data.trace ?? [];
    this.threads = [...new Set(this.trace.map((step) => step.thread))].sort((a, b) => a - b);
    this.source = new Source(data, document.getElementById("source"), document.getElementById("source-title"));
    this.now = -1;
  }

  name(thread) {
    return this.data.threads?.[thread] ?? WB.t("thread", thread);
  }

  start() {
    for (const node of document.querySelectorAll("#steps, .trace, .source")) node.hidden = false;
    document.getElementById("trace").append(this.table());
    this.pane = document.querySelector("#trace .scroll");
    this.tools();
    const back = () => this.go(this.now - 1);
    const forward = () => this.go(this.now + 1);
    const begin = () => this.go(0);
    const end = () => this.go(this.trace.length - 1);
    WB.keys({ ArrowLeft: back, k: back, ArrowRight: forward, j: forward, Home: begin, End: end });
    const fatal = this.trace.findIndex((step) => step.fatal);
    this.go(fatal < 0 ? this.trace.length - 1 : fatal, true);
  }

  table() {
    const head = this.threads.map((thread) => WB.el("th", { scope: "col" },
      WB.el("span", { class: "letter", "aria-hidden": "true" }, letterOf(thread)), this.name(thread)));
    this.rows = this.trace.map((step, index) => this.row(step, index));
    return WB.scroll(WB.t("trace"), WB.el("table", { style: `--threads:${this.threads.length}` },
      WB.el("caption", { class: "hidden-text" }, WB.t("trace")),
      WB.el("thead", {}, WB.el("tr", {}, WB.el("th", { scope: "col", class: "number" }, WB.t("number")), head)),
      WB.el("tbody", {}, this.rows)));
  }

  row(step, index) {
    const cell = WB.el("td", {}, WB.el("span", { class: "what" }, step.what ?? ""), " ",
      WB.el("span", { class: "object" }, step.object ?? ""), step.note ? WB.el("span", { class: "note" }, step.note) : null);
    return WB.el("tr", { class: step.fatal && "fatal", onclick: () => this.go(index) },
      WB.el("th", { scope: "row", class: "number" }, step.step ? String(step.step) : "·"),
      this.threads.map((thread) => (thread === step.thread ? cell : WB.el("td", {}))));
  }

  tools() {
    const button = (key, sign, target) => WB.el("button", { class: "button", type: "button", "aria-label": WB.t(key),
      title: WB.t(key), onclick: () => this.go(target()) }, sign);
    this.slider = WB.el("input", { type: "range", min: 1, max: this.trace.length, "aria-label": WB.t("slider"),
      oninput: () => this.go(Number(this.slider.value) - 1) });
    this.place = WB.el("output", {});
    document.getElementById("steps").append(button("first", "⇤", () => 0), button("previous", "←", () => this.now - 1),
      button("next", "→", () => this.now + 1), button("last", "⇥", () => this.trace.length - 1), this.slider, this.place,
      WB.el("span", { class: "soft small" }, WB.t("keys")));
  }

  go(wanted, quiet) {
    const index = Math.min(Math.max(wanted, 0), this.trace.length - 1);
    if (index === this.now) return;
    this.now = index;
    this.rows.forEach((row, at) => {
      row.classList.toggle("later", at > index);
      if (at === index) row.setAttribute("aria-current", "step");
      else row.removeAttribute("aria-current");
    });
    this.slider.value = index + 1;
    this.slider.setAttribute("aria-valuetext", WB.t("position", index + 1, this.trace.length));
    this.place.textContent = WB.t("position", index + 1, this.trace.length);
    this.source.show(this.places(index));
    const row = this.rows[index];
    const cell = row.cells[1 + this.threads.indexOf(this.trace[index].thread)];
    this.pane.scrollTop = Math.max(0, row.offsetTop - this.pane.clientHeight / 2);
    this.pane.scrollLeft = Math.max(0, cell.offsetLeft + cell.offsetWidth - this.pane.clientWidth);
    if (!quiet) WB.announce(this.spoken(index));
  }

  spoken(index) {
    const step = this.trace[index];
    const does = [step.what, step.object].filter(Boolean).join(" ");
    return WB.t("spoken", index + 1, this.trace.length, this.name(step.thread),
      [does, step.note, step.fatal ? WB.t("fatal") : ""].filter(Boolean).join(": "));
  }

  // Where the step is, and the last line of each other thread so far.
  places(index) {
    const last = new Map();
    for (const step of this.trace.slice(0, index + 1)) if (step.line) last.set(step.thread, step);
    const current = this.trace[index];
    last.delete(current.thread);
    return [current, ...last.values()].map((step) => ({ file: step.file, line: step.line, source: step.source,
      letter: letterOf(step.thread), name: this.name(step.thread), now: step === current }));
  }
}

function verdict(data) {
  const outcome = data.diagnosis || data.outcome;
  document.getElementById("verdict").append(
    WB.el("p", { class: "sentence" }, data.sentence ?? ""),
    WB.el("p", {}, outcome ? WB.el("span", { class: "outcome" }, outcome) : null,
      data.cause ? WB.el("span", { class: "soft" }, WB.t("because") + " " + data.cause) : null));
}

function replay(data) {
  const line = (key, text, copy) => (text
    ? [WB.el("span", { class: "name" }, WB.t(key)), WB.el("code", {}, text), WB.copy_button(text, copy)] : []);
  const box = document.getElementById("replay");
  box.append(...line("replay", data.replay || data.schedule, "copy_replay"), ...line("command", data.command, "copy_command"));
  box.hidden = !box.children.length;
}

WB.start([], (data) => {
  WB.facts([[WB.t("test"), data.test], [WB.t("platform"), data.platform],
    [WB.t("executions"), Number.isFinite(data.executions) ? data.executions + (data.exhausted ? ` (${WB.t("exhausted")})` : "") : ""],
    [WB.t("failing"), data.failing_execution ? WB.t("failing_number", data.failing_execution) : ""]]);
  verdict(data);
  replay(data);
  if (!data.trace?.length) {
    document.getElementById("verdict").append(WB.el("p", { class: "notice" }, WB.t("none")));
    return;
  }
  new Stepper(data).start();
});
