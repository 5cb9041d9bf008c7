// The list of events that the filters let through. It holds only the rows in view, so its length does not matter.

import { atMostEvery, h, replace } from "../dom.js";
import { mark } from "./marks.js";

const ROW = 42;
const SPARE = 8;
const ASK_MS = 140;
// Browsers lay out no box that is much higher; a longer list scrolls in larger steps.
const HIGHEST = 12e6;

/** The list. */
export class List {
  constructor(review) {
    this.review = review;
    this.rows = h("div", { class: "rows", role: "none" });
    this.space = h("div", { class: "space", role: "none" }, this.rows);
    this.empty = h("p", { class: "empty", hidden: true }, "No event fits.");
    const about = {
      class: "scroll event-list",
      tabindex: 0,
      role: "listbox",
      "aria-label": "Events",
      id: "event-list",
    };
    this.box = h("div", about, this.space);
    this.node = h("div", { class: "event-panel" }, this.empty, this.box);
    this.ask = atMostEvery(ASK_MS, () => this.#fetch());
    this.box.addEventListener("scroll", () => this.draw(), { passive: true });
    this.box.addEventListener("keydown", (press) => this.#key(press));
    this.box.addEventListener("click", (press) => {
      const row = press.target.closest("[data-n]");
      if (!row) return;
      review.select(Number(row.dataset.n));
      review.layout.revealDetail();
    });
    review.onSelect((n) => (n ? this.reveal(n) : this.draw()));
    review.playhead.on(({ playing, now }) => playing && this.#follow(now));
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  /** It came into view. */
  shown() {
    this.draw();
    if (this.review.selected) this.reveal(this.review.selected);
  }

  search() {
    this.review.searchField.focus();
  }

  /** The filters changed. */
  refresh() {
    this.box.scrollTop = 0;
    this.draw();
    if (this.review.selected) this.reveal(this.review.selected);
  }

  /** Bring an event into view. @param {number} n */
  reveal(n) {
    const { columns } = this.review;
    const place = columns.placeOf(n);
    if (columns.found[place] !== n) return this.draw();
    const [first, last] = [this.#first + 1, this.#first + this.#fit - 2];
    if (place < first || place > last) this.box.scrollTop = this.#topOf(Math.max(0, place - Math.floor(this.#fit / 2)));
    return this.draw();
  }

  get #size() {
    return this.review.columns.found.length;
  }

  get #fit() {
    return Math.max(1, Math.floor(this.box.clientHeight / ROW));
  }

  get #high() {
    return Math.min(this.#size * ROW, HIGHEST);
  }

  /** Place of the first row in view. */
  get #first() {
    if (this.#high < HIGHEST) return Math.floor(this.box.scrollTop / ROW);
    const share = this.box.scrollTop / Math.max(1, this.#high - this.box.clientHeight);
    return Math.floor(share * (this.#size - this.#fit));
  }

  #topOf(place) {
    if (this.#high < HIGHEST) return place * ROW;
    return (place / (this.#size - this.#fit)) * (this.#high - this.box.clientHeight);
  }

  /** Draw the rows in view. */
  draw() {
    if (!this.box.clientHeight) return;
    const { found } = this.review.columns;
    this.space.style.height = `${this.#high}px`;
    this.empty.hidden = this.#size > 0;
    const first = Math.max(0, this.#first - SPARE);
    const last = Math.min(this.#size, this.#first + this.#fit + SPARE + 1);
    const exact = this.#high < HIGHEST;
    const top = exact ? first * ROW : this.box.scrollTop - (this.#first - first) * ROW;
    this.rows.style.transform = `translateY(${top}px)`;
    this.inView = Array.from(found.subarray(first, last));
    replace(
      this.rows,
      this.inView.map((n, i) => this.#row(n, first + i)),
    );
    const selected = this.inView.includes(this.review.selected);
    if (selected) this.box.setAttribute("aria-activedescendant", `event-${this.review.selected}`);
    else this.box.removeAttribute("aria-activedescendant");
    this.ask();
  }

  #row(n, place) {
    const { columns, events, app, selected } = this.review;
    const event = events.at(n);
    const t_s = columns.t[n - 1];
    return h(
      "div",
      {
        role: "option",
        id: `event-${n}`,
        data: { n },
        "aria-selected": String(n === selected),
        "aria-setsize": this.#size,
        "aria-posinset": place + 1,
        class: columns.overrides.has(n) ? "ruled" : null,
      },
      h("span", { class: "number n" }, n),
      h("time", { class: "number" }, `${app.calendar.minute(t_s)}:${app.calendar.clock(t_s).slice(-2)}`),
      mark(columns.group[n - 1]),
      h("span", { class: "sentence", title: event?.sentence ?? null }, event?.sentence ?? "…"),
    );
  }

  async #fetch() {
    if (!this.box.clientHeight) return;
    if (await this.review.events.fetch(this.inView)) this.draw();
  }

  #follow(now_s) {
    const { columns } = this.review;
    const n = columns.before(now_s, true);
    if (!n || !this.box.clientHeight) return;
    const place = Math.min(columns.placeOf(n), this.#size - 1);
    this.box.scrollTop = this.#topOf(Math.max(0, place - this.#fit + 2));
  }

  #key(press) {
    const { columns, selected } = this.review;
    const place = selected ? columns.placeOf(selected) : -1;
    const to = {
      ArrowDown: columns.found[place] === selected ? place + 1 : Math.max(place, 0),
      ArrowUp: place - 1,
      PageDown: place + this.#fit,
      PageUp: place - this.#fit,
      Home: 0,
      End: this.#size - 1,
    }[press.key];
    if (to === undefined) return;
    press.preventDefault();
    const n = columns.found[Math.min(Math.max(to, 0), this.#size - 1)];
    if (n) this.review.select(n);
  }
}
