// The globe: CesiumJS with the offline Earth of the run's globe page, drawn from the model.

import { bareGlobe } from "./bare.js";
import { circle, untangled } from "./model.js";
import { signOf } from "./signs.js";

const MARKED = "#f0e442";

/** @param {import("../globe.js").Earth} earth */
export async function makeGlobe(earth) {
  const { Cesium, widget, names } = await bareGlobe(earth.canvas, earth.outlines);
  return new Globe(earth, widget, Cesium, names);
}

/** The picture as a globe. */
class Globe {
  kind = "globe";

  constructor(earth, widget, Cesium, names) {
    Object.assign(this, { earth, widget, Cesium, countryNames: names });
    const { scene } = widget;
    this.lines = scene.primitives.add(new Cesium.PolylineCollection());
    this.signs = scene.primitives.add(new Cesium.BillboardCollection({ scene }));
    this.labels = scene.primitives.add(new Cesium.LabelCollection({ scene }));
    widget.camera.moveEnd.addEventListener(() => this.#untangle());
    const { LEFT_CLICK, LEFT_DOUBLE_CLICK } = Cesium.ScreenSpaceEventType;
    widget.screenSpaceEventHandler.removeInputAction(LEFT_DOUBLE_CLICK);
    widget.screenSpaceEventHandler.setInputAction(({ position }) => {
      const found = scene.pick(position)?.id;
      earth.choose(typeof found === "string" ? found : null);
    }, LEFT_CLICK);
  }

  draw() {
    this.lines.removeAll();
    this.signs.removeAll();
    this.labels.removeAll();
    const { model, shows } = this.earth;
    this.countryNames.show = shows.names;
    if (shows.trails) for (const trail of model.trails.values()) this.#trail(trail);
    for (const force of model.placed()) this.#cover(force);
    for (const group of model.groups()) this.#stand(group);
    this.widget.scene.requestRender();
    requestAnimationFrame(() => this.#untangle());
  }

  /** Bring places into view. @param {Array<{lat_deg, lon_deg}>} places @param {number} least_m least radius */
  look(places, least_m) {
    const { BoundingSphere, Cartesian3, HeadingPitchRange, Math: Degrees } = this.Cesium;
    const sphere = BoundingSphere.fromPoints(
      places.map(({ lon_deg, lat_deg }) => Cartesian3.fromDegrees(lon_deg, lat_deg)),
    );
    sphere.radius = Math.max(1.15 * sphere.radius, least_m);
    // Distance 0: as far off as it takes to see all of it.
    this.widget.camera.flyToBoundingSphere(sphere, {
      duration: 0,
      offset: new HeadingPitchRange(0, Degrees.toRadians(-85), 0),
    });
    this.widget.scene.requestRender();
  }

  zoom(factor) {
    const { camera, scene } = this.widget;
    const { height } = camera.positionCartographic;
    if (factor > 1) camera.zoomIn(height * (1 - 1 / factor));
    else camera.zoomOut(height * (1 / factor - 1));
    scene.requestRender();
  }

  end() {
    this.widget.destroy();
  }

  #cover(force) {
    const { shows, chosen } = this.earth;
    const marked = chosen === force.id;
    const alpha = (plain) => (marked ? 0.95 : plain);
    if (shows.coverage && force.coverage)
      this.#outline(force.id, force.coverage, marked ? MARKED : "#ffffff", alpha(0.4), false);
    if (shows.reach && force.reach_km)
      this.#outline(force.id, circle(force, force.reach_km), marked ? MARKED : "#2bd4a1", alpha(0.6), true);
  }

  /** What stands at one place, side by side. */
  #stand(group) {
    const { shows, chosen } = this.earth;
    const { Cartesian2, Cartesian3 } = this.Cesium;
    const position = Cartesian3.fromDegrees(group[0].lon_deg, group[0].lat_deg, 0);
    const marked = group.some((force) => force.id === chosen);
    group.forEach((force, i) => {
      const pixelOffset = new Cartesian2((i - (group.length - 1) / 2) * 27, 0);
      this.signs.add({ id: force.id, position, image: force.symbol, width: 27, height: 27, pixelOffset });
    });
    if (!shows.names && !marked) return;
    const names = marked ? group.filter((force) => force.id === chosen) : group;
    this.#label(
      group[0].id,
      names.map((force) => force.name).join("\n"),
      position,
      marked ? MARKED : "#dfe7ee",
      14 * group.length + 3,
    );
  }

  #trail(trail) {
    const { chosen, model, shows } = this.earth;
    const { Cartesian3, Color, Material } = this.Cesium;
    const { color, sign } = model.look(trail);
    const positions = trail.points.map(([, lat, lon, up]) => Cartesian3.fromDegrees(lon, lat, up));
    const marked = chosen === trail.id;
    if (positions.length > 1) {
      const material = Material.fromType("Color", { color: Color.fromCssColorString(marked ? MARKED : color) });
      this.lines.add({
        id: trail.id,
        positions,
        width: trail.over ? 1.5 : trail.kind === "interceptor" ? 2 : 3,
        material,
      });
    }
    const position = positions.at(-1);
    this.signs.add({ id: trail.id, position, image: signOf(sign, color, trail.over), width: 22, height: 22 });
    if (marked || (shows.names && !trail.over))
      this.#label(trail.id, trail.id, position, marked ? MARKED : color);
  }

  #outline(id, points, css, alpha, dashed) {
    const { Cartesian3, Color, Material } = this.Cesium;
    const color = Color.fromCssColorString(css).withAlpha(alpha);
    const material = Material.fromType(
      dashed ? "PolylineDash" : "Color",
      dashed ? { color, dashLength: 10 } : { color },
    );
    this.lines.add({ id, positions: Cartesian3.fromDegreesArray(points.flat()), width: 1.5, material });
  }

  #label(id, text, position, css, right = 15) {
    const { Cartesian2, Color, HorizontalOrigin, LabelStyle, VerticalOrigin } = this.Cesium;
    this.labels.add({
      id,
      text,
      position,
      font: "13px sans-serif",
      fillColor: Color.fromCssColorString(css),
      outlineColor: Color.fromCssColorString("#0b1015"),
      outlineWidth: 4,
      style: LabelStyle.FILL_AND_OUTLINE,
      pixelOffset: new Cartesian2(right, 0),
      horizontalOrigin: HorizontalOrigin.LEFT,
      verticalOrigin: VerticalOrigin.CENTER,
    });
  }

  /** Hide labels that would lie on others, as the camera stands now; the chosen one and what flies come first. */
  #untangle() {
    const { scene } = this.widget;
    if (this.widget.isDestroyed()) return;
    const { chosen, model } = this.earth;
    const rank = (label) => (label.id === chosen ? 0 : model.trails.has(label.id) ? 1 : 2);
    const labels = Array.from({ length: this.labels.length }, (_, i) => this.labels.get(i)).sort(
      (one, other) => rank(one) - rank(other),
    );
    const seen = labels
      .map((label) => [label, scene.cartesianToCanvasCoordinates(label.position)])
      .filter(([, at]) => at);
    const free = untangled(
      seen.map(([label, at]) => {
        const lines = label.text.split("\n");
        const width = 7 * Math.max(...lines.map((line) => line.length));
        return { x: at.x + label.pixelOffset.x + width / 2, y: at.y, width, height: 16 * lines.length };
      }),
    );
    seen.forEach(([label], i) => (label.show = free[i]));
    scene.requestRender();
  }
}
