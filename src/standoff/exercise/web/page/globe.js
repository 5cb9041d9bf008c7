// The Earth of a page: own forces with what they cover, and what flies. A globe by CesiumJS; a flat map where WebGL is
// missing or where the reader wants one. Both show the same model.

import { h, replace } from "./dom.js";
import { makeControls } from "./globe/controls.js";
import { Model } from "./globe/model.js";
import { decode } from "/globe/outlines.js";

const KIND_KEY = "standoff.earth";
// CesiumJS takes a new size over with its next frame.
const SETTLE_MS = 120;

/**
 * Put the Earth into an element.
 * @param {HTMLElement} place
 * @param {{calendar: import("./format.js").Calendar, names: import("./names.js").Names, actor?: string, far_deg?: number}}
 *   about `actor`: whose country is looked at first; `far_deg`: what lies farther from the middle is not looked at
 * @returns {Promise<Earth>}
 */
export async function makeEarth(place, about) {
  const earth = new Earth(place, about);
  await earth.begin();
  return earth;
}

/** What there is to see, and the picture of it. */
export class Earth {
  constructor(place, about) {
    this.about = about;
    this.model = new Model(about.names);
    this.canvas = h("div", { class: "canvas" });
    this.root = h("div", { class: "earth" }, this.canvas);
    this.chosen = null;
    this.shows = { coverage: true, reach: true, names: true, trails: true };
    replace(place, this.root);
    this.touched = false;
    this.controls = makeControls(this);
    this.root.append(...this.controls.nodes);
  }

  async begin() {
    this.outlines = decode(await (await fetch("/borders.json")).json());
    await this.#paint(kept() ?? (hasWebGL() ? "globe" : "map"));
    this.#keepHome();
  }

  /** Which picture it is: `globe` or `map`. */
  get kind() {
    return this.view?.kind;
  }

  /** Change between globe and flat map; the choice is kept. */
  async change() {
    const kind = this.kind === "map" ? "globe" : "map";
    localStorage.setItem(KIND_KEY, kind);
    await this.#paint(kind);
  }

  /** Own sensors and batteries. @param {object[]} forces of `/api/forces` */
  setForces(forces) {
    this.model.setForces(forces);
    this.#changed();
  }

  /** Trails, or what goes on from them. @param {object[]} trails of `/api/trails` or the open line */
  addTrails(trails) {
    if (!this.model.addTrails(trails)) return;
    if (this.view && !this.touched && this.#leaving()) this.home();
    this.#changed();
  }

  /** Show details of a thing; null for none. @param {string | null} id @param {boolean} [go] bring it into view */
  choose(id, go = false) {
    this.chosen = this.model.find(id) ? id : null;
    this.#changed();
    const at = go && this.chosen && this.model.placeOf(this.chosen);
    if (!at) return;
    this.touched = true;
    this.view?.look([at], 900e3);
  }

  /** Look at the theater, and at what flies. Until somebody looks elsewhere, the picture follows missiles. */
  home() {
    if (!this.view) return;
    this.looked = this.#theater();
    this.view.look(this.looked, 1.2e6);
  }

  zoom(factor) {
    this.touched = true;
    this.view?.zoom(factor);
  }

  /** Show or hide a layer. @param {"coverage" | "reach" | "names" | "trails"} layer */
  show(layer, on) {
    this.shows[layer] = on;
    this.#changed();
  }

  #theater() {
    return this.model.theater(this.outlines, this.about.actor, this.about.far_deg);
  }

  /** Until somebody looks elsewhere, a picture of another size shows the theater again. */
  #keepHome() {
    for (const kind of ["pointerdown", "wheel"]) {
      this.canvas.addEventListener(kind, () => (this.touched = true), { capture: true, passive: true });
    }
    new ResizeObserver(() => this.touched || setTimeout(() => this.home(), SETTLE_MS)).observe(this.root);
  }

  /** Whether a missile is beyond what the picture was made for. */
  #leaving() {
    const lats = this.looked.map((one) => one.lat_deg);
    const lons = this.looked.map((one) => one.lon_deg);
    const outside = (x, among) => x < Math.min(...among) || x > Math.max(...among);
    return this.#theater().some(({ lat_deg, lon_deg }) => outside(lat_deg, lats) || outside(lon_deg, lons));
  }

  #changed() {
    this.view?.draw();
    this.controls.update();
  }

  async #paint(kind) {
    this.view?.end();
    this.view = null;
    this.canvas.replaceChildren();
    if (kind === "globe") {
      try {
        const { makeGlobe } = await import("./globe/scene.js");
        this.view = await makeGlobe(this);
      } catch (error) {
        this.controls.say(`The globe cannot be drawn here (${error.message ?? error}), so this is a flat map.`);
        this.canvas.replaceChildren();
      }
    }
    if (this.view === null) {
      const { FlatMap } = await import("./globe/map.js");
      this.view = new FlatMap(this);
    }
    this.home();
    this.#changed();
  }
}

const kept = () => {
  const kind = localStorage.getItem(KIND_KEY);
  return kind === "map" || (kind === "globe" && hasWebGL()) ? kind : null;
};

/** Whether this browser can draw a globe at all. */
export function hasWebGL() {
  try {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
    context?.getExtension("WEBGL_lose_context")?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}
