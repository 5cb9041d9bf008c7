// The picture as a flat map: stations and what flew up to the playhead, read from the scene and drawn by the flat map.

import { untilNow, readScene } from "./flat-scene.js";
import { viewButton } from "./picture.js";
import { FlatMap } from "../globe/map.js";
import { Model } from "../globe/model.js";
import { Names } from "../names.js";
import { decode } from "/globe/outlines.js";

/**
 * @param {import("./picture.js").Picture} picture
 * @param {object[]} packets CZML
 * @returns {Promise<{kind: string, show: (now_s: number) => void, end: () => void}>}
 */
export async function makeMap(picture, packets, review) {
  const scene = readScene(packets, review.app.calendar.start_ms);
  const model = new Model(new Names({}));
  const earth = {
    canvas: picture.canvas,
    model,
    chosen: null,
    shows: { coverage: true, reach: false, names: true, trails: true },
    outlines: decode(await (await fetch("/borders.json")).json()),
    choose(id) {
      earth.chosen = model.find(id) ? id : null;
      map.draw();
    },
  };
  const map = new FlatMap(earth);
  const home = () => map.look(model.theater(earth.outlines, null), 1.2e6);
  picture.views.append(
    viewButton("⌂", "Look at the theater", home),
    viewButton("+", "Nearer", () => map.zoom(1.5)),
    viewButton("−", "Farther", () => map.zoom(1 / 1.5)),
  );
  let shown = "";
  const show = (now_s) => {
    const forces = scene.forces.filter((one) => now_s >= one.from_s && now_s <= one.to_s);
    const trails = untilNow(scene.trails, now_s);
    const what = JSON.stringify([forces.map((one) => one.id), trails.map(({ id, points }) => [id, points.length])]);
    if (what === shown) return; // nothing moved: the map stays as it is
    shown = what;
    model.setForces(forces);
    model.trails = new Map(trails.map((trail) => [trail.id, trail]));
    map.draw();
  };
  show(0);
  home();
  return { kind: "map", show, end: () => map.end() };
}
