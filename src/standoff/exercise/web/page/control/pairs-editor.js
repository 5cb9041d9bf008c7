// Rows of a name and a value, to add to and to take from.

import { h } from "../dom.js";
import { Complaint } from "./form-dialog.js";

/**
 * @param {string} field for complaints
 * @param {string} title
 * @param {object} before name -> value
 * @param {(text: string) => any} read the value of what is written
 * @returns {{node: HTMLElement, get: () => object}}
 */
export function pairsEditor(field, title, before, read) {
  const rows = h("div", { class: "stack" });
  const add = (name = "", value = "") => {
    const one = h("input", {
      type: "text",
      value: name,
      "aria-label": `${title}: name`,
      placeholder: "name",
      maxlength: 100,
    });
    const other = h("input", {
      type: "text",
      value,
      "aria-label": `${title}: value`,
      placeholder: "value",
      class: "grow",
      maxlength: 4000,
    });
    const gone = h("button", { type: "button", class: "quiet", "aria-label": `Take ${name || "this row"} away` }, "×");
    const row = h("div", { class: "row pair" }, one, other, gone);
    gone.addEventListener("click", () => row.remove());
    rows.append(row);
    return one;
  };
  for (const [name, value] of Object.entries(before))
    add(name, typeof value === "string" ? value : JSON.stringify(value));
  const more = h("button", { type: "button", class: "quiet", on: { click: () => add().focus() } }, "+ row");
  return {
    node: h(
      "div",
      { class: "stack", data: { field } },
      h("span", { class: "label small soft" }, title),
      rows,
      h("div", {}, more),
    ),
    get() {
      const told = {};
      for (const row of rows.children) {
        const [name, value] = [...row.querySelectorAll("input")].map((input) => input.value.trim());
        if (!name && !value) continue;
        if (!name) throw new Complaint(field, `the value “${value}” has no name`);
        told[name] = read(value);
      }
      return told;
    },
  };
}
