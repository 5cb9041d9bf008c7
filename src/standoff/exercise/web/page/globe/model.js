// What there is to see on the Earth: forces, and trails of what flies. The same for globe and map.

import { middleOf } from "/globe/outlines.js";

const KINDS = {
  "own-missile": { title: "own missile", color: "#56b4e9", sign: "triangle" },
  missile: { title: "track", color: "#e69f00", sign: "diamond" },
  interceptor: { title: "interceptor", color: "#2bd4a1", sign: "dot" },
};
const OVER = "#9aa5ae";
const FAR_DEG = 30;
// As far as a missile is followed; farther, a picture of the theater would be one of the whole Earth.
const FAR_FLYING_DEG = 60;
const TOGETHER_DEG = 0.05;

/** The model of a picture. */
export class Model {
  constructor(names) {
    this.names = names;
    this.forces = new Map();
    this.trails = new Map();
    this.countries = null;
  }

  setForces(forces) {
    this.forces = new Map(forces.map((one) => [one.id, one]));
    this.names.learn(forces);
  }

  /** Whether anything was new. */
  addTrails(trails) {
    let fresh = false;
    for (const { id, kind, points, over } of trails) {
      const trail = this.trails.get(id) ?? { id, kind, points: [], over: false };
      this.trails.set(id, trail);
      const last = trail.points.at(-1)?.[0] ?? -Infinity;
      const more = points.filter((point) => point[0] > last);
      fresh ||= more.length > 0 || over !== trail.over;
      trail.points.push(...more);
      trail.over = over;
    }
    return fresh;
  }

  find(id) {
    return this.forces.get(id) ?? this.trails.get(id);
  }

  /** Forces that stand somewhere. */
  placed() {
    return [...this.forces.values()].filter((one) => one.lat_deg !== null);
  }

  /** The same by place: what stands together is drawn side by side, with one label. @returns {object[][]} */
  groups() {
    const groups = [];
    for (const force of this.placed()) {
      const near = (other) => Math.hypot(other.lat_deg - force.lat_deg, other.lon_deg - force.lon_deg) < TOGETHER_DEG;
      const group = groups.find(([first]) => near(first));
      if (group) group.push(force);
      else groups.push([force]);
    }
    return groups;
  }

  /** {lat_deg, lon_deg} of a thing; null if it is nowhere on the ground. */
  placeOf(id) {
    const force = this.forces.get(id);
    if (force) return force.lat_deg === null ? null : { lat_deg: force.lat_deg, lon_deg: force.lon_deg };
    const [, lat_deg, lon_deg] = this.trails.get(id)?.points.at(-1) ?? [];
    return lat_deg === undefined ? null : { lat_deg, lon_deg };
  }

  /** How a trail looks. */
  look(trail) {
    const kind = KINDS[trail.kind] ?? KINDS.missile;
    return { ...kind, color: trail.over ? OVER : kind.color };
  }

  /** Places to look at: forces and the own country without what lies far from most of them, and what flies. */
  theater(outlines, actor, far_deg = FAR_DEG) {
    const countries = (this.countries ??= middlesOf(outlines));
    const own = countries.get(actor) ?? countries.get(`${actor} of America`);
    const places = this.placed().map(({ lat_deg, lon_deg }) => ({ lat_deg, lon_deg }));
    if (places.length < 2 && own) places.push({ lat_deg: own.lat, lon_deg: own.lon });
    if (places.length === 0) places.push({ lat_deg: 37, lon_deg: 130 });
    const middle = {
      lat_deg: median(places.map((one) => one.lat_deg)),
      lon_deg: median(places.map((one) => one.lon_deg)),
    };
    const near = (one, deg) => Math.hypot(one.lat_deg - middle.lat_deg, one.lon_deg - middle.lon_deg) < deg;
    const flying = this.flying().map(([, lat_deg, lon_deg]) => ({
      lat_deg,
      lon_deg: middle.lon_deg + turned(lon_deg - middle.lon_deg),
    }));
    return [...places.filter((one) => near(one, far_deg)), ...flying.filter((one) => near(one, FAR_FLYING_DEG))];
  }

  /** Both ends of the trails of what flies now. @returns {number[][]} points of the trails */
  flying() {
    const trails = [...this.trails.values()].filter((one) => !one.over && one.points.length);
    return trails.flatMap(({ points }) => [points[0], points.at(-1)]);
  }
}

/** Country -> the middle of its largest piece. */
function middlesOf(outlines) {
  const countries = new Map();
  for (const piece of outlines.land) {
    const middle = middleOf(piece.rings[0]);
    if (middle.area > (countries.get(piece.name)?.area ?? 0)) countries.set(piece.name, middle);
  }
  return countries;
}

/** An angle from −180° to 180°. */
const turned = (deg) => ((((deg + 180) % 360) + 360) % 360) - 180;

function median(values) {
  return values.slice().sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

/** Which labels to show so that none lies on another: the first win. @param {Array<{x, y, width, height}>} boxes */
export function untangled(boxes) {
  const kept = [];
  return boxes.map((box) => {
    const free = !kept.some(
      (one) =>
        Math.abs(one.x - box.x) < (one.width + box.width) / 2 &&
        Math.abs(one.y - box.y) < (one.height + box.height) / 2,
    );
    if (free) kept.push(box);
    return free;
  });
}

/** Points of a circle on the ground: [lon, lat] every 5 degrees. */
export function circle({ lat_deg, lon_deg }, radius_km) {
  const far = radius_km / 6371;
  const lat = rad(lat_deg);
  const points = [];
  for (let azimuth = 0; azimuth <= 360; azimuth += 5) {
    const turn = rad(azimuth);
    const there = Math.asin(Math.sin(lat) * Math.cos(far) + Math.cos(lat) * Math.sin(far) * Math.cos(turn));
    const east = Math.atan2(
      Math.sin(turn) * Math.sin(far) * Math.cos(lat),
      Math.cos(far) - Math.sin(lat) * Math.sin(there),
    );
    points.push([lon_deg + deg(east), deg(there)]);
  }
  return points;
}

const rad = (degrees) => (degrees * Math.PI) / 180;
const deg = (radians) => (radians * 180) / Math.PI;
