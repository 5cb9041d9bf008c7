// The panel of orders: the moves that the cell could order now, the form of the chosen one, and what is to come.

import { atMostEvery, fillList, h, replace, write } from "../dom.js";
import { get } from "../api.js";
import { count, signed } from "../format.js";
import { CATEGORIES, leadTime, seenBy } from "./move-words.js";
import { OrderForm } from "./order-form.js";
import { makePending } from "./pending.js";

const DRAFT = "order";
const MENU_MS = 1500;

/** @param {import("../app.js").App} app */
export function makeOrders(app) {
  const list = new MoveList(app, (entry) => {
    const begun = app.drafts.content(DRAFT);
    choose(begun.move === entry.move ? begun : { move: entry.move }, true);
  });
  const form = new OrderForm(app, {
    changed: (content) => app.drafts.set(DRAFT, content),
    closed: () => {
      app.drafts.drop(DRAFT);
      show(null);
      list.clear();
    },
    left: () => {
      show(null); // what is written stays as a draft
      list.search.focus();
    },
    given: () => app.look(),
  });
  const over = h("p", { class: "empty", hidden: true }, "The exercise is over; no more orders are taken.");
  const body = h("div", { class: "orders-body" }, list.node, form.node);
  const node = h("div", { class: "orders" }, over, body, makePending(app));
  let menu = new Map();
  let restored = false;

  const look = atMostEvery(MENU_MS, async () => {
    const told = await get(app.onBehalf ? `/menu?cell=${app.cell}` : "/menu").catch(() => null);
    if (!told) return;
    app.names.learnTitles(told.names);
    menu = new Map(told.menu.map((entry) => [entry.move, entry]));
    list.fill(told.menu);
    if (form.entry) form.refresh(menu.get(form.entry.move));
    else if (!restored) choose(app.drafts.content(DRAFT));
    restored = true;
  });

  function choose(content, focus = false) {
    const entry = menu.get(content.move);
    if (!entry) return;
    form.open(entry, content);
    show(entry);
    if (focus) {
      app.drafts.set(DRAFT, form.content());
      form.focus();
    }
  }

  function show(entry) {
    body.dataset.view = entry ? "form" : "list";
    form.node.hidden = !entry;
    if (!entry) form.close();
    list.mark(entry?.move);
  }

  app.drafts.on(DRAFT, (content) => (content.move ? choose(content) : show(null)));
  app.onEvents(() => app.layout.shows("orders") && look());
  app.store.on("connection", ({ connection }) => connection === "open" && look());
  app.store.on("status", ({ status }) => {
    over.hidden = status !== "ended";
    body.hidden = status === "ended";
    if (status !== "ended") look();
  });
  show(null);
  return { title: "Orders", node, shown: look, search: () => list.search.focus() };
}

/** The moves, searchable, by category of the ladder. */
class MoveList {
  constructor(app, chosen) {
    this.chosen = chosen;
    this.entries = [];
    this.search = h("input", {
      type: "search",
      placeholder: "Search moves",
      "aria-label": "Search moves",
      id: "move-search",
      autocomplete: "off",
    });
    this.found = h("p", { class: "unseen", role: "status" });
    this.groups = h("div", {
      class: "groups scroll",
      tabindex: 0,
      role: "region",
      "aria-label": "Moves that can be ordered now",
    });
    this.none = h("p", { class: "none", hidden: true }, "No move that can be ordered now fits.");
    const ask = () => app.askControl();
    if (!app.onBehalf)
      this.none.append(" ", h("button", { type: "button", on: { click: ask } }, "Ask control for something else"));
    this.groups.append(this.none);
    this.node = h("div", { class: "moves" }, h("div", { class: "pad" }, this.search), this.found, this.groups);
    this.search.addEventListener("input", () => this.#filter());
    this.lists = new Map(
      Object.entries(CATEGORIES).map(([category, { title }]) => [category, this.#group(category, title)]),
    );
  }

  /** Begin a new search. */
  clear() {
    this.search.value = "";
    this.#filter();
    this.search.focus();
  }

  fill(menu) {
    this.entries = menu;
    for (const [category, { list }] of this.lists) {
      fillList(
        list,
        menu.filter((entry) => entry.category === category),
        (entry) => entry.move,
        (entry) => this.#row(entry),
      );
    }
    this.#filter();
  }

  mark(move) {
    for (const button of this.groups.querySelectorAll("button"))
      button.setAttribute("aria-pressed", String(button.dataset.move === move));
  }

  #group(category, title) {
    const list = h("ul", {});
    const badge = h("span", { class: "faint" });
    const group = h(
      "section",
      { class: "move-group", data: { category } },
      h("h2", { class: "head" }, title, " ", badge),
      list,
    );
    this.groups.append(group);
    return { list, group, badge };
  }

  #row(entry) {
    const weight = h(
      "span",
      { class: "weight number", data: { way: entry.weight > 0 ? "up" : entry.weight < 0 ? "down" : "none" } },
      h("span", { class: "unseen" }, "tone "),
      signed(entry.weight),
    );
    const facts = [
      leadTime(entry),
      entry.authority.replaceAll("-", " "),
      `seen by ${seenBy(entry)}`,
      ...entry.does,
    ].join(" · ");
    const button = h(
      "button",
      { type: "button", data: { move: entry.move }, "aria-pressed": "false", on: { click: () => this.chosen(entry) } },
      h("span", { class: "move-title" }, entry.title),
      weight,
      h("span", { class: "move-facts" }, facts),
    );
    return h("li", {}, button);
  }

  #filter() {
    const words = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const texts = new Map(this.entries.map((entry) => [entry.move, textOf(entry)]));
    let shown = 0;
    for (const { list, group, badge } of this.lists.values()) {
      let here = 0;
      for (const node of list.children) {
        node.hidden = !words.every((word) => texts.get(node.dataset.key)?.includes(word));
        here += node.hidden ? 0 : 1;
      }
      group.hidden = here === 0;
      write(badge, here);
      shown += here;
    }
    write(this.found, words.length ? `${count(shown, "move")} found` : "");
    this.none.hidden = shown > 0;
  }
}

const textOf = (entry) =>
  [entry.title, entry.move, entry.category, entry.authority, ...entry.does].join(" ").toLowerCase();
