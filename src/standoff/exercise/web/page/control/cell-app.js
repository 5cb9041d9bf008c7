// An app as a cell has it, made of the white cell's: parts of the page of a cell can then be shown for any cell.

import { makeStore } from "../store.js";

const SHARED = ["zone", "status", "connection"];

/**
 * @param {import("../app.js").App} app control's
 * @param {string} cell
 * @param {(panel: string) => boolean} shows whether a panel of the cell is in view
 * @param {() => void} look ask anew for what the cell sees
 * @returns {object} an app for `makeSituation`, `makeTimeline` and `makeOrders`; `hear(told)` feeds it, `end()` ends it
 */
export function cellApp(app, cell, shows, look) {
  const { all } = app.store;
  const store = makeStore({ events: [], situation: null, pending: [], ...pick(all()) });
  const ended = app.store.on(SHARED, (state) => store.set(pick(state)), false);
  const hearers = [];
  const draftName = (name) => `for-${cell}-${name}`;
  return {
    ...app,
    cell,
    store,
    onBehalf: { cell },
    look,
    onEvents: (hear) => hearers.push(hear),
    onTick: () => {},
    event: (n) => store.get("events").find((one) => one.n === n),
    layout: { shows, count: () => {}, show: () => {} },
    drafts: {
      content: (name) => app.drafts.content(draftName(name)),
      set: (name, content) => app.drafts.set(draftName(name), content),
      drop: (name) => app.drafts.drop(draftName(name)),
      on: (name, hear) => app.drafts.on(draftName(name), hear),
    },
    hear({ events, board, pending }) {
      store.set({ events: store.get("events").concat(events), situation: board, pending });
      for (const hear of hearers) hear(events);
    },
    end: ended,
  };
}

const pick = (state) => Object.fromEntries(SHARED.map((name) => [name, state[name]]));
