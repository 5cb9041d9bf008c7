// The after-action review: the time line of all events, the globe beside it, and why everything happened.

import { get } from "./api.js";
import { startApp } from "./app.js";
import { h, write } from "./dom.js";
import { count, sentenceCase } from "./format.js";
import { onKey } from "./keys.js";
import { makeAhead } from "./review/ahead.js";
import { makeCards } from "./review/cards.js";
import { Columns } from "./review/columns.js";
import { Detail } from "./review/detail.js";
import { makeFacts } from "./review/facts.js";
import { makeInjects } from "./review/injects.js";
import { Layout } from "./review/layout.js";
import { List } from "./review/list.js";
import { makeNotes } from "./review/notes.js";
import { makeObjectives } from "./review/objectives.js";
import { Picture } from "./review/picture.js";
import { Review } from "./review/review.js";
import { Timeline } from "./review/timeline.js";
import { makeTransport } from "./review/transport.js";
import { keepStamps } from "./stamp.js";
import { pageOf } from "./seat.js";

const FORBIDDEN = 403;

try {
  await start();
} catch (error) {
  const told = error.status === FORBIDDEN ? notYet(error) : broken(error);
  document.getElementById("main").replaceChildren(told);
  document.documentElement.dataset.ready = "false";
  if (error.status !== FORBIDDEN) throw error;
}

async function start() {
  const asked = Promise.all([get("/review"), get("/review/timeline")]);
  asked.catch(() => {}); // told below, once the head is there
  const app = await startApp(["control", "observer", "player"]);
  const [overview, timeline] = await asked;
  const review = new Review(app, overview, new Columns(timeline, Object.keys(overview.cells)));
  globalThis.standoff = { app, review }; // for tests and for the browser's console
  build(review);
  keys(review);
  keepStamps(app);
  follow(review);
  review.select(0);
  document.documentElement.dataset.ready = "true";
}

function build(review) {
  const parts = {
    facts: makeFacts(review),
    timeline: new Timeline(review),
    transport: makeTransport(review),
    picture: new Picture(review),
    list: new List(review),
    detail: new Detail(review),
  };
  Object.assign(review, parts);
  const layout = new Layout(document.getElementById("main"), parts);
  review.layout = layout;
  layout.tab("events", "Events", parts.list.node, () => parts.list.shown());
  layout.tab("objectives", "Objectives", makeObjectives(review));
  layout.tab("cards", "Scorecards", makeCards(review));
  layout.tab("injects", "Injects", makeInjects(review));
  layout.tab("notes", "Notes", makeNotes(review));
  layout.tab("ahead", "What might have come", makeAhead(review));
  layout.arrange();
  parts.timeline.begin();
  requestIdleCallback?.(() => parts.picture.begin()) ?? setTimeout(() => parts.picture.begin(), 200);
}

function keys(review) {
  const { playhead, timeline } = review;
  onKey(" ", "play or pause", () => playhead.toggle());
  onKey(",", "to the event before", () => review.step(-1));
  onKey(".", "to the next event", () => review.step(1));
  onKey("[", "slower", () => playhead.faster(-1));
  onKey("]", "faster", () => playhead.faster(1));
  onKey("+", "zoom in on the time line", () => timeline.zoom(1.6));
  onKey("-", "zoom out", () => timeline.zoom(1 / 1.6));
  onKey("0", "the whole exercise", () => timeline.whole());
  onKey("/", "search events", () => {
    review.layout.show("events");
    review.list.search();
  });
}

/** The line to the server: what happens meanwhile is not in the review, which says so. */
function follow(review) {
  const { app, overview } = review;
  const line = h("p", { class: "went-on", role: "status", hidden: true });
  const text = h("span", {});
  const again = h("button", { type: "button", class: "link", on: { click: () => location.reload() } }, "Load it anew");
  line.append(text, " ", again, ".");
  document.getElementById("main").before(line);
  let more = 0;
  app.onEvents((fresh) => {
    more += fresh.length;
    write(text, `${count(more, "event")} came since this review was loaded.`);
    line.hidden = overview.ended;
  });
  app.live.last = overview.events;
  app.open();
}

function notYet(error) {
  // No line to the server was opened, so the head would tell a wrong time and state.
  for (const part of document.querySelectorAll("header .clock, header .state")) part.hidden = true;
  const told = `${sentenceCase(error.message)}. Load this page again then.`;
  const back = h("a", { href: pageOf("player") }, "Back to the exercise");
  return h("div", { class: "panel pad stack" }, h("h2", {}, "Not open yet"), h("p", {}, told), h("p", {}, back));
}

function broken(error) {
  const text = `The review cannot be shown: ${error.message ?? error}. Load the page again.`;
  return h("p", { class: "wrong plain", role: "alert" }, text);
}
