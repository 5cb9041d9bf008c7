// A banner while policies play the cell, whoever handed it to them; and a note whenever that changes.

import { h } from "../dom.js";
import { note } from "../dialog.js";
import { changeHands } from "./brief.js";

/** @param {import("../app.js").App} app */
export function makePolicies(app) {
  const button = h("button", { type: "button", id: "take-back" }, "Take it back");
  const banner = h(
    "div",
    { id: "policies", role: "status", hidden: true },
    h("span", {}, h("strong", {}, "Policies play this cell now."), " Orders of yours still count."),
    button,
  );
  let before;
  button.addEventListener("click", () =>
    changeHands(app).catch((error) => note(`To take the cell back: ${error.message}`, "bad")),
  );
  document.getElementById("main").before(banner);
  app.store.on(["playedByPeople", "status"], ({ playedByPeople: people, status }) => {
    banner.hidden = people !== false || status === "ended";
    if (before !== undefined && people !== before)
      note(people ? "People play this cell again; its policies rest." : "Policies play this cell from now on.");
    before = people;
  });
}
