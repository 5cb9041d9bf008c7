// A note for the review: an observation or a lesson, on an event or by itself.

import { h } from "../dom.js";
import { send, post } from "../api.js";
import { note } from "../dialog.js";
import { noteFields } from "../note-fields.js";
import { asked, Complaint, formDialog } from "./form-dialog.js";

/** Keep a note. On the record while the exercise goes on, beside it afterwards. */
export async function keepNote(app, body) {
  const ended = app.store.get("status") === "ended";
  const answer = await (ended ? post("/review/notes", body) : send("/review/notes", body));
  app.store.set({ noted: (app.store.get("noted") ?? 0) + 1 });
  return answer;
}

/** Ask for a note on an event. @param {import("../app.js").App} app @param {object} event */
export async function noteOn(app, event) {
  const { text, kind } = noteFields(3);
  const kept = await formDialog(
    `Note on event ${event.n}`,
    [
      h("blockquote", { class: "prose small" }, app.teller.tell(event)),
      asked("text", "Note", text),
      asked("note", "Kind", kind),
    ],
    {
      yes: "Keep the note",
      focus: text,
      submit: () => {
        if (!text.value.trim()) throw new Complaint("text", "is empty");
        return keepNote(app, { text: text.value.trim(), note: kind.value, about: event.n });
      },
    },
  );
  if (kept) note(`Noted on event ${event.n}.`, "good");
}
