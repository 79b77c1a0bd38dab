// schedule_checks.mjs - the failing schedule can be walked, and the source goes along.
export const rowsOf = (data) => data.trace.map((_, index) => String(index + 1));

const current = (checks) => checks.page.ask(`[...document.querySelectorAll("#trace tbody tr")].findIndex((row) => row.getAttribute("aria-current") === "step")`);

export async function charts(checks, data) {
  checks.equal("a row for each step", await checks.number("#trace tbody tr"), data.trace.length);
  if (data.trace.length) {
    const lanes = [...new Set(data.trace.map((step) => step.thread))].sort((a, b) => a - b);
    checks.equal("a column for each thread", (await checks.texts("#trace thead th")).slice(1), lanes.map((thread) => "ABC"[thread] + data.threads[thread]));
    checks.equal("each step in its thread's column", await checks.page.ask(`[...document.querySelectorAll("#trace tbody tr")].map((row) =>
      [...row.cells].slice(1).findIndex((cell) => cell.textContent))`), data.trace.map((step) => lanes.indexOf(step.thread)));
    checks.equal("what each step did", (await checks.texts("#trace .what")), data.trace.map((step) => step.what));
    checks.equal("it opens where it failed", await current(checks), data.trace.findIndex((step) => step.fatal));
  }
  const text = await checks.page.ask("document.querySelector('.verdict').textContent");
  checks.check("the sentence stands on top", text.includes(data.sentence), text);
  checks.equal("the replay string and the command", await checks.texts("#replay code"), [data.replay, data.command].filter(Boolean));
}

async function keys(checks, data) {
  const last = data.trace.length - 1;
  const steps = [["Home", 0], ["ArrowRight", 1], ["j", 2], ["ArrowLeft", 1], ["k", 0], ["k", 0], ["End", last], ["ArrowRight", last]];
  for (const [key, wanted] of steps) {
    await checks.press(key);
    checks.equal(`${key} goes to step ${wanted}`, await current(checks), wanted);
  }
}

export async function details(checks, data) {
  const shown = await checks.page.ask("document.getElementById('source').textContent");
  const failed = data.trace.find((step) => step.fatal);
  checks.check("a line whose file is not here is shown alone", shown.includes(failed.source), shown);
  checks.equal("and where the others were last", await checks.texts("#source .line.seen .who"), ["BC"]);
  await keys(checks, data);
  await checks.click("#trace tbody tr:nth-child(8)");
  checks.equal("a click goes to its step", await current(checks), 7);
  const lines = (name) => checks.page.ask(`[...document.querySelectorAll("#source .line.${name}")].map((line) =>
    [...line.children].map((part) => part.textContent))`);
  const source = Object.values(data.sources)[0].split("\n");
  checks.equal("its line is marked, and who else was there last", await lines("now"), [["17", "CB", source[16]]]);
  await checks.press("ArrowLeft");
  checks.equal("the line of the step before", await lines("now"), [["17", "B", source[16]]]);
  checks.equal("the last line of the other thread", await lines("seen"), [["16", "C", source[15]]]);
  const spoken = await checks.page.ask("document.getElementById('live').textContent");
  checks.equal("the step is announced", spoken, "Step 7 of 12, worker A: writes head_: node 1");
  const copied = await checks.page.ask(`new Promise((done) => {
    Object.defineProperty(navigator, "clipboard", { value: { writeText: async (text) => done(text) } });
    document.querySelector("#replay button").click();
  })`);
  checks.equal("the string is copied", copied, data.replay);
}
