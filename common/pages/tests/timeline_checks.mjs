// timeline_checks.mjs - the timeline shows each event, moves by keys, and gives its data back.
import { groupBy } from "./filler.mjs";

const kSpans = ["work", "wait", "hold"];
const lanesOf = (data) => groupBy(data.traceEvents.filter((event) => event.ph !== "M"), (event) => `${event.pid}/${event.tid}`);

export const rowsOf = (data) => data.traceEvents.filter((event) => event.ph !== "M").map((event) => event.name);

export async function charts(checks, data) {
  for (const [lane, events] of lanesOf(data)) {
    const inside = `[data-lane="${lane}"] `;
    for (const kind of kSpans)
      checks.equal(`${lane}: each ${kind}`, await checks.number(`${inside} rect.${kind}`), events.filter((event) => event.cat === kind).length);
    checks.equal(`${lane}: each signal`, await checks.number(inside + "path.signal"), events.filter((event) => event.ph === "i").length);
  }
  const names = data.traceEvents.filter((event) => event.ph === "M").map((event) => event.args.name);
  checks.equal("a lane for each thread", (await checks.texts(".lanes .thread")).map((text) => text.replace(/^▸ /, "")), names);
  checks.equal("a row of sums for each thread", await checks.texts("#sums tbody th"), names);
}

const mark = (checks) => checks.page.ask(`(() => {
  const box = document.querySelector('[data-lane="1/7"] rect.life');
  return [+box.getAttribute("x"), +box.getAttribute("width")];
})()`);

async function keys(checks) {
  await checks.page.ask('document.getElementById("lanes").focus()');
  const [x, width] = await mark(checks);
  await checks.press("+");
  const [, wider] = await mark(checks);
  checks.check("+ zooms in", Math.abs(wider / width - 1.5) < 0.02, `${width} -> ${wider}`);
  const [before] = await mark(checks);
  await checks.press("ArrowRight");
  const [after] = await mark(checks);
  checks.check("→ moves on", after < before, `${before} -> ${after}`);
  await checks.press("ArrowLeft");
  checks.check("← moves back", (await mark(checks))[0] > after);
  await checks.press("-");
  checks.check("- zooms out", Math.abs((await mark(checks))[1] / width - 1) < 0.02);
  await checks.press("+", "+", "0");
  checks.equal("0 shows the whole run", await mark(checks), [x, width]);
  await checks.press("ArrowDown", "n");
  const shown = await checks.page.ask('document.getElementById("details").textContent');
  checks.check("N shows the next event of the thread below", ["worker 1", "SRW lock 1", "queue.hpp:31", "12 µs", "8 µs"].every((text) => shown.includes(text)), shown);
  await checks.press("n");
  checks.equal("one mark is marked", await checks.number(".mark.here"), 1);
}

export async function details(checks, data) {
  await keys(checks);
  const sums = await checks.page.ask(`[...document.querySelectorAll("#sums tbody tr")].map((row) => [...row.cells].slice(1, 4).map((cell) => cell.textContent))`);
  checks.equal("the sums of worker 1: holds inside a hold count once", sums[1], ["23.8 µs (35 %)", "21.3 µs (31 %)", "23 µs (34 %)"]);
  const given = await checks.page.ask(`new Promise((done) => {
    URL.createObjectURL = (blob) => { blob.text().then(done); return "blob:none"; };
    HTMLAnchorElement.prototype.click = () => {};
    document.getElementById("download").click();
  })`);
  checks.equal("the trace that is given is the trace that came", JSON.parse(given), data);
}
