// What an inject sets going in the world: its orders, each with actor, move, target, parameters and words.

import { h, options } from "../dom.js";
import { asked } from "./form-dialog.js";
import { pairsEditor } from "./pairs-editor.js";

/** @param {import("../app.js").App} app @param {object[]} before orders of the inject */
export function ordersEditor(app, before) {
  const list = h("div", { class: "stack" });
  const editors = new Map();
  const add = (order = {}) => {
    const one = orderEditor(app, order, () => {
      editors.delete(one.node);
      one.node.remove();
      number();
    });
    editors.set(one.node, one);
    list.append(one.node);
    number();
    return one;
  };
  /** Complaints name an order by its place. */
  const number = () => [...list.children].forEach((node, i) => (node.dataset.field = `orders.${i}`));
  for (const order of before) add(order);
  const more = h("button", { type: "button", on: { click: () => add().focus() } }, "+ Order");
  return {
    node: h(
      "details",
      { class: "whole", open: before.length > 0, data: { field: "orders" } },
      h("summary", {}, "Orders that it sets going"),
      h("div", { class: "stack inside" }, list, h("div", {}, more)),
    ),
    get: () => (list.children.length ? { orders: [...list.children].map((node) => editors.get(node).get()) } : {}),
  };
}

function orderEditor(app, order, removed) {
  const cells = app.me.cells.map((cell) => [cell.id, cell.title]);
  const moves = Object.entries(app.names.kinds.move).sort(([, one], [, other]) => one.localeCompare(other));
  const select = (label, pairs, value) => h("select", { "aria-label": label, class: "grow" }, options(pairs, value));
  const actor = select("Actor", cells, order.actor);
  const move = select("Move", moves, order.move);
  const target = select("Toward", [["", "toward nobody"], ...cells], order.target ?? "");
  const parameters = pairsEditor("with", "Parameters", order.with ?? {}, valueOf);
  const says = h("textarea", { rows: 2, maxlength: 15_000 });
  says.value = order.says ?? "";
  const gone = h(
    "button",
    { type: "button", class: "quiet", "aria-label": "Take this order away", on: { click: removed } },
    "×",
  );
  const words = asked("says", "In words", says);
  says.id = words.querySelector("label").htmlFor = `says-${++count}`;
  return {
    node: h(
      "div",
      { class: "one-order stack" },
      h("div", { class: "row" }, actor, move, target, gone),
      parameters.node,
      words,
    ),
    focus: () => actor.focus(),
    get() {
      const told = { actor: actor.value, move: move.value };
      if (target.value) told.target = target.value;
      const given = parameters.get();
      if (Object.keys(given).length) told.with = given;
      if (says.value.trim()) told.says = says.value.trim();
      return told;
    },
  };
}

let count = 0;

/** `true`, `3` and `{"value": 4, "unit": "km"}` are what they look like; all else is text. */
function valueOf(text) {
  if (!/^(true|false|-?\d|[[{"])/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
