// Events, newest first, with filters and a page at a time: what a cell's timeline and control's list of events share.

import { fillList, h, options, write } from "./dom.js";
import { GROUPS, groupOf } from "./events.js";
import { stamp } from "./stamp.js";

const NOTHING = "Nothing has happened yet.";
const AROUND = 20; // events shown before one that is revealed

/** A list of the events in the store. The page says what a row is and what more is asked of an event. */
export class EventList {
  /**
   * @param {import("./app.js").App} app
   * @param {object} page
   * @param {number} page.size of a page, in events
   * @param {string} page.search what the field to search in is called
   * @param {(event: object) => HTMLElement} page.row
   * @param {(node: HTMLElement) => void} page.land what becomes of a row that is revealed
   * @param {string[]} [page.classes] of the whole and of the list
   * @param {HTMLSelectElement[]} [page.filters] beside those for kind and actor
   * @param {(event: object, asked: {group: string, words: string}) => boolean} [page.fits] what else holds for an event
   */
  constructor(app, { size, search, row, land, classes: [whole, list] = [], filters = [], fits = () => true }) {
    Object.assign(this, { app, size, row, land, fits });
    this.most = size;
    this.group = filterBy("Kind of event", [
      ["", "All kinds"],
      ...Object.entries(GROUPS).map(([id, { title }]) => [id, title]),
    ]);
    this.actor = filterBy("Actor", [["", "All actors"], ...app.me.cells.map(({ id, title }) => [id, title])]);
    this.words = h("input", { type: "search", placeholder: "Search", "aria-label": search, class: "grow" });
    this.filters = [this.group, this.actor, ...filters, this.words];
    this.list = h("ol", { class: ["events", list] });
    this.empty = h("p", { class: "empty" }, NOTHING);
    this.more = h("button", { type: "button", class: "quiet", hidden: true, on: { click: () => this.#further() } });
    this.node = h(
      "div",
      { class: ["two-rows", whole] },
      h("div", { class: "row pad bar" }, this.filters),
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Events" },
        this.empty,
        this.list,
        this.more,
      ),
    );
    for (const control of this.filters) control.addEventListener("input", () => this.#filter());
  }

  /** Bring the list up to date. */
  show() {
    const found = this.#found();
    fillList(this.list, found.slice(-this.most).reverse(), (event) => event.n, this.row);
    this.empty.hidden = found.length > 0;
    write(this.empty, this.app.store.get("events").length ? "No event fits." : NOTHING);
    this.more.hidden = found.length <= this.most;
    write(this.more, `Show ${Math.min(this.size, found.length - this.most)} earlier events`);
  }

  /** Show an event, whatever the filters. @param {number} n */
  reveal(n) {
    if (!this.#found().some((event) => event.n === n)) for (const control of this.filters) control.value = "";
    const found = this.#found();
    this.most = Math.max(this.most, found.length - found.findIndex((event) => event.n === n) + AROUND);
    this.show();
    const node = [...this.list.children].find((one) => one.dataset.key === String(n));
    if (node) this.land(node);
  }

  #filter() {
    this.most = this.size;
    this.list.replaceChildren();
    this.show();
  }

  #further() {
    this.most += this.size;
    this.show();
  }

  #found() {
    const [group, actor] = [this.group.value, this.actor.value];
    const words = this.words.value.toLowerCase().trim();
    return this.app.store
      .get("events")
      .filter(
        (event) =>
          (!group || groupOf(event.kind) === group) &&
          (!actor || event.actor === actor || event.target === actor) &&
          this.fits(event, { group, words }) &&
          (!words || this.app.teller.tell(event).toLowerCase().includes(words)),
      );
  }
}

/** A choice among the events, by what it is called. @param {string} label @param {Array<[string, string]>} pairs */
export function filterBy(label, pairs) {
  return h("select", { "aria-label": label }, options(pairs, ""));
}

/** What every row begins with: number, time and kind. @param {import("./app.js").App} app @param {object} event */
export function rowHead(app, event) {
  const { title, glyph } = GROUPS[groupOf(event.kind)];
  return [
    h("span", { class: "n number" }, event.n),
    stamp(app, event.t_s),
    h("span", { class: "glyph", title, "aria-hidden": "true" }, glyph),
  ];
}
