// The form of an order: target and parameters out of what the menu offers, words to say, and what will happen.

import { field, h, options, replace } from "../dom.js";
import { send } from "../api.js";
import { announce, confirmed, note } from "../dialog.js";
import { sendOnCtrlEnter } from "../keys.js";
import { moment } from "../stamp.js";
import { CATEGORIES, headline, whatWillHappen } from "./move-words.js";
import { parametersOf } from "./parameters.js";

const NOBODY = "";
// What is given by a slip of the hand and cannot be taken back as if nothing had been.
const GRAVE = new Set(["violent-escalation", "nuclear"]);
const GRAVE_MOVES = new Set(["test-nuclear-device"]);

/** One order that is being written. */
export class OrderForm {
  /**
   * @param {import("../app.js").App} app
   * @param {{changed: (content: object) => void, closed: () => void, left: () => void, given: () => void}} hearers
   *   `closed`: it was given or thrown away; `left`: it stays as a draft
   */
  constructor(app, hearers) {
    Object.assign(this, { app, hearers, entry: null });
    this.node = h("form", {
      class: "order-form scroll pad stack",
      hidden: true,
      novalidate: true,
      "aria-label": "Order",
    });
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#give();
    });
    this.summary = h("dl", { class: "facts summary" });
    this.wrong = h("p", { class: "wrong", role: "alert", hidden: true });
    this.says = h("textarea", { maxlength: 4000, rows: 3, id: "says" });
    this.says.addEventListener("input", () => this.#changed());
    sendOnCtrlEnter(this.node, () => this.#give());
    app.store.on(["situation", "zone"], () => this.entry && this.#sum(), false);
  }

  /** Begin with a move, and with what was written before. */
  open(entry, content = {}) {
    this.entry = entry;
    this.wrong.hidden = true;
    this.says.value = content.says ?? "";
    this.#build(content);
    this.#sum();
  }

  close() {
    this.entry = null;
  }

  /** The menu was read again: the options may be others. */
  refresh(entry) {
    this.gone.hidden = entry !== undefined;
    if (!entry || same(entry, this.entry)) return;
    const content = this.content();
    if (this.node.contains(document.activeElement)) {
      this.entry = entry; // do not take a select out of the hands that hold it
      return;
    }
    this.open(entry, content);
  }

  focus() {
    (this.node.querySelector(".fields select, .fields input") ?? this.says).focus();
  }

  /** What is written, as a draft. */
  content() {
    return {
      move: this.entry.move,
      target: this.target?.value || null,
      with: this.parameters.values(),
      says: this.says.value,
    };
  }

  #build(content) {
    const { entry } = this;
    this.parameters = parametersOf(this.app, entry, content.with ?? {}, () => {
      this.#targets();
      this.#changed();
    });
    this.target = entry.target === "none" ? null : h("select", { id: "target", on: { change: () => this.#changed() } });
    this.gone = h("p", { class: "wrong plain", hidden: true }, "This move cannot be ordered at present.");
    this.#targets(content.target ?? undefined);
    const back = h(
      "button",
      { type: "button", class: "quiet back", on: { click: () => this.hearers.left() } },
      "‹ All moves",
    );
    this.button = h("button", { class: "primary", id: "give" }, "Give order");
    replace(
      this.node,
      h("div", { class: "row between" }, back, h("span", { class: "chip" }, CATEGORIES[entry.category].title)),
      h("h2", {}, entry.title),
      this.gone,
      h("div", { class: "fields stack" }, this.target && field("Toward", this.target), this.parameters.nodes),
      field("Words to go with it (optional)", this.says, "Read by all who see the move."),
      h("section", { class: "will" }, h("h3", {}, "What will happen"), this.summary),
      this.wrong,
      h(
        "div",
        { class: "row" },
        this.button,
        h("button", { type: "button", class: "quiet", on: { click: () => this.hearers.closed() } }, "Discard"),
      ),
    );
  }

  /** Targets that go with the parameters. */
  #targets(wanted = this.target?.value) {
    if (!this.target) return;
    const fitting = this.entry.options.filter((option) => this.parameters.fits(option.with));
    const found = [
      ...new Set((fitting.length ? fitting : this.entry.options).map((option) => option.target ?? NOBODY)),
    ];
    const pairs = found.map((id) => [id, id === NOBODY ? "nobody in particular" : this.app.names.cell(id)]);
    replace(this.target, options(pairs, found.includes(wanted) ? wanted : found[0]));
  }

  #changed() {
    this.wrong.hidden = true;
    this.hearers.changed(this.content());
    this.#sum();
  }

  #sum() {
    const facts = whatWillHappen(this.app, this.entry, this.content());
    replace(
      this.summary,
      facts.map(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]),
    );
  }

  async #give() {
    const { entry, app } = this;
    const content = this.content();
    if (this.button.disabled) return;
    if (
      (GRAVE.has(entry.category) || GRAVE_MOVES.has(entry.move)) &&
      !(await confirmed("Give this order?", headline(app, entry, content), "Give order"))
    )
      return;
    this.wrong.hidden = true;
    this.button.disabled = true;
    try {
      const answer = await send("/orders", { ...app.onBehalf, ...bodyOf(content) });
      if (answer.stands === "refused") this.#refused(answer.reason);
      else this.#given(entry, answer);
    } catch (error) {
      this.#refused([error.message, ...error.fields.slice(1).map((one) => `${one.field}: ${one.error}`)].join("; "));
    } finally {
      this.button.disabled = false;
    }
    this.hearers.given();
  }

  #given(entry, answer) {
    const due = answer.takes_effect_s ?? null;
    // What the order does comes first: `Announce a strike is carried out` would read as if the strike were.
    const title = entry.title.slice(0, 1).toLowerCase() + entry.title.slice(1);
    const told =
      answer.stands === "carried out"
        ? `Done: ${title}.`
        : due === null
          ? `Waits for a word of control: ${title}.`
          : `Accepted: ${title}. It takes effect ${moment(this.app, due)}.`;
    note(told, "good");
    this.hearers.closed();
  }

  #refused(reason) {
    this.wrong.hidden = false;
    replace(this.wrong, reason);
    this.wrong.scrollIntoView({ block: "nearest" });
    announce(`Order refused: ${reason}`);
  }
}

/** The order as the server takes it: without what is empty. */
function bodyOf({ move, target, with: parameters, says }) {
  const body = { move };
  if (target) body.target = target;
  if (says.trim()) body.says = says.trim();
  if (Object.keys(parameters).length) body.with = parameters;
  return body;
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
