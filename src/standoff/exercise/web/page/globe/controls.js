// What lies over the picture of the Earth: buttons to look around, layers, the list of forces and tracks, details.
// The list makes everything that can be clicked reachable by keyboard.

import { fillList, h, replace, write } from "../dom.js";
import { coordinates, count, figure, km, span } from "../format.js";

const LAYERS = { coverage: "Radar coverage", reach: "Reach of interceptors", trails: "Trails", names: "Names" };
const SIGNS = { triangle: "▲", diamond: "◆", dot: "●" };

/** @param {import("../globe.js").Earth} earth */
export function makeControls(earth) {
  const kind = h("button", { type: "button", on: { click: () => earth.change() } });
  const button = (text, title, work) =>
    h("button", { type: "button", title, "aria-label": title, on: { click: work } }, text);
  const views = h(
    "div",
    { class: "over views", role: "group", "aria-label": "Look around" },
    button("⌂", "Look at the theater", () => earth.home()),
    button("+", "Nearer", () => earth.zoom(1.5)),
    button("−", "Farther", () => earth.zoom(1 / 1.5)),
    kind,
  );
  const list = h("ul", {});
  const empty = h("p", {}, "No forces on the map, and nothing flies.");
  const choices = h(
    "details",
    { class: "over choices" },
    h("summary", {}, "Forces and layers"),
    h(
      "div",
      { class: "inside" },
      Object.entries(LAYERS).map(([layer, title]) => layerBox(earth, layer, title)),
      empty,
      list,
    ),
  );
  const details = h("section", { class: "over details", hidden: true, "aria-label": "Selected" });
  const message = h("p", { class: "over message", hidden: true, role: "status" });
  const credit = h("span", { class: "credit" }, "Natural Earth");

  return {
    nodes: [views, choices, details, message, credit],
    say(text) {
      message.hidden = false;
      write(message, text);
    },
    update() {
      write(kind, earth.kind === "map" ? "Globe" : "Flat map");
      kind.title = earth.kind === "map" ? "Show the globe" : "Show a flat map";
      const things = [...earth.model.trails.values()].reverse().concat([...earth.model.forces.values()]);
      empty.hidden = things.length > 0;
      fillList(
        list,
        things,
        (one) => `${one.id}${one.over ? "/over" : ""}`,
        (one) => row(earth, one),
        (node, one) => mark(node, earth, one),
      );
      show(details, earth);
    },
  };
}

function layerBox(earth, layer, title) {
  const input = h("input", { type: "checkbox", checked: earth.shows[layer] });
  input.addEventListener("change", () => earth.show(layer, input.checked));
  return h("label", { class: "check" }, input, title);
}

function row(earth, one) {
  const sign = one.symbol ? h("img", { src: one.symbol, alt: "" }) : flying(earth, one);
  const name = one.symbol ? one.name : `${one.id} (${earth.model.look(one).title}${one.over ? ", over" : ""})`;
  const button = h("button", { type: "button", on: { click: () => earth.choose(one.id, true) } }, sign, name);
  const node = h("li", {}, button);
  mark(node, earth, one);
  return node;
}

function mark(node, earth, one) {
  node.firstElementChild.setAttribute("aria-pressed", String(earth.chosen === one.id));
}

function flying(earth, trail) {
  const { color, sign } = earth.model.look(trail);
  return h("span", { class: "sign", "aria-hidden": "true", style: { color } }, trail.over ? "✕" : SIGNS[sign]);
}

function show(details, earth) {
  const one = earth.model.find(earth.chosen);
  details.hidden = !one;
  if (!one) return;
  const close = h(
    "button",
    { type: "button", class: "close", "aria-label": "Drop the selection", on: { click: () => earth.choose(null) } },
    "×",
  );
  const facts = one.symbol ? ofForce(one) : ofTrail(one, earth);
  replace(
    details,
    h("h3", {}, one.name ?? one.id),
    close,
    h(
      "dl",
      { class: "facts" },
      facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
  );
}

function ofForce(force) {
  const facts = [["Kind", force.kind === "battery" ? `battery, ${force.interceptor}` : "sensor"]];
  if (force.left !== undefined) facts.push(["On hand", count(force.left, "interceptor")]);
  if (force.reach_km) facts.push(["Reach", km(force.reach_km)]);
  if (force.range_km) facts.push(["Range", `${km(force.range_km)} (reference cross-section)`]);
  facts.push(["Place", force.lat_deg === null ? "not on the ground" : coordinates(force.lat_deg, force.lon_deg)]);
  return facts;
}

function ofTrail(trail, earth) {
  const [first, last] = [trail.points[0], trail.points.at(-1)];
  const { calendar } = earth.about;
  return [
    ["Kind", `${earth.model.look(trail).title}${trail.over ? ", over" : ""}`],
    ["Seen from", `${calendar.second(first[0])} UTC`],
    ["Followed for", span(last[0] - first[0])],
    ["Last place", coordinates(last[1], last[2])],
    ["Altitude", `${figure(last[3] / 1000)} km`],
  ];
}
