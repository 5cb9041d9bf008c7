// Injects: when each was fed, to whom, and what each cell did first after it.

import { h } from "../dom.js";
import { span } from "../format.js";
import { stamp } from "../stamp.js";

/** @param {object} review @returns {HTMLElement} */
export function makeInjects(review) {
  const { injects } = review.overview;
  if (!injects.length) return h("p", { class: "empty" }, "There are no injects.");
  const heads = ["No.", "Inject", "Fired", "First after it"];
  return h(
    "div",
    { class: "scroll pad", tabindex: 0, role: "region", "aria-label": "Injects" },
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
        injects.map((one) => row(review, one)),
      ),
    ),
  );
}

function row(review, one) {
  const to = (n, ...content) =>
    h("button", { type: "button", class: "link", on: { click: () => review.select(n) } }, content);
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
    h("td", {}, one.event ? to(one.event, stamp(review.app, one.t_s)) : h("span", { class: "faint" }, one.state)),
    h(
      "td",
      {},
      one.first.map((first) =>
        h("div", {}, to(first.event, `${review.cell(first.cell)} after ${span(first.after_s)}`)),
      ),
    ),
  );
}
