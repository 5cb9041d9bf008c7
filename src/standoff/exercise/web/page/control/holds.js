// What control wants to rule on: kinds of outcome for which the clock waits, and moves that wait for a word.

import { h, write } from "../dom.js";
import { send } from "../api.js";
import { note } from "../dialog.js";
import { formDialog } from "./form-dialog.js";

const HOLDS = { intercept: "intercepts", launch: "launches" };

/** @param {import("../app.js").App} app */
export function makeHolds(app) {
  const boxes = Object.entries(HOLDS).map(([kind, title]) => {
    const box = h("input", { type: "checkbox", value: kind, disabled: !app.isControl });
    box.addEventListener("change", () =>
      put(app, { hold: boxes.filter(({ box }) => box.checked).map(({ box }) => box.value) }),
    );
    return { box, label: h("label", { class: "check" }, box, title) };
  });
  const moves = h("span", { class: "small grow held-moves" });
  const choose = h("button", { type: "button", id: "held-moves", on: { click: () => chooseMoves(app) } }, "Moves…");
  const node = h(
    "div",
    { class: "row pad bar holds" },
    h("span", { class: "small soft" }, "The clock waits for"),
    boxes.map(({ label }) => label),
    moves,
    app.isControl ? choose : null,
  );
  app.store.on(["hold", "moves", "status"], ({ hold = [], moves: held = [], status }) => {
    for (const { box } of boxes) {
      box.checked = hold.includes(box.value);
      box.disabled = !app.isControl || status === "ended";
    }
    choose.disabled = status === "ended";
    const titles = held.map((id) => app.names.of("move", id));
    write(moves, titles.length ? `Moves that need your word: ${titles.join(", ")}` : "No move needs your word.");
    moves.title = titles.join(", ");
  });
  return node;
}

async function put(app, change) {
  const { hold = [], moves = [] } = app.store.all();
  try {
    await send("/control/adjudication", { hold, moves, ...change });
  } catch (error) {
    note(`Adjudication: ${error.message}`, "bad");
    throw error;
  } finally {
    app.look.cases();
  }
}

async function chooseMoves(app) {
  const held = new Set(app.store.get("moves") ?? []);
  const search = h("input", { type: "search", placeholder: "Search moves", "aria-label": "Search moves" });
  const rows = Object.entries(app.names.kinds.move)
    .sort(([, one], [, other]) => one.localeCompare(other))
    .map(([id, title]) => {
      const box = h("input", { type: "checkbox", value: id, checked: held.has(id) });
      return { id, title, box, label: h("label", { class: "check" }, box, title) };
    });
  search.addEventListener("input", () => {
    const words = search.value.toLowerCase();
    for (const { title, label } of rows) label.hidden = !title.toLowerCase().includes(words);
  });
  const content = [
    h("p", {}, "An order that a person gives for one of these moves waits until you let it through or refuse it."),
    search,
    h(
      "fieldset",
      { class: "check-list scroll" },
      h("legend", { class: "unseen" }, "Moves"),
      rows.map(({ label }) => label),
    ),
  ];
  await formDialog("Moves that wait for control", content, {
    yes: "Keep",
    submit: () => put(app, { moves: rows.filter(({ box }) => box.checked).map(({ id }) => id) }),
  });
}
