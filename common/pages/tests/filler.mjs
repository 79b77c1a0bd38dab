// filler.mjs - fills a template as the runner does: title, tables, data.
const escaped = (text) => String(text ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);

const table = (title, caption, head, rows) => `<section><h2>${escaped(title)}</h2>
<table><caption>${escaped(caption)}</caption>
<thead><tr>${head.map((text) => `<th scope="col">${escaped(text)}</th>`).join("")}</tr></thead>
<tbody>${rows.map(([name, ...cells]) => `<tr data-row="${escaped(name)}"><th scope="row">${escaped(name)}</th>` +
  cells.map((cell) => `<td>${escaped(cell)}</td>`).join("") + "</tr>").join("\n")}</tbody></table></section>`;

// The items by a key, in the order in which the keys come.
export function groupBy(items, key) {
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

export const rowName = (row) => [row.row, ...Object.entries(row.params ?? {}).map(([key, value]) => `${key} ${value}`)].join(", ");

const tables = {
  bench: (data) => [...new Set(data.rows.map((row) => row.group))].map((group) =>
    table(group, group, ["row", "median", "spread", "not measured because"], data.rows.filter((row) => row.group === group)
      .map((row) => [rowName(row), row.median, row.spread, row.void]))),
  timeline: (data) => [table("events", "events", ["what", "thread", "begins", "lasts"], data.traceEvents
    .filter((event) => event.ph !== "M").map((event) => [event.name, event.tid, event.ts, event.dur ?? ""]))],
  schedule: (data) => [table("steps", "steps", ["no.", "thread", "what"], data.trace.map((step, index) =>
    [index + 1, data.threads[step.thread], `${step.what} ${step.object} ${step.note}`]))],
  overview: (data) => data.chapters.flatMap((chapter) => [
    table(`${chapter.number} ${chapter.title}`, "labs", ["lab", "title", "state"], chapter.labs.map((lab) => [lab.id, lab.title, lab.state])),
    table(`${chapter.number} ${chapter.title}: claims`, "claims", ["claim", "sentence", "result"],
      chapter.claims.map((claim) => [claim.id, claim.sentence, claim.result]))]),
};

export const titleOf = (page, data) => ({ bench: "Benchmarks", timeline: data.otherData?.title,
  schedule: `${data.lab} ${data.title}`, overview: "Overview" })[page];

export function fill(template, page, data, lang) {
  const parts = { "<!--WB:LANG-->": lang, "<!--WB:TITLE-->": escaped(titleOf(page, data)),
    "<!--WB:TABLE-->": tables[page](data).join("\n"), "/*WB:DATA*/": JSON.stringify(data).replaceAll("<", "\\u003c") };
  return template.replace(/<!--WB:(?:LANG|TITLE|TABLE)-->|\/\*WB:DATA\*\//g, (marker) => parts[marker]);
}
