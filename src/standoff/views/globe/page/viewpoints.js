// Where the camera may stand: over the whole flight, at its start, at its end, straight above.

const { BoundingSphere, Cartesian3, Cartographic, HeadingPitchRange, JulianDate, Math: CesiumMath } = Cesium;

const LONG_DAYS = 2;
// What lies farther than this from the middle of the stations is left out of the theater.
const THEATER_M = 1.5e6;

const $ = (id) => document.getElementById(id);

export class Viewpoints {
  constructor(widget, source) {
    this.widget = widget;
    const threats = source.entities.values.filter((entity) => entity.path && entity.properties?.kind?.getValue() === "threat");
    const paths = threats.map(samples).filter((path) => path.length > 1);
    const stations = source.entities.values.filter((entity) => ["battery", "sensor", "launch", "drill", "unit"].includes(entity.properties?.kind?.getValue()));
    const edges = source.entities.values.filter((entity) => entity.properties?.kind?.getValue() === "outline");
    const places = stations.map((entity) => entity.position?.getValue(JulianDate.now())).filter(Boolean);
    places.push(...edges.flatMap((entity) => entity.polyline.positions.getValue(JulianDate.now())));
    const all = BoundingSphere.fromPoints(paths.length ? paths.flat() : places.length ? places : [Cartesian3.fromDegrees(130, 35)]);
    const heading = paths.length ? across(paths) : 0;
    // Flights of a run of many days have nothing to do with each other: its picture is the theater, seen from the south.
    const days = JulianDate.secondsDifference(widget.clock.stopTime, widget.clock.startTime) / 86400;
    this.stands = {
      Overview: days > LONG_DAYS ? [theater(places), 0, -62, 2.8] : [all, heading, -40, 2.05],
      Above: [all, 0, -89.9, 2.6],
    };
    if (paths.length) {
      const starts = around(paths.map((path) => path[0]));
      const ends = around(paths.map((path) => path.at(-1)));
      this.stands.Launch = [starts, heading, -30, 2.6];
      this.stands.Target = [ends, heading + CesiumMath.PI, -30, 2.6];
    }
    Object.keys(this.stands).forEach((name, i) => this.button(name, i + 1));
  }

  button(name, key) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.title = `${name} (${key})`;
    button.addEventListener("click", () => this.go(name));
    $("views").append(button);
  }

  /** By name or by the number of the key. */
  go(which, seconds = 1.2) {
    const name = typeof which === "number" ? Object.keys(this.stands)[which - 1] : which;
    if (this.stands[name] === undefined) return;
    const [sphere, heading, pitch, far] = this.stands[name];
    this.widget.trackedEntity = undefined;
    this.widget.camera.flyToBoundingSphere(sphere, {
      duration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : seconds,
      offset: new HeadingPitchRange(heading, CesiumMath.toRadians(pitch), far * sphere.radius),
    });
  }
}

/** Positions along an entity's flight. */
function samples(entity) {
  const span = entity.availability?.get(0);
  if (span === undefined) return [];
  const ends = entity.properties.ends_s.getValue();
  const startex = JulianDate.fromIso8601(entity.entityCollection.getById("scenario").properties.startex.getValue());
  const last = JulianDate.addSeconds(startex, ends, new JulianDate());
  const whole = JulianDate.secondsDifference(last, span.start);
  const points = [];
  for (let i = 0; i <= 40; i++) {
    const point = entity.position.getValue(JulianDate.addSeconds(span.start, (whole * i) / 40, new JulianDate()));
    if (point) points.push(point);
  }
  return points;
}

/** A heading that looks across the flight, so that it runs from left to right. */
function across(paths) {
  const from = Cartographic.fromCartesian(paths[0][0]);
  const to = Cartographic.fromCartesian(paths[0].at(-1));
  const turn = to.longitude - from.longitude;
  const east = Math.sin(turn) * Math.cos(to.latitude);
  const north = Math.cos(from.latitude) * Math.sin(to.latitude) - Math.sin(from.latitude) * Math.cos(to.latitude) * Math.cos(turn);
  return Math.atan2(east, north) - Math.PI / 2;
}

/** A sphere around most stations: those near their median place, without the far-off ones. */
function theater(places) {
  const spots = places.length ? places : [Cartesian3.fromDegrees(130, 37)];
  const middle = Cartesian3.fromElements(...["x", "y", "z"].map((axis) => median(spots.map((spot) => spot[axis]))));
  const near = spots.filter((spot) => Cartesian3.distance(spot, middle) < THEATER_M);
  const sphere = BoundingSphere.fromPoints(near.length ? near : spots);
  sphere.radius = Math.max(sphere.radius, 6e5);
  return sphere;
}

function median(values) {
  return values.slice().sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

function around(points) {
  const sphere = BoundingSphere.fromPoints(points);
  sphere.radius = Math.max(sphere.radius * 1.4, 3.5e5);
  return sphere;
}
