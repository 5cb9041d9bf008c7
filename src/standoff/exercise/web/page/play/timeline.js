// The timeline: everything that the cell has seen, newest first, with filters, and with what caused what.

import { h } from "../dom.js";
import { EventList, rowHead } from "../event-list.js";

const PAGE = 200;

/** @param {import("../app.js").App} app */
export function makeTimeline(app) {
  const line = new EventList(app, {
    size: PAGE,
    search: "Search the timeline",
    classes: ["timeline"],
    row: (event) => makeRow(app, event, (n) => line.reveal(n)),
    land,
  });
  app.onEvents(() => app.layout.shows("timeline") && line.show());
  return { title: "Timeline", node: line.node, shown: () => line.show(), reveal: (n) => line.reveal(n) };
}

function makeRow(app, event, reveal) {
  const cause = event.cause && app.event(event.cause);
  const link = cause
    ? h(
        "button",
        {
          type: "button",
          class: "link small",
          title: app.teller.tell(cause),
          on: { click: () => reveal(cause.n) },
        },
        `because of ${cause.n}`,
      )
    : null;
  return h(
    "li",
    { class: event.actor === app.cell ? "own" : null },
    rowHead(app, event),
    h("div", {}, h("span", {}, app.teller.tell(event)), " ", link),
  );
}

/** Mark a row that was asked for, and go to it. */
function land(node) {
  node.parentElement.querySelector(".shown")?.classList.remove("shown");
  node.classList.add("shown");
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "center" });
}
