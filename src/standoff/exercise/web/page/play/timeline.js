// The timeline: everything that the cell has seen, newest first, with filters, and with what caused what.

import { fillList, h, options, write } from "../dom.js";
import { GROUPS, groupOf } from "../events.js";
import { stamp } from "../stamp.js";

const PAGE = 200;

/** @param {import("../app.js").App} app */
export function makeTimeline(app) {
  const line = new Timeline(app);
  return { title: "Timeline", node: line.node, shown: () => line.show(), reveal: (n) => line.reveal(n) };
}

class Timeline {
  constructor(app) {
    this.app = app;
    this.most = PAGE;
    const groups = Object.entries(GROUPS).map(([id, { title }]) => [id, title]);
    this.group = h(
      "select",
      { "aria-label": "Kind of event" },
      h("option", { value: "" }, "All kinds"),
      options(groups),
    );
    this.actor = h(
      "select",
      { "aria-label": "Actor" },
      h("option", { value: "" }, "All actors"),
      options(app.me.cells.map((cell) => [cell.id, cell.title])),
    );
    this.words = h("input", {
      type: "search",
      placeholder: "Search",
      "aria-label": "Search the timeline",
      class: "grow",
    });
    this.list = h("ol", { class: "events" });
    this.more = h("button", { type: "button", class: "quiet", hidden: true, on: { click: () => this.#further() } });
    this.empty = h("p", { class: "empty" }, "Nothing has happened yet.");
    this.body = h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Events" },
      this.empty,
      this.list,
      this.more,
    );
    this.node = h(
      "div",
      { class: "timeline" },
      h("div", { class: "row pad bar" }, this.group, this.actor, this.words),
      this.body,
    );
    for (const control of [this.group, this.actor, this.words]) control.addEventListener("input", () => this.#filter());
    app.onEvents(() => app.layout.shows("timeline") && this.show());
  }

  /** Bring the list up to date. */
  show() {
    const found = this.#found();
    fillList(
      this.list,
      found.slice(-this.most).reverse(),
      (event) => event.n,
      (event) => this.#row(event),
    );
    this.empty.hidden = found.length > 0;
    write(this.empty, this.app.store.get("events").length ? "No event fits." : "Nothing has happened yet.");
    this.more.hidden = found.length <= this.most;
    write(this.more, `Show ${Math.min(PAGE, found.length - this.most)} earlier events`);
  }

  /** Show an event, whatever the filter. @param {number} n */
  reveal(n) {
    if (!this.#found().some((event) => event.n === n)) this.group.value = this.actor.value = this.words.value = "";
    const found = this.#found();
    this.most = Math.max(this.most, found.length - found.findIndex((event) => event.n === n) + 20);
    this.show();
    const node = [...this.list.children].find((one) => one.dataset.key === String(n));
    if (!node) return;
    this.list.querySelector(".shown")?.classList.remove("shown");
    node.classList.add("shown");
    node.tabIndex = -1;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "center" });
  }

  #filter() {
    this.most = PAGE;
    this.list.replaceChildren();
    this.show();
  }

  #further() {
    this.most += PAGE;
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
          (!words || this.app.teller.tell(event).toLowerCase().includes(words)),
      );
  }

  #row(event) {
    const { app } = this;
    const group = GROUPS[groupOf(event.kind)];
    const cause = event.cause && app.event(event.cause);
    const link = cause
      ? h(
          "button",
          {
            type: "button",
            class: "link small",
            title: app.teller.tell(cause),
            on: { click: () => this.reveal(cause.n) },
          },
          `because of ${cause.n}`,
        )
      : null;
    return h(
      "li",
      { class: event.actor === app.cell ? "own" : null },
      h("span", { class: "n number" }, event.n),
      stamp(app, event.t_s),
      h("span", { class: "glyph", title: group.title, "aria-hidden": "true" }, group.glyph),
      h("div", {}, h("span", {}, app.teller.tell(event)), " ", link),
    );
  }
}
