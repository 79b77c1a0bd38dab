// drawing.js - the lanes as SVG. A view of a long run draws only what is in it and wide enough to see.
const kLane = 62;
const kAxis = 28;
const kPad = 12;
const kDense = 3000;  // marks in view; beyond them, those under a pixel are joined

// The box of a mark in its lane; y counts from the lane's top.
function boxOf(mark, scale) {
  const x = scale(mark.begin);
  const width = Math.max(1, scale(mark.end) - x);
  if (mark.kind === "work") return { x, width, y: 36, height: 8 };
  if (mark.kind === "wait") return { x, width, y: 30, height: 20 };
  return { x, width, y: 27 + 3 * mark.depth, height: 26 - 6 * mark.depth };
}

function markNode(mark, scale) {
  if (mark.kind === "signal") {
    const x = scale(mark.begin);
    return WB.svg("path", { class: "mark signal", d: `M${x} 55V24M${x - 5} 17h10l-5 8z` });
  }
  const box = boxOf(mark, scale);
  return WB.svg("rect", { class: "mark " + mark.kind, rx: box.width > 6 ? 2 : 0, ...box });
}

// A word inside a mark, if there is room for it: not colour alone tells the kinds apart. The room
// ends where another mark lies on it.
function textIn(mark, marks, scale, width) {
  if (mark.kind === "signal") return null;
  const box = boxOf(mark, scale);
  const left = Math.max(box.x, 0);
  const covers = (other) => other !== mark && other.kind !== "work" && other.begin >= mark.begin && other.begin < mark.end &&
    (other.kind === "signal" || other.kind === "wait" || other.depth > mark.depth);
  const right = Math.min(width, box.x + box.width, ...marks.filter(covers).map((other) => scale(other.begin)));
  const room = right - left - 8;
  const full = mark.event.args?.object ? `${WB.t(mark.kind)}: ${mark.event.args.object}` : WB.t(mark.kind);
  const fits = [full, WB.t(mark.kind)].find((text) => text.length * 6.9 + (WB.lang === "zh" ? text.length * 4 : 0) < room);
  if (!fits || mark.kind === "work") return null;
  return WB.svg("text", { class: "inside", x: left + 5, y: 44 }, fits);
}

function visible(lane, [from, to], scale) {
  const inside = lane.marks.filter((mark) => mark.end >= from && mark.begin <= to);
  if (inside.length <= kDense) return inside;
  const last = {};
  return inside.filter((mark) => {
    const end = scale(mark.end);
    if (end - (last[mark.kind] ?? -9) < 1) return false;
    last[mark.kind] = end;
    return true;
  });
}

const kOrder = { work: 0, hold: 1, wait: 2, signal: 3 };

function laneNode(lane, index, view, selected) {
  const { scale, domain, width } = view;
  const group = WB.svg("g", { class: "lane", "data-lane": lane.key, transform: `translate(0,${kAxis + index * kLane})` });
  group.append(WB.svg("line", { class: "divide", x1: 0, x2: width, y1: 0, y2: 0 }));
  if (!lane.empty)
    group.append(WB.svg("rect", { class: "life", x: scale(lane.begin), y: 39, height: 2,
      width: Math.max(1, scale(lane.end) - scale(lane.begin)) }));
  const marks = visible(lane, domain, scale).sort((a, b) => kOrder[a.kind] - kOrder[b.kind]);
  for (const mark of marks) {
    const node = markNode(mark, scale);
    node.__mark = mark;
    node.classList.toggle("here", mark === selected.mark);
    group.append(node);
  }
  for (const mark of marks) group.append(...[textIn(mark, marks, scale, width)].filter(Boolean));
  group.append(WB.svg("text", { class: "thread inside" + (index === selected.lane ? " here" : ""), x: kPad, y: 18 },
    (index === selected.lane ? "▸ " : "") + lane.name));
  return group;
}

// The whole drawing for a view { scale, domain, width }.
function drawLanes(model, view, selected, tickText) {
  const height = kAxis + model.lanes.length * kLane + 4;
  const root = WB.svg("svg", { width: view.width, height, viewBox: `0 0 ${view.width} ${height}`, "aria-hidden": "true" });
  const axis = WB.svg("g", { class: "axis" });
  for (const tick of view.scale.ticks(Math.max(2, Math.floor(view.width / 110)))) {
    if (model.steps && !Number.isInteger(tick)) continue;
    const x = view.scale(tick);
    axis.append(WB.svg("line", { x1: x, x2: x, y1: kAxis - 6, y2: height }),
      WB.svg("text", { x: Math.min(x + 4, view.width - 40), y: 16 }, tickText(tick)));
  }
  root.append(axis, ...model.lanes.map((lane, index) => laneNode(lane, index, view, selected)));
  return root;
}
