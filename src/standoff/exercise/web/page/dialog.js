// Dialogs: one that asks, one that tells, and short notes that go by themselves.

import { h, replace } from "./dom.js";

/**
 * Show a dialog until it is closed.
 * @param {string} title
 * @param {Array} content nodes
 * @param {Array<{value: string, text: string, kind?: string}>} [buttons] what may be answered
 * @returns {Promise<string>} the value of the button; empty if it was left otherwise
 */
export function showDialog(title, content, buttons = [{ value: "", text: "Close" }]) {
  const heading = h("h2", { id: "dialog-title" }, title);
  const answers = buttons.map(({ value, text, kind }) => h("button", { value, class: kind ?? null }, text));
  const form = h("form", { method: "dialog" }, h("div", { class: "buttons" }, answers));
  const dialog = h(
    "dialog",
    { "aria-labelledby": "dialog-title" },
    heading,
    h("div", { class: "told" }, content),
    form,
  );
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
    dialog.showModal();
  });
}

/**
 * Ask before something that cannot be taken back.
 * @param {string} title
 * @param {string | Array} text
 * @param {string} yes what the button says that does it
 * @returns {Promise<boolean>}
 */
export async function confirmed(title, text, yes) {
  const content = [text].flat().map((one) => (one instanceof Node ? one : h("p", {}, one)));
  const buttons = [
    { value: "", text: "Cancel" },
    { value: "yes", text: yes, kind: "primary" },
  ];
  return (await showDialog(title, content, buttons)) === "yes";
}

/** Tell in passing how something went. @param {string} text @param {"info" | "good" | "bad"} [kind] */
export function note(text, kind = "info", seconds = kind === "bad" ? 10 : 4) {
  const notes = document.getElementById("notes") ?? makeNotes();
  const mark = { info: "i", good: "✓", bad: "!" }[kind];
  const close = h("button", { type: "button", class: "quiet", "aria-label": "Close this note" }, "×");
  const one = h(
    "div",
    { class: `note ${kind}` },
    h("span", { class: "mark", "aria-hidden": "true" }, mark),
    h("p", {}, text),
    close,
  );
  close.addEventListener("click", () => one.remove());
  place(notes);
  notes.append(one);
  while (notes.children.length > 4) notes.firstElementChild.remove();
  setTimeout(() => one.remove(), 1000 * seconds);
}

/** Over the map, which alone loses nothing by it; below where the map is not in view. */
function place(notes) {
  const map = document.querySelector('[data-dock="map"]')?.getBoundingClientRect();
  const fits = map && map.width >= 300 && map.height >= 140 && map.top >= 0 && map.bottom <= innerHeight;
  notes.classList.toggle("on-map", Boolean(fits));
  if (!fits) return;
  notes.style.setProperty("--middle", `${map.left + map.width / 2}px`);
  notes.style.setProperty("--top", `${map.top}px`);
  notes.style.setProperty("--room", `${map.width}px`);
}

function makeNotes() {
  const notes = h("div", { id: "notes", role: "status", "aria-live": "polite" });
  document.body.append(notes);
  return notes;
}

/** Have something read out to those who do not see the page. @param {string} text */
export function announce(text) {
  let line = document.getElementById("announced");
  if (!line) {
    line = h("div", { id: "announced", class: "unseen", "aria-live": "polite" });
    document.body.append(line);
  }
  replace(line, h("p", {}, text));
}
