// Objectives with their result, and the moment at which each first came true.

import { h } from "../dom.js";
import { stamp } from "../stamp.js";
import { tablePanel, toEvent } from "./table.js";

const RESULTS = {
  met: ["good", "✓ met"],
  late: ["warn", "✓ met, late"],
  failed: ["bad", "✗ failed"],
  missed: ["bad", "✗ not met"],
  unjudged: ["", "· not judged"],
  open: ["info", "· open"],
};

// An objective that nobody judged may have been met all the same.
const NO_TIME = { unjudged: "not known", open: "not yet" };

/** @param {object} review @returns {HTMLElement} */
export function makeObjectives(review) {
  const { objectives } = review.overview;
  if (!objectives.length) return h("p", { class: "empty" }, "The scenario sets no objectives.");
  const rows = objectives.map((one) => row(review, one));
  return tablePanel("Objectives", ["Result", "Objective", "Whose", "First true"], rows);
}

function row(review, one) {
  const [kind, text] = RESULTS[one.result];
  const jump = one.event
    ? toEvent(review, one.event, stamp(review.app, one.t_s))
    : h("span", { class: "faint" }, NO_TIME[one.result] ?? "never");
  const asked = [one.fails ? "must never hold" : null, one.when ?? "judged by hand", one.by ? `by ${one.by}` : null]
    .filter(Boolean)
    .join("; ");
  return h(
    "tr",
    {},
    h("td", {}, h("span", { class: `chip ${kind}` }, text)),
    h("th", { scope: "row" }, one.title, h("div", { class: "hint code" }, asked)),
    h("td", {}, one.cell ? review.cell(one.cell) : "all"),
    h("td", {}, jump),
  );
}
