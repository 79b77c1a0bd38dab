// page.js - the timeline of a run: zoom, pan, details, sums.
class Timeline {
  constructor(data) {
    this.data = data;
    this.model = modelOf(data);
    this.box = document.getElementById("lanes");
    this.selected = { lane: 0, mark: null };
    this.width = 0;
  }

  time(value) {
    if (this.model.steps) return WB.t("step_unit", WB.number(value, 6));
    return WB.time(value * 1000);
  }

  at(value) {
    if (this.model.steps) return WB.t("step_at", WB.number(value, 6));
    return WB.time(value * 1000);
  }

  start() {
    this.box.hidden = document.getElementById("tools").hidden = false;
    document.getElementById("details").hidden = document.getElementById("legend").hidden = false;
    // d3.zoom counts in pixels; the transform is kept as a view of the run, so that it survives a resize.
    this.zoom = d3.zoom().scaleExtent([1, 20000]).on("zoom", ({ transform }) => {
      this.transform = transform;
      this.draw();
    });
    this.transform = d3.zoomIdentity;
    d3.select(this.box).call(this.zoom).on("dblclick.zoom", null);
    // A wheel over the lanes zooms only with Ctrl or after a click: else the page scrolls.
    this.zoom.filter((event) => !event.button &&
      (event.type !== "wheel" || event.ctrlKey || document.activeElement === this.box));
    new ResizeObserver(() => this.resize()).observe(this.box);
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("pointermove", (event) => this.show(event.target.__mark));
    this.box.addEventListener("click", (event) => this.pick(event.target.__mark));
    this.details(null);
    this.legend();
    this.tools();
  }

  resize() {
    const width = this.box.clientWidth;
    if (!width || width === this.width) return;
    const scale = this.width ? width / this.width : 1;
    this.width = width;
    this.zoom.extent([[0, 0], [width, 1]]).translateExtent([[0, -Infinity], [width, Infinity]]);
    this.move(d3.zoomIdentity.translate(this.transform.x * scale, 0).scale(this.transform.k));
    this.draw();
  }

  move(transform) {
    d3.select(this.box).call(this.zoom.transform, transform);
  }

  view() {
    const base = d3.scaleLinear().domain([this.model.begin, this.model.end]).range([kPad, this.width - kPad]);
    const scale = this.transform.rescaleX(base);
    return { scale, width: this.width, domain: [scale.invert(0), scale.invert(this.width)] };
  }

  draw() {
    if (!this.width) return;
    this.box.replaceChildren(drawLanes(this.model, this.view(), this.selected, (tick) => this.at(tick)));
  }

  scaleBy(factor) {
    const mark = this.selected.mark;
    const middle = mark ? this.view().scale((mark.begin + mark.end) / 2) : this.width / 2;
    d3.select(this.box).call(this.zoom.scaleBy, factor, [Math.min(Math.max(middle, 0), this.width), 0]);
  }

