// Everything that happens, newest first, with filters. Each event opens to its causes, to who sees it, and to what can
// be done with it.

import { atMostEvery, h, replace } from "../dom.js";
import { EventList, filterBy, rowHead } from "../event-list.js";
import { branchFrom } from "./branch-from.js";
import { eventDetails, seenBy } from "./event-details.js";
import { noteOn } from "./note-on.js";

const PAGE = 150;
const PAINT_MS = 400;
const SEEN = { "": "All viewers", all: "Seen by all", none: "Control only" };
const PLAN = new Set(["inject_put", "objective_put"]);

/** @param {import("../app.js").App} app */
export function makeEvents(app) {
  const seen = filterBy("Who sees it", [
    ...Object.entries(SEEN),
    ...app.me.cells.map(({ id, title }) => [id, `${title} sees`]),
  ]);
  const list = new EventList(app, {
    size: PAGE,
    search: "Search events",
    classes: [null, "all-events"],
    filters: [seen],
    fits: (event, asked) => inView(event, asked) && sees(event, seen.value),
    row: (event) => makeRow(app, event),
    land,
  });
  const later = atMostEvery(PAINT_MS, () => app.layout.shows("events") && list.show());
  app.onEvents(() => later());
  app.showEvent = (n) => {
    app.layout.show("events");
    list.reveal(n);
  };
  return { title: "Events", node: list.node, shown: () => list.show(), reveal: (n) => list.reveal(n) };
}

/** What stood on the list before STARTEX is shown only where it is asked for. */
function inView(event, { group, words }) {
  return Boolean(group || words) || event.t_s > 0 || !PLAN.has(event.kind);
}

function sees(event, wanted) {
  const who = event.visible_to ?? [];
  if (!wanted) return true;
  if (wanted === "all") return who.includes("*");
  if (wanted === "none") return who.length === 0;
  return event.kind !== "not_detected" && (who.includes("*") || who.includes(wanted));
}

function makeRow(app, event) {
  const inside = h("div", { class: "event-inside stack" });
  const details = h(
    "details",
    {},
    h(
      "summary",
      {},
      rowHead(app, event),
      h("span", { class: "told-event" }, app.teller.tell(event)),
      h("span", { class: "seen-by", title: "Who sees it" }, seenBy(event)),
    ),
    inside,
  );
  details.addEventListener("toggle", () => {
    if (details.open) replace(inside, eventDetails(app, event), actions(app, event));
  });
  return h("li", { data: { override: Boolean(event.override) } }, details);
}

function actions(app, event) {
  const button = (text, work) => h("button", { type: "button", on: { click: work } }, text);
  return h(
    "div",
    { class: "row" },
    button("Note on this", () => noteOn(app, event)),
    app.isControl && event.kind !== "endex" ? button("Branch from here", () => branchFrom(app, event)) : null,
  );
}

/** Open a row that was asked for, and go to it. */
function land(node) {
  const details = node.firstElementChild;
  details.open = true;
  details.firstElementChild.focus({ preventScroll: true });
  node.scrollIntoView({ block: "start" });
}
