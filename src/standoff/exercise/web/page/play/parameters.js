// The parameters of an order: a select where the menu offers values, a field where the value is free.
//
// A launch begins with one of the launches that the menu offers; every value of it can then be changed.

import { field, h, options, replace } from "../dom.js";
import { plain, sentenceCase } from "../format.js";
import { valueWords } from "./move-words.js";

// Whether a missile fails is for its reliability to decide, not for the cell.
const LEFT_OUT = new Set(["may_fail", "fails"]);
const FREE = new Set(["text", "number", "quantity", "flag", "place", "places"]);
const UNITS = { apogee: "km", interval: "s" };
const TRAJECTORIES = ["minimum-energy", "lofted", "depressed"];
const NONE = "";

/**
 * @param {import("../app.js").App} app
 * @param {object} entry of the menu
 * @param {object} before values that were written before
 * @param {() => void} changed
 * @returns {{nodes: HTMLElement[], values: () => object, fits: (asked: object) => boolean}}
 */
export function parametersOf(app, entry, before, changed) {
  const offered = entry.options.map((option) => without(option.with));
  const launches = entry.takes.missile !== undefined;
  const first = Object.keys(before).length || !launches ? before : (offered[0] ?? {});
  const controls = Object.entries(entry.takes)
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, kind]) => control(app, name, kind, distinct(offered.map((one) => one[name])), launches, changed))
    .filter(Boolean);
  for (const one of controls) one.set(first[one.name], offered);
  const nodes = controls.map((one) => one.node);
  if (launches && offered.length) nodes.unshift(startFrom(app, entry, distinct(offered), controls, changed));
  const listed = controls.filter((one) => one.listed);
  return {
    nodes,
    values: () =>
      Object.fromEntries(controls.map((one) => [one.name, one.get()]).filter(([, value]) => value !== undefined)),
    fits: (asked) => listed.every((one) => same(one.get(), asked[one.name])),
  };
}

/** A select of the launches that the menu offers; choosing one fills the fields. */
function startFrom(app, entry, offered, controls, changed) {
  const words = (one) =>
    Object.entries(one)
      .map(
        ([name, value]) => `${name === "missile" ? "" : `${plain(name)} `}${valueWords(app, entry.takes[name], value)}`,
      )
      .join(", ");
  const pairs = offered.map((one, i) => [String(i), words(one)]);
  const select = h("select", { id: "start-from" }, h("option", { value: NONE }, "as written below"), options(pairs));
  select.addEventListener("change", () => {
    if (select.value === NONE) return;
    for (const one of controls) one.set(offered[Number(select.value)][one.name]);
    changed();
  });
  const node = field("Start from", select, "Fills the fields below; each can be changed.");
  node.classList.add("whole");
  return node;
}

function control(app, name, kind, values, launches, changed) {
  const bare = kind.replace("?", "");
  const optional = kind.endsWith("?");
  const title = `${sentenceCase(plain(name))}${optional ? " (optional)" : ""}`;
  if (values.length && !(launches && bare !== "missile"))
    return selectOf(app, { name, kind, title, values, optional, launches, changed });
  if (launches && name === "trajectory")
    return selectOf(app, { name, kind, title, values: TRAJECTORIES, optional, launches, changed });
  if (!FREE.has(bare)) return null;
  if (bare === "flag") return flagOf({ name, title, changed });
  if (bare === "quantity") return quantityOf({ name, title, changed });
  return inputOf({ name, kind: bare, title, values, changed });
}

function selectOf(app, { name, kind, title, values, optional, launches, changed }) {
  const select = h("select", { id: `with-${name}`, on: { change: changed } });
  const pairs = values.map((value) => [JSON.stringify(value), valueWords(app, kind, value)]);
  replace(select, optional ? h("option", { value: NONE }, "not named") : null, options(pairs));
  return {
    name,
    listed: !launches,
    node: field(title, select),
    get: () => (select.value === NONE ? undefined : JSON.parse(select.value)),
    set: (value) => {
      const wanted = value === undefined ? (optional ? NONE : JSON.stringify(values[0])) : JSON.stringify(value);
      select.value = [...select.options].some((one) => one.value === wanted) ? wanted : select.options[0].value;
    },
  };
}

function flagOf({ name, title, changed }) {
  const select = h(
    "select",
    { id: `with-${name}`, on: { change: changed } },
    options([
      [NONE, "not said"],
      ["true", "yes"],
      ["false", "no"],
    ]),
  );
  return {
    name,
    node: field(title, select),
    get: () => (select.value === NONE ? undefined : select.value === "true"),
    set: (value) => (select.value = String(value ?? NONE)),
  };
}

function quantityOf({ name, title, changed }) {
  const input = h("input", { type: "number", step: "any", id: `with-${name}`, on: { input: changed } });
  const unit = { value: UNITS[name] ?? "" };
  const label = h("span", {}, unit.value);
  const node = field(title, input);
  input.after(label);
  node.classList.add("with-unit");
  return {
    name,
    node,
    get: () => (input.value === "" ? undefined : { value: Number(input.value), unit: unit.value }),
    set: (value) => {
      input.value = value?.value ?? "";
      unit.value = value?.unit ?? UNITS[name] ?? "";
      replace(label, unit.value);
    },
  };
}

function inputOf({ name, kind, title, values, changed }) {
  const list = values.length
    ? h(
        "datalist",
        { id: `known-${name}` },
        values.flat().map((value) => h("option", { value })),
      )
    : null;
  const input = h("input", {
    type: kind === "number" ? "number" : "text",
    step: "any",
    maxlength: 400,
    id: `with-${name}`,
    autocomplete: "off",
    list: list?.id,
    on: { input: changed },
  });
  const node = field(title, input, kind.startsWith("place") ? "Name, or LAT,LON" : undefined);
  if (list) node.append(list);
  return {
    name,
    node,
    get: () => (input.value.trim() === "" ? undefined : kind === "number" ? Number(input.value) : input.value.trim()),
    set: (value) => (input.value = Array.isArray(value) ? value.join(", ") : (value ?? "")),
  };
}

const without = (parameters) => Object.fromEntries(Object.entries(parameters).filter(([name]) => !LEFT_OUT.has(name)));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

function distinct(values) {
  const seen = new Map(values.filter((value) => value !== undefined).map((value) => [JSON.stringify(value), value]));
  return [...seen.values()];
}
