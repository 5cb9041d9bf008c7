// The map panel: own forces and what flies, as far as the cell knows.

import { atMostEvery, h } from "../dom.js";
import { get } from "../api.js";
import { onKey } from "../keys.js";
import { note } from "../dialog.js";
import { makeEarth } from "../globe.js";

const FORCES_MS = 2000;
const MOVES_FORCES = new Set(["deployment", "unit_sent", "unit_recalled", "shot", "intercept", "move"]);

/** @param {import("../app.js").App} app */
export function makeMap(app) {
  const node = h("div", { class: "map-panel" });
  const about = { calendar: app.calendar, names: app.names, actor: app.names.cell(app.cell) };
  const earth = makeEarth(node, about);
  const look = atMostEvery(FORCES_MS, async () => {
    const made = await earth;
    const first = made.model.forces.size === 0;
    const { forces } = await get("/forces").catch(() => ({ forces: null }));
    if (!forces) return;
    made.setForces(forces);
    if (first && !made.touched) made.home();
  });
  app.onEvents((fresh) => fresh.some((event) => MOVES_FORCES.has(event.kind)) && look());
  app.onTrails(async (trails) => (await earth).addTrails(trails));
  app.store.on("connection", async ({ connection }) => {
    if (connection !== "open") return;
    look();
    const told = await get("/trails").catch(() => null);
    if (told) (await earth).addTrails(told.trails);
  });
  let made = null;
  earth.then((one) => (globalThis.standoff.earth = made = one));
  app.map = {
    /** Whether this is the name of a track. */
    has: (id) => /^track-/.test(id ?? ""),
    choose(id) {
      app.layout.show("map");
      made?.choose(id, true);
      if (made?.chosen !== id) note(`${id} is not on the map: no sensor of yours follows it yet.`);
    },
  };
  onKey("Escape", "drop the selection on the map", () => made?.choose(null));
  return { title: "Map", node };
}
