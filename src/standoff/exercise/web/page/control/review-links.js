// After ENDEX: the way to the review, and whether players may see it.

import { h, write } from "../dom.js";
import { get, post } from "../api.js";
import { announce, note } from "../dialog.js";

/** @param {import("../app.js").App} app */
export function reviewLinks(app) {
  const told = h("span", { class: "grow" });
  const open = h("button", { type: "button", id: "open-review", hidden: true });
  const node = h(
    "div",
    { id: "endex", hidden: true },
    h("strong", {}, "ENDEX."),
    told,
    open,
    h("a", { href: "/review", class: "button primary" }, "Go to the review"),
  );
  let isOpen = null;
  const show = () => {
    write(told, isOpen === null ? "" : isOpen ? "Players may see the review." : "Players do not see the review yet.");
    write(open, isOpen ? "Close the review to players" : "Open the review to players");
    open.hidden = !app.isControl || isOpen === null;
  };
  open.addEventListener("click", async () => {
    try {
      isOpen = (await post("/review/open", { open: !isOpen })).open;
      show();
    } catch (error) {
      note(`The review: ${error.message}`, "bad");
    }
  });
  app.store.on("status", async ({ status }) => {
    if (status !== "ended" || !node.hidden) return;
    node.hidden = false;
    announce("ENDEX. The exercise is over.");
    isOpen = await get("/review").then(
      (review) => review.open,
      () => null,
    );
    show();
  });
  return node;
}
