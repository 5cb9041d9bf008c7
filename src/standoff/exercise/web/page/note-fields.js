// What every note for the review is written with: its text, and whether it is an observation or a lesson.

import { h, options } from "./dom.js";

/** Kinds of notes by name. */
export const KINDS = { observation: "Observation", lesson: "Lesson" };

/** The two fields of a note. @param {number} rows of the text */
export function noteFields(rows) {
  return {
    text: h("textarea", { rows, maxlength: 4000 }),
    kind: h("select", {}, options(Object.entries(KINDS), "observation")),
  };
}
