// rows.js - rows of the report: their names, their facets, which of them differ.

const paramName = (name) => (WB.has("p_" + name) ? WB.t("p_" + name) : name);
const paramText = (params) => Object.entries(params ?? {})
  .map(([name, value]) => `${paramName(name)} ${value}`).join(" · ");
const fullName = (row) => [row.row, paramText(row.params)].filter(Boolean).join(" · ");
const groupName = (group) => (WB.has("g_" + group) ? WB.t("g_" + group) : group);

// The row with its times in nanoseconds, as the charts need it.
function measured(row) {
  const samples = (row.samples ?? []).filter(Number.isFinite).map((value) => WB.nanoseconds(value, row.unit));
  const median = WB.nanoseconds(row.median, row.unit);
  return { ...row, samples, median, low: Math.min(...samples), high: Math.max(...samples), label: row.row };
}
const isVoid = (row) => Boolean(row.void) || !(row.samples ?? []).length || !Number.isFinite(row.median);

// Charts side by side: one for each combination of parameters. Where each would hold a single row,
// one chart whose rows tell their parameters.
function facetsOf(rows) {
  const facets = new Map();
  for (const row of rows) {
    const key = paramText(row.params);
    if (!facets.has(key)) facets.set(key, []);
    facets.get(key).push(row);
  }
  if (facets.size > 1 && facets.size > rows.length / 2)
    return [["", rows.map((row) => ({ ...row, label: fullName(row) }))]];
  return [...facets];
}

// Gives each row its tie: rows whose ranges overlap, directly or through others, share a number.
// One sample has no range, so nothing sets it apart.
function withTies(rows) {
  const sorted = [...rows].sort((a, b) => a.median - b.median);
  const single = rows.some((row) => row.samples.length < 2);
  const ties = new Map();
  let tie = -1;
  let reach = -Infinity;
  for (const row of [...rows].sort((a, b) => a.low - b.low)) {
    if (row.low > reach && !single) tie += 1;
    if (tie < 0) tie = 0;
    reach = Math.max(reach, row.high);
    ties.set(row, tie);
  }
  const sizes = new Map();
  for (const number of ties.values()) sizes.set(number, (sizes.get(number) ?? 0) + 1);
  return sorted.map((row, index) =>
    ({ ...row, id: String(index), tie: ties.get(row), tied: sizes.get(ties.get(row)) > 1, single }));
}

// The first of the wanted parameters that takes more than one number in these rows.
function lineParameter(rows, wanted) {
  return wanted.find((name) => {
    const values = new Set(rows.map((row) => Number.parseFloat(row.params?.[name])).filter(Number.isFinite));
    return values.size > 1;
  });
}

const verdictKey = (verdict) => (verdict === "faster" || verdict === "slower" ? verdict : "same");
