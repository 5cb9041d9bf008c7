// Where the parts of the review stand: time line above, picture, lists and the selected event below; tabs where narrow.

import { h } from "../dom.js";
import { Tabs } from "../tabs.js";

const WIDE = matchMedia("(min-width: 1181px)");
const NARROW = matchMedia("(max-width: 820px)");

/** The arrangement of a review. */
export class Layout {
  #panels = [];

  /** @param {HTMLElement} main @param {object} parts what is always there */
  constructor(main, parts) {
    this.main = main;
    this.parts = parts;
    this.shown = {};
    this.tabs = new Tabs("Review", (id) => this.shown[id]?.());
    for (const query of [WIDE, NARROW]) query.addEventListener("change", () => this.arrange());
  }

  /** Add a panel among the tabs. @param {() => void} [shown] called when it comes into view */
  tab(id, title, node, shown = () => {}) {
    this.#panels.push([id, title, node]);
    this.shown[id] = shown;
  }

  /** Show a panel. */
  show(id, focus = false) {
    this.tabs.show(id, focus);
  }

  /** Put everything where it belongs. */
  arrange() {
    const { facts, timeline, transport, picture, detail } = this.parts;
    const before = this.tabs.current;
    this.tabs.clear();
    this.main.dataset.layout = WIDE.matches ? "wide" : NARROW.matches ? "narrow" : "middle";
    for (const panel of this.#panels) this.tabs.add(...panel);
    const rooms = [facts, timeline.node, transport];
    const dock = (name, label, ...content) =>
      h("section", { class: "panel dock", data: { dock: name }, "aria-label": label }, content);
    if (WIDE.matches) rooms.push(dock("picture", "Map", picture.node));
    else this.tabs.add("picture", "Map", picture.node);
    if (NARROW.matches) this.tabs.add("detail", "Selected", detail.node);
    rooms.push(dock("tabs", "Lists and tables", this.tabs.strip, this.tabs.body));
    if (!NARROW.matches) rooms.push(dock("detail", "Selected event", detail.node));
    if (WIDE.matches) unTab(picture.node);
    if (!NARROW.matches) unTab(detail.node);
    this.main.replaceChildren(...rooms);
    if (before && this.tabs.has(before)) this.tabs.show(before);
    timeline.draw();
  }

  /** Bring the selected event into view where it has no place of its own. */
  revealDetail() {
    if (NARROW.matches) this.show("detail");
  }
}

/** What was a panel of a tab stands alone again. */
function unTab(node) {
  for (const name of ["role", "aria-labelledby", "id"]) node.removeAttribute(name);
  node.hidden = false;
}
