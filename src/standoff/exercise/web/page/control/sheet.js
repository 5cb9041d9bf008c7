// The MSEL as a workbook: written out, and taken over again with a list of what changed.

import { h } from "../dom.js";
import { request } from "../api.js";
import { note, showDialog } from "../dialog.js";
import { count, listing } from "../format.js";

/** @param {import("../app.js").App} app */
export function sheetButtons(app) {
  const out = h("button", { type: "button", id: "msel-export", on: { click: () => save() } }, "Export");
  if (!app.isControl) return [out];
  const file = h("input", { type: "file", accept: ".xlsx", class: "unseen", tabindex: -1, "aria-label": "Workbook" });
  const into = h("button", { type: "button", id: "msel-import", on: { click: () => file.click() } }, "Import");
  file.addEventListener("change", () => {
    const [chosen] = file.files;
    file.value = ""; // the same file may be chosen again
    if (chosen) take(app, chosen);
  });
  app.store.on("status", ({ status }) => (into.disabled = status === "ended"));
  return [out, into, file];
}

async function save() {
  try {
    const answer = await request("GET", "/control/msel.xlsx");
    const address = URL.createObjectURL(await answer.blob());
    h("a", { href: address, download: "msel.xlsx" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 30_000);
  } catch (error) {
    note(`The list cannot be written out: ${error.message}`, "bad");
  }
}

async function take(app, file) {
  const before = new Map((app.store.get("injects") ?? []).map((one) => [one.id, one.inject]));
  try {
    const answer = await request("POST", "/control/msel.xlsx", { raw: await file.arrayBuffer() });
    const { changed, left_out } = await answer.json();
    const { injects } = await (await request("GET", "/control/msel")).json();
    app.store.set({ injects });
    const after = new Map(injects.map((one) => [one.id, one.inject]));
    await tell(
      file.name,
      changed.map((id) => difference(id, before.get(id), after.get(id))),
      left_out.map((id) => after.get(id)?.title ?? id),
    );
  } catch (error) {
    await showDialog(`${file.name} is not taken over`, [
      h("p", { class: "wrong plain", role: "alert" }, error.message),
      h("p", {}, "Nothing has changed."),
    ]);
  }
}

/** What is other with an inject, in words. */
function difference(id, before, after) {
  if (!before) return [after?.title ?? id, "new"];
  const names = new Set([...Object.keys(before), ...Object.keys(after ?? {})]);
  const other = [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after?.[name]));
  const told = other.map((name) =>
    SHORT.has(name) ? `${name} ${before[name] ?? "none"} → ${after?.[name] ?? "none"}` : name,
  );
  return [after?.title ?? id, listing(told) || "as it was"];
}

const SHORT = new Set(["at", "state", "method", "number", "after", "until", "automatic"]);

function tell(name, rows, left_out) {
  const stay = left_out.length
    ? h("p", {}, `Not in the workbook: ${listing(left_out)}. What is on the list stays there; skip what is not to come.`)
    : null;
  if (rows.length === 0)
    return showDialog(name, [h("p", {}, "The workbook says what the list says. Nothing has changed."), stay]);
  return showDialog(`${name}: ${count(rows.length, "inject")} taken over`, [
    h(
      "table",
      { class: "changed" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Inject"), h("th", { scope: "col" }, "What changed"))),
      h(
        "tbody",
        {},
        rows.map(([title, what]) => h("tr", {}, h("th", { scope: "row" }, title), h("td", {}, what))),
      ),
    ),
    stay,
  ]);
}
