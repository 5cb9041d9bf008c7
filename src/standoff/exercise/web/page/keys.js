// Keys of the page: what they do, and the dialog that lists them.

import { h } from "./dom.js";
import { showDialog } from "./dialog.js";

const known = [];

/**
 * Let a key do something, unless it is typed into a field.
 * @param {string} key as `KeyboardEvent.key`
 * @param {string} title what it does, for the list
 * @param {() => void} work
 */
export function onKey(key, title, work) {
  known.push({ key, title, work });
}

/** Show the list of keys. */
export function showKeys() {
  const rows = [{ key: "?", title: "this list" }, ...known, ...GENERAL];
  const table = h(
    "table",
    { class: "keys" },
    h(
      "tbody",
      {},
      rows.map(({ key, title }) =>
        h("tr", {}, h("th", { scope: "row" }, h("kbd", {}, key === "Escape" ? "Esc" : key)), h("td", {}, title)),
      ),
    ),
  );
  return showDialog("Keys", [table]);
}

const GENERAL = [
  { key: "Tab", title: "to the next control; with Shift to the one before" },
  { key: "← →", title: "between tabs, when one has the focus" },
  { key: "Ctrl + Enter", title: "send what is being written" },
  { key: "Esc", title: "close a dialog" },
];

const TYPED = "input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]";

document.addEventListener("keydown", (press) => {
  if (press.ctrlKey || press.altKey || press.metaKey || document.querySelector("dialog[open]")) return;
  if (press.target.closest?.(TYPED)) return;
  if (press.key === "?") {
    press.preventDefault();
    showKeys();
    return;
  }
  const found = known.find((one) => one.key === press.key);
  if (!found) return;
  press.preventDefault();
  found.work();
});

/** Send a form by Ctrl+Enter from its text. @param {HTMLElement} node @param {() => void} send */
export function sendOnCtrlEnter(node, send) {
  node.addEventListener("keydown", (press) => {
    if (press.key !== "Enter" || !(press.ctrlKey || press.metaKey)) return;
    press.preventDefault();
    send();
  });
}
