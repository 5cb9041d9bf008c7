// The picture as a globe: the scene of the record in CesiumJS, with the Earth, layers and viewpoints of the run's page.

import { bareGlobe } from "../globe/bare.js";
import { untangled } from "../globe/model.js";
import { decode } from "/globe/outlines.js";

/**
 * @param {import("./picture.js").Picture} picture
 * @param {object[]} packets CZML
 * @returns {Promise<{kind: string, show: (now_s: number) => void, end: () => void}>}
 */
export async function makeGlobe(picture, packets, review) {
  const outlines = decode(await (await fetch("/borders.json")).json());
  const { Cesium, widget, names } = await bareGlobe(picture.canvas, outlines);
  const [{ addLayers }, { Viewpoints }] = await Promise.all([
    import("/globe/layers.js"),
    import("/globe/viewpoints.js"),
  ]);
  const source = await Cesium.CzmlDataSource.load(packets);
  await widget.dataSources.add(source);
  setClock(widget.clock, source.clock);
  const render = () => widget.scene.requestRender();
  addLayers(source, names, render);
  keepApart(Cesium, widget, source, picture.layers);
  const viewpoints = new Viewpoints(widget, source);
  viewpoints.go("Overview", 0);
  const startex = Cesium.JulianDate.fromDate(new Date(review.app.calendar.start_ms));
  return {
    kind: "globe",
    widget,
    show(now_s) {
      widget.clock.currentTime = Cesium.JulianDate.addSeconds(startex, now_s, new Cesium.JulianDate());
      render();
    },
    end: () => widget.destroy(),
  };
}

/** Hide names that would lie on others, as the camera stands; none while their layer is off. */
function keepApart(Cesium, widget, source, layers) {
  const labeled = source.entities.values.filter((entity) => entity.label && !entity.path);
  const box = [...layers.querySelectorAll("label")].find((one) => one.textContent.includes("names"))?.firstElementChild;
  const now = Cesium.JulianDate.now();
  const work = () => {
    if (widget.isDestroyed() || box?.checked === false) return;
    const seen = labeled
      .map((entity) => [entity, entity.position?.getValue(now)])
      .map(([entity, place]) => [entity, place && widget.scene.cartesianToCanvasCoordinates(place)])
      .filter(([, at]) => at);
    const free = untangled(
      seen.map(([{ label }, at]) => ({ x: at.x, y: at.y, width: 6.5 * label.text.getValue(now).length, height: 16 })),
    );
    seen.forEach(([{ label }], i) => (label.show = free[i]));
    widget.scene.requestRender();
  };
  widget.camera.moveEnd.addEventListener(work);
  box?.addEventListener("change", work);
}

function setClock(clock, wanted) {
  clock.startTime = wanted.startTime.clone();
  clock.stopTime = wanted.stopTime.clone();
  clock.clockRange = wanted.clockRange;
  clock.shouldAnimate = false; // the playhead leads
}
