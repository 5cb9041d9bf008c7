// The brief of the cell: what it is, what it wants, and who plays it.

import { h, replace, write } from "../dom.js";
import { send } from "../api.js";
import { confirmed } from "../dialog.js";

/** @param {import("../app.js").App} app */
export function makeBrief(app) {
  const { me } = app;
  const node = h(
    "div",
    { class: "scroll pad stack brief" },
    h("h2", {}, app.names.cell(app.cell)),
    me.brief ? h("p", { class: "prose" }, me.brief) : null,
    me.goals.length
      ? [
          h("h3", {}, "What you want"),
          h(
            "ul",
            { class: "goals" },
            me.goals.map((goal) => h("li", {}, goal)),
          ),
        ]
      : null,
    h("h3", {}, "The exercise"),
    h("p", { class: "prose" }, me.summary ?? ""),
    h(
      "dl",
      { class: "facts" },
      h("dt", {}, "STARTEX"),
      h("dd", {}, `${app.calendar.second(0)} UTC`),
      h("dt", {}, "ENDEX at the latest"),
      h("dd", {}, `${app.calendar.second((Date.parse(me.endex) - Date.parse(me.startex)) / 1000)} UTC`),
      h("dt", {}, "Cells"),
      h("dd", {}, me.cells.map((cell) => cell.title).join(", ")),
    ),
    playing(app),
  );
  return { title: "Brief", node };
}

/** Who plays the cell, and to change that. */
function playing(app) {
  const told = h("p", { id: "played-by" });
  const button = h("button", { type: "button", id: "hand-over" });
  const wrong = h("p", { class: "wrong", role: "alert", hidden: true });
  const block = h("div", { class: "stack" }, h("h3", {}, "Who plays this cell"), told, h("div", {}, button), wrong);
  app.store.on(["playedByPeople", "status"], ({ playedByPeople, status }) => {
    write(
      told,
      playedByPeople === false
        ? "The policies of the scenario play it. You watch, and what you order is still carried out."
        : "You and the other people of this cell. Its policies rest.",
    );
    write(button, playedByPeople === false ? "Take the cell back" : "Hand the cell to its policies");
    button.disabled = status === "ended" || playedByPeople === undefined;
  });
  button.addEventListener("click", async () => {
    wrong.hidden = true;
    try {
      await changeHands(app);
    } catch (error) {
      wrong.hidden = false;
      replace(wrong, error.message);
    }
  });
  return block;
}

/** Hand the cell to its policies or take it back, once the reader has said so; the banner tells when it is done. */
export async function changeHands(app) {
  const handOver = app.store.get("playedByPeople");
  const [title, text, yes] = handOver ? HAND_OVER : TAKE_BACK;
  if (!(await confirmed(title, text, yes))) return;
  await send("/played-by", { played_by: handOver ? "policy" : "people" });
  app.look();
}

const HAND_OVER = [
  "Hand the cell to its policies?",
  "From now on the policies and the history that the scenario has for this cell act for it. " +
    "You can take it back at any time.",
  "Hand it over",
];
const TAKE_BACK = [
  "Take the cell back?",
  "Its policies rest from now on. What they have ordered and what is still to come stays.",
  "Take it back",
];
