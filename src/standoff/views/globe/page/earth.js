// The Earth: ocean, land, coasts and borders, painted tile by tile from the outlines that the server holds.
//
// A tile is a canvas, so the picture stays sharp at any zoom and nothing has to be fetched but one file.

import { COAST, BORDER, GRATICULE, LAND, OCEAN } from "./ground-colors.js";
import { middleOf } from "./outlines.js";

const { Cartesian3, Credit, DistanceDisplayCondition, Event, GeographicTilingScheme, LabelCollection, LabelStyle, Color } = Cesium;

const TILE = 512;
const DEEPEST = 6;

export { decode } from "./outlines.js";

/** What CesiumJS asks for when it wants pictures of the ground. */
export class PaintedEarth {
  constructor(outlines) {
    this.outlines = outlines;
    this.tilingScheme = new GeographicTilingScheme();
    this.rectangle = this.tilingScheme.rectangle;
    this.tileWidth = TILE;
    this.tileHeight = TILE;
    this.minimumLevel = 0;
    this.maximumLevel = DEEPEST;
    this.errorEvent = new Event();
    this.credit = new Credit("Natural Earth");
    this.hasAlphaChannel = false;
    this.proxy = undefined;
    this.tileDiscardPolicy = undefined;
  }

  getTileCredits() {
    return [];
  }

  pickFeatures() {
    return undefined;
  }

  requestImage(x, y, level) {
    const size = 180 / 2 ** level;
    const west = -180 + x * size;
    const north = 90 - y * size;
    return Promise.resolve(this.paint({ west, north, east: west + size, south: north - size }));
  }

  paint(tile) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = TILE;
    const pen = canvas.getContext("2d");
    const perDegree = TILE / (tile.east - tile.west);
    const place = (lon, lat) => [(lon - tile.west) * perDegree, (tile.north - lat) * perDegree];
    pen.fillStyle = OCEAN;
    pen.fillRect(0, 0, TILE, TILE);
    this.graticule(pen, tile, place);
    pen.lineJoin = "round";
    for (const turn of [-360, 0, 360]) {
      pen.fillStyle = LAND;
      for (const piece of this.outlines.land) {
        if (!touch(piece.box, tile, turn)) continue;
        pen.beginPath();
        for (const ring of piece.rings) trace(pen, ring, turn, place);
        pen.fill("evenodd");
      }
      for (const line of this.outlines.lines) {
        if (!touch(line.box, tile, turn)) continue;
        pen.strokeStyle = line.coast ? COAST : BORDER;
        pen.lineWidth = line.coast ? 1.1 : 1.3;
        pen.beginPath();
        trace(pen, line.points, turn, place);
        pen.stroke();
      }
    }
    return canvas;
  }

  graticule(pen, tile, place) {
    pen.strokeStyle = GRATICULE;
    pen.lineWidth = 1;
    pen.beginPath();
    for (let lon = Math.ceil(tile.west / 10) * 10; lon <= tile.east; lon += 10) {
      pen.moveTo(...place(lon, tile.north));
      pen.lineTo(...place(lon, tile.south));
    }
    for (let lat = Math.ceil(tile.south / 10) * 10; lat <= tile.north; lat += 10) {
      pen.moveTo(...place(tile.west, lat));
      pen.lineTo(...place(tile.east, lat));
    }
    pen.stroke();
  }
}

function touch(box, tile, turn) {
  return box.east + turn >= tile.west && box.west + turn <= tile.east && box.north >= tile.south && box.south <= tile.north;
}

/** Draw a line, leaving out points that fall within half a pixel of the one before. */
function trace(pen, points, turn, place) {
  let [lastX, lastY] = place(points[0] + turn, points[1]);
  pen.moveTo(lastX, lastY);
  const end = points.length - 2;
  for (let i = 2; i <= end; i += 2) {
    const [x, y] = place(points[i] + turn, points[i + 1]);
    if (i < end && Math.abs(x - lastX) < 0.5 && Math.abs(y - lastY) < 0.5) continue;
    pen.lineTo(x, y);
    lastX = x;
    lastY = y;
  }
}

/** Names of countries at the middle of their largest piece; small countries appear when one comes near. */
export function countryNames(outlines, scene) {
  const largest = new Map();
  for (const piece of outlines.land) {
    const middle = middleOf(piece.rings[0]);
    if (middle.area > (largest.get(piece.name)?.area ?? 0)) largest.set(piece.name, middle);
  }
  const names = new LabelCollection({ scene });
  for (const [text, { lon, lat, area }] of largest) {
    if (text === "Antarctica") continue;
    names.add({
      text,
      position: Cartesian3.fromDegrees(lon, lat),
      font: "12px sans-serif",
      fillColor: Color.fromCssColorString("#93a5b4"),
      outlineColor: Color.fromCssColorString(LAND),
      outlineWidth: 3,
      style: LabelStyle.FILL_AND_OUTLINE,
      horizontalOrigin: 0,
      distanceDisplayCondition: new DistanceDisplayCondition(0, 2e6 * Math.sqrt(area)),
    });
  }
  return scene.primitives.add(names);
}
