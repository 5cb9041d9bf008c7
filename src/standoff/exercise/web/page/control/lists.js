// What control keeps an eye on, from the server into the store: the list of injects and the adjudication queue.

import { atMostEvery } from "../dom.js";
import { get } from "../api.js";

const MSEL_MS = 700;
const CASES_MS = 800;
const AGAIN_MS = 3000;
const OF_MSEL = new Set(["inject", "inject_put", "inject_skipped", "inject_due"]);

/**
 * Keep `injects`, `cases`, `hold`, `moves` (those that wait for control), `board` and `people` of the store up to date.
 * @param {import("../app.js").App} app
 */
export function watchLists(app) {
  const msel = looking(MSEL_MS, async () => app.store.set({ injects: (await get("/control/msel")).injects }));
  const cases = looking(CASES_MS, async () => {
    const { cases, hold, moves } = await get("/control/cases");
    app.store.set({ cases, hold, moves });
  });
  const people = looking(MSEL_MS, async () => {
    const { people } = await get("/situation");
    app.store.set({ people });
  });
  app.look = { msel, cases, people };
  app.onEvents((fresh) => {
    cases();
    if (fresh.some((event) => OF_MSEL.has(event.kind))) msel();
    if (fresh.some((event) => event.kind === "seat")) people();
  });
  app.store.on("status", () => cases(), false);
  app.store.on("connection", ({ connection }) => {
    if (connection !== "open") return;
    for (const look of [msel, cases, people]) look();
  });
}

/** Ask at most so often, and again later if it fails. */
function looking(ms, work) {
  const look = atMostEvery(ms, () =>
    work().catch((error) => {
      if (error.status !== 401) setTimeout(look, AGAIN_MS);
    }),
  );
  return look;
}

/** Injects that wait for control's hand: due, or planned for a time that has passed. */
export function waiting(app) {
  const now_s = app.clock.now();
  return (app.store.get("injects") ?? []).filter((one) => one.status === "due" || isLate(one, now_s));
}

/** Planned for a time that has passed: nothing fires it any more but a hand. */
export const isLate = (one, now_s) => one.status === "planned" && one.at_s !== null && one.at_s < now_s - 1;
