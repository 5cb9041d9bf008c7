// Exercises of this server that share a past, and the links of those that branched off here.

import { h, replace } from "../dom.js";
import { get } from "../api.js";
import { note, showDialog } from "../dialog.js";
import { branchFrom } from "./branch-from.js";
import { linkList } from "./copy.js";

/** @param {import("../app.js").App} app */
export function makeBranches(app) {
  const tree = h("div", {});
  const event = h("input", { type: "number", min: 1, id: "branch-event", "aria-label": "Number of the event" });
  const go = h("button", { type: "submit" }, "Branch off after this event…");
  const form = h(
    "form",
    { class: "row pad bar" },
    h("label", { for: "branch-event", class: "small" }, "Event"),
    event,
    go,
  );
  form.addEventListener("submit", (submit) => {
    submit.preventDefault();
    const found = app.event(Number(event.value));
    if (found) branchFrom(app, found);
    else note(`There is no event ${event.value || "without a number"} yet.`, "bad");
  });
  const look = async () => {
    const told = await get("/control/exercises").catch(() => null);
    if (told) replace(tree, branchesOf(app, told.exercises, null));
  };
  app.store.on("branched", () => app.layout.shows("branches") && look(), false);
  const hint = h(
    "p",
    { class: "small soft" },
    "A branch has the same past up to an event, and seats of its own. It is paused until its control lets it go on.",
  );
  const node = h(
    "div",
    { class: "two-rows" },
    form,
    h("div", { class: "scroll pad stack", tabindex: 0, role: "region", "aria-label": "Exercises" }, hint, tree),
  );
  return {
    title: "Branches",
    node,
    shown: () => {
      event.max = app.store.get("events").at(-1)?.n ?? 1;
      event.value ||= event.max;
      look();
    },
  };
}

/** What branched off from an exercise, as a list in a list. */
function branchesOf(app, exercises, parent) {
  const known = new Set(exercises.map((one) => one.exercise));
  const here = exercises.filter((one) => (known.has(one.parent) ? one.parent : null) === parent);
  if (here.length === 0) return null;
  return h(
    "ul",
    { class: "tree" },
    here.map((one) =>
      h(
        "li",
        {},
        h(
          "div",
          { class: "row" },
          h("strong", {}, one.title),
          h("code", { class: "faint" }, one.exercise),
          one.parent_event ? h("span", { class: "small soft" }, `after event ${one.parent_event}`) : null,
          one.this ? h("span", { class: "chip info" }, "this exercise") : null,
          isOwn(exercises, one) ? linksButton(one) : null,
        ),
        branchesOf(app, exercises, one.exercise),
      ),
    ),
  );
}

const isOwn = (exercises, one) => exercises.some((other) => other.this && other.exercise === one.parent);

function linksButton(one) {
  const show = async () => {
    try {
      const { links } = await get(`/control/branches/${encodeURIComponent(one.exercise)}`);
      await showDialog(`Links of ${one.title}`, [linkList(links)]);
    } catch (error) {
      note(`The links: ${error.message}`, "bad");
    }
  };
  return h("button", { type: "button", "aria-label": `Links of ${one.title}`, on: { click: show } }, "Links");
}
