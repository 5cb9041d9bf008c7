// Where the panels stand: four docks on a wide screen, one strip of tabs on a narrow one.

import { h } from "../dom.js";
import { Tabs } from "../tabs.js";

const WIDE = matchMedia("(min-width: 1181px)");
const TITLES = {
  left: "Inbox and channels",
  map: "Map",
  below: "Situation, timeline and brief",
  right: "Orders",
  all: "Panels",
};

/** The docks of a page and the panels in them. */
export class Layout {
  #panels = new Map();
  #counts = new Map();

  /** @param {HTMLElement} main @param {object} [titles] of the docks: name -> title */
  constructor(main, titles = TITLES) {
    this.main = main;
    this.titles = titles;
    this.docks = new Map();
    WIDE.addEventListener("change", () => this.arrange());
  }

  /** Add a panel; `arrange` puts it where it belongs. @param {() => void} [shown] called whenever it comes into view */
  add(id, title, node, dock, shown = () => {}) {
    this.#panels.set(id, { title, node, dock, shown });
  }

  /** Put all panels into their docks. */
  arrange() {
    const before = [...this.docks.values()].map((tabs) => tabs.current);
    for (const tabs of this.docks.values()) tabs.clear();
    this.docks.clear();
    this.main.dataset.layout = WIDE.matches ? "wide" : "narrow";
    for (const [id, panel] of this.#panels)
      this.#dock(WIDE.matches ? panel.dock : "all").add(id, panel.title, panel.node);
    this.main.replaceChildren(...[...this.docks].map(([name, tabs]) => this.#section(name, tabs)));
    for (const id of before) if (id && WIDE.matches) this.show(id);
    for (const [id, [count, what]] of this.#counts) this.count(id, count, what);
  }

  /** Bring a panel into view. @param {boolean} [focus] put the focus on its tab */
  show(id, focus = false) {
    const tabs = this.#tabsOf(id);
    tabs?.show(id, focus);
  }

  /** Whether a panel is in view. */
  shows(id) {
    return this.#tabsOf(id)?.current === id;
  }

  /** Put a number on a panel's tab. @param {string} what it counts */
  count(id, count, what) {
    this.#counts.set(id, [count, what]);
    this.#tabsOf(id)?.count(id, count, what);
  }

  #tabsOf(id) {
    return [...this.docks.values()].find((tabs) => tabs.has(id));
  }

  #dock(name) {
    if (!this.docks.has(name)) this.docks.set(name, new Tabs(this.titles[name], (id) => this.#panels.get(id).shown()));
    return this.docks.get(name);
  }

  #section(name, tabs) {
    const section = h(
      "section",
      { class: "panel dock", data: { dock: name }, "aria-label": this.titles[name] },
      tabs.strip,
      tabs.body,
    );
    return section;
  }
}
