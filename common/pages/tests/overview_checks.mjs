// overview_checks.mjs - the overview shows each lab and each claim, and its filters tell them apart.
export const rowsOf = (data) => data.chapters.flatMap((chapter) =>
  [...chapter.labs.map((lab) => lab.id), ...chapter.claims.map((claim) => claim.id)]);

const attributes = (checks, name) => checks.page.ask(`[...document.querySelectorAll("[data-${name}]")].map((node) => node.dataset.${name})`);

export async function charts(checks, data) {
  const labs = data.chapters.flatMap((chapter) => chapter.labs);
  const claims = data.chapters.flatMap((chapter) => chapter.claims);
  checks.equal("each lab", await attributes(checks, "lab"), labs.map((lab) => lab.id));
  checks.equal("each claim", await attributes(checks, "claim"), claims.map((claim) => claim.id));
  checks.equal("a part of the meter for each lab", await checks.number("#progress .meter i"), labs.length);
  checks.equal("the passed ones are filled", await checks.number("#progress .meter .passed"), data.progress.passed);
  checks.equal("the tests' sums", await checks.texts(".tests b"), data.tests ? ["passed", "failed", "skipped"].map((name) => String(data.tests[name])) : []);
}

export async function details(checks, data) {
  const claims = data.chapters.flatMap((chapter) => chapter.claims);
  checks.equal("states in words", await checks.texts("[data-lab] .state"), data.chapters.flatMap((chapter) => chapter.labs.map((lab) => lab.state)));
  for (const name of ["windows-only", "differs-in-wine", "failed", "skipped", "not run", "all"]) {
    await checks.click(`[data-filter="${name}"]`);
    const wanted = claims.filter((claim) => name === "all" || claim.mark === name || claim.result === name).map((claim) => claim.id);
    checks.equal(`only ${name}`, await attributes(checks, "claim"), wanted);
    checks.equal(`${name} is pressed`, await checks.page.ask(`[...document.querySelectorAll('[aria-pressed="true"]')].map((node) => node.dataset.filter)`), [name]);
  }
  await checks.page.ask(`{ const box = document.getElementById("search"); box.value = "apc alertable"; box.dispatchEvent(new Event("input")); }`);
  checks.equal("the search leaves what fits", await attributes(checks, "claim"), ["N02-03"]);
}
