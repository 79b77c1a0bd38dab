// page.js - what all pages share: the data, the language, elements, tables, the colour scheme.
const WB = { words: { en: {}, zh: {} } };

WB.data = (() => {
  try {
    return JSON.parse(document.getElementById("data").textContent);
  } catch {
    return null;  // a template nobody filled in
  }
})();
WB.lang = document.documentElement.lang.startsWith("zh") ? "zh" : "en";

// Adds words of a page: WB.say({ key: ["English", "Chinese"], ... }); {0} is replaced by an argument.
WB.say = (words) => {
  for (const [key, [en, zh]] of Object.entries(words)) {
    WB.words.en[key] = en;
    WB.words.zh[key] = zh;
  }
};
WB.has = (key) => Object.hasOwn(WB.words.en, key);
WB.t = (key, ...values) => {
  const text = WB.has(key) ? WB.words[WB.lang][key] : key;
  return text.replace(/\{(\d)\}/g, (_, index) => values[index] ?? "");
};

// An element. Text is always text: what the data holds never becomes markup.
WB.fill = (node, attributes, children) => {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
};
WB.el = (tag, attributes, ...children) => WB.fill(document.createElement(tag), attributes, children);
WB.svg = (tag, attributes, ...children) =>
  WB.fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);

WB.say({
  workbook: ["Win32 threading workbook", "Win32 线程练习册"],
  skip: ["Skip to the content", "跳到正文"],
  foot: ["This file is complete in itself: it loads nothing and sends nothing.", "本文件自成一体：不加载任何内容，也不发送任何内容。"],
  dark: ["Dark colours", "深色"],
  light: ["Light colours", "浅色"],
  no_data: ["This page holds no data. Make one with wb; the template alone shows nothing.", "本页没有数据。请用 wb 生成；模板本身不显示任何内容。"],
  no_charts: [
    "The charts need Observable Plot and D3, which could not be fetched when this page's template was built: connect to the network, run “cmake --preset linux-wine” (or your preset) and build again. The tables below are complete.",
    "图表需要 Observable Plot 和 D3，而构建本页模板时未能获取它们：请连接网络，运行“cmake --preset linux-wine”（或您使用的预设），然后重新构建。下面的表格是完整的。",
  ],
  scrolls: ["{0} (scrolls sideways)", "{0}（可横向滚动）"],
  table: ["Table", "表格"],
  wine_label: ["{0} - says nothing about Windows", "{0}：不能说明 Windows 的情况"],
  platform: ["Platform", "平台"],
  date: ["Date", "日期"],
  copy: ["Copy", "复制"],
  copied: ["Copied", "已复制"],
  copy_failed: ["Press Ctrl+C", "请按 Ctrl+C"],
});

// Rows of figures: columns = [{ title, number, value(row) }].
WB.table = (caption, columns, rows) => {
  const cell = (tag, column, content, scope) =>
    WB.el(tag, { class: column.number && "number", scope }, content);
  return WB.scroll(caption, WB.el("table", {},
    WB.el("caption", {}, WB.el("span", {}, caption)),
    WB.el("thead", {}, WB.el("tr", {}, columns.map((column) => cell("th", column, column.title, "col")))),
    WB.el("tbody", {}, rows.map((row) => WB.el("tr", {}, columns.map((column, index) =>
      index === 0 ? cell("th", column, column.value(row), "row") : cell("td", column, column.value(row))))))));
};

WB.scroll = (name, ...children) =>
  WB.el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": WB.t("scrolls", name) }, ...children);

WB.facts = (pairs) => {
  const line = document.getElementById("facts");
  line.hidden = false;
  for (const [name, value] of pairs)
    if (value !== undefined && value !== null && value !== "")
      line.append(WB.el("span", {}, name + " ", WB.el("b", {}, String(value))));
};

