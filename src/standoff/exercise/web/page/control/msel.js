// The MSEL board: every inject with when, to whom and where it stands; fired, skipped, approved and written here.

import { fillList, h, options, replace, write } from "../dom.js";
import { put, send } from "../api.js";
import { note } from "../dialog.js";
import { plain, span } from "../format.js";
import { stamp } from "../stamp.js";
import { asked, formDialog } from "./form-dialog.js";
import { editInject, readInject } from "./inject-form.js";
import { isLate } from "./lists.js";
import { sheetButtons } from "./sheet.js";

const STATES = ["draft", "reviewed", "approved"];
const STATUS = {
  planned: { title: "planned", chip: "" },
  late: { title: "time passed", chip: "bad" },
  due: { title: "due", chip: "bad" },
  fired: { title: "fired", chip: "good" },
  skipped: { title: "skipped", chip: "" },
};
const SECTIONS = {
  hand: "Waits for your hand",
  time: "At a time",
  condition: "On a condition",
  byhand: "By hand",
  done: "Fired or skipped",
};

/** @param {import("../app.js").App} app */
export function makeMsel(app) {
  const board = new Board(app);
  return {
    title: "MSEL",
    node: board.node,
    shown: () => board.show(),
    reveal: (id) => board.reveal(id),
    add: () => board.add(),
  };
}

