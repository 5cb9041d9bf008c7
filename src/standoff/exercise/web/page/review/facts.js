// The line of facts: what was played, how it came out, the files to take home, and whether players may see all this.

import { post, request } from "../api.js";
import { note } from "../dialog.js";
import { h, write } from "../dom.js";
import { count, span } from "../format.js";
import { pageOf } from "../seat.js";

const FILES = [
  ["export.html", "HTML", "The review as one page"],
  ["export.pdf", "PDF", "The review for print"],
  ["export.xlsx", "Workbook", "All tables and every event (Excel)"],
  ["record.jsonl", "Record", "The record itself, for standoff replay (JSON Lines)"],
];
const NAMES = { "record.jsonl": "record.jsonl" };

/** @param {object} review @returns {HTMLElement} */
export function makeFacts(review) {
  const { overview, app } = review;
  const { calendar } = app;
  const results = {};
  for (const one of overview.objectives) results[one.result] = (results[one.result] ?? 0) + 1;
  const facts = [
    overview.ended ? null : h("span", { class: "chip warn" }, "not over: as it stands"),
    h("span", {}, `${dayOf(calendar, 0)} to ${dayOf(calendar, overview.end_s)}, ${span(overview.end_s)}`),
    h("span", {}, count(overview.events, "event")),
    h("span", { class: "soft roomy" }, `${overview.scenario}, seed ${overview.seed}`),
    overview.objectives.length ? h("span", { class: "row" }, "Objectives:", chips(results)) : null,
  ];
  return h(
    "div",
    { class: "panel review-facts" },
    h("h2", { class: "unseen" }, "After-action review"),
    h("div", { class: "row grow" }, facts),
    h(
      "div",
      { class: "row", role: "group", "aria-label": "Take home" },
      FILES.map(([file, text, title]) => fileButton(file, text, title)),
    ),
    app.me.seat.role === "control" ? openButton(overview) : null,
    h("a", { href: pageOf(app.me.seat.role) }, "Back to the exercise"),
  );
}

/** `28 Jul 2017`, without the day of the week. */
const dayOf = (calendar, t_s) => calendar.day(t_s).replace(/^\w+,? /, "");

function chips(results) {
  const kinds = { met: "good", late: "warn", failed: "bad", missed: "bad", unjudged: "", open: "info" };
  const words = {
    met: "✓ met",
    late: "✓ late",
    failed: "✗ failed",
    missed: "✗ not met",
    unjudged: "· not judged",
    open: "· open",
  };
  return Object.keys(kinds)
    .filter((one) => results[one])
    .map((one) => h("span", { class: `chip ${kinds[one]}` }, `${results[one]} ${words[one]}`));
}

function fileButton(file, text, title) {
  const button = h(
    "button",
    { type: "button", title, data: { file } },
    h("span", { "aria-hidden": "true" }, "⤓ "),
    text,
  );
  button.addEventListener("click", async () => {
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await request("GET", `/review/${file}`);
      hand(await answer.blob(), NAMES[file] ?? file.replace("export", "review"));
    } catch (error) {
      note(`${title} could not be had: ${error.message}`, "bad");
    }
    button.disabled = false;
    button.removeAttribute("aria-busy");
  });
  return button;
}

/** Let the browser save something. */
function hand(blob, name) {
  const link = h("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function openButton(overview) {
  const button = h("button", { type: "button", id: "open-review" });
  let { open } = overview;
  const show = () => {
    write(button, open ? "Hide it from players" : "Let players see it");
    button.title = open
      ? "Players see this review now"
      : "Players see this review, which shows everything, once you open it and the exercise has ended";
  };
  button.addEventListener("click", async () => {
    try {
      ({ open } = await post("/review/open", { open: !open }));
      const when = overview.ended ? "now" : "after ENDEX";
      note(open ? `Players see the review ${when}.` : "Players do not see the review.", "good");
    } catch (error) {
      note(error.message, "bad");
    }
    show();
  });
  show();
  return button;
}
