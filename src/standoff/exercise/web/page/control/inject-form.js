// An inject in a dialog: all of its fields, to write or to read.

import { h, options } from "../dom.js";
import { put } from "../api.js";
import { note, showDialog } from "../dialog.js";
import { plain, sentenceCase } from "../format.js";
import { inWords } from "./case-words.js";
import { asked, Complaint, formDialog } from "./form-dialog.js";
import { ordersEditor } from "./inject-orders.js";
import { pairsEditor } from "./pairs-editor.js";

const METHODS = ["news", "intelligence", "telephone", "email", "meeting", "social-media", "other"];
const STATES = ["draft", "reviewed", "approved"];
const MOMENT_HINT = "UTC time such as 2017-08-14T21:00:00Z, or a span after STARTEX such as P9DT6H";
const OCCASIONS = { at: "At a time", when: "On a condition", hand: "By hand" };

/**
 * Write an inject, new or anew.
 * @param {import("../app.js").App} app
 * @param {object | null} row of the board; null for a new one
 * @returns {Promise<string | undefined>} its id, once the server has it
 */
export async function editInject(app, row) {
  const before = row?.inject ?? {};
  const parts = partsOf(app, before, row !== null);
  const content = h(
    "div",
    { class: "inject-form" },
    parts.flatMap((part) => part.node),
  );
  return formDialog(row ? `Inject: ${before.title}` : "New inject", [content], {
    yes: row ? "Keep" : "Put on the list",
    wide: true,
    focus: row ? content.querySelector("#asked-title") : null,
    submit: async () => {
      const inject = Object.assign({}, ...parts.map((part) => part.get()));
      if (!inject.id) throw new Complaint("id", "is missing: small letters, digits and hyphens");
      const taken = !row && (app.store.get("injects") ?? []).some((one) => one.id === inject.id);
      if (taken) throw new Complaint("id", "is on the list already");
      await put(`/control/msel/${encodeURIComponent(inject.id)}`, { inject });
      note(`“${inject.title}” is on the list.`, "good");
      return inject.id;
    },
  });
}

function partsOf(app, before, known) {
  const words = (name, label, options = {}) => textPart(name, label, before[name], options);
  return [
    words("title", "Title (the headline that cells read)", { one: true, wide: true }),
    textPart("id", "Id", before.id, { one: true, fixed: known, hint: "small letters, digits, hyphens" }),
    words("number", "Number", { one: true }),
    selectPart("state", "State", STATES, before.state ?? "draft"),
    occasionPart(before),
    words("from", "From", { one: true, hint: "Exercise control if empty" }),
    selectPart("method", "Method", METHODS, before.method ?? "other"),
    cellsPart(app, before.to ?? []),
    words("text", "Text that the cells read", { rows: 4, wide: true }),
    words("expected", "Expected action, for control", { rows: 2, wide: true }),
    objectivesPart(app, before.objectives ?? []),
    automaticPart(before.automatic ?? true),
    ordersEditor(app, before.orders ?? []),
    morePart(before),
  ];
}

function textPart(name, label, value, { one = false, wide = false, rows = 2, fixed = false, hint } = {}) {
  const control = one
    ? h("input", { type: "text", maxlength: 15_000, readonly: fixed, autocomplete: "off" })
    : h("textarea", { rows, maxlength: 15_000 });
  control.value = value ?? "";
  const node = asked(name, label, control, hint);
  if (wide) node.classList.add("whole");
  return { node, get: () => some(name, control.value.trim()) };
}

function selectPart(name, label, values, value) {
  const select = h(
    "select",
    {},
    options(
      values.map((one) => [one, plain(one)]),
      value,
    ),
  );
  return { node: asked(name, label, select), get: () => ({ [name]: select.value }) };
}

