// Orders that have not taken effect: when they are due, and the way to take them back.

import { fillList, h, write } from "../dom.js";
import { send } from "../api.js";
import { note } from "../dialog.js";
import { span } from "../format.js";
import { moment } from "../stamp.js";

/** @param {import("../app.js").App} app */
export function makePending(app) {
  const count = h("span", { class: "badge" });
  const list = h("ul", { class: "pending-list scroll" });
  const node = h(
    "section",
    { class: "pending", "aria-labelledby": "pending-title", hidden: true },
    h("h2", { class: "head", id: "pending-title" }, "Orders to come ", count),
    list,
  );
  const show = () => {
    const over = app.store.get("status") === "ended";
    const pending = (over ? [] : (app.store.get("pending") ?? []))
      .slice()
      .sort((one, other) => (one.due_s ?? Infinity) - (other.due_s ?? Infinity));
    node.hidden = pending.length === 0;
    write(count, pending.length);
    app.layout.count("orders", pending.length, "orders to come");
    fillList(
      list,
      pending,
      (one) => one.order,
      (one) => row(app, one),
      (item, one) => due(app, item, one),
    );
  };
  app.store.on(["pending", "zone", "status"], show);
  let last_s = 0;
  app.onTick((now_s) => {
    if (node.hidden || Math.abs(now_s - last_s) < 1) return;
    last_s = now_s;
    show();
  });
  return node;
}

function row(app, one) {
  const button = h("button", { type: "button", on: { click: () => takeBack(app, one.order, button) } }, "Take back");
  const title = titleOf(app, one.order);
  button.setAttribute("aria-label", `Take back: ${title}`);
  const item = h(
    "li",
    {},
    h("div", { class: "grow" }, h("div", {}, title), h("div", { class: "due small soft" })),
    button,
  );
  due(app, item, one);
  return item;
}

function due(app, item, one) {
  const left = one.due_s === null ? 0 : Math.max(0, one.due_s - app.clock.now());
  write(
    item.querySelector(".due"),
    one.due_s === null ? "waits for a word of control" : `${moment(app, one.due_s)}, in ${span(left)}`,
  );
}

/** The move behind an order, with its target. */
function titleOf(app, order) {
  const event = app.store.get("events").findLast((one) => one.kind === "order" && one.data.order === order);
  if (!event) return order;
  const { target } = event.data.parameters ?? {};
  return `${app.names.of("move", event.data.move)}${target ? ` toward ${app.names.actor(target)}` : ""}`;
}

async function takeBack(app, order, button) {
  button.disabled = true;
  try {
    const answer = await send("/orders/cancel", { ...app.onBehalf, order });
    if (answer.stands === "refused") note(`It cannot be taken back: ${answer.reason}`, "bad");
    else note("The order is taken back.", "good");
  } catch (error) {
    note(`It cannot be taken back: ${error.message}`, "bad");
  } finally {
    button.disabled = false;
  }
  app.look();
}
