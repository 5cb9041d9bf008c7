// Kinds of events: what each belongs to, for filters and marks; and the sentence of an event, which the server makes.

import { plain, sentenceCase } from "./format.js";

/** Names of the rungs of the ladder, 0 to 4. */
export const RUNG_NAMES = ["status quo", "posturing", "non-violent escalation", "violent escalation", "nuclear"];

/** What each kind of event belongs to, for filters and marks. */
export const GROUPS = {
  moves: { title: "Moves", glyph: "▸", kinds: ["move", "move_over", "rung", "value", "civil_protection", "alert"] },
  diplomacy: {
    title: "Talks and promises",
    glyph: "§",
    kinds: [
      "threat",
      "talks",
      "agreement_status",
      "agreement_accepted",
      "clause_status",
      "clause_ready",
      "clause_late",
      "reading_claimed",
      "agreement_disputed",
      "agreement_refused",
      "commitment_triggered",
      "commitment_response",
      "credibility",
    ],
  },
  council: {
    title: "Council and sanctions",
    glyph: "▤",
    kinds: ["draft", "vote", "measure_in_force", "measure_ceased", "implementation", "income"],
  },
  forces: {
    title: "Drills and units",
    glyph: "■",
    kinds: ["drill", "drill_call", "unit_sent", "unit_recalled", "deployment", "nuclear_test"],
  },
  missiles: {
    title: "Missiles and defense",
    glyph: "▲",
    kinds: [
      "launch",
      "burnout",
      "launch_failure",
      "apogee",
      "overflight",
      "detection",
      "not_detected",
      "track",
      "commit",
      "no_engagement",
      "shot",
      "shot_cancelled",
      "intercept",
      "kill_assessment",
      "impact",
    ],
  },
  orders: {
    title: "Orders",
    glyph: "◇",
    kinds: ["order", "order_accepted", "order_refused", "order_cancelled", "order_let_through", "decision"],
  },
  words: {
    title: "Messages and injects",
    glyph: "✉",
    kinds: ["message", "request", "answer", "inject", "inject_put", "inject_due", "inject_skipped"],
  },
  exercise: {
    title: "Exercise",
    glyph: "◷",
    kinds: [
      "startex",
      "endex",
      "clock",
      "seat",
      "objective_put",
      "objective",
      "ruling",
      "adjudication",
      "note",
      "claim_checked",
    ],
  },
};

const GROUP_OF = new Map(Object.entries(GROUPS).flatMap(([id, { kinds }]) => kinds.map((kind) => [kind, id])));

/** The group of a kind of event. @param {string} kind @returns {string} a key of `GROUPS` */
export const groupOf = (kind) => GROUP_OF.get(kind) ?? "exercise";

/** Tells events. The server gives each event its sentence, in the words of the project's reports. */
export class Teller {
  /** What happened, in one sentence. @param {object} event @returns {string} */
  tell(event) {
    return event.sentence ?? `${sentenceCase(plain(event.kind))}.`;
  }
}