/** When it comes: at a time, on a condition with its window, or by hand. */
function occasionPart(before) {
  const chosen = before.at ? "at" : before.when ? "when" : "hand";
  const radios = Object.entries(OCCASIONS).map(([id, text]) => {
    const input = h("input", { type: "radio", name: "occasion", value: id, checked: id === chosen });
    return { input, label: h("label", { class: "check" }, input, text) };
  });
  const at = textPart("at", "When", before.at, { one: true, hint: MOMENT_HINT });
  const when = textPart("when", "Condition", before.when, {
    rows: 2,
    hint: 'such as threat["guam-salvo"] == "announced"',
  });
  const after = textPart("after", "Looked at from", before.after, { one: true, hint: "STARTEX if empty" });
  const until = textPart("until", "Looked at until", before.until, { one: true, hint: "ENDEX if empty" });
  const limits = h("div", { class: "row even" }, after.node, until.node);
  const now = () => radios.find(({ input }) => input.checked).input.value;
  const show = () => {
    at.node.hidden = now() !== "at";
    when.node.hidden = limits.hidden = now() !== "when";
  };
  for (const { input } of radios) input.addEventListener("change", show);
  show();
  return {
    node: h(
      "fieldset",
      { class: "whole stack" },
      h("legend", {}, "Comes"),
      h(
        "div",
        { class: "row" },
        radios.map(({ label }) => label),
      ),
      at.node,
      when.node,
      limits,
    ),
    get() {
      if (now() === "at") return { at: "", ...at.get() };
      return now() === "when" ? { when: "", ...when.get(), ...after.get(), ...until.get() } : {};
    },
  };
}

function cellsPart(app, chosen) {
  const boxes = app.me.cells.map(({ id, title }) => box(id, title, chosen.includes(id)));
  return {
    node: h(
      "fieldset",
      { class: "whole", data: { field: "to" } },
      h("legend", {}, "To (all cells if none is chosen)"),
      h(
        "div",
        { class: "row" },
        boxes.map(({ label }) => label),
      ),
    ),
    get: () => some("to", ticked(boxes)),
  };
}

function objectivesPart(app, chosen) {
  const known = new Map(
    app.store
      .get("events")
      .filter((one) => one.kind === "objective_put")
      .map(({ data }) => [data.objective.id, data.objective.title]),
  );
  const boxes = [...known].map(([id, title]) => box(id, title, chosen.includes(id)));
  if (boxes.length === 0) return { node: [], get: () => some("objectives", chosen) };
  return {
    node: h(
      "details",
      { class: "whole", open: false, data: { field: "objectives" } },
      h("summary", {}, `Objectives that it serves (${chosen.length} of ${boxes.length})`),
      h(
        "fieldset",
        { class: "stack inside" },
        h("legend", { class: "unseen" }, "Objectives"),
        boxes.map(({ label }) => label),
      ),
    ),
    get: () => some("objectives", ticked(boxes)),
  };
}

function automaticPart(value) {
  const input = h("input", { type: "checkbox", checked: value });
  return {
    node: h(
      "label",
      { class: "check whole" },
      input,
      "Fires by itself when due, once approved; if not, it waits for your hand",
    ),
    get: () => (input.checked ? {} : { automatic: false }),
  };
}

function morePart(before) {
  const source = textPart("source", "Source", before.source, { one: true });
  const rests = textPart("note", "Note", before.note, { rows: 2 });
  const columns = pairsEditor("columns", "Own columns", before.columns ?? {}, (text) => text);
  return {
    node: h(
      "details",
      { class: "whole", open: Object.keys(before.columns ?? {}).length > 0 },
      h("summary", {}, "Own columns, source and note"),
      h("div", { class: "stack inside" }, columns.node, source.node, rests.node),
    ),
    get: () => ({ ...some("columns", columns.get()), ...source.get(), ...rests.get() }),
  };
}

function box(value, title, checked) {
  const input = h("input", { type: "checkbox", value, checked });
  return { input, label: h("label", { class: "check" }, input, title) };
}

const ticked = (boxes) => boxes.filter(({ input }) => input.checked).map(({ input }) => input.value);

/** `{name: value}`; nothing if the value is empty. */
export function some(name, value) {
  const empty = value === "" || (typeof value === "object" && Object.keys(value).length === 0);
  return empty ? {} : { [name]: value };
}

/** Show an inject that cannot be changed any more, or not by an observer. */
export function readInject(app, { inject }) {
  const { text, title, orders = [], ...rest } = inject;
  const facts = Object.entries(rest).map(([name, value]) => [sentenceCase(plain(name)), inWords(value)]);
  for (const order of orders) facts.push(["Sets going", orderWords(app, order)]);
  return showDialog(`Inject: ${title}`, [
    h("p", { class: "prose" }, text),
    h(
      "dl",
      { class: "facts" },
      facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
  ]);
}

/** An order of an inject in words. */
function orderWords(app, { actor, move, target, with: given = {}, says }) {
  const toward = target ? ` toward ${app.names.actor(target)}` : "";
  const parameters = Object.entries(given).map(([name, value]) => `${plain(name)} ${inWords(value)}`);
  const about = parameters.length ? ` (${parameters.join(", ")})` : "";
  return `${app.names.cell(actor)}: ${app.names.of("move", move)}${toward}${about}${says ? `. ${says}` : ""}`;
}
