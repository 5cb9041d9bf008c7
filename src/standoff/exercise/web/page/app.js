// What every page of a seat begins with: who sits here, the line to the server, the clock, the header.
//
// A page calls `startApp` and gets everything that it builds on.

import { get, openOutbox } from "./api.js";
import { ExerciseClock, isDone } from "./clock.js";
import { note } from "./dialog.js";
import { Drafts } from "./drafts.js";
import { Teller } from "./events.js";
import { Calendar, ZONES } from "./format.js";
import { Live } from "./live.js";
import { Names } from "./names.js";
import { pageOf, seated, toJoin } from "./seat.js";
import { makeShell } from "./shell.js";
import { makeStore } from "./store.js";

const ZONE_KEY = "standoff.zone";

/**
 * @typedef {object} App
 * @property {object} me answer of `/api/me`
 * @property {import("./names.js").Names} names
 * @property {import("./events.js").Teller} teller
 * @property {import("./format.js").Calendar} calendar
 * @property {import("./clock.js").ExerciseClock} clock
 * @property {import("./live.js").Live} live
 * @property {import("./drafts.js").Drafts} drafts
 * @property {ReturnType<typeof makeStore>} store holds `events` (all seen, in order), `status`, `rate`, `connection`
 *   (connecting, open, lost), `zone`, `waiting` (messages without an answer)
 * @property {(hear: (fresh: object[]) => void) => void} onEvents hear of new events
 * @property {(hear: (trails: object[]) => void) => void} onTrails
 * @property {(hear: (now_s: number) => void) => void} onTick four times a second, with exercise time
 * @property {(n: number) => object | undefined} event one that was seen, by its number
 * @property {() => void} open open the line: call when the page is built
 */

/**
 * Begin: leads to the join page without a seat, and to the right page for another role.
 * @param {string[]} roles roles that the page is for
 * @returns {Promise<App>}
 */
export async function startApp(roles) {
  const seat = seated();
  if (!seat) return away(() => toJoin());
  if (!roles.includes(seat.role)) return away(() => location.replace(pageOf(seat.role)));
  const me = await get("/me");
  const names = new Names(me);
  const store = makeStore({
    events: [],
    status: "planned",
    rate: null,
    connection: "connecting",
    zone: keptZone(),
    waiting: 0,
  });
  const calendar = new Calendar(me.startex);
  const app = {
    me,
    names,
    store,
    calendar,
    teller: new Teller(),
    clock: new ExerciseClock(),
    drafts: new Drafts(),
  };
  Object.assign(app, hearing(app));
  store.on("zone", ({ zone }) => localStorage.setItem(ZONE_KEY, zone), false);
  await Promise.all([
    app.drafts.open(),
    openOutbox({ answered: tellLate, changed: (waiting) => store.set({ waiting }) }),
  ]);
  makeShell(app);
  return app;
}

const away = (go) => {
  go();
  return new Promise(() => {}); // the page is left
};

function keptZone() {
  const kept = localStorage.getItem(ZONE_KEY);
  return kept in ZONES ? kept : "Asia/Seoul";
}

/** The hearers of an app, and the line that feeds them. */
function hearing(app) {
  const hearers = { events: [], trails: [], tick: [] };
  const tell = (kind, told) => hearers[kind].forEach((hear) => hear(told));
  const live = new Live({
    events: (fresh) => {
      app.names.hear(fresh);
      app.store.set({ events: app.store.get("events").concat(fresh) });
      tell("events", fresh);
    },
    clock: (told) => {
      app.clock.set(told);
      app.store.set({ status: told.status, rate: told.rate, trouble: told.trouble ?? null });
    },
    trails: (trails) => tell("trails", trails),
    draft: (told) => app.drafts.told(told),
    state: (connection) => {
      if (connection === "open" && app.store.get("connection") !== "open") app.drafts.look();
      app.store.set({ connection });
    },
  });
  return {
    live,
    onEvents: (hear) => hearers.events.push(hear),
    onTrails: (hear) => hearers.trails.push(hear),
    onTick: (hear) => hearers.tick.push(hear),
    event: (n) => at(app.store.get("events"), n),
    open: () => {
      live.open();
      setInterval(() => tell("tick", app.clock.now()), 250);
    },
  };
}

/** Events are numbered from 1 without gaps; control's too. */
function at(events, n) {
  const found = events[n - (events[0]?.n ?? 1)];
  return found?.n === n ? found : events.find((event) => event.n === n);
}

/** An answer to what was sent before the page was loaded anew. */
async function tellLate({ message, answer, error }) {
  const { command } = message.body;
  if (error && command && isDone(command, (await get("/situation").catch(() => null))?.clock.status)) return;
  const what =
    { "/orders": "The order", "/messages": "The message", "/requests": "The request" }[message.path] ?? "What was sent";
  const sent = `${what} sent before this page was loaded anew`;
  if (error) note(`${sent} was refused: ${error.message}`, "bad");
  else note(`${sent} is ${answer.stands ?? "in"}${answer.reason ? `: ${answer.reason}` : ""}.`, "good");
}
