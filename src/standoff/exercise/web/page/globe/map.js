// The flat map, for browsers without WebGL and for readers who like it better: the same model on a plain canvas.

import { circle, untangled } from "./model.js";
import { signOf } from "./signs.js";
import { BORDER, COAST, LAND, OCEAN } from "/globe/ground-colors.js";

const MARKED = "#f0e442";
const FONT = "12px sans-serif";
const LINE = 14;
const M_PER_DEG = 111_320;

/** The picture as a map: true to scale east-west at its middle. */
export class FlatMap {
  kind = "map";
  #images = new Map();
  #queued = false;
  #spots = [];
  #texts = [];
  #ground = { seen: "", canvas: document.createElement("canvas") };

  /** @param {import("../globe.js").Earth} earth */
  constructor(earth) {
    this.earth = earth;
    this.middle = { lat_deg: 36, lon_deg: 131 };
    this.perDegree = 30;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    earth.canvas.replaceChildren(this.canvas);
    this.watch = new ResizeObserver(() => this.draw());
    this.watch.observe(earth.canvas);
    this.#hands();
  }

  /** Paint with the next frame. */
  draw() {
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      this.#paint();
    });
  }

  look(places, least_m) {
    const lats = places.map((one) => one.lat_deg);
    const lons = places.map((one) => one.lon_deg);
    const mid = (values) => (Math.min(...values) + Math.max(...values)) / 2;
    this.middle = { lat_deg: mid(lats), lon_deg: mid(lons) };
    const high = Math.max(Math.max(...lats) - Math.min(...lats), (2 * least_m) / M_PER_DEG) * 1.15;
    const wide = Math.max(Math.max(...lons) - Math.min(...lons), 1) * 1.15 * this.#narrow;
    const { clientWidth, clientHeight } = this.earth.canvas;
    this.perDegree = Math.min((clientHeight || 300) / high, (clientWidth || 400) / wide);
    this.draw();
  }

  zoom(factor) {
    this.perDegree = Math.min(Math.max(this.perDegree * factor, 2), 2000);
    this.draw();
  }

  end() {
    this.watch.disconnect();
  }

  get #narrow() {
    return Math.cos((this.middle.lat_deg * Math.PI) / 180);
  }

  #at(lon, lat) {
    const east = ((((lon - this.middle.lon_deg + 180) % 360) + 360) % 360) - 180;
    return this.#near(this.middle.lon_deg + east, lat);
  }

  /** Without turning around the world: for lines that run on. */
  #near(lon, lat) {
    return [
      this.width / 2 + (lon - this.middle.lon_deg) * this.perDegree * this.#narrow,
      this.height / 2 - (lat - this.middle.lat_deg) * this.perDegree,
    ];
  }

  #paint() {
    const { clientWidth, clientHeight } = this.earth.canvas;
    if (!clientWidth || !clientHeight) return;
    const sharp = Math.min(devicePixelRatio || 1, 2);
    Object.assign(this, { width: clientWidth, height: clientHeight });
    this.canvas.width = clientWidth * sharp;
    this.canvas.height = clientHeight * sharp;
    const pen = this.canvas.getContext("2d");
    pen.drawImage(this.#groundAt(sharp), 0, 0);
    pen.scale(sharp, sharp);
    this.#spots = [];
    this.#texts = [];
    for (const force of this.earth.model.placed()) this.#cover(pen, force);
    for (const group of this.earth.model.groups()) this.#stand(pen, group);
    if (this.earth.shows.trails) for (const trail of this.earth.model.trails.values()) this.#trail(pen, trail);
    const free = untangled(this.#texts);
    this.#texts.forEach((text, i) => free[i] && this.#write(pen, text));
  }

  /** The ground alone, painted anew only where another part of it is looked at: what moves on it moves often. */
  #groundAt(sharp) {
    const { width, height, middle, perDegree } = this;
    const { canvas, seen } = this.#ground;
    const wanted = [width, height, sharp, middle.lat_deg, middle.lon_deg, perDegree].join();
    if (wanted !== seen) {
      this.#ground.seen = wanted;
      canvas.width = width * sharp;
      canvas.height = height * sharp;
      const pen = canvas.getContext("2d");
      pen.scale(sharp, sharp);
      this.#paintGround(pen);
    }
    return canvas;
  }

  #paintGround(pen) {
    const { land, lines } = this.earth.outlines;
    pen.fillStyle = OCEAN;
    pen.fillRect(0, 0, this.width, this.height);
    for (const turn of [-360, 0, 360]) {
      pen.fillStyle = LAND;
      for (const piece of land) {
        if (!this.#sees(piece.box, turn)) continue;
        pen.beginPath();
        for (const ring of piece.rings) this.#trace(pen, ring, turn);
        pen.fill("evenodd");
      }
      for (const line of lines) {
        if (!this.#sees(line.box, turn)) continue;
        pen.beginPath();
        pen.strokeStyle = line.coast ? COAST : BORDER;
        this.#trace(pen, line.points, turn);
        pen.stroke();
      }
    }
  }

  #sees(box, turn) {
    const [left, top] = this.#near(box.west + turn, box.north);
    const [right, bottom] = this.#near(box.east + turn, box.south);
    return right > 0 && left < this.width && bottom > 0 && top < this.height;
  }

  #trace(pen, points, turn) {
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = this.#near(points[i] + turn, points[i + 1]);
      if (i) pen.lineTo(x, y);
      else pen.moveTo(x, y);
    }
  }

  #cover(pen, force) {
    const { shows, chosen } = this.earth;
    const marked = chosen === force.id;
    if (shows.coverage && force.coverage) this.#outline(pen, force.coverage, marked ? MARKED : "#ffffff66", []);
    if (shows.reach && force.reach_km)
      this.#outline(pen, circle(force, force.reach_km), marked ? MARKED : "#2bd4a1aa", [5, 4]);
  }

  /** What stands at one place, side by side. */
  #stand(pen, group) {
    const { shows, chosen } = this.earth;
    const [x, y] = this.#at(group[0].lon_deg, group[0].lat_deg);
    const marked = group.some((force) => force.id === chosen);
    group.forEach((force, i) => {
      const left = x + (i - (group.length - 1) / 2) * 26;
      const image = this.#image(force.symbol);
      if (image.complete && image.naturalWidth) pen.drawImage(image, left - 13, y - 13, 26, 26);
      this.#spots.push([left, y, force.id]);
    });
    if (!shows.names && !marked) return;
    const names = marked ? group.filter((force) => force.id === chosen) : group;
    this.#label(
      pen,
      names.map((force) => force.name),
      x + 13 * group.length + 3,
      y,
      marked ? MARKED : "#dfe7ee",
      marked,
    );
  }

  #trail(pen, trail) {
    const { model, chosen, shows } = this.earth;
    const { color, sign } = model.look(trail);
    const marked = chosen === trail.id;
    pen.strokeStyle = marked ? MARKED : color;
    pen.lineWidth = trail.over ? 1.2 : trail.kind === "interceptor" ? 1.6 : 2.4;
    pen.beginPath();
    trail.points.forEach(([, lat, lon], i) =>
      i ? pen.lineTo(...this.#at(lon, lat)) : pen.moveTo(...this.#at(lon, lat)),
    );
    pen.stroke();
    pen.lineWidth = 1;
    const [, lat, lon] = trail.points.at(-1);
    const [x, y] = this.#at(lon, lat);
    pen.drawImage(signOf(sign, color, trail.over), x - 11, y - 11, 22, 22);
    this.#spots.push([x, y, trail.id]);
    if (marked || (shows.names && !trail.over))
      this.#label(pen, [trail.id], x + 14, y, marked ? MARKED : color, true);
  }

  #outline(pen, points, color, dash) {
    pen.strokeStyle = color;
    pen.setLineDash(dash);
    pen.beginPath();
    const [first] = this.#at(...points[0]);
    const shift = first - this.#near(...points[0])[0];
    points.forEach(([lon, lat], i) => {
      const [x, y] = this.#near(lon, lat);
      if (i) pen.lineTo(x + shift, y);
      else pen.moveTo(x + shift, y);
    });
    pen.stroke();
    pen.setLineDash([]);
  }

  /** Note a label; those that lie on others are left out in the end. */
  #label(pen, lines, left, y, color, first = false) {
    pen.font = FONT;
    const width = Math.max(...lines.map((line) => pen.measureText(line).width));
    const box = { lines, left, y, color, x: left + width / 2, width, height: LINE * lines.length };
    if (first) this.#texts.unshift(box);
    else this.#texts.push(box);
  }

  #write(pen, { lines, left, y, color }) {
    pen.font = FONT;
    pen.textBaseline = "middle";
    lines.forEach((line, i) => {
      const at = y + (i - (lines.length - 1) / 2) * LINE;
      pen.lineWidth = 3;
      pen.strokeStyle = "#0b1015";
      pen.strokeText(line, left, at);
      pen.fillStyle = color;
      pen.fillText(line, left, at);
    });
    pen.lineWidth = 1;
  }

  #image(uri) {
    if (!this.#images.has(uri)) {
      const image = new Image();
      image.onload = () => this.draw();
      image.src = uri;
      this.#images.set(uri, image);
    }
    return this.#images.get(uri);
  }

  /** Drag to move, wheel to zoom, click to choose. */
  #hands() {
    let from = null;
    this.canvas.addEventListener("pointerdown", (press) => {
      from = { x: press.offsetX, y: press.offsetY, moved: false };
      this.canvas.setPointerCapture(press.pointerId);
    });
    this.canvas.addEventListener("pointermove", (press) => {
      if (!from) return;
      const [dx, dy] = [press.offsetX - from.x, press.offsetY - from.y];
      if (!from.moved && Math.hypot(dx, dy) < 4) return;
      from = { x: press.offsetX, y: press.offsetY, moved: true };
      this.middle.lon_deg -= dx / this.perDegree / this.#narrow;
      this.middle.lat_deg = Math.min(Math.max(this.middle.lat_deg + dy / this.perDegree, -85), 85);
      this.draw();
    });
    this.canvas.addEventListener("pointerup", (press) => {
      if (from && !from.moved) this.earth.choose(this.#spotAt(press.offsetX, press.offsetY));
      from = null;
    });
    this.canvas.addEventListener(
      "wheel",
      (turn) => {
        turn.preventDefault();
        this.zoom(turn.deltaY < 0 ? 1.2 : 1 / 1.2);
      },
      { passive: false },
    );
  }

  #spotAt(x, y) {
    const near = this.#spots
      .map(([sx, sy, id]) => [Math.hypot(x - sx, y - sy), id])
      .sort((one, other) => one[0] - other[0])[0];
    return near && near[0] < 18 ? near[1] : null;
  }
}
