// Times in lists: UTC, and beside it the zone that the reader chose.

import { h, write } from "./dom.js";
import { ZONES } from "./format.js";

/** A time of the exercise. @param {import("./app.js").App} app @param {number} t_s */
export function stamp(app, t_s) {
  const local = h("span", { class: "local" });
  const node = h(
    "time",
    { class: "stamp", datetime: app.calendar.date(t_s).toISOString(), data: { t: t_s } },
    h("span", {}, app.calendar.minute(t_s)),
    local,
  );
  fill(app, node);
  return node;
}

/** In one line: `29 Jul, 06:10 UTC (15:10 Seoul)`. */
export function moment(app, t_s) {
  const zone = app.store.get("zone");
  const local = zone === "UTC" ? "" : ` (${localTime(app, t_s, zone)})`;
  return `${app.calendar.minute(t_s)} UTC${local}`;
}

/** Change all times of the page when the zone is changed. @param {import("./app.js").App} app */
export function keepStamps(app) {
  app.store.on("zone", () => document.querySelectorAll(".stamp").forEach((node) => fill(app, node)), false);
}

function fill(app, node) {
  const zone = app.store.get("zone");
  const t_s = Number(node.dataset.t);
  write(node.lastElementChild, zone === "UTC" ? "" : localTime(app, t_s, zone));
  node.title = `${app.calendar.second(t_s)} UTC; ${app.calendar.second(t_s, zone)} ${ZONES[zone]}`;
}

function localTime(app, t_s, zone) {
  const other = app.calendar.day(t_s) !== app.calendar.day(t_s, zone);
  const day = other ? (zone.startsWith("America/") ? "\u22121 d" : "+1 d") : "";
  return [app.calendar.clock(t_s, zone).slice(0, 5), day, ZONES[zone].split(",")[0]].filter(Boolean).join(" ");
}
