// Data of an event as names and values, as deep as they go.

import { h } from "../dom.js";
import { plain } from "../format.js";

const DEEPEST = 4;

/** @param {object} data @returns {HTMLElement} */
export function facts(data, depth = 0) {
  const entries = Object.entries(data);
  if (entries.length === 0) return h("p", { class: "soft" }, "Nothing more.");
  return h(
    "dl",
    { class: "facts data" },
    entries.map(([name, value]) => [h("dt", {}, plain(name)), h("dd", {}, told(value, depth))]),
  );
}

function told(value, depth) {
  if (value === null || value === undefined) return h("span", { class: "faint" }, "none");
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value !== "object") return String(value);
  if (depth >= DEEPEST) return JSON.stringify(value);
  if (!Array.isArray(value))
    return Object.keys(value).length ? facts(value, depth + 1) : h("span", { class: "faint" }, "none");
  if (value.length === 0) return h("span", { class: "faint" }, "none");
  if (value.every((one) => typeof one !== "object")) return value.join(", ");
  return h(
    "ol",
    {},
    value.map((one) => h("li", {}, told(one, depth + 1))),
  );
}
