// A branch: another exercise with the same past up to an event.

import { h } from "../dom.js";
import { post } from "../api.js";
import { showDialog } from "../dialog.js";
import { moment } from "../stamp.js";
import { linkList } from "./copy.js";
import { asked, Complaint, formDialog } from "./form-dialog.js";

/** Ask for the title, branch off, and show the links. @param {import("../app.js").App} app @param {object} event */
export async function branchFrom(app, event) {
  const title = h("input", { type: "text", maxlength: 120, value: `What if, after event ${event.n}` });
  const made = await formDialog(
    `Branch off after event ${event.n}?`,
    [
      h("blockquote", { class: "prose small" }, `${moment(app, event.t_s)}: ${app.teller.tell(event)}`),
      h(
        "p",
        {},
        "Another exercise begins with the same past and seats with links of their own, paused. This one goes on.",
      ),
      asked("title", "Title of the branch", title),
    ],
    {
      yes: "Branch off",
      focus: title,
      submit: () => {
        if (!title.value.trim()) throw new Complaint("title", "is empty");
        return post("/control/branches", { event: event.n, title: title.value.trim() });
      },
    },
  );
  if (!made) return;
  app.store.set({ branched: made.exercise });
  await showDialog(`Branch ${made.exercise}`, [h("p", {}, "Its seats, by their links:"), linkList(made.links)]);
}
