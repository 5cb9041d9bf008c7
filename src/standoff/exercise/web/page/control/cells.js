// A cell's view: exactly what its seats get, with its orders to come, and orders on its behalf.

import { atMostEvery, h, replace } from "../dom.js";
import { get } from "../api.js";
import { makeOrders } from "../play/orders.js";
import { makeSituation } from "../play/situation.js";
import { makeTimeline } from "../play/timeline.js";
import { Tabs } from "../tabs.js";
import { cellApp } from "./cell-app.js";

const LOOK_MS = 1500;
const PAGE = 5000;

/** @param {import("../app.js").App} app */
export function makeCells(app) {
  const cells = new Cells(app);
  app.cellView = { choose: (cell) => cells.choose(cell), on: (hear) => cells.hearers.push(hear) };
  return { title: "Cells", node: cells.node, shown: () => cells.look() };
}

class Cells {
  constructor(app) {
    this.app = app;
    this.hearers = [];
    this.own = null;
    this.buttons = app.me.cells.map(({ id, title }) =>
      h(
        "button",
        { type: "button", "aria-pressed": "false", title, data: { cell: id }, on: { click: () => this.#pick(id) } },
        id,
      ),
    );
    this.onGlobe = h("input", { type: "checkbox", id: "cell-on-globe", checked: true });
    this.onGlobe.addEventListener("change", () => this.#globe());
    this.body = h(
      "div",
      { class: "cell-body" },
      h("p", { class: "empty" }, "Choose a cell to see what its seats see."),
    );
    this.node = h(
      "div",
      { class: "two-rows" },
      h(
        "div",
        { class: "row pad bar" },
        h("div", { class: "channel-strip plain", role: "group", "aria-label": "Cell" }, this.buttons),
        h("span", { class: "grow" }),
        h("label", { class: "check small" }, this.onGlobe, "Globe as this cell sees it"),
      ),
      this.body,
    );
    this.later = atMostEvery(LOOK_MS, () => this.#ask());
    app.onEvents(() => this.#wanted() && this.look());
    app.onTrails(() => app.store.get("seenBy") && this.look());
    app.store.on(
      "seenBy",
      ({ seenBy }) => {
        if (seenBy && seenBy !== this.own?.cell) this.choose(seenBy);
        this.onGlobe.checked = Boolean(seenBy) || !this.own;
        if (seenBy) this.look();
      },
      false,
    );
  }

  /** Ask for the view anew, soon. */
  look() {
    if (this.own) this.later();
  }

  /** Show a cell. */
  choose(cell) {
    for (const button of this.buttons) button.setAttribute("aria-pressed", String(button.dataset.cell === cell));
    if (this.own?.cell === cell) return;
    this.own?.end();
    this.last = 0;
    this.trails = false;
    this.own = cellApp(
      this.app,
      cell,
      (panel) => this.#wanted() && this.tabs.current === `cell-${panel}`,
      () => this.look(),
    );
    this.#build();
    this.look();
  }

  #pick(cell) {
    this.choose(cell);
    if (this.onGlobe.checked) this.app.store.set({ seenBy: cell });
  }

  #globe() {
    this.app.store.set({ seenBy: this.onGlobe.checked ? (this.own?.cell ?? null) : null });
  }

  #wanted() {
    return this.app.layout.shows("cells") || Boolean(this.app.store.get("seenBy"));
  }

  #build() {
    const { app, own } = this;
    const title = app.names.cell(own.cell);
    const panels = {
      situation: makeSituation(own),
      timeline: makeTimeline(own),
      ...(app.isControl ? { orders: makeOrders(own) } : {}),
    };
    const before = this.tabs?.current;
    this.tabs = new Tabs(`${title}: what it sees`, (id) => panels[id.slice(5)].shown?.());
    for (const [id, panel] of Object.entries(panels))
      this.tabs.add(`cell-${id}`, id === "orders" ? `Orders for ${title}` : panel.title, panel.node);
    if (before) this.tabs.show(before);
    replace(this.body, this.tabs.strip, this.tabs.body);
  }

  async #ask() {
    const { own } = this;
    if (!own || !this.#wanted()) return;
    const told = await get(`/control/views/${own.cell}?after=${this.last}`).catch(() => null);
    if (!told || own !== this.own) return;
    this.last = told.events.at(-1)?.n ?? this.last;
    own.hear(told);
    for (const hear of this.hearers) hear(own.cell, told);
    if (told.events.length === PAGE) this.look();
  }
}
