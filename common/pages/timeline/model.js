// model.js - the trace events as lanes: a thread's spans and signals, and what they add up to.

// The parts of `spans` as sorted intervals without overlap.
function merged(spans) {
  const out = [];
  for (const [begin, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = out[out.length - 1];
    if (last && begin <= last[1]) last[1] = Math.max(last[1], end);
    else out.push([begin, end]);
  }
  return out;
}
const lengthOf = (intervals) => intervals.reduce((sum, [begin, end]) => sum + end - begin, 0);

function sumsOf(spans, begin, end) {
  const of = (...kinds) => lengthOf(merged(spans.filter((span) => kinds.includes(span.kind)).map((span) => [span.begin, span.end])));
  const wait = of("wait");
  const hold = of("wait", "hold") - wait;
  return { wait, hold, work: Math.max(0, end - begin - wait - hold), whole: end - begin };
}

// How many of the holds around it began before: a lock inside a lock is drawn slimmer.
function setDepths(spans) {
  const open = [];
  for (const span of spans) {
    if (span.kind !== "hold") continue;
    while (open.length && open[open.length - 1].end <= span.begin) open.pop();
    span.depth = Math.min(open.length, 3);
    open.push(span);
  }
}

function laneOf(key, events, name) {
  const spans = events.filter((event) => event.ph === "X").map((event) => ({
    kind: ["work", "wait", "hold"].includes(event.cat) ? event.cat : "work", event,
    begin: event.ts, end: event.ts + (event.dur ?? 0), depth: 0,
  }));
  const signals = events.filter((event) => event.ph === "i").map((event) =>
    ({ kind: "signal", event, begin: event.ts, end: event.ts, depth: 0 }));
  const all = [...spans, ...signals].sort((a, b) => a.begin - b.begin || b.end - a.end);
  setDepths(all);
  const begin = Math.min(...all.map((mark) => mark.begin));
  const end = Math.max(...all.map((mark) => mark.end));
  return { key, name, marks: all, begin, end, sums: sumsOf(spans, begin, end), empty: !all.length };
}

// { lanes, begin, end } of Chrome's trace events; bad ones are left out.
function modelOf(trace) {
  const events = (trace.traceEvents ?? []).filter((event) => event && typeof event === "object");
  const names = new Map();
  const threads = new Map();
  const lane = (event) => `${event.pid ?? 0}/${event.tid ?? 0}`;
  for (const event of events) {
    const key = lane(event);
    if (event.ph === "M" && event.name === "thread_name") names.set(key, event.args?.name);
    if (!threads.has(key) && (event.ph !== "M" || event.name === "thread_name")) threads.set(key, []);
    if ((event.ph === "X" || event.ph === "i") && Number.isFinite(event.ts)) threads.get(key).push(event);
  }
  const lanes = [...threads].map(([key, own]) =>
    laneOf(key, own, names.get(key) ?? WB.t("unnamed", key.split("/")[1])));
  const used = lanes.filter((one) => !one.empty);
  const begin = used.length ? Math.min(...used.map((one) => one.begin)) : 0;
  const end = used.length ? Math.max(...used.map((one) => one.end)) : 1;
  return { lanes, begin, end: end > begin ? end : begin + 1, steps: trace.otherData?.clock === "steps" };
}
