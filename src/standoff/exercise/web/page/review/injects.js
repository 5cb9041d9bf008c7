// Injects: when each was fed, to whom, and what each cell did first after it.

import { h } from "../dom.js";
import { span } from "../format.js";
import { stamp } from "../stamp.js";
import { tablePanel, toEvent } from "./table.js";

/** @param {object} review @returns {HTMLElement} */
export function makeInjects(review) {
  const { injects } = review.overview;
  if (!injects.length) return h("p", { class: "empty" }, "There are no injects.");
  const rows = injects.map((one) => row(review, one));
  return tablePanel("Injects", ["No.", "Inject", "Fired", "First after it"], rows);
}

function row(review, one) {
  const everybody = one.seen.length === Object.keys(review.overview.cells).length;
  return h(
    "tr",
    {},
    h("td", { class: "number" }, one.number ?? one.inject),
    h(
      "th",
      { scope: "row" },
      one.title,
      h(
        "div",
        { class: "hint" },
        everybody
          ? "to all cells"
          : one.seen.length
            ? `to ${one.seen.map((cell) => review.cell(cell)).join(", ")}`
            : "",
      ),
    ),
    h(
      "td",
      {},
      one.event ? toEvent(review, one.event, stamp(review.app, one.t_s)) : h("span", { class: "faint" }, one.state),
    ),
    h(
      "td",
      {},
      one.first.map((first) =>
        h("div", {}, toEvent(review, first.event, `${review.cell(first.cell)} after ${span(first.after_s)}`)),
      ),
    ),
  );
}
