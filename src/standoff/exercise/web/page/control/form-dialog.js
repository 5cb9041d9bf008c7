// A dialog that is filled in: it stays open until the server took what was written, and says at each field what is
// wrong with it.

import { h, replace } from "../dom.js";

const PLACE = /^((?:[a-z_]+)(?:\.[^\s:]*)*): (.+)$/s;
let dialogs = 0;

/**
 * Ask for something and hand it in.
 * @param {string} title
 * @param {Array} content nodes; what carries `data-field` gets the complaints about that field
 * @param {{yes: string, kind?: "primary" | "danger", wide?: boolean, submit: () => Promise<any>, focus?: HTMLElement}}
 *   options `submit` hands it in; it fails with `ApiError` or `Complaint`
 * @returns {Promise<any>} what `submit` gave; undefined if the dialog was left
 */
export function formDialog(title, content, { yes, kind = "primary", wide = false, submit, focus }) {
  const id = `form-dialog-${++dialogs}`;
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const give = h("button", { class: kind }, yes);
  const leave = h("button", { type: "button", on: { click: () => dialog.close() } }, "Cancel");
  const form = h(
    "form",
    { novalidate: true },
    h("div", { class: "told" }, content),
    wrong,
    h("div", { class: "buttons" }, leave, give),
  );
  const dialog = h(
    "dialog",
    { "aria-labelledby": id, class: wide ? "filled wide" : "filled" },
    h("h2", { id }, title),
    form,
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    let answer;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      clear(dialog, wrong);
      give.disabled = true;
      try {
        answer = (await submit()) ?? true;
        dialog.close();
      } catch (error) {
        complain(dialog, wrong, error);
      } finally {
        give.disabled = false;
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    dialog.showModal();
    (focus ?? form.querySelector("input, textarea, select"))?.focus();
  });
}

/** What the page itself finds wrong with a field. */
export class Complaint extends Error {
  constructor(field, message) {
    super(message);
    this.field = field;
  }
}

/** What is wrong, and with which field: `[{field, text}]`. @param {Error} error */
export function complaints(error) {
  if (error instanceof Complaint) return [{ field: error.field, text: error.message }];
  if (error.fields?.length)
    return error.fields.map((one) => ({ field: one.field.replace(/^body\.(inject\.)?/, ""), text: one.error }));
  const [, field, text] = PLACE.exec(error.message) ?? [null, null, error.message];
  return [{ field, text }];
}

function clear(dialog, wrong) {
  wrong.hidden = true;
  for (const one of dialog.querySelectorAll(".field-wrong")) one.remove();
  for (const one of dialog.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
}

function complain(dialog, wrong, error) {
  let first = null;
  for (const { field, text } of complaints(error)) {
    const place = field && placeOf(dialog, field);
    if (place) first ??= mark(place, text);
    else {
      wrong.hidden = false;
      replace(wrong, field ? `${field}: ${text}` : text);
      first ??= wrong;
    }
  }
  first?.scrollIntoView({ block: "nearest" });
}

/** The node of a field, or of the longest part of its path: `orders.1.with.drill` is told at the second order. */
function placeOf(dialog, field) {
  for (let parts = field.split("."); parts.length; parts = parts.slice(0, -1)) {
    const found = dialog.querySelector(`[data-field="${CSS.escape(parts.join("."))}"]`);
    if (found) return { node: found, rest: field.slice(parts.join(".").length + 1) };
  }
  return null;
}

function mark({ node, rest }, text) {
  const told = h("p", { class: "wrong field-wrong", role: "alert" }, rest ? `${rest}: ${text}` : text);
  told.id = `wrong-${node.dataset.field.replaceAll(".", "-")}`;
  node.append(told);
  const control = node.querySelector("input, textarea, select");
  control?.setAttribute("aria-invalid", "true");
  control?.setAttribute("aria-describedby", told.id);
  for (let outer = node.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
  control?.focus();
  return told;
}

/** A labelled control that can be complained about. @param {string} name of the field @param {string} text its label */
export function asked(name, text, control, hint) {
  control.id ||= `asked-${name.replaceAll(".", "-")}`;
  const help = hint ? h("span", { class: "hint", id: `${control.id}-hint` }, hint) : null;
  if (help) control.setAttribute("aria-describedby", help.id);
  return h("div", { class: "field", data: { field: name } }, h("label", { for: control.id }, text), control, help);
}
