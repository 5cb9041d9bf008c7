// A panel that is a table, and a way from it to an event.

import { h } from "../dom.js";

/**
 * A panel with a table that scrolls.
 * @param {string} label what the panel is called
 * @param {Array<string | null>} heads of the columns; null for one without
 * @param {Array<HTMLElement>} rows
 * @param {{kind?: string, hint?: string}} [more] a class of the panel, and words above the table
 */
export function tablePanel(label, heads, rows, { kind, hint } = {}) {
  return h(
    "div",
    { class: ["scroll pad", kind], tabindex: 0, role: "region", "aria-label": label },
    hint ? h("p", { class: "hint", id: `${kind}-hint` }, hint) : null, // beside the table: it must not scroll with it
    h(
      "table",
      { class: "lined", "aria-describedby": hint ? `${kind}-hint` : null },
      h("caption", { class: "unseen" }, label),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          heads.map((head) => (head === null ? h("td", {}) : h("th", { scope: "col" }, head))),
        ),
      ),
      h("tbody", {}, rows),
    ),
  );
}

/** A button that leads to an event. @param {object} review @param {number} n @param {...(Node | string)} content */
export function toEvent(review, n, ...content) {
  return h("button", { type: "button", class: "link", on: { click: () => review.select(n) } }, content);
}
