// The page of a cell: panels over the map, orders, words, situation and timeline.

import { atMostEvery, h } from "./dom.js";
import { get } from "./api.js";
import { startApp } from "./app.js";
import { makeBrief } from "./play/brief.js";
import { makeChannels } from "./play/channels.js";
import { makeEndex } from "./play/endex.js";
import { makeInbox } from "./play/inbox.js";
import { Layout } from "./play/layout.js";
import { makeMap } from "./play/map.js";
import { makeOrders } from "./play/orders.js";
import { makePolicies } from "./play/policies.js";
import { makeSituation } from "./play/situation.js";
import { makeTimeline } from "./play/timeline.js";
import { keepStamps } from "./stamp.js";
import { onKey } from "./keys.js";

const LOOK_MS = 1000;

try {
  await start();
} catch (error) {
  const text = `The page cannot be built: ${error.message ?? error}. Load it again.`;
  document.getElementById("main").replaceChildren(h("p", { class: "wrong plain", role: "alert" }, text));
  throw error;
}

async function start() {
  const app = await startApp(["player"]);
  app.cell = app.me.seat.cell;
  globalThis.standoff = { app }; // for tests and for the browser's console
  const layout = new Layout(document.getElementById("main"));
  app.layout = layout;
  app.showEvent = (n) => {
    layout.show("timeline");
    panels.timeline.reveal(n);
  };
  app.look = atMostEvery(LOOK_MS, () => look(app));
  const panels = build(app, layout);
  makeEndex(app);
  makePolicies(app);
  keepStamps(app);
  keys(layout, panels);
  app.onEvents(() => app.look());
  app.store.on("connection", ({ connection }) => connection === "open" && app.look());
  app.open();
  document.documentElement.dataset.ready = "true";
}

/** Make the panels, in the order in which keys and tabs name them. */
function build(app, layout) {
  const panels = {
    map: makeMap(app),
    orders: makeOrders(app),
    inbox: makeInbox(app),
    channels: makeChannels(app),
    situation: makeSituation(app),
    timeline: makeTimeline(app),
    brief: makeBrief(app),
  };
  const docks = {
    map: "map",
    orders: "right",
    inbox: "left",
    channels: "left",
    situation: "below",
    timeline: "below",
    brief: "below",
  };
  for (const [id, panel] of Object.entries(panels)) layout.add(id, panel.title, panel.node, docks[id], panel.shown);
  layout.arrange();
  return panels;
}

/** What the cell knows now; asked for after events, at most once a second. */
async function look(app) {
  try {
    const told = await get("/situation");
    app.store.set({ situation: told.board, pending: told.pending, playedByPeople: told.people.includes(app.cell) });
  } catch (error) {
    if (error.status !== 401) setTimeout(app.look, 3 * LOOK_MS);
  }
}

function keys(layout, panels) {
  const titles = Object.entries(panels).map(([id, panel]) => [id, panel.title]);
  titles.forEach(([id, title], i) => onKey(String(i + 1), `to ${title.toLowerCase()}`, () => layout.show(id, true)));
  onKey("o", "to the search of orders", () => {
    layout.show("orders");
    panels.orders.search();
  });
  onKey("m", "write a message", () => {
    layout.show("channels");
    panels.channels.write();
  });
  onKey("n", "to the next unread item of the inbox", () => {
    layout.show("inbox");
    panels.inbox.next();
  });
}
