// charts.js - the charts of the report, drawn by Observable Plot. Colours are the style sheet's.

// 1, 2, 5, 10 ... within the domain, fewer where there is no room.
function logTicks([low, high], width) {
  const all = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power += 1)
    for (const digit of [1, 2, 5]) all.push(digit * 10 ** power);
  const inside = all.filter((value) => value >= low && value <= high);
  const room = Math.max(2, Math.floor(width / 74));
  if (inside.length <= room) return inside;
  const tens = inside.filter((value) => Number.isInteger(+Math.log10(value).toFixed(6)));
  const step = Math.ceil(tens.length / room);
  return tens.filter((_, index) => index % step === 0);
}

// A logarithmic axis of times; a linear one where a time is no more than 0.
function timeScale(values, width) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!(low > 0)) return { domain: [Math.min(0, low), high || 1], ticks: 4, tickFormat: WB.time, label: null };
  const domain = [low / 1.15, high * 1.15];
  return { type: "log", domain, ticks: logTicks(domain, width), tickFormat: WB.time, label: null };
}

const kStep = 46;  // pixels for a row: its name, and its marks below that
const kRight = 116;

// What all charts of named rows have in common: names above the marks, a value at the right.
function rowsPlot(rows, width, { x, under = [], marks, value, aria, className }) {
  const plot = Plot.plot({
    width, height: rows.length * kStep + 34, marginTop: 4, marginBottom: 30, marginLeft: 6, marginRight: kRight,
    style: { background: "transparent", fontSize: "12px", overflow: "visible" }, className: "plot-" + className,
    x: { ...x, axis: null }, y: { type: "band", domain: rows.map((row) => row.id), padding: 0, axis: null },
    marks: [
      ...under,
      // As an axis of its own: that of a logarithmic scale leaves out numbers as it likes.
      Plot.axisX({ ticks: x.ticks, text: x.tickFormat, label: null }),
      Plot.gridX({ stroke: "var(--rule)", strokeOpacity: 0.55, ticks: x.ticks }),
      ...marks,
      Plot.text(rows, {
        y: "id", frameAnchor: "left", textAnchor: "start", dy: -11, dx: 2, text: "label", fill: "var(--ink)",
        fontSize: 12.5, lineWidth: Math.max(12, (width - 20) / 13), textOverflow: "ellipsis", className: "name",
      }),
      Plot.text(rows, {
        y: "id", frameAnchor: "right", textAnchor: "end", dx: kRight - 4, dy: 8, text: value,
        fill: "var(--ink)", fontSize: 12, className: "value",
      }),
    ],
  });
  return asPicture(plot, aria);
}

