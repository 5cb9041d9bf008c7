// The globe: all forces and everything that flies, or what one cell sees of it.

import { atMostEvery, h, options } from "../dom.js";
import { get } from "../api.js";
import { onKey } from "../keys.js";
import { makeEarth } from "../globe.js";

const FORCES_MS = 2000;
const MOVES_FORCES = new Set(["deployment", "unit_sent", "unit_recalled", "shot", "intercept", "move", "startex"]);

/** @param {import("../app.js").App} app */
export function makeMap(app) {
  const node = h("div", { class: "map-panel" });
  const earth = makeEarth(node, { calendar: app.calendar, names: app.names, far_deg: 14 });
  const seenBy = h(
    "select",
    { id: "seen-by", "aria-label": "Whose eyes the globe shows" },
    options([["", "Everything"], ...app.me.cells.map(({ id, title }) => [id, `As ${title} sees it`])], ""),
  );
  seenBy.addEventListener("change", () => app.store.set({ seenBy: seenBy.value || null }));
  const whose = () => app.store.get("seenBy") ?? null;

  const forces = atMostEvery(FORCES_MS, async () => {
    const made = await earth;
    const told = whose() ? null : await get("/forces").catch(() => null);
    if (told && !whose()) put(made, told.forces);
  });
  const trails = async () => {
    const told = await get("/trails").catch(() => null);
    if (told && !whose()) (await earth).addTrails(told.trails);
  };
  app.onEvents((fresh) => fresh.some((event) => MOVES_FORCES.has(event.kind)) && forces());
  app.onTrails(async (more) => whose() || (await earth).addTrails(more));
  app.cellView.on(async (cell, told) => {
    const made = await earth;
    if (cell !== whose()) return;
    put(made, told.forces);
    made.addTrails(told.trails);
  });
  app.store.on(
    "seenBy",
    async ({ seenBy: cell = null }) => {
      const made = await earth;
      seenBy.value = cell ?? "";
      made.root.dataset.seen = cell ?? "";
      made.model.trails.clear();
      made.setForces([]);
      if (cell) return;
      forces();
      trails();
    },
    false,
  );
  app.store.on("connection", ({ connection }) => {
    if (connection !== "open" || whose()) return;
    forces();
    trails();
  });
  earth.then((made) => {
    globalThis.standoff.earth = made;
    made.root.querySelector(".views").append(seenBy);
  });
  onKey("Escape", "drop the selection on the map", async () => (await earth).choose(null));
  return { title: "Globe", node };
}

/** Forces, and a look at them if there were none. */
function put(earth, forces) {
  const first = earth.model.forces.size === 0;
  earth.setForces(forces);
  if (first && forces.length) earth.home();
}
