// The strip of what needs a hand now, in view whatever panel is open, and what comes next.

import { fillList, h, write } from "../dom.js";
import { announce } from "../dialog.js";
import { count, span } from "../format.js";
import { caseTitle, waits } from "./case-words.js";
import { waiting } from "./lists.js";

/** @param {import("../app.js").App} app */
export function makeStrip(app) {
  const list = h("ul", { class: "hands" });
  const next = h("span", { class: "next small" });
  const node = h("div", { id: "strip", role: "region", "aria-label": "What waits for control" }, list, next);
  let before = new Map();
  let due_s = null;

  const show = () => {
    const hands = needs(app);
    node.dataset.held = String(hands.some((one) => one.id === "held"));
    fillList(
      list,
      hands.length
        ? hands
        : [{ id: "none", text: app.isControl ? "Nothing waits for you." : "Nothing waits for control." }],
      (one) => one.id,
      (one) => row(one),
      (item, one) => write(item.firstElementChild, one.text),
    );
    tell(hands);
    for (const [panel, ids, what] of COUNTED)
      app.layout.count(
        panel,
        hands.reduce((sum, one) => sum + (ids.includes(one.id) ? one.count : 0), 0),
        what,
      );
  };
  /** Read out what is new. */
  const tell = (hands) => {
    const fresh = hands.filter((one) => one.count > (before.get(one.id) ?? 0));
    before = new Map(hands.map((one) => [one.id, one.count]));
    if (fresh.length) announce(fresh.map((one) => one.text).join("; "));
  };
  const row = (one) =>
    h(
      "li",
      {},
      one.go
        ? h("button", { type: "button", class: `hand ${one.kind ?? ""}`, on: { click: () => go(one.id) } }, one.text)
        : h("span", { class: "soft small" }, one.text),
    );
  const go = (id) =>
    needs(app)
      .find((one) => one.id === id)
      ?.go();
  const look = () => {
    const now_s = app.clock.now();
    const coming = nextInject(app, now_s);
    write(next, coming ? nextWords(coming, now_s) : "");
    if (due_s !== null && now_s > due_s + 1) show();
    due_s = coming?.at_s ?? null;
  };
  app.strip = { show, next: () => needs(app)[0]?.go() };
  app.store.on(["injects", "cases", "status", "unread"], show);
  app.onTick(look);
  return node;
}

const COUNTED = [
  ["msel", ["due"], "wait for your hand"],
  ["cases", ["held", "orders", "requests"], "wait for your word"],
  ["messages", ["messages"], "unread"],
];

/** What waits for control, most urgent first: `{id, count, text, kind, go}`. */
function needs(app) {
  const { cases = [], status } = app.store.all();
  if (status === "ended") return [];
  const held = cases.filter(waits);
  const orders = cases.filter((one) => one.due_s === null && one.on.startsWith("order/"));
  const requests = cases.filter((one) => one.on.startsWith("request/"));
  const due = waiting(app);
  const unread = app.store.get("unread") ?? 0;
  const toCases = (on) => () => {
    app.layout.show("cases");
    app.panels.cases.reveal(on);
  };
  return [
    held.length && {
      id: "held",
      count: 1,
      kind: "urgent",
      text: `The clock waits for ${app.isControl ? "your" : "control’s"} ruling: ${caseTitle(app, held[0])}`,
      go: toCases(held[0].on),
    },
    due.length && {
      id: "due",
      count: due.length,
      kind: "urgent",
      text: `${count(due.length, "inject")} due: ${due[0].inject.title}${due.length > 1 ? " …" : ""}`,
      go: () => {
        app.layout.show("msel");
        app.panels.msel.reveal(due[0].id);
      },
    },
    orders.length && {
      id: "orders",
      count: orders.length,
      text: `${count(orders.length, "order")} to decide`,
      go: toCases(orders[0].on),
    },
    requests.length && {
      id: "requests",
      count: requests.length,
      text: `${count(requests.length, "request")} to answer`,
      go: toCases(requests[0].on),
    },
    unread && {
      id: "messages",
      count: unread,
      text: `${count(unread, "message")} to control`,
      go: () => {
        app.layout.show("messages");
        app.panels.messages.toControl();
      },
    },
  ].filter(Boolean);
}

function nextWords({ inject, at_s }, now_s) {
  return `Next in ${span(at_s - now_s)}: ${[inject.number, inject.title].filter(Boolean).join(" ")}`;
}

function nextInject(app, now_s) {
  if (app.store.get("status") === "ended") return undefined;
  return (app.store.get("injects") ?? [])
    .filter((one) => one.status === "planned" && one.at_s !== null && one.at_s >= now_s)
    .sort((one, other) => one.at_s - other.at_s)[0];
}
