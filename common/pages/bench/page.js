// page.js - the benchmark report: one section for each group, one card for each chart.
const wineLabel = () => WB.wine_label(WB.data.context?.platform);

function card(title, kind, ...content) {
  return WB.el("div", { class: "card " + kind },
    WB.el("div", { class: "title" }, WB.el("h3", {}, title), wineLabel()), content);
}
const chart = (draw, kind) => WB.drawn(WB.el("div", { class: "chart " + kind }), draw);
const withCounter = (rows, name) => rows.filter((row) => Number.isFinite(row.counters?.[name]));

function fairnessCharts(rows, name) {
  const parts = [];
  const threads = Number.parseInt(rows[0].params?.threads, 10);
  const shares = withCounter(rows, "smallest_share");
  if (threads > 1 && shares.length) {
    const fair = 100 / threads;
    parts.push(WB.el("h4", {}, WB.t("share")), chart(barChart(shares, {
      field: (row) => row.counters.smallest_share, fair, className: "share", format: (value) => value + " %",
      value: (row) => (row.counters.smallest_share < 0.01 ? "< 0.01" : WB.number(row.counters.smallest_share)) + " %" +
        (Number.isFinite(row.counters.jain) ? `  Jain ${WB.number(row.counters.jain)}` : ""),
      aria: WB.t("aria_other", WB.t("share"), name),
    }), "shares"), WB.el("p", { class: "hint" }, WB.t("fair", WB.number(fair))));
  }
  const timed = rows.filter((row) => kPercentiles.some(([counter]) => row.counters?.[counter] > 0));
  if (timed.length)
    parts.push(WB.el("h4", {}, WB.t("latency")), chart(latencyChart(timed, WB.t("aria_other", WB.t("latency"), name)), "latencies"));
  return parts;
}

function facetCard(group, name, rows, domain) {
  const spec = kGroups[group] ?? {};
  const tied = withTies(rows);
  const title = name || WB.t("all_rows");
  const parts = [chart(rangeChart(tied, domain, WB.t("aria_ranges", `${groupName(group)}, ${title}`)), "ranges")];
  if (tied[0].single) parts.push(WB.el("p", { class: "hint" }, WB.t("one_sample")));
  else if (tied.some((row) => row.tied))
    parts.push(WB.el("p", { class: "hint" }, WB.el("span", { class: "swatch" }), WB.t("tie")));
  if (spec.fairness) parts.push(...fairnessCharts(tied, title));
  const cpu = spec.cpu ? withCounter(tied, "cpu_ns") : [];
  if (cpu.length)
    parts.push(WB.el("h4", {}, WB.t("cpu")), chart(barChart(cpu, {
      field: (row) => row.counters.cpu_ns, className: "cpu", format: WB.time,
      value: (row) => WB.time(row.counters.cpu_ns), aria: WB.t("aria_other", WB.t("cpu"), title),
    }), "cpus"));
  return card(title, "", parts);
}

// A line for each name and each combination of the other parameters.
function lineCard(title, rows, parameter) {
  const series = rows.map((row) => {
    const others = Object.fromEntries(Object.entries(row.params).filter(([name]) => name !== parameter));
    const kept = title === WB.t("scaling") ? {} : others;
    return { ...row, series: [row.row, paramText(kept)].filter(Boolean).join(" · ") };
  });
  return card(title, "wide", lineKey(series), chart(lineChart(series, parameter, WB.t("aria_other", title, "")), "lines"));
}

function lineCards(group, rows) {
  const spec = kGroups[group] ?? {};
  const name = groupName(group);
  const cards = [];
  const over = spec.line && lineParameter(rows, spec.line);
  if (over)
    cards.push(lineCard(WB.t("over", name, paramName(over)), rows, over));
  const contended = rows.filter((row) => row.params?.contention === "high");
  if (spec.scaling && lineParameter(contended, ["threads"]))
    cards.push(lineCard(WB.t("scaling"), contended, "threads"));
  return cards;
}

function againstCard(group, rows) {
  const compared = rows.filter((row) => row.against?.ratio > 0);
  const against = WB.data.against;
  if (!against || !compared.length) return [];
  const named = compared.map((row, index) => ({ ...row, id: String(index), label: fullName(row) }));
  const verdict = (row) => WB.el("span", { class: verdictKey(row.against.verdict) }, WB.t(verdictKey(row.against.verdict)));
  const title = WB.t("against_title", against.date ?? "", against.platform ?? "");
  return [card(title, "first", WB.el("h4", {}, WB.t("against_chart")),
    chart(ratioChart(named, WB.t("aria_other", title, groupName(group))), "ratios")),
  WB.el("div", { class: "card" }, WB.table(title, [
    { title: WB.t("row"), value: (row) => row.label },
    { title: WB.t("before"), number: true, value: (row) => WB.time(WB.nanoseconds(row.against.median, row.unit)) },
    { title: WB.t("now"), number: true, value: (row) => WB.time(row.median) },
    { title: WB.t("ratio"), number: true, value: (row) => WB.number(row.against.ratio) },
    { title: "p", number: true, value: (row) => WB.number(row.against.p, 2) },
    { title: WB.t("verdict"), value: verdict },
  ], named))];
}