// For who does not see it, one picture with a name; its figures are in the tables.
function asPicture(plot, name) {
  for (const part of plot.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", name);
  return plot;
}

const kInset = { insetTop: 24, insetBottom: 6 };

function rangeChart(rows, domain, aria) {
  return (width) => {
    const x = timeScale(domain, width - kRight);
    const tied = rows.filter((row) => row.tied);
    const bands = [...new Set(tied.map((row) => row.tie))];  // neighbours differ in shade
    return rowsPlot(rows, width, {
      x, aria, className: "range",
      value: (row) => WB.time(row.median) + (row.samples.length > 1 ? `  ↔ ${WB.number(row.spread, 2)} %` : ""),
      under: [Plot.barX(tied, {
        y: "id", x1: x.domain[0], x2: x.domain[1], className: "tie", insetLeft: -6, insetRight: -kRight,
        fill: (row) => (bands.indexOf(row.tie) % 2 ? "var(--tie-2)" : "var(--tie)"),
      })],
      marks: [
        Plot.ruleY(rows, { y: "id", x1: "low", x2: "high", dy: 8, stroke: "var(--range)", strokeWidth: 7,
          strokeLinecap: "round", className: "range" }),
        Plot.dot(rows.flatMap((row) => row.samples.map((sample) => ({ id: row.id, sample }))),
          { y: "id", x: "sample", dy: 8, r: 2.4, fill: "var(--dot)", stroke: "var(--card)", strokeWidth: 0.6, className: "sample" }),
        Plot.tickX(rows, { y: "id", x: "median", stroke: "var(--tick)", strokeWidth: 3, ...kInset, className: "median",
          title: (row) => `${fullName(row)}: ${WB.time(row.median)}` }),
      ],
    });
  };
}

function barChart(rows, { field, fair, value, aria, className, format }) {
  return (width) => {
    const highest = Math.max(fair ?? 0, ...rows.map(field));
    return rowsPlot(rows, width, {
      x: { domain: [0, highest * 1.05 || 1], ticks: 4, tickFormat: format, label: null }, aria, className, value,
      marks: [
        Plot.barX(rows, { y: "id", x: field, fill: "var(--dot)", insetTop: 26, insetBottom: 8, className: "bar" }),
        Plot.ruleX(fair ? [fair] : [], { stroke: "var(--tick)", strokeDasharray: "3 3", strokeWidth: 1.5 }),
      ],
    });
  };
}

const kPercentiles = [["p50_ns", "circle"], ["p99_ns", "diamond"], ["p999_ns", "triangle"], ["longest_ns", "times"]];

function latencyChart(rows, aria) {
  const points = rows.flatMap((row) => kPercentiles
    .map(([name, symbol]) => ({ id: row.id, symbol, ns: row.counters[name] }))
    .filter((point) => point.ns > 0));
  const ends = rows.map((row) => ({ id: row.id, times: points.filter((point) => point.id === row.id).map((point) => point.ns) }))
    .filter((end) => end.times.length);
  return (width) => rowsPlot(rows, width, {
    x: timeScale(points.map((point) => point.ns), width - kRight), aria, className: "latency",
    value: (row) => "p99 " + WB.time(row.counters.p99_ns),
    marks: [
      Plot.ruleY(ends, { y: "id", x1: (end) => Math.min(...end.times), x2: (end) => Math.max(...end.times), dy: 8,
        stroke: "var(--range)", strokeWidth: 3 }),
      Plot.dot(points, { y: "id", x: "ns", dy: 8, r: 4.5, symbol: (point) => point.symbol, fill: "var(--card)",
        stroke: "var(--tick)", strokeWidth: 1.8, className: "percentile" }),
    ],
  });
}

const kSymbols = ["circle", "square", "triangle", "diamond", "cross", "star", "wye", "times"];
const seriesLook = (index) => ({ color: `var(--c${(index % 8) + 1})`, symbol: kSymbols[(index + Math.floor(index / 8)) % 8] });

function seriesMarks(points) {
  const { color, symbol } = points[0];
  const at = { x: "x", stroke: color };
  return [
    Plot.ruleX(points, { ...at, y1: "low", y2: "high", strokeOpacity: 0.4, strokeWidth: 5, className: "range" }),
    Plot.line(points, { ...at, y: "median", strokeWidth: 1.8, className: "line" }),
    Plot.dot(points, { ...at, y: "median", symbol, fill: "var(--card)", strokeWidth: 2, r: 4.5, className: "point" }),
  ];
}

// Medians over a number, a line for each name; colour and symbol both tell which.
function lineChart(rows, parameter, aria) {
  const names = [...new Set(rows.map((row) => row.series))];
  const points = rows.map((row) => ({ ...row, x: Number.parseFloat(row.params[parameter]), ...seriesLook(names.indexOf(row.series)) }))
    .sort((a, b) => a.x - b.x);
  const xs = [...new Set(points.map((point) => point.x))];
  return (width) => {
    const y = timeScale(points.flatMap((point) => point.samples), 300);
    const plot = Plot.plot({
      width, height: 300, marginLeft: 58, marginRight: 18, marginTop: 12, marginBottom: 40, className: "plot-line",
      style: { background: "transparent", fontSize: "12px" }, y: { ...y, axis: null },
      x: { type: "point", domain: xs, label: paramName(parameter), labelAnchor: "center", labelArrow: "none" },
      marks: [
        Plot.gridY({ stroke: "var(--rule)", strokeOpacity: 0.55, ticks: y.ticks }),
        Plot.axisY({ ticks: y.ticks, text: y.tickFormat, label: null }),
        ...names.flatMap((name) => seriesMarks(points.filter((point) => point.series === name))),
      ],
    });
    return asPicture(plot, aria);
  };
}

function lineKey(rows) {
  const names = [...new Set(rows.map((row) => row.series))];
  return WB.el("ul", { class: "key" }, names.map((name, index) => {
    const { color, symbol } = seriesLook(index);
    const kind = d3["symbol" + symbol[0].toUpperCase() + symbol.slice(1)];
    return WB.el("li", {}, WB.svg("svg", { viewBox: "-13 -7 26 14", "aria-hidden": "true" },
      WB.svg("path", { d: "M-13 0H13", style: `stroke:${color};stroke-width:1.8` }),
      WB.svg("path", { d: d3.symbol(kind, 60)(), style: `fill:var(--card);stroke:${color};stroke-width:2` })), name);
  }));
}

// Ratio new to old around 1, the verdict in words at the right.
function ratioChart(rows, aria) {
  const color = { faster: "var(--good)", slower: "var(--bad)", same: "var(--soft)" };
  return (width) => {
    const ratios = rows.map((row) => row.against.ratio);
    const reach = Math.max(1.1, ...ratios.map((ratio) => Math.max(ratio, 1 / ratio))) * 1.04;
    const outer = [1.05, 1.1, 1.2, 1.5, 2, 3, 5, 10, 20, 50, 100].filter((value) => value <= reach).pop();
    const x = { type: "log", domain: [1 / reach, reach], label: null, ticks: [1 / outer, 1, outer],
      tickFormat: (value) => WB.number(value, 2) + "×" };
    return rowsPlot(rows, width, {
      x, aria, className: "ratio", value: (row) => WB.t(verdictKey(row.against.verdict)),
      marks: [
        Plot.tickX(rows, { y: "id", x: 1, stroke: "var(--ink)", strokeWidth: 1.5, insetTop: 22 }),
        Plot.ruleY(rows, { y: "id", x1: 1, x2: (row) => row.against.ratio, dy: 8, strokeWidth: 3, stroke: (row) => color[verdictKey(row.against.verdict)] }),
        Plot.dot(rows, { y: "id", x: (row) => row.against.ratio, dy: 8, r: 5, className: "ratio", fill: (row) => color[verdictKey(row.against.verdict)] }),
      ],
    });
  };
}
