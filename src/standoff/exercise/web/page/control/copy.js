// Links to copy.

import { h } from "../dom.js";
import { note } from "../dialog.js";
import { count } from "../format.js";

/** A button that copies a text. @param {string} text @param {string} what it is, for the label */
export function copyButton(text, what) {
  return h(
    "button",
    {
      type: "button",
      "aria-label": `Copy the link of ${what}`,
      on: { click: (press) => copy(text, `The link of ${what} is copied.`, press.currentTarget) },
    },
    "Copy link",
  );
}

/** A button that copies all links, a line each. @param {() => Array<{seat: string, link: string}>} links */
export function copyAllButton(links) {
  const work = (press) => {
    const rows = links();
    const lines = rows.map(({ seat, link }) => `${seat}\t${link}`).join("\n");
    return copy(lines, `${count(rows.length, "link")} copied, a line for each seat.`, press.currentTarget);
  };
  return h("button", { type: "button", class: "copy-all", on: { click: work } }, "Copy all links");
}

async function copy(text, done, button) {
  try {
    await write(text, button);
    note(done, "good", 3);
  } catch {
    note(`This browser does not let the page copy. To copy by hand: ${text}`, "info", 30);
  }
}

/** The clipboard is there on safe origins alone; elsewhere the old way has to do. */
async function write(text, button) {
  if (navigator.clipboard && globalThis.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = h("textarea", { class: "unseen", "aria-hidden": "true" });
  field.value = text;
  button.after(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  button.focus();
  if (!done) throw new Error("not copied");
}

/** Links of seats, each to copy, or all. @param {Array<{seat: string, title: string, link: string}>} links */
export function linkList(links) {
  const list = h(
    "ul",
    { class: "links" },
    links.map(({ seat, title, link }) =>
      h(
        "li",
        {},
        h("span", { class: "grow" }, title, " ", h("code", { class: "faint" }, seat)),
        copyButton(link, title),
      ),
    ),
  );
  return [list, h("div", {}, copyAllButton(() => links))];
}
