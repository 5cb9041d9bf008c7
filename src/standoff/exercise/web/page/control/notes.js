// Notes for the review, and how the objectives stand.

import { atMostEvery, fillList, h, options, replace, write } from "../dom.js";
import { get, send } from "../api.js";
import { announce } from "../dialog.js";
import { noteFields } from "../note-fields.js";
import { moment } from "../stamp.js";
import { asked, complaints } from "./form-dialog.js";
import { keepNote } from "./note-on.js";

const LOOK_MS = 1500;
const DRAFT = "note";
const RESULTS = { met: "good", late: "warn", failed: "bad", missed: "bad", unjudged: "", open: "" };
const WORDS = { missed: "not met", unjudged: "not judged" };
const ON = new Set(["note", "objective", "objective_put", "endex"]);

/** @param {import("../app.js").App} app */
export function makeNotes(app) {
  const objectives = h("ul", { class: "objectives" });
  const aims = h("section", { class: "stack" }, h("h2", {}, "Objectives"), objectives);
  const list = h("ol", { class: "notes-list" });
  const empty = h("p", { class: "small soft" }, "No notes yet.");
  const node = h(
    "div",
    { class: "scroll pad notes-panel", tabindex: 0, role: "region", "aria-label": "Notes and objectives" },
    h("section", { class: "stack" }, h("h2", {}, "Notes"), noteForm(app), empty, list),
    aims,
  );
  let toAims = false;
  const look = atMostEvery(LOOK_MS, async () => {
    const review = await get("/review").catch(() => null);
    if (!review) return;
    empty.hidden = review.notes.length > 0;
    fillList(
      list,
      review.notes.map((one, i) => ({ ...one, i })).reverse(),
      (one) => one.i,
      (one) => noteRow(app, one),
    );
    replace(
      objectives,
      review.objectives.map((one) => objectiveRow(app, one)),
    );
    if (!toAims) return;
    toAims = false;
    aims.scrollIntoView({ block: "start" });
    aims.querySelector("li button:not(.link)")?.focus({ preventScroll: true });
  });
  app.onEvents((fresh) => app.layout.shows("notes") && fresh.some((event) => ON.has(event.kind)) && look());
  app.store.on(["noted", "zone"], () => app.layout.shows("notes") && look(), false);
  /** Bring the objectives into view, once they are known. */
  const reveal = () => {
    toAims = true;
    look();
  };
  return { title: "Notes and objectives", node, shown: look, objectives: reveal };
}

function noteForm(app) {
  const { text, kind } = noteFields(2);
  const cell = h("select", {}, options([["", "no cell"], ...app.me.cells.map(({ id, title }) => [id, title])], ""));
  const objective = h("select", {}, options([["", "no objective"]], ""));
  const about = h("input", { type: "number", min: 1 });
  const wrong = h("p", { class: "wrong plain", role: "alert", hidden: true });
  const keep = h("button", { class: "primary" }, "Keep the note");
  const form = h(
    "form",
    { class: "stack note-form", novalidate: true },
    asked("note-text", "Note", text),
    h(
      "div",
      { class: "row even" },
      asked("note-kind", "Kind", kind),
      asked("note-cell", "Cell", cell),
      asked("note-objective", "Objective", objective),
      asked("note-about", "Event", about),
    ),
    wrong,
    h("div", {}, keep),
  );
  app.onEvents((fresh) => {
    for (const { kind: is, data } of fresh)
      if (is === "objective_put") objective.append(h("option", { value: data.objective.id }, data.objective.title));
  });
  text.value = app.drafts.content(DRAFT).text ?? "";
  text.addEventListener("input", () => app.drafts.set(DRAFT, { text: text.value }));
  app.drafts.on(DRAFT, (content) => (text.value = content.text ?? ""));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!text.value.trim() || keep.disabled) return;
    keep.disabled = true;
    wrong.hidden = true;
    try {
      await keepNote(app, bodyOf(text, kind, cell, objective, about));
      text.value = about.value = "";
      await app.drafts.drop(DRAFT);
      announce("Note kept");
    } catch (error) {
      wrong.hidden = false;
      write(
        wrong,
        complaints(error)
          .map((one) => [one.field, one.text].filter(Boolean).join(": "))
          .join("; "),
      );
    } finally {
      keep.disabled = false;
    }
  });
  return form;
}

function bodyOf(text, kind, cell, objective, about) {
  return {
    text: text.value.trim(),
    note: kind.value,
    ...(cell.value ? { cell: cell.value } : {}),
    ...(objective.value ? { objective: objective.value } : {}),
    ...(about.value ? { about: Number(about.value) } : {}),
  };
}

function noteRow(app, one) {
  const when = one.event ? moment(app, app.event(one.event)?.t_s ?? 0) : "after ENDEX";
  const parts = [one.by, when, one.cell && app.names.cell(one.cell), one.objective].filter(Boolean);
  return h(
    "li",
    {},
    h(
      "p",
      { class: "prose" },
      h("span", { class: ["chip", one.note === "lesson" ? "info" : ""] }, one.note),
      " ",
      one.text,
    ),
    h(
      "p",
      { class: "small soft" },
      parts.join(", "),
      one.about
        ? [
            " ",
            h(
              "button",
              { type: "button", class: "link", on: { click: () => app.showEvent(one.about) } },
              `on event ${one.about}`,
            ),
          ]
        : null,
    ),
  );
}

/** A button for an objective that no condition tells of. */
function judge(objective) {
  const work = () => send(`/control/objectives/${encodeURIComponent(objective.id)}/met`, {});
  const name = objective.fails ? "It has come about" : "It is met";
  return h("button", { type: "button", "aria-label": `${name}: ${objective.title}`, on: { click: work } }, name);
}

function objectiveRow(app, one) {
  const facts = [
    one.cell ? app.names.cell(one.cell) : null,
    one.by ? `by ${one.by}` : null,
    one.t_s === null ? null : moment(app, one.t_s),
  ].filter(Boolean);
  const event = one.event
    ? h(
        "button",
        { type: "button", class: "link small", on: { click: () => app.showEvent(one.event) } },
        `event ${one.event}`,
      )
    : null;
  return h(
    "li",
    {},
    h("span", { class: ["chip", RESULTS[one.result]] }, WORDS[one.result] ?? one.result),
    h(
      "div",
      {},
      h("p", {}, one.title),
      h("p", { class: "small soft" }, facts.join(", "), " ", event),
      one.when ? h("code", { class: "small faint" }, one.when) : h("span", { class: "small faint" }, "judged by hand"),
      one.result === "open" && !one.when && app.isControl ? judge(one) : null,
    ),
  );
}
