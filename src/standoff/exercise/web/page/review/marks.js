// Marks of the groups of events: each has a shape and a color of its own, the same on the time line and in lists.

import { GROUPS } from "../events.js";
import { GROUP_IDS } from "./columns.js";

// In a box of 10 by 10.
const SHAPES = {
  moves: "M1.5 1 9 5 1.5 9Z",
  diplomacy: "M5 .8A4.2 4.2 0 1 1 5 9.2 4.2 4.2 0 1 1 5 .8Z",
  council: "M1 1h8v1.8H1zM1 4.1h8v1.8H1zM1 7.2h8V9H1z",
  forces: "M1.2 1.2h7.6v7.6H1.2z",
  missiles: "M5 .5 9.5 9H.5Z",
  orders: "M5 .3 9.7 5 5 9.7.3 5Z",
  words: "M.5 2h9L5 5.8ZM.5 3.4 5 7.2 9.5 3.4V8.5h-9Z",
  exercise: "M3.7.8h2.6v2.9h2.9v2.6H6.3v2.9H3.7V6.3H.8V3.7h2.9Z",
};
const COLORS = {
  moves: "--blue",
  diplomacy: "--green",
  council: "--purple",
  forces: "--orange",
  missiles: "--vermillion",
  orders: "--soft",
  words: "--sky",
  exercise: "--strong-line",
};
const SVG = "http://www.w3.org/2000/svg";

/** A mark for lists and legends. @param {number} group its place in `GROUP_IDS` */
export function mark(group) {
  const id = GROUP_IDS[group];
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 10 10");
  svg.setAttribute("class", "mark");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", GROUPS[id].title);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[id]);
  path.style.fill = `var(${COLORS[id]})`;
  svg.append(path);
  return svg;
}

/**
 * The marks as small pictures for a canvas, in the colors of now.
 * @param {number} size in CSS pixels
 * @param {number} sharp device pixels a CSS pixel
 * @param {CSSStyleDeclaration} look computed style of the page
 * @returns {HTMLCanvasElement[]} by the place of the group in `GROUP_IDS`
 */
export function pictures(size, sharp, look) {
  return GROUP_IDS.map((id) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.ceil(size * sharp);
    const pen = canvas.getContext("2d");
    pen.scale((size * sharp) / 10, (size * sharp) / 10);
    pen.fillStyle = look.getPropertyValue(COLORS[id]);
    pen.fill(new Path2D(SHAPES[id]));
    return canvas;
  });
}
