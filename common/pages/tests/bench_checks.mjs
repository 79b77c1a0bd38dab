// bench_checks.mjs - the benchmark report shows each row of the data, and ranks nothing that overlaps.
import { groupBy, rowName } from "./filler.mjs";

const sum = (list) => list.reduce((total, one) => total + one, 0);
const good = (row) => !row.void && row.samples.length > 0;

export const rowsOf = (data) => [...new Set(data.rows.map((row) => row.group))].flatMap((group) =>
  data.rows.filter((row) => row.group === group).map(rowName));

async function group(checks, name, rows) {
  const inside = `[data-group="${name}"] `;
  const measured = rows.filter(good);
  const charted = name === "explorer" ? [] : measured;
  checks.equal(`${name}: a median for each row`, await checks.number(inside + ".ranges .median line"), charted.length);
  checks.equal(`${name}: a dot for each sample`, await checks.number(inside + ".ranges .sample circle"), sum(charted.map((row) => row.samples.length)));
  const names = (await checks.texts(inside + ".ranges .name text")).map((text) => text.split(" · ")[0]);
  checks.equal(`${name}: the names match`, names.sort(), charted.map((row) => row.row).sort());
  const voids = await checks.texts(inside + ".void li");
  checks.equal(`${name}: each void row is named`, voids.length, rows.length - measured.length);
  rows.filter((row) => row.void).forEach((row) => checks.check(`${name}: ${row.row} says ${row.void}`,
    voids.some((text) => text.startsWith(row.row) && text.includes(row.void))));
  const compared = measured.filter((row) => row.against);
  checks.equal(`${name}: a ratio for each compared row`, await checks.number(inside + ".ratios .ratio circle"), compared.length);
  checks.equal(`${name}: the verdicts in words`, await checks.texts(inside + ".ratios .value text"), compared.map((row) => row.against.verdict));
}

// Rows in a facet whose ranges overlap another's are shaded, the others are not.
async function ties(checks, data) {
  const facets = groupBy(data.rows.filter((row) => good(row) && ["locks", "io"].includes(row.group)),
    (row) => row.group + JSON.stringify(row.params));
  const overlaps = (a, b) => a !== b && Math.min(...a.samples) <= Math.max(...b.samples) && Math.min(...b.samples) <= Math.max(...a.samples);
  const wanted = sum([...facets.values()].map((rows) => rows.filter((row) => rows.some((other) => overlaps(row, other))).length));
  const shaded = await checks.number('[data-group="locks"] .ranges .tie rect') + await checks.number('[data-group="io"] .ranges .tie rect');
  checks.equal("rows that overlap are shaded", shaded, wanted);
  const order = await checks.page.ask(`[...document.querySelectorAll('[data-group="locks"] .ranges')].every((chart) => {
    const lines = [...chart.querySelectorAll(".median line")].map((line) => [+line.getAttribute("y1"), +line.getAttribute("x1")]);
    lines.sort((a, b) => a[0] - b[0]);
    return lines.every((line, index) => index === 0 || lines[index - 1][1] <= line[1]);
  })`);
  checks.check("rows stand in the order of their medians", order);
}

export async function charts(checks, data) {
  for (const [name, rows] of groupBy(data.rows, (row) => row.group)) await group(checks, name, rows);
  const wine = data.context.platform.startsWith("Wine");
  const titles = await checks.page.ask(`[...document.querySelectorAll(".card .title")].map((one) => one.querySelector(".label")?.textContent ?? "")`);
  checks.check("Wine's figures carry their label, others none", titles.every((text) => text.startsWith("Wine") === wine), titles);
  checks.equal("the warnings are shown", await checks.texts("#warnings li"), data.context.warnings);
}

export async function details(checks, data) {
  await ties(checks, data);
  const of = (name, test) => data.rows.filter((row) => row.group === name && good(row) && (test?.(row) ?? true));
  const high = of("locks", (row) => row.params.contention === "high");
  checks.equal("a point for each row of a line chart", await checks.number(".lines .point > *"),
    of("readers").length + of("syelog").length + high.length);
  checks.equal("a line for each lock", await checks.number('[data-group="locks"] .lines .line path'), new Set(high.map((row) => row.row)).size);
  checks.equal("a share for each row with several threads", await checks.number(".shares .bar rect"), of("locks", (row) => row.params.threads > 1).length);
  checks.equal("four percentiles for each lock", await checks.number(".latencies .percentile path"), 4 * of("locks").length);
  checks.equal("processor time of each queue", await checks.number(".cpus .bar rect"), of("queues").length);
  await checks.page.ask(`{ const box = document.getElementById("search"); box.value = "MUTEX high"; box.dispatchEvent(new Event("input")); }`);
  await checks.page.settle();
  checks.equal("the search leaves what fits", await checks.number(".ranges .median line"), high.filter((row) => row.row === "mutex").length);
}
