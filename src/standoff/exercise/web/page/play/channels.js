// Channels: what cells and control write to each other, one channel for each circle of readers, and the field to write.

import { fillList, h, replace, write } from "../dom.js";
import { send } from "../api.js";
import { announce, note } from "../dialog.js";
import { CONTROL } from "../names.js";
import { isWritten, makeComposer, makeEntry, makeLog } from "../writing.js";

const OWN = "own";
const ALL = "all";
const SEVERAL = "several";

/** @param {import("../app.js").App} app */
export function makeChannels(app) {
  const channels = new Channels(app);
  app.openChannel = (event) => {
    app.layout.show("channels");
    channels.choose(channels.keyOf(event));
    channels.write();
  };
  app.askControl = () => {
    app.layout.show("channels");
    channels.choose(CONTROL);
    channels.write();
  };
  return { title: "Channels", node: channels.node, shown: () => channels.shown(), write: () => channels.write() };
}

class Channels {
  constructor(app) {
    this.app = app;
    this.others = app.me.cells.map((cell) => cell.id).filter((id) => id !== app.cell);
    this.channels = new Map();
    for (const key of [OWN, ...this.others, ALL, CONTROL]) this.channels.set(key, []);
    this.current = this.others[0];
    this.#build();
    app.onEvents((fresh) => this.#take(fresh));
    app.marks.on(() => this.#strip());
    app.store.on("status", ({ status }) => this.#close(status === "ended"));
    this.choose(this.current);
  }

  /** The channel of a message or request: who reads it. */
  keyOf({ kind, data }) {
    if (kind !== "message") return CONTROL;
    const circle = new Set([data.cell, ...data.to]);
    circle.delete(this.app.cell);
    if (data.cell === CONTROL) return CONTROL;
    circle.delete(CONTROL);
    if (circle.size === 0) return data.to.includes(CONTROL) ? CONTROL : OWN;
    if (circle.size === this.others.length) return circle.size > 1 ? ALL : [...circle][0];
    return this.others.filter((id) => circle.has(id)).join("+");
  }

  /** Show a channel. */
  choose(key) {
    if (!this.channels.has(key)) this.channels.set(key, []);
    this.current = key;
    this.#strip();
    this.#fill();
    this.#compose();
    this.shown();
  }

  /** Put the focus into the field. */
  write() {
    this.text.focus();
  }

  /** The channel is in view: its messages are read. */
  shown() {
    if (!this.app.layout.shows("channels")) return;
    this.app.marks.add(
      this.channels
        .get(this.current)
        .filter((event) => event.data.cell !== this.app.cell)
        .map((event) => event.n),
    );
    this.log.scrollTop = this.log.scrollHeight;
  }

  #build() {
    this.strip = h("div", { class: "channel-strip", role: "group", "aria-label": "Channels" });
    Object.assign(this, makeLog("log"));
    this.to = h("div", { class: "to small" });
    Object.assign(this, makeComposer({ to: this.to, keep: () => this.#keep(), send: () => this.#send() }));
    for (const key of [...this.channels.keys(), SEVERAL])
      this.app.drafts.on(draftOf(key), () => key === this.current && this.#compose());
    this.node = h("div", { class: "channels" }, this.strip, this.log, this.form);
  }

  #title(key) {
    if (key === OWN) return "Own cell";
    if (key === ALL) return "All cells";
    if (key === SEVERAL) return "Several…";
    return key
      .split("+")
      .map((id) => this.app.names.cell(id))
      .join(", ");
  }

  #strip() {
    const fixed = new Set([OWN, ...this.others, ALL, CONTROL]);
    const keys = [...fixed, ...[...this.channels.keys()].filter((key) => !fixed.has(key) && key !== SEVERAL), SEVERAL];
    fillList(
      this.strip,
      keys,
      (key) => key,
      (key) => this.#tab(key),
      (node, key) => this.#mark(node, key),
    );
    const unread = [...this.channels.keys()].reduce((sum, key) => sum + this.#unread(key), 0);
    this.app.layout.count("channels", unread, "unread");
  }

  #tab(key) {
    const short = key
      .split("+")
      .map((id) => (this.others.includes(id) ? id : this.#title(id)))
      .join("+");
    const button = h(
      "button",
      { type: "button", title: this.#title(key), on: { click: () => this.choose(key) } },
      h("span", {}, short),
      h("span", { class: "badge" }),
    );
    this.#mark(button, key);
    return button;
  }

  #mark(button, key) {
    const unread = this.#unread(key);
    button.setAttribute("aria-pressed", String(key === this.current));
    button.setAttribute("aria-label", `${this.#title(key)}${unread ? `, ${unread} unread` : ""}`);
    button.lastElementChild.hidden = !unread;
    write(button.lastElementChild, unread);
  }

  #unread(key) {
    return (this.channels.get(key) ?? []).filter(
      (event) => event.data.cell !== this.app.cell && !this.app.marks.has(event.n),
    ).length;
  }

  #take(fresh) {
    const words = fresh.filter(isWritten);
    if (words.length === 0) return;
    for (const event of words) {
      const key = this.keyOf(event);
      if (!this.channels.has(key)) this.channels.set(key, []);
      this.channels.get(key).push(event);
    }
    this.#strip();
    this.#fill();
    this.shown();
  }

  #fill() {
    const events = this.channels.get(this.current);
    this.empty.hidden = events.length > 0;
    fillList(
      this.list,
      events,
      (event) => event.n,
      (event) => this.#entry(event),
    );
  }

  #entry(event) {
    const own = event.data.cell === this.app.cell && event.kind !== "answer";
    const { by } = event.data;
    const seat = by && own ? ` (${by === this.app.me.seat.id ? "you" : by})` : "";
    return makeEntry(this.app, event, { own, by: seat });
  }

  /** The field for the current channel, with its draft. */
  #compose() {
    const key = this.current;
    const content = this.app.drafts.content(draftOf(key));
    this.text.value = content.text ?? "";
    this.wrong.hidden = true;
    write(this.label, key === CONTROL ? "Request to control" : `Message to ${this.#title(key)}`);
    this.text.placeholder =
      key === CONTROL
        ? "Ask control for something that no move does"
        : key === OWN
          ? "Note to your own cell"
          : "Write a message";
    write(this.button, key === CONTROL ? "Send request" : "Send");
    if (key === SEVERAL) replace(this.to, this.#checks(content.to ?? []));
    else
      replace(
        this.to,
        key === CONTROL ? "Request to control" : key === OWN ? "To your own cell only" : `To ${this.#title(key)}`,
      );
  }

  #checks(chosen) {
    const boxes = this.others.map((id) => {
      const input = h("input", {
        type: "checkbox",
        value: id,
        checked: chosen.includes(id),
        on: { change: () => this.#keep() },
      });
      return h("label", { class: "check" }, input, this.app.names.cell(id));
    });
    return h("fieldset", { class: "row" }, h("legend", { class: "unseen" }, "To"), boxes);
  }

  #receivers() {
    if (this.current === SEVERAL) return [...this.to.querySelectorAll("input:checked")].map((box) => box.value);
    if (this.current === OWN) return [];
    return this.current === ALL ? this.others : this.current.split("+");
  }

  #keep() {
    this.wrong.hidden = true;
    const content = { text: this.text.value, ...(this.current === SEVERAL ? { to: this.#receivers() } : {}) };
    this.app.drafts.set(draftOf(this.current), content);
  }

  async #send() {
    const text = this.text.value.trim();
    const [key, to] = [this.current, this.#receivers()];
    if (!text || this.button.disabled) return;
    if (key === SEVERAL && to.length === 0) {
      this.#refuse("Choose who is to read it.");
      return;
    }
    this.button.disabled = true;
    try {
      await (key === CONTROL ? send("/requests", { text }) : send("/messages", { to, text }));
      if (this.current === key) this.text.value = "";
      await this.app.drafts.drop(draftOf(key));
      if (key === SEVERAL) this.choose(this.keyOf({ kind: "message", data: { cell: this.app.cell, to } }));
      announce(key === CONTROL ? "Request sent" : "Message sent");
    } catch (error) {
      if (this.current === key) this.#refuse(error.message);
      else note(`A message was not sent: ${error.message}`, "bad");
    } finally {
      this.button.disabled = this.over ?? false;
    }
  }

  #refuse(text) {
    this.wrong.hidden = false;
    write(this.wrong, text);
  }

  #close(over) {
    this.over = over;
    this.text.disabled = this.button.disabled = over;
  }
}

const draftOf = (key) => `words-${key}`.slice(0, 60);
