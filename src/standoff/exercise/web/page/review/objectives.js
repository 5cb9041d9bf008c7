// Objectives with their result, and the moment at which each first came true.

import { h } from "../dom.js";
import { stamp } from "../stamp.js";

const RESULTS = {
  met: ["good", "✓ met"],
  late: ["warn", "✓ met, late"],
  failed: ["bad", "✗ failed"],
  missed: ["bad", "✗ not met"],
  open: ["info", "· open"],
};

/** @param {object} review @returns {HTMLElement} */
export function makeObjectives(review) {
  const { objectives } = review.overview;
  if (!objectives.length) return h("p", { class: "empty" }, "The scenario sets no objectives.");
  const heads = ["Result", "Objective", "Whose", "First true"];
  return h(
    "div",
    { class: "scroll pad", tabindex: 0, role: "region", "aria-label": "Objectives" },
    h(
      "table",
      { class: "lined" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((head) => h("th", { scope: "col" }, head)),
        ),
      ),
      h(
        "tbody",
        {},
        objectives.map((one) => row(review, one)),
      ),
    ),
  );
}

function row(review, one) {
  const [kind, text] = RESULTS[one.result];
  const jump = one.event
    ? h(
        "button",
        { type: "button", class: "link", on: { click: () => review.select(one.event) } },
        stamp(review.app, one.t_s),
      )
    : h("span", { class: "faint" }, "never");
  const asked = [one.fails ? "must never hold" : null, one.when, one.by ? `by ${one.by}` : null]
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
