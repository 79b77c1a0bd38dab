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
    this.said = WB.el("div", { class: "said" });
    box.append(this.said);
  }

  // places: [{ file, line, source, letter, name, now }]; the first is where the current step is. Its
  // file is shown; one that is not here leaves the file of the thread that was last in one.
  show(places) {
    const here = places[0];
    const has = (place) => Object.hasOwn(this.sources, place.file ?? "");
    const file = (places.find(has) ?? {}).file;
    this.title.textContent = here.line ? WB.t("source", here.file, here.line) : WB.t("no_source");
    if (file !== this.file) this.open(file);
    this.note(here, has(here));
    if (!file) return;
    for (const line of this.lines) {
      line.classList.remove("now", "seen");
      line.removeAttribute("aria-current");
      line.children[1].replaceChildren();
    }
    const inside = places.filter((place) => place.file === file);
    for (const place of inside) this.mark(place);
    this.bring(this.lines[inside[0].line - 1]);
  }

  // What is to be said above the file: the one line of a file that is not here.
  note(here, shown) {
    const say = [];
    if (here.line && !shown)
      say.push(WB.el("p", { class: "soft small" }, WB.t("no_file")), WB.el("code", { class: "alone" }, painted(here.source ?? "")));
    if (!shown && this.file) say.push(WB.el("p", { class: "soft small" }, WB.t("others", this.file)));
    this.said.replaceChildren(...say);
  }

  mark(place) {
    const line = this.lines[place.line - 1];
    if (!line) return;
    line.classList.add(place.now ? "now" : "seen");
    if (place.now) line.setAttribute("aria-current", "true");
    const name = WB.t("last_line", place.name);
    line.children[1].append(WB.el("span", { class: "letter" + (place.now ? " now" : ""), title: name, role: "img", "aria-label": name }, place.letter));
  }

  open(file) {
    this.file = file;
    this.pane?.remove();
    this.lines = [];
    if (!file) return;
    const lines = this.sources[file].replace(/\n$/, "").split(/\r?\n/);
    this.lines = lines.map((text, index) => WB.el("span", { class: "line" },
      WB.el("span", { class: "no" }, String(index + 1)), WB.el("span", { class: "who" }), WB.el("span", {}, painted(text))));
    this.pane = WB.scroll(file, WB.el("pre", {}, this.lines));
    this.box.append(this.pane);
  }

  // The pane scrolls, the page does not.
  bring(line) {
    if (!line) return;
    const top = line.offsetTop - this.pane.clientHeight / 2 + line.offsetHeight / 2;
    this.pane.scrollTop = Math.max(0, top);
  }
}
