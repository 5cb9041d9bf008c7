// After ENDEX: a banner with the way to the review.

import { h } from "../dom.js";
import { announce } from "../dialog.js";

/** @param {import("../app.js").App} app */
export function makeEndex(app) {
  const banner = h(
    "div",
    { id: "endex", hidden: true },
    h("strong", {}, "ENDEX. "),
    "The exercise is over; no more orders are taken. The review can be read as soon as control opens it. ",
    h("a", { href: "/review" }, "Go to the review"),
  );
  document.getElementById("main").before(banner);
  app.store.on("status", ({ status }) => {
    if (status !== "ended" || !banner.hidden) return;
    banner.hidden = false;
    announce("ENDEX. The exercise is over.");
  });
}
