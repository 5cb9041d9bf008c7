// The bare globe: CesiumJS with the painted Earth, without a sky, a terrain or anything from another host.

import { PaintedEarth } from "./earth.js";
import { OCEAN } from "./ground-colors.js";

/**
 * @param {HTMLElement} place
 * @param {{land: object[], lines: object[]}} outlines
 * @param {object} options of `Cesium.CesiumWidget`, beside those of every globe
 * @returns {Cesium.CesiumWidget}
 */
export function makeWidget(place, outlines, options = {}) {
  Cesium.Ion.defaultAccessToken = "";
  // The workers that CesiumJS carries inside itself are blobs that import blobs, which the security policy forbids; the
  // same workers lie beside it as files, and it takes those when the others are gone.
  delete globalThis.CESIUM_WORKERS;
  const widget = new Cesium.CesiumWidget(place, {
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
    ...options,
  });
  const { scene } = widget;
  scene.backgroundColor = Cesium.Color.fromCssColorString("#080c10");
  scene.globe.baseColor = Cesium.Color.fromCssColorString(OCEAN);
  scene.globe.showGroundAtmosphere = false;
  scene.globe.enableLighting = false;
  scene.fog.enabled = false;
  return widget;
}
