// A small chart: a line so far, and from now on a band with its median. Drawn as SVG, with a table on demand.

import { h } from "../dom.js";

const SVG = "http://www.w3.org/2000/svg";
const SIZE = { wide: 300, high: 130, left: 36, right: 8, top: 8, bottom: 20 };
const ROWS = 12;
let charts = 0;

/**
 * @param {import("../app.js").App} app
 * @param {{name: string, title: string, live: number[][], band: number[][]}} line `live` [t_s, value], `band` [t_s,
 *   p05, p50, p95]
 * @param {number} now_s
 */
export function bandChart(app, line, now_s) {
  const id = `chart-${++charts}`;
  const [low, high] = bounds(line);
  const last_s = Math.max(line.band.at(-1)?.[0] ?? now_s, line.live.at(-1)?.[0] ?? 0);
  const x = (t_s) => SIZE.left + ((SIZE.wide - SIZE.left - SIZE.right) * t_s) / (last_s || 1);
  const y = (value) => SIZE.top + (SIZE.high - SIZE.top - SIZE.bottom) * (1 - (value - low) / (high - low));
  const from = line.live.findLast(([t_s]) => t_s <= now_s) ?? line.live.at(-1);
  const band = [[from[0], from[1], from[1], from[1]], ...line.band];
  const path = (points) => points.map(([t_s, value]) => `${x(t_s).toFixed(1)},${y(value).toFixed(1)}`).join(" ");
  const lower = band.map(([t_s, p05]) => [t_s, p05]);
  const upper = band.map(([t_s, , , p95]) => [t_s, p95]).reverse();
  const svg = s(
    "svg",
    {
      viewBox: `0 0 ${SIZE.wide} ${SIZE.high}`,
      role: "img",
      "aria-labelledby": `${id}-title ${id}-desc`,
      class: "band-chart",
    },
    s("title", { id: `${id}-title` }, line.title),
    s("desc", { id: `${id}-desc` }, inWords(app, line)),
    grid(app, { low, high, last_s, x, y }),
    s("polygon", { points: path([...lower, ...upper]), class: "band" }),
    s("polyline", { points: path(band.map(([t_s, , p50]) => [t_s, p50])), class: "middle" }),
    s("line", { x1: x(now_s), x2: x(now_s), y1: SIZE.top, y2: SIZE.high - SIZE.bottom, class: "now" }),
    s("polyline", { points: path(steps(line.live)), class: "live" }),
  );
  return h(
    "figure",
    { class: "chart", data: { line: line.name } },
    h("figcaption", {}, line.title),
    svg,
    tableOf(app, line),
  );
}

/** The least and the most that is shown. */
function bounds({ name, live, band }) {
  const values = [...live.map(([, value]) => value), ...band.flatMap(([, ...three]) => three)];
  if (name === "rung") return [0, 4];
  const low = Math.min(0, ...values);
  const high = Math.max(name.startsWith("credibility") ? 1 : low + 1, ...values);
  return [low < 0 ? low * 1.05 : 0, high > 1 ? high * 1.05 : high];
}

/** Values change in steps. */
function steps(points) {
  return points.flatMap(([t_s, value], i) =>
    i
      ? [
          [t_s, points[i - 1][1]],
          [t_s, value],
        ]
      : [[t_s, value]],
  );
}

function grid(app, { low, high, last_s, x, y }) {
  const ticks = valueTicks(low, high).map((value) => [
    s("line", { x1: SIZE.left, x2: SIZE.wide - SIZE.right, y1: y(value), y2: y(value), class: "grid" }),
    s("text", { x: SIZE.left - 4, y: y(value) + 3.5, class: "value" }, short(value)),
  ]);
  const days = [0, 0.5, 1].map((share) => {
    const anchor = share === 0 ? "start" : share === 1 ? "end" : "middle";
    return s(
      "text",
      { x: x(share * last_s), y: SIZE.high - 5, "text-anchor": anchor },
      app.calendar.minute(share * last_s).split(",")[0],
    );
  });
  return s("g", { class: "axes", "aria-hidden": "true" }, ticks, days);
}

function valueTicks(low, high) {
  const step = niceStep((high - low) / 4);
  const ticks = [];
  for (let value = Math.ceil(low / step) * step; value <= high + 1e-9; value += step)
    ticks.push(Number(value.toFixed(6)));
  return ticks;
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((one) => one * power >= rough) ?? 10);
}

const short = (value) => String(Number(value.toFixed(2))).replace("-", "\u2212");

/** The chart in a sentence, for those who do not see it. */
function inWords(app, { live, band }) {
  const now = live.at(-1)[1];
  const end = band.at(-1);
  if (!end) return `Now ${short(now)}.`;
  const [low, middle, high] = end.slice(1).map(short);
  const when = `${app.calendar.minute(end[0])} UTC`;
  return `Now ${short(now)}. At ${when} the median is ${middle}, and 90 percent lie between ${low} and ${high}.`;
}

/** The numbers, made when they are asked for. */
function tableOf(app, line) {
  const details = h("details", {}, h("summary", { class: "small" }, "Table"));
  details.addEventListener(
    "toggle",
    () => details.open && details.children.length === 1 && details.append(numbers(app, line)),
    { once: false },
  );
  return details;
}

function numbers(app, { title, live, band }) {
  const thin = (points) =>
    points.filter((_, i) => i % Math.ceil(points.length / ROWS) === 0 || i === points.length - 1);
  const time = (t_s) => h("th", { scope: "row" }, app.calendar.minute(t_s));
  return h(
    "table",
    { class: "numbers small" },
    h("caption", { class: "unseen" }, title),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        ["UTC", "so far", "5 %", "median", "95 %"].map((one) => h("th", { scope: "col" }, one)),
      ),
    ),
    h(
      "tbody",
      {},
      thin(live).map(([t_s, value]) =>
        h("tr", {}, time(t_s), h("td", {}, short(value)), h("td", {}), h("td", {}), h("td", {})),
      ),
      thin(band).map(([t_s, ...three]) =>
        h(
          "tr",
          {},
          time(t_s),
          h("td", {}),
          three.map((value) => h("td", {}, short(value))),
        ),
      ),
    ),
  );
}

/** An element of a drawing. */
function s(tag, attributes, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.flat(Infinity));
  return node;
}