// "Wine 8.0", or "" on Windows.
WB.wine = (platform) => (/^Wine\s*[\d.]*/.exec(platform ?? "") ?? [""])[0].trim();
WB.wine_label = (platform) => {
  const wine = WB.wine(platform);
  return wine ? WB.el("span", { class: "label" }, WB.t("wine_label", wine)) : null;
};

// Digits that mean something: three.
WB.number = (value, digits = 3) =>
  Number.isFinite(value) ? String(+value.toPrecision(digits)) : "–";
const kTimes = { ns: 1, us: 1e3, "µs": 1e3, ms: 1e6, s: 1e9 };
WB.nanoseconds = (value, unit) => value * (kTimes[unit] ?? 1);
WB.time = (ns) => {
  if (!Number.isFinite(ns)) return "–";
  const [size, unit] = ns >= 1e9 ? [1e9, "s"] : ns >= 1e6 ? [1e6, "ms"] : ns >= 1e3 ? [1e3, "µs"] : [1, "ns"];
  return WB.number(ns / size) + " " + unit;
};

WB.copy_button = (text, key = "copy") => {
  const button = WB.el("button", { class: "button", type: "button", onclick: () => copy() }, WB.t(key));
  const copy = async () => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      const area = WB.el("textarea", { class: "hidden-text" }, text);  // a file: page may have no clipboard
      button.after(area);
      area.select();
      done = document.execCommand("copy");
      area.remove();
      button.focus();
    }
    button.textContent = WB.t(done ? "copied" : "copy_failed");
    WB.announce(button.textContent);
  };
  button.addEventListener("blur", () => { button.textContent = WB.t(key); });
  return button;
};

// What a screen reader says without the focus having moved.
WB.announce = (text) => {
  WB.live ??= document.body.appendChild(
    WB.el("div", { class: "hidden-text", role: "status", "aria-live": "polite", id: "live" }));
  WB.live.textContent = text;
};

// Keys of a page, as long as nobody is writing and no modifier is held.
WB.keys = (actions) => document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const action = actions[event.key];
  if (!action || action(event) === false) return;
  event.preventDefault();
});

// The chart's width follows its box; draw(width) returns the drawing.
WB.drawn = (box, draw) => {
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.floor(box.clientWidth);
    if (now === width || now < 40) return;
    width = now;
    box.replaceChildren(draw(width));
  }).observe(box);
  return box;
};

WB.theme = () => {
  const root = document.documentElement;
  const button = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const name = () => { button.textContent = WB.t(dark() ? "light" : "dark"); };
  button.hidden = false;
  button.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    name();
  });
  system.addEventListener("change", name);
  name();
};

// The runner's tables, each in a box that scrolls and has a name of its own.
WB.wrap_tables = () => {
  const names = new Set();
  for (const table of document.querySelectorAll("#figures table")) {
    const heading = table.closest("section")?.querySelector("h2, h3")?.textContent.trim();
    const caption = table.caption?.textContent.trim();
    const base = [...new Set([heading, caption])].filter(Boolean).join(", ") || WB.t("table");
    let name = base;
    for (let number = 2; names.has(name); number += 1) name = `${base} ${number}`;
    names.add(name);
    if (table.caption) table.caption.append(WB.el("span", {}, ...table.caption.childNodes));
    const box = WB.scroll(name);
    table.replaceWith(box);
    box.append(table);
  }
};

// Starts a page: draw(data) fills it. `needs` names the libraries without which it cannot.
WB.start = (needs, draw) => {
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = WB.t(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]"))
    node.setAttribute("aria-label", WB.t(node.dataset.label));
  WB.theme();
  WB.wrap_tables();
  const main = document.getElementById("main");
  const missing = needs.some((name) => !Object.hasOwn(globalThis, name));
  if (!WB.data) main.prepend(WB.el("p", { class: "notice" }, WB.t("no_data")));
  else {
    if (missing) main.prepend(WB.el("p", { class: "notice", id: "no-charts" }, WB.t("no_charts")));
    else document.getElementById("figures").open = false;
    draw(WB.data, !missing);
  }
};
