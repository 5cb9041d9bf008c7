// The inbox: injects, messages, answers, and reports of what the cell's sensors saw, newest first, with unread marks.

import { fillList, h, options, replace, write } from "../dom.js";
import { announce } from "../dialog.js";
import { plain, sentenceCase } from "../format.js";
import { CONTROL } from "../names.js";
import { stamp } from "../stamp.js";
import { Marks } from "./marks.js";

const KINDS = {
  inject: { title: "Injects", one: "Inject", chip: "warn" },
  message: { title: "Messages", one: "Message", chip: "info" },
  answer: { title: "Answers of control", one: "Answer", chip: "good" },
  report: { title: "Intelligence reports", one: "Report", chip: "" },
  order: { title: "Refused orders", one: "Refused", chip: "bad" },
};
const KIND_OF = {
  inject: "inject",
  message: "message",
  answer: "answer",
  detection: "report",
  track: "report",
  impact: "report",
  nuclear_test: "report",
  commitment_triggered: "report",
  order_refused: "order",
};
const MOST = 200;

/** @param {import("../app.js").App} app */
export function makeInbox(app) {
  const inbox = new Inbox(app);
  return { title: "Inbox", node: inbox.node, shown: () => inbox.show(), next: () => inbox.next() };
}

class Inbox {
  constructor(app) {
    this.app = app;
    this.items = [];
    app.marks = new Marks(app.drafts, () => this.items.map((item) => item.n));
    app.marks.on(() => this.show());
    this.kind = h(
      "select",
      { "aria-label": "Show" },
      h("option", { value: "" }, "Everything"),
      options(Object.entries(KINDS).map(([id, { title }]) => [id, title])),
    );
    this.unread = h("input", { type: "checkbox" });
    const all = h(
      "button",
      { type: "button", class: "quiet", on: { click: () => app.marks.add(this.items.map((item) => item.n)) } },
      "All read",
    );
    this.list = h("ul", { class: "items" });
    this.empty = h("p", { class: "empty" });
    this.body = h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Items of the inbox" },
      this.empty,
      this.list,
    );
    this.node = h(
      "div",
      { class: "two-rows" },
      h(
        "div",
        { class: "row pad bar" },
        this.kind,
        h("label", { class: "check" }, this.unread, "Unread"),
        h("span", { class: "grow" }),
        all,
      ),
      this.body,
    );
    for (const control of [this.kind, this.unread]) control.addEventListener("change", () => this.show());
    app.onEvents((fresh) => this.#take(fresh));
    this.show();
  }

  /** Bring list and number up to date. */
  show() {
    const { marks, layout } = this.app;
    const wanted = this.items.filter(
      (item) => (!this.kind.value || item.is === this.kind.value) && (!this.unread.checked || !marks.has(item.n)),
    );
    fillList(
      this.list,
      wanted.slice(-MOST).reverse(),
      (item) => item.n,
      (item) => this.#row(item),
      (node, item) => this.#mark(node, item),
    );
    const older = wanted.length - MOST;
    this.empty.hidden = wanted.length > 0 && older <= 0;
    write(
      this.empty,
      wanted.length === 0
        ? this.unread.checked
          ? "Nothing unread."
          : "Nothing has arrived yet."
        : older > 0
          ? `${older} older items are in the timeline.`
          : "",
    );
    layout.count("inbox", this.items.filter((item) => !marks.has(item.n)).length, "unread");
  }

  /** Open the next unread item, oldest first. */
  next() {
    const item = this.items.find((one) => !this.app.marks.has(one.n));
    const node = item && [...this.list.children].find((one) => one.dataset.key === String(item.n));
    if (!node) return;
    const details = node.querySelector("details");
    details.open = true;
    details.querySelector("summary").focus();
  }

  #take(fresh) {
    const items = fresh.map((event) => this.#itemOf(event)).filter(Boolean);
    if (items.length === 0) return;
    this.items.push(...items);
    this.show();
    if (this.app.store.get("events").length === fresh.length) return; // what was there when the page was opened
    if (items.length > 2) announce(`${items.length} new items in the inbox`);
    else for (const item of items) announce(`${KINDS[item.is].one}: ${item.title}`);
  }

  #itemOf(event) {
    const is = KIND_OF[event.kind];
    const { cell, names } = this.app;
    if (
      !is ||
      (is === "message" && event.data.cell === cell) ||
      (event.kind === "nuclear_test" && event.actor === cell)
    )
      return null;
    const { data } = event;
    const told = this.app.teller.tell(event);
    const item = { n: event.n, t_s: event.t_s, is, event, title: told, from: "", text: "" };
    if (is === "inject")
      Object.assign(item, {
        title: data.title ?? told,
        from: [
          data.from === CONTROL ? "Exercise control" : data.from,
          plain(data.method === "other" ? "" : data.method),
        ]
          .filter(Boolean)
          .join(", "),
        text: data.text,
      });
    if (is === "message")
      Object.assign(item, { title: names.cell(data.cell), from: toWords(names, data.to, cell), text: data.text });
    if (is === "answer")
      Object.assign(item, { title: `Your request is ${data.outcome}`, text: data.reason ?? "", from: "Control" });
    return item;
  }

  #row(item) {
    const { chip, one } = KINDS[item.is];
    const dot = h("span", { class: "dot" });
    const summary = h(
      "summary",
      {},
      h(
        "span",
        { class: "line" },
        dot,
        h("span", { class: ["chip", chip] }, one),
        h("span", { class: "item-title" }, item.title),
        stamp(this.app, item.t_s),
      ),
      item.text ? h("span", { class: "preview" }, item.text) : null,
    );
    const details = h(
      "details",
      {},
      summary,
      h(
        "div",
        { class: "item-body" },
        item.from
          ? h("p", { class: "small soft" }, item.is === "inject" ? `From ${item.from}` : sentenceCase(item.from))
          : null,
        item.text ? h("p", { class: "prose" }, item.text) : null,
        this.#actions(item),
      ),
    );
    details.addEventListener("toggle", () => details.open && this.app.marks.add([item.n]));
    const node = h("li", { class: "item" }, details);
    this.#mark(node, item);
    return node;
  }

  #mark(node, item) {
    const read = this.app.marks.has(item.n);
    const dot = node.querySelector(".dot");
    if (node.dataset.read === String(read)) return;
    node.dataset.read = String(read);
    replace(dot, read ? null : h("span", { class: "unseen" }, "unread: "));
  }

  #actions(item) {
    const buttons = [];
    if (item.is === "message") {
      buttons.push(h("button", { type: "button", on: { click: () => this.app.openChannel(item.event) } }, "Answer"));
    }
    const track = item.event.data.threat ?? item.event.target;
    if (item.is === "report" && this.app.map.has(track)) {
      buttons.push(h("button", { type: "button", on: { click: () => this.app.map.choose(track) } }, "On the map"));
    }
    buttons.push(
      h(
        "button",
        { type: "button", class: "quiet", on: { click: () => this.app.showEvent(item.n) } },
        `In the timeline (${item.n})`,
      ),
    );
    return h("div", { class: "row" }, buttons);
  }
}

function toWords(names, to, own) {
  const others = to.filter((one) => one !== own).map((one) => names.cell(one));
  return others.length ? `to you and ${others.join(", ")}` : "to you";
}
