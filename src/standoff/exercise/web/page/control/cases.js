// The adjudication queue: what is to come that control may decide, with proposal, odds, draws and grounds.

import { fillList, h, replace, write } from "../dom.js";
import { send } from "../api.js";
import { announce } from "../dialog.js";
import { percent, sentenceCase, span } from "../format.js";
import { moment } from "../stamp.js";
import { caseFacts, caseTitle, kindOf, proposalWords, waits } from "./case-words.js";
import { makeHolds } from "./holds.js";

const NOTHING = "Nothing is to come that could be ruled on.";
const ACCEPTED = "as the computer proposes";
const KINDS = { intercept: "Intercept", launch: "Launch", order: "Order", request: "Request" };

/** @param {import("../app.js").App} app */
export function makeCases(app) {
  const list = h("ol", { class: "cases" });
  const empty = h("p", { class: "empty" }, NOTHING);
  const scroll = h(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "Adjudication queue" },
    empty,
    list,
  );
  const node = h("div", { class: "two-rows" }, makeHolds(app), scroll);
  const show = () => {
    const over = app.store.get("status") === "ended";
    const cases = over ? [] : (app.store.get("cases") ?? []);
    write(empty, over ? "The exercise is over; nothing is ruled on any more." : NOTHING);
    const order = cases.slice().sort((one, other) => rank(one) - rank(other));
    empty.hidden = order.length > 0;
    fillList(
      list,
      order,
      (one) => one.on,
      (one) => new Card(app, one).node,
      (card, one) => card.card.update(one),
    );
  };
  app.store.on(["cases", "zone", "status"], show);
  app.onTick((now_s) => {
    if (app.layout.shows("cases")) for (const item of list.children) item.card.count(now_s);
  });
  return {
    title: "Adjudication",
    node,
    shown: show,
    /** Bring a case into view. @param {string} on */
    reveal(on) {
      const item = [...list.children].find((one) => one.dataset.key === on);
      item?.scrollIntoView({ block: "nearest" });
      item?.querySelector("button, input")?.focus();
    },
  };
}

/** Held first, then what waits for a word, then by time; what is ruled already last of its instant. */
function rank(one) {
  if (one.held) return -2;
  return one.due_s === null ? -1 : one.due_s;
}

/** One case. The field for the reason stays as it is while the rest is brought up to date. */
class Card {
  constructor(app, one) {
    this.app = app;
    this.head = h("div", { class: "case-head" });
    this.due = h("span", { class: "due small" });
    this.body = h("div", { class: "stack case-body" });
    this.reason = h("input", {
      type: "text",
      maxlength: 4000,
      class: "grow",
      placeholder: kindOf(one) === "request" ? "Answer to the cell" : "Reason, if you override",
      "aria-label": `${kindOf(one) === "request" ? "Answer" : "Reason"}: ${caseTitle(app, one)}`,
    });
    this.buttons = h("div", { class: "row" });
    this.wrong = h("p", { class: "wrong plain", role: "alert", hidden: true });
    this.hand = h("div", { class: "stack" }, h("div", { class: "row" }, this.reason, this.buttons), this.wrong);
    this.node = h("li", { class: "case" }, this.head, this.body, app.isControl ? this.hand : null);
    this.node.card = this;
    this.update(one);
  }

  update(one) {
    const told = JSON.stringify([one, this.app.store.get("zone"), this.app.names.forces.size]);
    if (told === this.told) return;
    this.told = told;
    this.one = one;
    this.node.dataset.held = String(waits(one));
    this.node.dataset.ruled = String(one.ruled !== null);
    const kind = kindOf(one);
    this.node.dataset.kind = kind;
    replace(
      this.head,
      h("span", { class: ["chip", waits(one) ? "bad" : one.due_s === null ? "warn" : "info"] }, KINDS[kind]),
      h("h2", { class: "grow" }, caseTitle(this.app, one)),
      this.due,
    );
    replace(
      this.body,
      waits(one) ? h("p", { class: "held-line" }, "The clock stands still for this.") : null,
      this.#facts(),
    );
    this.#offer();
    this.count(this.app.clock.now());
  }

  /** When it is due. */
  count(now_s) {
    const { due_s, held } = this.one;
    if (held) write(this.due, waits(this.one) ? "now" : "when the clock goes on");
    else if (due_s === null) write(this.due, "when you say so");
    else write(this.due, `${moment(this.app, due_s)}, in ${span(Math.max(0, due_s - now_s))}`);
  }

  #facts() {
    const { one, app } = this;
    const facts = caseFacts(app, one);
    return [
      facts.length
        ? h(
            "dl",
            { class: "facts small" },
            facts.map(([name, words]) => [h("dt", {}, name), h("dd", {}, words)]),
          )
        : null,
      oddsBars(one),
      h("p", { class: "small" }, proposalWords(one)),
      one.draws.length ? h("p", { class: "small soft" }, `Drawn: ${one.draws.map(drawWords).join("; ")}`) : null,
      one.ruled
        ? h(
            "p",
            { class: "ruled" },
            `Ruled by ${one.ruled.by}: ${one.ruled.outcome}. ${sentenceCase(one.ruled.reason)}`,
          )
        : null,
    ];
  }

  #offer() {
    const { one } = this;
    const focused = this.buttons.contains(document.activeElement) && document.activeElement.value;
    replace(
      this.buttons,
      proposalFirst(one).map((outcome) => {
        const own = outcome === one.proposal;
        const text = one.proposal === null ? sentenceCase(outcome) : `${own ? "Accept" : "Override"}: ${outcome}`;
        return h(
          "button",
          {
            type: "button",
            value: outcome,
            class: own ? "primary" : null,
            on: { click: () => this.#rule(outcome, own) },
          },
          text,
        );
      }),
    );
    if (focused) this.buttons.querySelector(`[value="${focused}"]`)?.focus();
  }

  async #rule(outcome, own) {
    const reason = this.reason.value.trim() || (own ? ACCEPTED : "");
    if (!reason) {
      this.#refuse(kindOf(this.one) === "request" ? "Write what the cell is told." : "An override needs its reason.");
      this.reason.focus();
      return;
    }
    this.wrong.hidden = true;
    try {
      await send("/control/rulings", { on: this.one.on, outcome, reason });
      this.reason.value = "";
      announce(`Ruled: ${outcome}`);
    } catch (error) {
      this.#refuse(error.message);
    }
    this.app.look.cases();
  }

  #refuse(text) {
    this.wrong.hidden = false;
    write(this.wrong, text);
  }
}

/** What may come of it; what the computer proposes comes first. */
function proposalFirst({ outcomes, proposal }) {
  return outcomes.slice().sort((one, other) => Number(other === proposal) - Number(one === proposal));
}

/** A number that was drawn: `reliability 0.77`. */
function drawWords({ stream, value }) {
  return `${stream.startsWith("kill/") ? stream.split("/").at(-1) : stream} ${value}`;
}

/** The chance of each outcome as a bar with its number. */
function oddsBars(one) {
  const odds = Object.entries(one.odds);
  if (odds.length === 0) return null;
  return h(
    "table",
    { class: "odds" },
    h("caption", { class: "unseen" }, "Odds"),
    h(
      "tbody",
      {},
      odds.map(([outcome, chance]) =>
        h(
          "tr",
          { data: { own: outcome === one.proposal } },
          h("th", { scope: "row" }, outcome),
          h(
            "td",
            { class: "bar", "aria-hidden": "true" },
            h("i", { style: { "--share": `${(100 * chance).toFixed(1)}%` } }),
          ),
          h("td", { class: "number" }, percent(chance)),
        ),
      ),
    ),
  );
}
