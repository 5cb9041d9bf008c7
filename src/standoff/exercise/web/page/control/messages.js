// What cells and control write to each other, by circle of readers; and control's own words to cells.

import { fillList, h, replace, write } from "../dom.js";
import { send } from "../api.js";
import { announce } from "../dialog.js";
import { CONTROL } from "../names.js";
import { Marks } from "../play/marks.js";
import { isWritten, makeComposer, makeEntry, makeLog } from "../writing.js";

const EVERYTHING = "everything";
const DRAFT = "control-words";
const MOST = 300;

/** @param {import("../app.js").App} app */
export function makeMessages(app) {
  const messages = new Messages(app);
  return {
    title: "Messages",
    node: messages.node,
    shown: () => messages.shown(),
    write: () => messages.text.focus(),
    toControl: () => messages.choose(CONTROL),
  };
}

class Messages {
  constructor(app) {
    this.app = app;
    this.all = [];
    this.current = EVERYTHING;
    this.cells = app.me.cells.map((cell) => cell.id);
    this.marks = new Marks(app.drafts, () => this.#toControl().map((event) => event.n));
    this.marks.on(() => this.#count());
    this.#build();
    app.onEvents((fresh) => this.#take(fresh));
    this.#fill();
  }

  /** Show a circle. @param {string} key */
  choose(key) {
    this.current = key;
    this.#fill();
    this.shown();
    if (key !== EVERYTHING && key !== CONTROL) this.#address(key.split("+").filter((id) => id !== CONTROL));
  }

  /** What is in view is read. */
  shown() {
    if (!this.app.layout.shows("messages")) return;
    this.log.scrollTop = this.log.scrollHeight;
    if (this.app.isControl) this.marks.add(this.#toControl().map((event) => event.n));
  }

  #build() {
    this.strip = h("div", { class: "channel-strip", role: "group", "aria-label": "Circles of readers" });
    Object.assign(this, makeLog("region"));
    this.node = h("div", { class: "channels" }, this.strip, this.log, this.app.isControl ? this.#composer() : null);
  }

  #composer() {
    const draft = this.app.drafts.content(DRAFT);
    this.boxes = this.cells.map((id) =>
      h("input", { type: "checkbox", value: id, checked: draft.to?.includes(id), on: { change: () => this.#keep() } }),
    );
    const all = h("button", { type: "button", class: "quiet", on: { click: () => this.#address(this.cells) } }, "All");
    const to = h(
      "fieldset",
      { class: "row" },
      h("legend", { class: "unseen" }, "To"),
      h("span", { class: "small soft", "aria-hidden": "true" }, "To"),
      this.boxes.map((box) => h("label", { class: "check", title: this.app.names.cell(box.value) }, box, box.value)),
      all,
    );
    Object.assign(this, makeComposer({ to, keep: () => this.#keep(), send: () => this.#send() }));
    write(this.label, "Message of control");
    write(this.button, "Send as control");
    this.text.value = draft.text ?? "";
    this.app.drafts.on(DRAFT, ({ text = "", to = [] }) => {
      this.text.value = text;
      for (const box of this.boxes) box.checked = to.includes(box.value);
    });
    this.app.store.on("status", ({ status }) => (this.text.disabled = this.button.disabled = status === "ended"));
    return this.form;
  }

  #take(fresh) {
    const words = fresh.filter(isWritten);
    if (words.length === 0) return;
    this.all.push(...words);
    this.#fill();
    this.shown();
    this.#count();
  }

  #toControl() {
    return this.all.filter((event) => event.kind === "message" && event.data.to.includes(CONTROL));
  }

  #count() {
    const unread = this.#toControl().filter((event) => !this.marks.has(event.n)).length;
    this.app.store.set({ unread: this.app.isControl ? unread : 0 });
  }

  /** Who reads a message: `JPN+USA`; all that control is part of is one circle. */
  #keyOf({ kind, actor, data }) {
    if (kind !== "message" || data.cell === CONTROL || data.to.includes(CONTROL)) return CONTROL;
    return [...new Set([data.cell ?? actor, ...data.to])].sort().join("+");
  }

  #fill() {
    const counts = new Map([
      [EVERYTHING, this.all.length],
      [CONTROL, 0],
    ]);
    for (const event of this.all) counts.set(this.#keyOf(event), (counts.get(this.#keyOf(event)) ?? 0) + 1);
    fillList(
      this.strip,
      [...counts.keys()],
      (key) => key,
      (key) => this.#tab(key, counts.get(key)),
      (node, key) => this.#mark(node, key, counts.get(key)),
    );
    const shown = this.all.filter((event) => this.current === EVERYTHING || this.#keyOf(event) === this.current);
    this.empty.hidden = shown.length > 0;
    fillList(
      this.list,
      shown.slice(-MOST),
      (event) => event.n,
      (event) => this.#entry(event),
    );
  }

  #tab(key, count) {
    const button = h(
      "button",
      { type: "button", on: { click: () => this.choose(key) } },
      h("span", {}, this.#title(key)),
      h("span", { class: "faint number" }),
    );
    this.#mark(button, key, count);
    return button;
  }

  #title(key) {
    if (key === EVERYTHING) return "Everything";
    if (key === CONTROL) return "With control";
    const cells = key.split("+");
    if (cells.length === this.cells.length) return "All cells";
    return cells.length === 1 ? `${key} alone` : key.replaceAll("+", " · ");
  }

  #mark(button, key, count) {
    button.setAttribute("aria-pressed", String(key === this.current));
    write(button.lastElementChild, count);
  }

  #entry(event) {
    const { app } = this;
    const { data, kind } = event;
    const own = kind === "answer" || data.cell === CONTROL;
    const to = kind === "answer" ? [event.actor] : kind === "request" ? [CONTROL] : data.to;
    const readers = to.length ? to.map((id) => app.names.cell(id)).join(", ") : "its own cell";
    return makeEntry(app, event, {
      own,
      to: h("span", { class: "soft small" }, `to ${readers}`),
      actions: app.isControl ? this.#actions(event) : null,
    });
  }

  #actions(event) {
    const { app } = this;
    const button = (text, work) => h("button", { type: "button", class: "link small", on: { click: work } }, text);
    const open =
      event.kind === "request" &&
      !this.all.some((one) => one.kind === "answer" && one.data.request === event.data.request);
    const decide = () => {
      app.layout.show("cases");
      app.panels.cases.reveal(`request/${event.data.request}`);
    };
    const answer = () => {
      this.#address([event.data.cell]);
      this.text.focus();
    };
    const parts = [
      open ? button("Decide", decide) : null,
      event.kind === "message" && event.data.cell !== CONTROL ? button("Write to them", answer) : null,
    ].filter(Boolean);
    return parts.length ? h("div", { class: "row" }, parts) : null;
  }

  #address(cells) {
    if (!this.boxes) return;
    for (const box of this.boxes) box.checked = cells.includes(box.value);
    this.#keep();
  }

  #to() {
    return this.boxes.filter((box) => box.checked).map((box) => box.value);
  }

  #keep() {
    this.wrong.hidden = true;
    this.app.drafts.set(DRAFT, { text: this.text.value, to: this.#to() });
  }

  async #send() {
    const [text, to] = [this.text.value.trim(), this.#to()];
    if (!text || this.button.disabled) return;
    if (to.length === 0) {
      this.#refuse("Choose who is to read it.");
      return;
    }
    this.button.disabled = true;
    try {
      await send("/messages", { to, text });
      this.text.value = "";
      await this.app.drafts.drop(DRAFT);
      this.#keep();
      announce("Message sent");
    } catch (error) {
      this.#refuse(error.message);
    } finally {
      this.button.disabled = this.app.store.get("status") === "ended";
    }
  }

  #refuse(text) {
    this.wrong.hidden = false;
    replace(this.wrong, text);
  }
}
