// Observations and lessons: the list of them, and a form for another, which may be about the selected event.

import { send } from "../api.js";
import { note as tell } from "../dialog.js";
import { field, h, options, replace, write } from "../dom.js";
import { sendOnCtrlEnter } from "../keys.js";
import { KINDS, noteFields } from "../note-fields.js";
import { stamp } from "../stamp.js";

/** @param {object} review @returns {HTMLElement} */
export function makeNotes(review) {
  const notes = [...review.overview.notes];
  const list = h("ul", { class: "notes" });
  const show = () =>
    replace(list, notes.length ? notes.map((one) => entry(review, one)) : h("li", { class: "soft" }, "None yet."));
  show();
  const mayWrite = review.app.me.seat.cell === null;
  const form = mayWrite ? makeForm(review, (given) => (notes.push(given), show())) : null;
  return h(
    "div",
    { class: "scroll pad stack", tabindex: 0, role: "region", "aria-label": "Observations and lessons" },
    form,
    list,
  );
}

function entry(review, one) {
  const about = one.about ?? null;
  const link = about
    ? h(
        "button",
        { type: "button", class: "link small", on: { click: () => review.select(about) } },
        `about event ${about}`,
      )
    : null;
  const event = one.event ? review.columns.t[one.event - 1] : undefined;
  return h(
    "li",
    { class: one.note ?? "observation" },
    h("span", { class: `chip ${one.note === "lesson" ? "good" : "info"}` }, KINDS[one.note] ?? KINDS.observation),
    h("p", { class: "prose" }, one.text),
    h(
      "p",
      { class: "soft small row" },
      event === undefined ? "after ENDEX" : stamp(review.app, event),
      one.by ? h("span", {}, `by ${one.by}`) : null,
      one.cell ? h("span", {}, `on ${review.cell(one.cell)}`) : null,
      link,
    ),
  );
}

function makeForm(review, written) {
  const { cells } = review.overview;
  const { text, kind } = noteFields(3);
  Object.assign(text, { id: "note-text", required: true });
  kind.id = "note-kind";
  const cell = h(
    "select",
    { id: "note-cell" },
    h("option", { value: "" }, "no cell in particular"),
    options(Object.entries(cells)),
  );
  const about = h("input", { type: "checkbox", id: "note-about", disabled: true });
  const aboutText = h("span", {}, "About the selected event");
  review.onSelect((n) => {
    about.disabled = !n;
    if (!n) about.checked = false;
    write(aboutText, n ? `About event ${n}` : "About the selected event");
  });
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const button = h("button", { class: "primary", id: "note-send" }, "Add");
  const form = h(
    "form",
    { class: "stack note-form", novalidate: true },
    field("Observation or lesson", text),
    h(
      "div",
      { class: "row" },
      field("Kind", kind),
      field("Cell", cell),
      h("label", { class: "check" }, about, aboutText),
      h("span", { class: "grow" }),
      button,
    ),
    wrong,
  );
  form.addEventListener("submit", async (press) => {
    press.preventDefault();
    wrong.hidden = true;
    if (!text.value.trim()) return text.focus();
    const body = { text: text.value.trim(), note: kind.value };
    if (cell.value) body.cell = cell.value;
    if (about.checked && review.selected) body.about = review.selected;
    button.disabled = true;
    try {
      await send("/review/notes", body);
      written({ ...body, by: review.app.me.seat.id ?? null, event: null });
      text.value = "";
      tell("The note is kept.", "good");
    } catch (error) {
      wrong.hidden = false;
      write(wrong, error.fields?.map?.((one) => one.error).join("; ") || error.message);
    }
    button.disabled = false;
    return undefined;
  });
  sendOnCtrlEnter(text, () => form.requestSubmit());
  return form;
}
