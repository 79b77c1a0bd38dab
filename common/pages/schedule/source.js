// source.js - a source file beside the trace: its lines, and where each thread is in it.
const kWords = new Set(("alignas auto bool break case catch char class const constexpr continue default delete do double else enum " +
  "explicit false final float for if inline int long namespace new noexcept nullptr operator override private protected public return " +
  "short sizeof static struct switch template this throw true try typename union unsigned using virtual void volatile while").split(" "));
const kToken = /(\/\/.*$|\/\*.*?\*\/)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)')|([A-Za-z_]\w*)/g;

// The line with comments, words of the language and text told apart.
function painted(line) {
  const parts = [];
  let done = 0;
  for (const match of line.matchAll(kToken)) {
    const kind = match[1] ? "comment" : match[2] ? "text" : kWords.has(match[3]) ? "word" : "";
    if (!kind) continue;
    parts.push(line.slice(done, match.index), WB.el("span", { class: kind }, match[0]));
    done = match.index + match[0].length;
  }
  return [...parts, line.slice(done)];
}

class Source {
  constructor(data, box, title) {
    this.sources = data.sources ?? {};
    this.box = box;
    this.title = title;
    this.file = null;
  }

  // places: [{ file, line, source, letter, name, now }]; the first is where the current step is.
  show(places) {
    const here = places[0];
    if (!here?.file || !here.line) {
      this.plain(WB.t("no_source"), "");
      return;
    }
    this.title.textContent = WB.t("source", here.file, here.line);
    if (!Object.hasOwn(this.sources, here.file)) {
      this.plain(WB.t("no_file"), here.source);
      return;
    }
    if (here.file !== this.file) this.open(here.file);
    for (const line of this.lines) {
      line.classList.remove("now", "seen");
      line.removeAttribute("aria-current");
      line.children[1].replaceChildren();
    }
    for (const place of places) if (place.file === this.file) this.mark(place);
    this.bring(this.lines[here.line - 1]);
  }

  mark(place) {
    const line = this.lines[place.line - 1];
    if (!line) return;
    line.classList.add(place.now ? "now" : "seen");
    if (place.now) line.setAttribute("aria-current", "true");
    const name = WB.t("last_line", place.name);
    line.children[1].append(WB.el("span", { class: "letter" + (place.now ? " now" : ""), title: name, role: "img", "aria-label": name }, place.letter));
  }

  plain(sentence, source) {
    this.file = null;
    if (sentence === WB.t("no_source")) this.title.textContent = WB.t("no_source");
    this.box.replaceChildren(WB.el("p", { class: "soft" }, sentence === WB.t("no_source") ? "" : sentence),
      ...(source ? [WB.scroll(WB.t("slider"), WB.el("pre", {}, WB.el("span", {}, painted(source))))] : []));
  }

  open(file) {
    this.file = file;
    const lines = this.sources[file].replace(/\n$/, "").split(/\r?\n/);
    this.lines = lines.map((text, index) => WB.el("span", { class: "line" },
      WB.el("span", { class: "no" }, String(index + 1)), WB.el("span", { class: "who" }), WB.el("span", {}, painted(text))));
    this.pane = WB.scroll(file, WB.el("pre", {}, this.lines));
    this.box.replaceChildren(this.pane);
  }

  // The pane scrolls, the page does not.
  bring(line) {
    if (!line) return;
    const top = line.offsetTop - this.pane.clientHeight / 2 + line.offsetHeight / 2;
    this.pane.scrollTop = Math.max(0, top);
  }
}
