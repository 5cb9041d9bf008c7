// Reads stations and paths of flight from CZML, for the flat map.

const STATIONS = new Set(["battery", "sensor"]);

/**
 * @param {object[]} packets CZML
 * @param {number} start_ms STARTEX
 * @returns {{forces: object[], trails: object[]}} trails with `points` [t_s, lat, lon, altitude]
 */
export function readScene(packets, start_ms) {
  const coverage = new Map(packets.filter((one) => one.polygon && one.parent).map((one) => [one.parent, ringOf(one)]));
  const forces = [];
  const trails = [];
  for (const packet of packets) {
    const kind = packet.properties?.kind;
    const numbers = packet.position?.cartographicDegrees;
    if (!numbers) continue;
    if (STATIONS.has(kind) && numbers.length === 3) forces.push(force(packet, numbers, coverage, start_ms));
    else if ((kind === "threat" || kind === "interceptor") && numbers.length > 3)
      trails.push(trail(packet, kind, start_ms));
  }
  return { forces, trails };
}

function force(packet, [lon_deg, lat_deg], coverage, start_ms) {
  const image = packet.billboard?.image;
  const [from_s, to_s] = spanOf(packet, start_ms);
  return {
    id: packet.id,
    kind: packet.properties.kind,
    name: packet.name,
    symbol: image?.uri ?? image ?? "data:,",
    lat_deg,
    lon_deg,
    coverage: coverage.get(packet.id),
    from_s,
    to_s,
  };
}

function trail(packet, kind, start_ms) {
  const { epoch, cartographicDegrees: numbers } = packet.position;
  const shift_s = (Date.parse(epoch) - start_ms) / 1000;
  const points = [];
  for (let i = 0; i < numbers.length; i += 4)
    points.push([numbers[i] + shift_s, numbers[i + 2], numbers[i + 1], numbers[i + 3]]);
  return { id: packet.id, kind: kind === "threat" ? "missile" : "interceptor", points };
}

/** What had flown by a moment; what ended by then is over. */
export function untilNow(trails, now_s) {
  const found = [];
  for (const { id, kind, points } of trails) {
    const past = points.filter(([t_s]) => t_s <= now_s);
    if (past.length) found.push({ id, kind, points: past, over: past.length === points.length });
  }
  return found;
}

function ringOf(packet) {
  const numbers = packet.polygon.positions?.cartographicDegrees ?? [];
  const ring = [];
  for (let i = 0; i < numbers.length; i += 3) ring.push([numbers[i], numbers[i + 1]]);
  return ring.length ? [...ring, ring[0]] : undefined;
}

function spanOf(packet, start_ms) {
  if (!packet.availability) return [-Infinity, Infinity];
  return packet.availability.split("/").map((moment) => (Date.parse(moment) - start_ms) / 1000);
}
