// The scorecards: a column a cell.

import { h } from "../dom.js";
import { RUNG_NAMES } from "../events.js";
import { listing, plain, signed, span } from "../format.js";
import { tablePanel } from "./table.js";

const ROWS = [
  ["Played by people", (card) => (card.people_s ? span(card.people_s) : "no")],
  ["Orders of people", (card) => card.orders],
  ["Orders refused", (card) => card.refused],
  ["Orders by control", (card) => card.by_control],
  [
    "Moves",
    (card) => listing(Object.entries(card.moves).map(([kind, number]) => `${number} ${kindWords(kind)}`)) || "none",
  ],
  ["Tone sent", (card) => signed(card.tone_sent)],
  ["Highest rung", (card) => `${card.highest_rung}, ${RUNG_NAMES[card.highest_rung]}`],
  ["Messages", (card) => card.messages],
  ["Requests", (card) => card.requests],
  ["Injects received", (card) => card.injects],
  ["Injects answered", (card) => card.answered],
  ["Median answer", (card) => (card.median_answer_s === null ? "none" : span(card.median_answer_s))],
  [
    "Own objectives",
    (card) =>
      listing(Object.entries(card.objectives).map(([id, result]) => `${plain(id)}: ${RESULT[result]}`)) || "none",
  ],
];
/** A category of the ladder as it is written: `de-escalation`, `non-violent escalation`, `status quo`. */
const kindWords = (kind) => (kind === "de-escalation" ? kind : plain(kind).replace("non violent", "non-violent"));
const RESULT = {
  met: "✓ met",
  late: "✓ late",
  failed: "✗ failed",
  missed: "✗ not met",
  unjudged: "not judged",
  open: "open",
};
const ABOUT = "Exercise time. An inject is answered by the first thing that people of the cell say or order after it.";

/** @param {object} review @returns {HTMLElement} */
export function makeCards(review) {
  const cards = review.overview.scorecards;
  const rows = ROWS.map(([title, of]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, title),
      cards.map((card) => h("td", {}, String(of(card)))),
    ),
  );
  const heads = [null, ...cards.map((card) => card.title)];
  return tablePanel("Scorecards", heads, rows, { kind: "cards", hint: ABOUT });
}