  shift(part) {
    d3.select(this.box).call(this.zoom.translateBy, (-part * this.width) / this.transform.k, 0);
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const actions = {
      "+": () => this.scaleBy(1.5), "=": () => this.scaleBy(1.5), "-": () => this.scaleBy(1 / 1.5),
      ArrowLeft: () => this.shift(-0.2), ArrowRight: () => this.shift(0.2),
      ArrowUp: () => this.lane(-1), ArrowDown: () => this.lane(1),
      n: () => this.event(1), p: () => this.event(-1), 0: () => this.move(d3.zoomIdentity), Home: () => this.move(d3.zoomIdentity),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  lane(step) {
    const lanes = this.model.lanes;
    this.selected = { lane: Math.min(Math.max(this.selected.lane + step, 0), lanes.length - 1), mark: null };
    this.draw();
    WB.announce(`${WB.t("thread")}: ${lanes[this.selected.lane].name}`);
  }

  event(step) {
    const marks = this.model.lanes[this.selected.lane].marks;
    if (!marks.length) return;
    const now = marks.indexOf(this.selected.mark);
    const next = now < 0 ? (step > 0 ? 0 : marks.length - 1) : Math.min(Math.max(now + step, 0), marks.length - 1);
    this.selected.mark = marks[next];
    this.bringIntoView(marks[next]);
    this.draw();
    this.details(marks[next]);
  }

  bringIntoView(mark) {
    const x = this.view().scale((mark.begin + mark.end) / 2);
    if (x < 20 || x > this.width - 20)
      d3.select(this.box).call(this.zoom.translateBy, (this.width / 2 - x) / this.transform.k, 0);
  }

  show(mark) {
    if (mark && mark !== this.shown) this.details(mark);
  }

  pick(mark) {
    if (!mark) return;
    this.selected = { lane: this.model.lanes.findIndex((lane) => lane.marks.includes(mark)), mark };
    this.draw();
    this.details(mark);
  }

  details(mark) {
    this.shown = mark;
    const box = document.getElementById("details");
    if (!mark) {
      box.replaceChildren(WB.el("p", { class: "soft" }, WB.t("pick")));
      return;
    }
    const lane = this.model.lanes.find((one) => one.marks.includes(mark));
    const pairs = [[WB.t("thread"), lane.name], [WB.t("object"), mark.event.args?.object], [WB.t("where"), mark.event.args?.where],
      [WB.t(mark.kind === "signal" ? "at" : "begins"), this.at(mark.begin)],
      [WB.t("lasts"), mark.kind === "signal" ? "" : this.time(mark.end - mark.begin)]];
    box.replaceChildren(
      WB.el("h3", {}, sample(mark.kind), WB.t(mark.kind), WB.el("span", { class: "soft" }, mark.event.name ?? "")),
      WB.el("dl", {}, pairs.filter(([, value]) => value).flatMap(([name, value]) =>
        [WB.el("dt", {}, name), WB.el("dd", {}, value)])));
  }

  legend() {
    document.getElementById("legend").append(...["work", "wait", "hold", "signal"].map((kind) =>
      WB.el("li", {}, sample(kind), WB.t(kind))));
  }

  tools() {
    const button = (key, action, text) => WB.el("button", { class: "button", type: "button", onclick: action,
      "aria-label": text && WB.t(key), title: text && WB.t(key) }, text ?? WB.t(key));
    document.getElementById("tools").append(
      button("zoom_in", () => this.scaleBy(1.5), "+"), button("zoom_out", () => this.scaleBy(1 / 1.5), "−"),
      button("left", () => this.shift(-0.3), "←"), button("right", () => this.shift(0.3), "→"),
      button("whole", () => this.move(d3.zoomIdentity)),
      button("previous", () => this.event(-1)), button("next", () => this.event(1)));
    document.getElementById("keys").textContent = WB.t("keys");
  }
}

// A small picture of a kind, for the legend and the details.
function sample(kind) {
  const shape = kind === "signal" ? WB.svg("path", { class: "signal", d: "M20 18V6M15 1h10l-5 7z" })
    : WB.svg("rect", kind === "work" ? { class: "work", x: 1, y: 6, width: 38, height: 7 } : { class: kind, x: 1, y: 1, width: 38, height: 17 });
  return WB.svg("svg", { viewBox: "0 0 40 19", width: 38, height: 18, "aria-hidden": "true" }, shape);
}

function download(data) {
  const button = WB.el("button", { class: "button", type: "button", id: "download", onclick: () => {
    const url = URL.createObjectURL(new Blob([JSON.stringify(data)], { type: "application/json" }));
    const name = (data.otherData?.title || "timeline").replace(/[^\p{L}\p{N}._-]+/gu, "-").slice(0, 60);
    WB.el("a", { href: url, download: name + ".json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);  // the browser has read it by then
  } }, WB.t("download"));
  const tools = document.getElementById("tools");
  tools.hidden = false;
  tools.append(button);
}

function sums(timeline) {
  const { lanes } = timeline.model;
  const percent = (lane, kind) => (lane.sums.whole > 0 ? (100 * lane.sums[kind]) / lane.sums.whole : 0);
  const value = (kind) => (lane) => (lane.empty ? "–" : `${timeline.time(lane.sums[kind])} (${WB.number(percent(lane, kind), 2)} %)`);
  const column = (kind) => ({ title: WB.t(kind), number: true, value: value(kind) });
  const parts = (lane) => WB.el("span", { class: "parts", "aria-hidden": "true" }, ["work", "wait", "hold"].map((kind) =>
    WB.el("i", { class: "p-" + kind, style: `width:${percent(lane, kind)}%` })));
  document.getElementById("sums").append(WB.el("h2", {}, WB.t("sums")), WB.table(WB.t("sums_about"), [
    { title: WB.t("thread"), value: (lane) => lane.name }, column("work"), column("wait"), column("hold"),
    { title: WB.t("events"), number: true, value: (lane) => String(lane.marks.length) },
    { title: WB.t("parts"), value: parts },
  ], lanes));
}

WB.start(["d3"], (data, charts) => {
  const other = data.otherData ?? {};
  const timeline = new Timeline(data);
  const { lanes } = timeline.model;
  WB.facts([[WB.t("platform"), other.platform], [WB.t("clock"), WB.t(other.clock === "steps" ? "steps" : "microseconds")],
    [WB.t("threads"), lanes.length], [WB.t("events"), lanes.reduce((sum, lane) => sum + lane.marks.length, 0)]]);
  // A schedule is one of the explorer's model of Windows, whatever it ran on.
  const label = other.clock === "steps" ? null : WB.wine_label(other.platform);
  document.getElementById("sentence").append(WB.t("sentence"), " ", ...[label].filter(Boolean));
  if (lanes.every((lane) => lane.empty)) {
    document.getElementById("sentence").after(WB.el("p", { class: "notice" }, WB.t("none")));
    return;
  }
  if (charts) timeline.start();
  download(data);
  sums(timeline);
});
