// The picture as a globe: the scene of the record in CesiumJS, with the Earth, layers and viewpoints of the run's page.

import { loadCesium } from "../globe/load.js";
import { untangled } from "../globe/model.js";

/**
 * @param {import("./picture.js").Picture} picture
 * @param {object[]} packets CZML
 * @returns {Promise<{kind: string, show: (now_s: number) => void, end: () => void}>}
 */
export async function makeGlobe(picture, packets, review) {
  const Cesium = await loadCesium();
  const [earth, layers, { Viewpoints }, borders] = await Promise.all([
    import("/globe/earth.js"),
    import("/globe/layers.js"),
    import("/globe/viewpoints.js"),
    fetch("/borders.json").then((answer) => answer.json()),
  ]);
  const outlines = earth.decode(borders);
  const holder = document.createElement("div");
  holder.className = "canvas";
  picture.canvas.replaceChildren(holder);
  const widget = makeWidget(Cesium, holder, outlines, earth);
  const source = await Cesium.CzmlDataSource.load(packets);
  await widget.dataSources.add(source);
  setClock(widget.clock, source.clock);
  const render = () => widget.scene.requestRender();
  const names = earth.countryNames(outlines, widget.scene);
  layers.addLayers(source, names, render);
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

function makeWidget(Cesium, holder, outlines, { OCEAN_COLOR, PaintedEarth }) {
  Cesium.Ion.defaultAccessToken = "";
  const widget = new Cesium.CesiumWidget(holder, {
    baseLayer: new Cesium.ImageryLayer(new PaintedEarth(outlines)),
    terrainProvider: new Cesium.EllipsoidTerrainProvider(),
    skyBox: false,
    skyAtmosphere: false,
    creditContainer: document.createElement("div"),
    requestRenderMode: true,
    maximumRenderTimeChange: Infinity,
    showRenderLoopErrors: false,
    scene3DOnly: true,
    msaaSamples: 2,
  });
  const { scene } = widget;
  scene.backgroundColor = Cesium.Color.fromCssColorString("#080c10");
  scene.globe.baseColor = Cesium.Color.fromCssColorString(OCEAN_COLOR);
  scene.globe.showGroundAtmosphere = false;
  scene.globe.enableLighting = false;
  scene.fog.enabled = false;
  widget.canvas.setAttribute("aria-hidden", "true");
  return widget;
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
