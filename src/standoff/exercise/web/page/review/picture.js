// The picture of the world at the playhead: a globe by CesiumJS, or a flat map where WebGL is missing or not wanted.
// The scene is fetched once the time line stands.

import { get } from "../api.js";
import { h, write } from "../dom.js";
import { hasWebGL } from "../globe.js";

const KIND_KEY = "standoff.earth";
const SLOW_MS = 40;

/** The panel with the picture. */
export class Picture {
  #packets = null;
  #queued = false;
  #rest = 0;
  #painting = Promise.resolve();

  constructor(review) {
    this.review = review;
    this.canvas = h("div", { class: "canvas" });
    this.message = h("p", { class: "over message", role: "status" }, "The scene is being fetched…");
    this.views = h("div", { id: "views", class: "over views", role: "group", "aria-label": "Look around" });
    this.layers = h("div", { id: "layers", class: "inside", role: "group", "aria-label": "Layers" });
    this.layersBox = h("details", { class: "over choices" }, h("summary", {}, "Layers"), this.layers);
    this.change = h("button", { type: "button", id: "change-earth", on: { click: () => this.#other() } });
    this.credit = h("span", { class: "credit" });
    this.node = h(
      "div",
      { class: "earth review-earth" },
      this.canvas,
      this.views,
      this.layersBox,
      this.message,
      this.credit,
    );
    review.playhead.on(() => this.#follow());
  }

  /** Fetch the scene and draw it. */
  async begin() {
    try {
      this.#packets = (await get("/review/scene.czml")).filter(isDrawn);
      await this.#paint(kept() ?? (hasWebGL() ? "globe" : "map"));
    } catch (error) {
      this.#say(`The scene cannot be shown: ${error.message ?? error}`);
    }
    this.node.dataset.ready = "true";
  }

  /** Show the moment of the playhead; where drawing takes long, less often, so that the time line moves smoothly. */
  #follow() {
    if (this.#queued) return;
    this.#queued = true;
    setTimeout(() => {
      requestAnimationFrame((begun) => {
        this.#queued = false;
        this.view?.show(this.review.playhead.now);
        requestAnimationFrame((next) => (this.#rest = next - begun > SLOW_MS ? next - begun : 0));
      });
    }, this.#rest);
  }

  #other() {
    const kind = this.view?.kind === "globe" ? "map" : "globe";
    localStorage.setItem(KIND_KEY, kind);
    this.#painting = this.#painting.then(() => this.#paint(kind));
  }

  async #paint(kind) {
    this.view?.end();
    this.view = null;
    for (const place of [this.canvas, this.views, this.layers]) place.replaceChildren();
    this.#say("");
    if (kind === "globe") {
      try {
        const { makeGlobe } = await import("./globe-view.js");
        this.view = await makeGlobe(this, this.#packets, this.review);
      } catch (error) {
        this.canvas.replaceChildren();
        this.views.replaceChildren();
        this.layers.replaceChildren();
        this.#say(`The globe cannot be drawn here (${error.message ?? error}), so this is a flat map.`);
      }
    }
    if (!this.view) {
      const { makeMap } = await import("./map-view.js");
      this.view = await makeMap(this, this.#packets, this.review);
    }
    this.layersBox.hidden = !this.layers.childElementCount;
    const onGlobe = this.view.kind === "globe";
    write(this.change, onGlobe ? "Flat map" : "Globe");
    write(this.credit, onGlobe ? "CesiumJS · Natural Earth" : "Natural Earth");
    this.views.append(this.change);
    this.view.show(this.review.playhead.now);
  }

  #say(text) {
    write(this.message, text);
    this.message.hidden = !text;
  }
}

/** Events without a mark have nothing on the picture. */
function isDrawn(packet) {
  return !packet.id.startsWith("event/") || packet.billboard || packet.point;
}

const kept = () => {
  const kind = localStorage.getItem(KIND_KEY);
  return kind === "map" || (kind === "globe" && hasWebGL()) ? kind : null;
};

/** A button of the picture. */
export function viewButton(text, title, work) {
  return h("button", { type: "button", title, "aria-label": title, on: { click: work } }, text);
}
