// Outlines of land, coasts and borders, as the server's file holds them. Knows nothing of CesiumJS.

/** Read the outlines: lines {points, coast, box} and pieces of land {name, rings, box}; longitudes run on evenly. */
export function decode(file) {
  const [scaleX, scaleY] = file.scale;
  const [shiftX, shiftY] = file.translate;
  const arcs = [];
  let next = 0;
  for (const length of file.lengths) {
    const points = new Float64Array(2 * length);
    let x = 0, y = 0;
    for (let i = 0; i < length; i++) {
      x += file.steps[next++];
      y += file.steps[next++];
      points[2 * i] = x * scaleX + shiftX;
      points[2 * i + 1] = y * scaleY + shiftY;
    }
    arcs.push(evenly(points));
  }
  const uses = new Uint8Array(arcs.length);
  const land = [];
  for (const country of file.countries) {
    for (const piece of country.polygons) {
      for (const ring of piece) for (const arc of ring) uses[arc < 0 ? ~arc : arc]++;
      const rings = piece.map((ring) => join(ring.map((arc) => (arc < 0 ? backward(arcs[~arc]) : arcs[arc]))));
      land.push({ name: country.name, rings, box: boxOf(rings[0]) });
    }
  }
  const lines = arcs.map((points, i) => ({ points, coast: uses[i] < 2, box: boxOf(points) }));
  return { lines, land };
}

/** Take out the jumps of 360 degrees, so that a line crosses the antimeridian without a stroke around the world. */
function evenly(points) {
  for (let i = 2; i < points.length; i += 2) {
    points[i] -= 360 * Math.round((points[i] - points[i - 2]) / 360);
  }
  return points;
}

function backward(points) {
  const turned = new Float64Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    turned[i] = points[points.length - 2 - i];
    turned[i + 1] = points[points.length - 1 - i];
  }
  return turned;
}

function join(parts) {
  const numbers = [];
  parts.forEach((part, i) => numbers.push(...(i ? part.subarray(2) : part)));
  const ring = evenly(Float64Array.from(numbers));
  const end = ring.length - 2;
  if (Math.abs(ring[end] - ring[0]) < 180) return ring;
  const pole = ring[1] < 0 ? -90 : 90; // it runs around a pole: close it there
  return Float64Array.from([...ring, ring[end], pole, ring[0], pole]);
}

function boxOf(points) {
  let west = Infinity, south = Infinity, east = -Infinity, north = -Infinity;
  for (let i = 0; i < points.length; i += 2) {
    west = Math.min(west, points[i]);
    east = Math.max(east, points[i]);
    south = Math.min(south, points[i + 1]);
    north = Math.max(north, points[i + 1]);
  }
  return { west, south, east, north };
}

/** Center and area (square degrees at the equator) of a ring, by the shoelace formula. */
export function middleOf(ring) {
  let twice = 0, x = 0, y = 0;
  for (let i = 0; i < ring.length; i += 2) {
    const j = (i + 2) % ring.length;
    const cross = ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
    twice += cross;
    x += (ring[i] + ring[j]) * cross;
    y += (ring[i + 1] + ring[j + 1]) * cross;
  }
  const lon = x / (3 * twice), lat = y / (3 * twice);
  return { lon, lat, area: (Math.abs(twice) / 2) * Math.cos((lat * Math.PI) / 180) };
}