function section(group, all) {
  const rows = all.filter((row) => !isVoid(row)).map(measured);
  const domain = rows.flatMap((row) => row.samples);
  const lines = lineCards(group, rows);
  const ranges = kGroups[group]?.tableOnly || !rows.length ? []
    : facetsOf(rows).map(([name, own]) => facetCard(group, name, own, domain));
  const about = WB.has(`g_${group}_about`) ? WB.el("p", {}, WB.t(`g_${group}_about`)) : null;
  return WB.el("section", { class: "group", id: "group-" + group, "data-group": group, tabindex: "-1" },
    WB.el("h2", {}, groupName(group)), about,
    kGroups[group]?.tableOnly ? WB.el("p", {}, WB.t("table_only"), " ", wineLabel()) : null,
    WB.el("div", { class: "cards" }, lines, ranges, againstCard(group, rows)),
    voidList(all.filter(isVoid)));
}

function voidList(rows) {
  if (!rows.length) return null;
  return WB.el("div", { class: "void" }, WB.el("h3", {}, WB.t("void_title")),
    WB.el("ul", {}, rows.map((row) => WB.el("li", {}, WB.el("b", {}, fullName(row)), ": " +
      (row.void || WB.t("no_samples"))))));
}

function groupsOf(rows) {
  const groups = new Map();
  for (const row of rows) {
    if (!groups.has(row.group)) groups.set(row.group, []);
    groups.get(row.group).push(row);
  }
  return groups;
}

function showGroups(rows) {
  const groups = groupsOf(rows);
  document.getElementById("groups").replaceChildren(...[...groups].map(([group, own]) => section(group, own)));
  const nav = document.querySelector("nav.groups");
  nav.hidden = false;
  nav.replaceChildren(...[...groups].map(([group, own]) =>
    WB.el("a", { href: "#group-" + encodeURIComponent(group) }, groupName(group) + " ",
      WB.el("span", { class: "count" }, String(own.length)))));
}

// Shows the rows whose name, group or parameters hold each of the words.
function search(rows) {
  const count = WB.el("span", { class: "soft small", "aria-live": "polite" }, WB.t("found", rows.length, rows.length));
  const input = WB.el("input", { class: "field", type: "search", id: "search", placeholder: WB.t("search_hint") });
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const found = rows.filter((row) => {
      const text = `${row.group} ${groupName(row.group)} ${fullName(row)} ${Object.keys(row.params ?? {}).join(" ")}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    count.textContent = WB.t(found.length ? "found" : "nothing_found", found.length, rows.length);
    showGroups(found);
  });
  const bar = document.getElementById("search-bar");
  bar.hidden = false;
  bar.append(
    WB.el("label", { for: "search", class: "small" }, WB.t("search")), input, count);
}

function header(context, against) {
  const pinned = context.pinned === "no" ? WB.t("pinned_no")
    : String(context.pinned ?? "").replace(/^processor (\d+)$/, (_, number) => WB.t("pinned_one", number));
  WB.facts([
    [WB.t("platform"), context.platform], [WB.t("date"), context.date],
    [WB.t("compiler"), context.compiler], [WB.t("processors"), context.processors],
    [WB.t("pinned"), pinned], [WB.t("power"), context.power && WB.t(context.power)],
    [WB.t("load"), Number.isFinite(context.load) ? WB.number(context.load) + " %" : ""],
    [WB.t("samples"), WB.t("sittings", context.sittings ?? 1, context.repetitions ?? 1)],
    ["", context.quick ? WB.t("quick") : ""],
    [WB.t("compared"), against && [against.date, against.platform].filter(Boolean).join(", ")],
  ]);
  if (context.warnings?.length)
    document.getElementById("warnings").append(WB.el("div", { class: "notice", role: "note" },
      WB.el("strong", {}, WB.t("warnings")),
      WB.el("ul", {}, context.warnings.map((text) => WB.el("li", {}, text)))));
}

WB.start(["d3", "Plot"], (data, charts) => {
  const rows = data.rows ?? [];
  header(data.context ?? {}, data.against);
  if (!charts) return;
  if (!rows.length) {
    document.getElementById("groups").append(WB.el("p", { class: "notice" }, WB.t("none")));
    return;
  }
  document.getElementById("how").textContent = WB.t("how");
  search(rows);
  showGroups(rows);
});
