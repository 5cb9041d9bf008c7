// Everything that happens, newest first, with filters. Each event opens to its causes, to who sees it, and to what can
// be done with it.

import { atMostEvery, fillList, h, options, replace, write } from "../dom.js";
import { GROUPS, groupOf } from "../events.js";
import { stamp } from "../stamp.js";
import { branchFrom } from "./branch-from.js";
import { eventDetails, seenBy } from "./event-details.js";
import { noteOn } from "./note-on.js";

const PAGE = 150;
const PAINT_MS = 400;
const SEEN = { "": "All viewers", all: "Seen by all", none: "Control only" };
const PLAN = new Set(["inject_put", "objective_put"]);

/** @param {import("../app.js").App} app */
export function makeEvents(app) {
  const list = new EventList(app);
  app.showEvent = (n) => {
    app.layout.show("events");
    list.reveal(n);
  };
  return { title: "Events", node: list.node, shown: () => list.show(), reveal: (n) => list.reveal(n) };
}

class EventList {
  constructor(app) {
    this.app = app;
    this.most = PAGE;
    const cells = app.me.cells;
    this.group = select("Kind of event", [
      ["", "All kinds"],
      ...Object.entries(GROUPS).map(([id, { title }]) => [id, title]),
    ]);
    this.actor = select("Actor", [["", "All actors"], ...cells.map(({ id, title }) => [id, title])]);
    this.seen = select("Who sees it", [
      ...Object.entries(SEEN),
      ...cells.map(({ id, title }) => [id, `${title} sees`]),
    ]);
    this.words = h("input", { type: "search", placeholder: "Search", "aria-label": "Search events", class: "grow" });
    this.list = h("ol", { class: "events all-events" });
    this.empty = h("p", { class: "empty" }, "Nothing has happened yet.");
    this.more = h("button", { type: "button", class: "quiet", hidden: true, on: { click: () => this.#further() } });
    this.node = h(
      "div",
      { class: "two-rows" },
      h("div", { class: "row pad bar" }, this.group, this.actor, this.seen, this.words),
      h(
        "div",
        { class: "scroll", tabindex: 0, role: "region", "aria-label": "Events" },
        this.empty,
        this.list,
        this.more,
      ),
    );
    for (const control of [this.group, this.actor, this.seen, this.words])
      control.addEventListener("input", () => this.#filter());
    this.later = atMostEvery(PAINT_MS, () => this.app.layout.shows("events") && this.show());
    app.onEvents(() => this.later());
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

  /** Open an event, whatever the filters. @param {number} n */
  reveal(n) {
    if (!this.#found().some((event) => event.n === n))
      this.group.value = this.actor.value = this.seen.value = this.words.value = "";
    const found = this.#found();
    this.most = Math.max(this.most, found.length - found.findIndex((event) => event.n === n) + 20);
    this.show();
    const node = [...this.list.children].find((one) => one.dataset.key === String(n));
    if (!node) return;
    const details = node.firstElementChild;
    details.open = true;
    details.firstElementChild.focus({ preventScroll: true });
    node.scrollIntoView({ block: "start" });
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

  /** Events that fit. What stood on the list before STARTEX is shown only where it is asked for. */
  #found() {
    const [group, actor, seen] = [this.group.value, this.actor.value, this.seen.value];
    const words = this.words.value.toLowerCase().trim();
    return this.app.store
      .get("events")
      .filter(
        (event) =>
          (group ? groupOf(event.kind) === group : words || event.t_s > 0 || !PLAN.has(event.kind)) &&
          (!actor || event.actor === actor || event.target === actor) &&
          sees(event, seen) &&
          (!words || this.app.teller.tell(event).toLowerCase().includes(words)),
      );
  }

  #row(event) {
    const { app } = this;
    const group = GROUPS[groupOf(event.kind)];
    const inside = h("div", { class: "event-inside stack" });
    const details = h(
      "details",
      {},
      h(
        "summary",
        {},
        h("span", { class: "n number" }, event.n),
        stamp(app, event.t_s),
        h("span", { class: "glyph", title: group.title, "aria-hidden": "true" }, group.glyph),
        h("span", { class: "told-event" }, app.teller.tell(event)),
        h("span", { class: "seen-by", title: "Who sees it" }, seenBy(event)),
      ),
      inside,
    );
    details.addEventListener("toggle", () => {
      if (details.open) replace(inside, eventDetails(app, event), this.#actions(event));
    });
    return h("li", { data: { override: Boolean(event.override) } }, details);
  }

  #actions(event) {
    const { app } = this;
    const button = (text, work) => h("button", { type: "button", on: { click: work } }, text);
    return h(
      "div",
      { class: "row" },
      button("Note on this", () => noteOn(app, event)),
      app.isControl && event.kind !== "endex" ? button("Branch from here", () => branchFrom(app, event)) : null,
    );
  }
}

function select(label, pairs) {
  return h("select", { "aria-label": label }, options(pairs, ""));
}

function sees(event, wanted) {
  const who = event.visible_to ?? [];
  if (!wanted) return true;
  if (wanted === "all") return who.includes("*");
  if (wanted === "none") return who.length === 0;
  return event.kind !== "not_detected" && (who.includes("*") || who.includes(wanted));
}
