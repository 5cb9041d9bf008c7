// The page of the white cell: clock and what needs a hand on top, below it the list of injects, adjudication, cells,
// messages and seats beside the globe and everything that happens. An observer gets the same page to read.

import { h } from "./dom.js";
import { startApp } from "./app.js";
import { makeAhead } from "./control/ahead.js";
import { makeBranches } from "./control/branches.js";
import { makeCases } from "./control/cases.js";
import { makeCells } from "./control/cells.js";
import { makeClockBar } from "./control/clock-bar.js";
import { makeEvents } from "./control/events.js";
import { watchLists } from "./control/lists.js";
import { makeMap } from "./control/map.js";
import { makeMessages } from "./control/messages.js";
import { makeMsel } from "./control/msel.js";
import { makeNotes } from "./control/notes.js";
import { makeSeats } from "./control/seats.js";
import { makeStrip } from "./control/strip.js";
import { onKey } from "./keys.js";
import { Layout } from "./play/layout.js";
import { keepStamps } from "./stamp.js";

const TITLES = {
  left: "Running the exercise",
  map: "Globe",
  below: "Events and notes",
  all: "Panels",
};
const DOCKS = {
  msel: "left",
  cases: "left",
  cells: "left",
  messages: "left",
  seats: "left",
  ahead: "left",
  branches: "left",
  map: "map",
  events: "below",
  notes: "below",
};

try {
  await start();
} catch (error) {
  const text = `The page cannot be built: ${error.message ?? error}. Load it again.`;
  document.getElementById("main").replaceChildren(h("p", { class: "wrong plain", role: "alert" }, text));
  throw error;
}

async function start() {
  const app = await startApp(["control", "observer"]);
  globalThis.standoff = { app }; // for tests and for the browser's console
  app.isControl = app.me.seat.role === "control";
  app.layout = new Layout(document.getElementById("main"), TITLES);
  document.querySelector("main").before(makeClockBar(app), makeStrip(app));
  const panels = build(app);
  app.panels = panels;
  keys(app, panels);
  keepStamps(app);
  watchLists(app);
  app.open();
  document.documentElement.dataset.ready = "true";
}

/** Make the panels, in the order in which keys and tabs name them. */
function build(app) {
  const panels = {
    msel: makeMsel(app),
    cases: makeCases(app),
    cells: makeCells(app),
    messages: makeMessages(app),
    ...(app.isControl ? { seats: makeSeats(app) } : {}),
    ahead: makeAhead(app),
    ...(app.isControl ? { branches: makeBranches(app) } : {}),
    map: makeMap(app),
    events: makeEvents(app),
    notes: makeNotes(app),
  };
  for (const [id, panel] of Object.entries(panels)) app.layout.add(id, panel.title, panel.node, DOCKS[id], panel.shown);
  app.layout.arrange();
  return panels;
}

function keys(app, panels) {
  Object.entries(panels).forEach(([id, panel], i) =>
    onKey(String((i + 1) % 10), `to ${panel.title}`, () => app.layout.show(id, true)),
  );
  onKey("n", "to the next thing that waits for you", () => app.strip.next());
  if (!app.isControl) return;
  onKey("p", "pause, or go on", () => app.clockBar.turn());
  onKey("i", "write a new inject", () => panels.msel.add());
  onKey("m", "write a message to cells", () => {
    app.layout.show("messages");
    panels.messages.write();
  });
}