class Board {
  constructor(app) {
    this.app = app;
    this.search = h("input", { type: "search", placeholder: "Search", "aria-label": "Search injects", class: "grow" });
    this.status = choice("Status", [
      ["", "Any status"],
      ["open", "To come"],
      ...pairs(["planned", "due", "fired", "skipped"]),
    ]);
    this.state = choice("State", [["", "Any state"], ...pairs(STATES)]);
    this.to = choice("To", [["", "To anybody"], ...app.me.cells.map((cell) => [cell.id, `To ${cell.id}`])]);
    for (const control of [this.search, this.status, this.state, this.to])
      control.addEventListener("input", () => this.show());
    this.sections = new Map(Object.entries(SECTIONS).map(([id, title]) => [id, section(title)]));
    this.empty = h("p", { class: "empty" }, "No inject fits.");
    const columns = ["No.", "Inject", "When", "To, method", "State", "Status", ...(app.isControl ? [""] : [])];
    const table = h(
      "table",
      { class: "msel" },
      h("caption", { class: "unseen" }, "Master scenario events list"),
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          columns.map((one) => h(one ? "th" : "td", one ? { scope: "col" } : {}, one)),
        ),
      ),
      [...this.sections.values()].map(({ body }) => body),
    );
    this.newOne = h("button", { type: "button", id: "new-inject", on: { click: () => this.add() } }, "New inject");
    this.node = h(
      "div",
      { class: "two-rows" },
      h(
        "div",
        { class: "row pad bar" },
        this.search,
        this.status,
        this.state,
        this.to,
        app.isControl ? [this.newOne] : null,
        sheetButtons(app),
      ),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Injects" }, table, this.empty),
    );
    app.store.on(["injects", "status"], () => this.show());
    app.onTick((now_s) => this.#tick(now_s));
  }

  /** Bring the table up to date. */
  show() {
    const now_s = this.app.clock.now();
    const over = this.app.store.get("status") === "ended";
    this.newOne.disabled = over;
    const rows = (this.app.store.get("injects") ?? [])
      .filter((one) => this.#fits(one))
      .map((one) => this.#row(one, now_s, over));
    for (const [id, { body, head }] of this.sections) {
      const here = rows.filter((row) => row.section === id).sort((one, other) => one.order - other.order);
      body.hidden = here.length === 0;
      fillList(
        body,
        [{ id: "", head }, ...here],
        (row) => row.id,
        (row) => row.head ?? this.#make(row),
        (node, row) => row.head ?? this.#renew(node, row),
      );
    }
    this.empty.hidden = rows.length > 0;
    this.late = rows.filter((row) => row.status === "late").length;
  }

  /** Bring an inject into view, whatever the filters. */
  reveal(id) {
    if (!this.#nodeOf(id)) this.search.value = this.status.value = this.state.value = this.to.value = "";
    this.show();
    const node = this.#nodeOf(id);
    node?.scrollIntoView({ block: "center" });
    (node?.querySelector("button") ?? node)?.focus();
  }

  /** Write a new inject. */
  async add() {
    this.app.layout.show("msel");
    const id = await editInject(this.app, null);
    if (id) this.app.look.msel();
  }

  #nodeOf(id) {
    return this.node.querySelector(`tr[data-key="${CSS.escape(id)}"]`);
  }

  #fits(one) {
    const { inject } = one;
    const text = [inject.number, inject.title, inject.text, inject.when, inject.expected, one.id]
      .join(" ")
      .toLowerCase();
    const wanted = this.status.value;
    return (
      text.includes(this.search.value.toLowerCase().trim()) &&
      (!wanted || (wanted === "open" ? ["planned", "due"].includes(one.status) : one.status === wanted)) &&
      (!this.state.value || stateOf(inject) === this.state.value) &&
      (!this.to.value || !inject.to?.length || inject.to.includes(this.to.value))
    );
  }

  #row(one, now_s, over) {
    const status = isLate(one, now_s) && !over ? "late" : one.status;
    const fired_s = one.event ? this.app.event(one.event)?.t_s : null;
    const section =
      one.status === "due" || status === "late"
        ? "hand"
        : one.status !== "planned"
          ? "done"
          : one.at_s !== null
            ? "time"
            : one.inject.when
              ? "condition"
              : "byhand";
    return { ...one, status, section, fired_s, over, order: fired_s ?? one.at_s ?? 0 };
  }

  #make(row) {
    const node = h("tr", {});
    this.#renew(node, row);
    return node;
  }

  #renew(node, row) {
    const told = JSON.stringify(row);
    if (node.told === told) return;
    node.told = told;
    node.dataset.status = row.status;
    const focused = node.contains(document.activeElement) ? document.activeElement.dataset.act : null;
    replace(node, this.#cells(row));
    if (focused) (node.querySelector(`[data-act="${focused}"]`) ?? node.querySelector("button"))?.focus();
  }

  #cells(row) {
    const { inject } = row;
    const { title, chip } = STATUS[row.status];
    const extras = [
      inject.orders?.length ? `${inject.orders.length} ${inject.orders.length > 1 ? "orders" : "order"}` : null,
      inject.automatic === false ? "not automatic" : null,
    ].filter(Boolean);
    const open = () =>
      this.app.isControl && row.status !== "fired" && !row.over ? this.#edit(row) : readInject(this.app, row);
    return [
      h("td", { class: "number" }, inject.number ?? ""),
      h(
        "th",
        { scope: "row" },
        h("button", { type: "button", class: "link title", data: { act: "open" }, on: { click: open } }, inject.title),
        extras.length ? h("span", { class: "faint small" }, ` ${extras.join(", ")}`) : null,
      ),
      h("td", { class: "when" }, this.#when(row)),
      h(
        "td",
        { class: "small" },
        toWords(this.app, inject),
        h("br"),
        h("span", { class: "faint" }, plain(inject.method ?? "other")),
      ),
      h("td", {}, this.#stateCell(row)),
      h("td", {}, h("span", { class: ["chip", chip] }, title), this.#left(row)),
      this.app.isControl ? h("td", { class: "acts" }, this.#acts(row)) : null,
    ];
  }

  #when(row) {
    if (row.fired_s !== null && row.fired_s !== undefined) return stamp(this.app, row.fired_s);
    const { inject } = row;
    if (row.at_s !== null) return stamp(this.app, row.at_s);
    if (!inject.when) return h("span", { class: "faint small" }, "when you fire it");
    const watched = stateOf(inject) === "approved" ? null : "not watched until approved";
    const limits = [
      inject.after && `from ${this.#short(inject.after)}`,
      inject.until && `until ${this.#short(inject.until)}`,
    ];
    return [
      h("code", { title: inject.when }, inject.when),
      h("span", { class: "faint small" }, [...limits, watched].filter(Boolean).join(", ")),
    ];
  }

  /** A moment of the list, without its year. */
  #short(moment) {
    const { calendar } = this.app;
    const ms = Date.parse(moment);
    return Number.isNaN(ms) ? moment : calendar.minute((ms - calendar.start_ms) / 1000);
  }

  /** Room for the countdown of one that comes at a time. */
  #left(row) {
    const comes = !row.over && row.at_s !== null && ["planned", "late", "due"].includes(row.status);
    return comes ? h("span", { class: "left faint", data: { at: row.at_s } }) : null;
  }

  #stateCell(row) {
    const state = stateOf(row.inject);
    if (!this.app.isControl || row.status === "fired" || row.over) return h("span", { class: "small" }, state);
    const select = h(
      "select",
      { data: { act: "state", state }, "aria-label": `State of ${row.inject.title}` },
      options(pairs(STATES), state),
    );
    select.addEventListener("change", () => this.#putState(row, select));
    return select;
  }

  async #putState(row, select) {
    try {
      await put(`/control/msel/${encodeURIComponent(row.id)}`, { inject: { ...row.inject, state: select.value } });
      note(`“${row.inject.title}” is ${select.value} now.`, "good", 3);
    } catch (error) {
      select.value = stateOf(row.inject);
      note(`“${row.inject.title}”: ${error.message}`, "bad");
    }
    this.app.look.msel();
  }

  #acts(row) {
    if (row.status === "fired" || row.over) return null;
    const button = (act, text, work, kind) =>
      h(
        "button",
        {
          type: "button",
          class: kind,
          data: { act },
          "aria-label": `${text}: ${row.inject.title}`,
          on: { click: work },
        },
        text,
      );
    return [
      button("fire", "Fire", () => this.#fire(row), row.section === "hand" ? "primary" : null),
      row.status === "skipped" ? null : button("skip", "Skip", () => this.#skip(row)),
      button("edit", "Edit", () => this.#edit(row)),
    ];
  }

  async #fire(row) {
    const { inject } = row;
    const reason = h("input", { type: "text", maxlength: 4000 });
    const orders = (inject.orders ?? []).map((one) => `${one.actor}: ${this.app.names.of("move", one.move)}`);
    const done = await formDialog(
      `Fire “${inject.title}” now?`,
      [
        h("p", {}, `It goes to ${toWords(this.app, inject)} at once.`),
        h("blockquote", { class: "prose" }, inject.text),
        orders.length ? h("p", {}, `It sets going: ${orders.join("; ")}.`) : null,
        stateOf(inject) === "approved"
          ? null
          : h("p", { class: "wrong plain" }, `It is ${stateOf(inject)}, not approved.`),
        asked("reason", "Reason (optional, on the record)", reason),
      ],
      { yes: "Fire now", submit: () => this.#send(row, "fire", reason.value), focus: reason },
    );
    if (done) note(`“${inject.title}” is fired.`, "good");
  }

  async #skip(row) {
    const reason = h("input", { type: "text", maxlength: 4000 });
    await formDialog(
      `Skip “${row.inject.title}”?`,
      [
        h("p", {}, "It does not come. It can still be fired by hand, or written anew, later."),
        asked("reason", "Reason (optional, on the record)", reason),
      ],
      { yes: "Skip", submit: () => this.#send(row, "skip", reason.value) },
    );
  }

  #send(row, what, reason) {
    const told = reason.trim() ? { reason: reason.trim() } : {};
    return send(`/control/msel/${encodeURIComponent(row.id)}/${what}`, told).finally(() => this.app.look.msel());
  }

  async #edit(row) {
    if (await editInject(this.app, row)) this.app.look.msel();
  }

  /** Countdowns; and the table anew when a time has passed. */
  #tick(now_s) {
    if (!this.app.layout.shows("msel")) return;
    for (const node of this.node.querySelectorAll(".left")) {
      const left_s = Number(node.dataset.at) - now_s;
      write(node, left_s > 0 ? `in ${span(left_s)}` : `${span(-left_s)} ago`);
    }
    const late = (this.app.store.get("injects") ?? []).filter((one) => this.#fits(one) && isLate(one, now_s)).length;
    if (late !== this.late && this.app.store.get("status") !== "ended") this.show();
  }
}

function section(title) {
  const head = h("tr", { class: "section" }, h("th", { colspan: 7, scope: "rowgroup" }, title));
  return { head, body: h("tbody", {}) };
}

function choice(label, values) {
  return h("select", { "aria-label": label }, options(values, ""));
}

const pairs = (values) => values.map((value) => [value, value]);
const stateOf = (inject) => inject.state ?? "draft";

/** Who gets an inject. */
export function toWords(app, inject) {
  if (!inject.to?.length) return "all cells";
  return inject.to.length > 3 ? inject.to.join(" ") : inject.to.map((id) => app.names.cell(id)).join(", ");
}
