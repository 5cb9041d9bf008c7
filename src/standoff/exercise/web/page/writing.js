// What cells and control write to each other: the log of it, an entry of the log, and the field to write in.

import { h } from "./dom.js";
import { sendOnCtrlEnter } from "./keys.js";
import { CONTROL } from "./names.js";
import { stamp } from "./stamp.js";

const KINDS = new Set(["message", "request", "answer"]);

/** Whether an event is something written. @param {object} event */
export const isWritten = (event) => KINDS.has(event.kind);

/** Where what was written is read: `log` scrolls, `list` holds the entries, `empty` stands where there are none. */
export function makeLog(role) {
  const list = h("ol", {});
  const empty = h("p", { class: "empty" }, "Nothing has been written here.");
  const log = h("div", { class: "scroll log", tabindex: 0, role, "aria-label": "Messages" }, empty, list);
  return { log, list, empty };
}

/**
 * An entry of the log.
 * @param {import("./app.js").App} app
 * @param {object} event
 * @param {{own: boolean, by?: string, to?: HTMLElement, actions?: HTMLElement}} more whether it is the reader's own;
 *   `by` which of the sender's seats, `to` for whom, and what can be done with it
 */
export function makeEntry(app, { kind, actor, data, t_s }, { own, by = "", to = null, actions = null }) {
  const answer = kind === "answer";
  const from = answer || data.cell === CONTROL ? "Control" : app.names.cell(data.cell ?? actor);
  const chip =
    kind === "request"
      ? h("span", { class: "chip info" }, "request")
      : answer
        ? h("span", { class: ["chip", data.outcome === "granted" ? "good" : "bad"] }, data.outcome)
        : null;
  return h(
    "li",
    { class: own ? "said own" : "said" },
    h("div", { class: "said-head" }, h("strong", {}, from + by), to, chip, stamp(app, t_s)),
    h("p", { class: "prose" }, answer ? data.reason : data.text),
    actions,
  );
}

/**
 * The field to write in: `form`, and in it `label`, `text`, `wrong` for what is refused, and `button`.
 * @param {object} parts
 * @param {HTMLElement} parts.to says who is to read it
 * @param {() => void} parts.keep what is typed
 * @param {() => void} parts.send it
 */
export function makeComposer({ to, keep, send }) {
  const text = h("textarea", { rows: 2, maxlength: 4000, id: "message-text" });
  const label = h("label", { for: text.id, class: "unseen" });
  const wrong = h("p", { class: "wrong plain", role: "alert", hidden: true });
  const button = h("button", { class: "primary" });
  const form = h(
    "form",
    { class: "composer pad stack" },
    to,
    label,
    text,
    wrong,
    h("div", { class: "row" }, button, h("span", { class: "hint" }, "Ctrl + Enter")),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  sendOnCtrlEnter(text, send);
  text.addEventListener("input", keep);
  return { form, label, text, wrong, button };
}
